"""Programs read how good the data are and set what is wanted."""

from datetime import date, timedelta

import pytest
from measured import ON, make_measured
from rest import Program
from world import World

from lazo.differentiate.models import UnreachedValue
from lazo.identify.operations.quality import measure_quality
from lazo.kernel.jobs import NullContext

pytestmark = pytest.mark.django_db


def measure(on: date) -> None:
    measure_quality(on=on, by=None, context=NullContext())


def test_figures_course_and_prices(world: World) -> None:
    program = Program(world.diego)
    program.problem("GET", "/quality", status=404)
    shop = make_measured(world).shop
    UnreachedValue.objects.create(day=ON, gap="phone", is_strategic=True, customers=3, value_365d=1200, run_id=1)
    measure(ON - timedelta(days=1))
    measure(ON)
    told = program.get("/quality")
    phone = next(one for one in told["attributes"] if one["attribute"] == "phone")
    assert phone["figures"]["completeness"] == {"hits": 4, "total": 6, "share": 4 / 6}
    assert phone["usable"] == {"hits": 2, "total": 6, "share": 2 / 6}
    assert told["unreached"] == [
        {
            "gap": "phone",
            "strategic": True,
            "customers": 3,
            "value_365d": {"amount": 1200, "currency": "COP"},
            "run": 1,
            "on": ON.isoformat(),
        }
    ]
    of_shop = program.get(f"/quality?source={shop.pk}")
    assert (of_shop["source"], of_shop["unreached"]) == (shop.pk, [])
    program.problem("GET", "/quality?source=999999", status=404)


def test_the_history_is_paged_by_day(world: World) -> None:
    make_measured(world)
    for back in range(3):
        measure(ON - timedelta(days=back))
    program = Program(world.diego)
    first = program.get("/quality/email/history?limit=2")
    assert [one["on"] for one in first["data"]] == ["2026-11-22", "2026-11-21"]
    rest = program.get(f"/quality/email/history?limit=2&cursor={first['next']}")
    assert ([one["on"] for one in rest["data"]], rest["next"]) == (["2026-11-20"], None)
    assert rest["data"][0]["figures"]["validity"] == {"hits": 1, "total": 1, "share": 1.0}
    program.problem("GET", "/quality/shoes/history", status=422)


def test_a_target_is_set_on_its_version_and_taken_back(world: World) -> None:
    program = Program(world.diego)
    done = program.answer("PUT", "/quality/phone/target", {"percent": 90, "owner": world.ana.pk})
    assert program.problem("PUT", "/quality/phone/target", {"percent": 80}, status=409)[0] == "stale"
    assert (
        program.problem("PUT", "/quality/phone/target", {"owner": 10**9, "version": 1}, status=422)[0]
        == "unknown_owner"
    )
    assert program.post("/undos", {"token": done["undo"]})["restored"] == 1


def test_who_does_not_see_everybody_gets_no_figure(world: World) -> None:
    make_measured(world)
    measure(ON)
    for user in (world.ana, world.bruno, world.carla):
        for address in ("/quality", "/quality/phone/history"):
            assert Program(user).problem("GET", address, status=403)[0] == "not_allowed"
        Program(user).problem("PUT", "/quality/phone/target", {"percent": 80}, status=403)
