"""The register of strategic customers by programs."""

from datetime import timedelta

import pytest
from listed import add_party
from rest import Program
from world import World

from lazo.api.company import today
from lazo.differentiate.models import StrategicCustomer

pytestmark = pytest.mark.django_db
PLACE = "/strategic-customers"


def test_an_entry_is_made_changed_reviewed_ended_and_taken_back(world: World) -> None:
    abel, beto = (add_party(name, owner=world.ana) for name in ("Abel", "Beto"))
    program = Program(world.ana)
    made = program.post(PLACE, {"customer": abel.pk, "kind": "BENCHMARK", "text": "Lo citan", "plan": "Visita"})
    assert (made["kind"], made["computed"], made["told"][0]["text"]) == ("BENCHMARK", False, "Lo citan")
    assert made["review_on"] == (today() + timedelta(days=365)).isoformat()
    place = f"{PLACE}/{made['id']}"
    assert program.answer("PATCH", place, {"plan": "Otro", "version": 1})["plan"] == "Otro"
    assert program.problem("PATCH", place, {"plan": "x", "version": 1}, status=409)[0] == "stale"
    assert program.problem("PATCH", place, {"plan": "x"}, status=412)[0] == "no_version"
    shown = program.post(f"{place}/evidence", {"text": "Vino Beto", "other": beto.pk})
    assert {one["other"] for one in shown["told"]} == {None, beto.pk}
    soon = (today() + timedelta(days=30)).isoformat()
    assert program.post(f"{place}/reviews", {"note": "Sigue", "review_on": soon})["review_on"] == soon
    token = program.post(f"{place}/end", {"reason": "Cerró"})["undo"]
    assert program.get(place)["until"] == today().isoformat()
    assert program.get(PLACE)["data"] == []
    program.post("/undos", {"token": token})
    assert [one["id"] for one in program.get(PLACE)["data"]] == [made["id"]]


def test_what_cannot_be_is_said_beside_its_field(world: World) -> None:
    abel, program = add_party("Abel", owner=world.ana), Program(world.ana)
    body = {"customer": abel.pk, "kind": "BENCHMARK", "text": "Lo citan"}
    far = (today() + timedelta(days=400)).isoformat()
    for more, error in (
        ({"review_on": far}, ("/review_on", "review_too_far")),
        ({"owner": world.carla.pk}, ("/owner", "owner_cannot_see")),
        ({"owner": 10**9}, ("/owner", "unknown_owner")),
        ({"text": " "}, ("/text", "no_evidence")),
        ({"customer": 10**9}, ("/customer", "unknown_customer")),
    ):
        assert program.problem("POST", PLACE, {**body, **more}, status=422)[1] == [error]
    program.post(PLACE, body)
    assert program.problem("POST", PLACE, body, status=409)[0] == "already_there"
    assert program.problem("GET", f"{PLACE}?cursor=x", status=422)[0] == "invalid"


def test_pages_and_questions(world: World) -> None:
    program = Program(world.ana)
    for number in range(3):
        customer = add_party(f"Parte {number}", owner=world.ana)
        program.post(PLACE, {"customer": customer.pk, "kind": "INSPIRATION", "text": "Idea"})
    first = program.get(f"{PLACE}?limit=2")
    rest = program.get(f"{PLACE}?limit=2&cursor={first['next']}")
    assert (len(first["data"]), len(rest["data"]), rest["next"]) == (2, 1, None)
    StrategicCustomer.objects.filter(pk=rest["data"][0]["id"]).update(review_on=today() - timedelta(days=1))
    assert [one["overdue"] for one in program.get(f"{PLACE}?state=overdue")["data"]] == [True]
    assert program.get(f"{PLACE}?kind=BENCHMARK")["data"] == []
    assert program.get(f"{PLACE}?owner=0")["data"] == []


def test_another_team_sees_nothing(world: World) -> None:
    made = Program(world.ana).post(
        PLACE, {"customer": add_party("Abel", owner=world.ana).pk, "kind": "BENCHMARK", "text": "Lo citan"}
    )
    other, place = Program(world.carla), f"{PLACE}/{made['id']}"
    assert other.get(PLACE)["data"] == []
    assert other.problem("GET", place, status=404)[0] == "not_found"
    assert other.problem("PATCH", place, {"plan": "x", "version": 1}, status=404)[0] == "not_found"
    for step in ("evidence", "reviews", "end"):
        body = {"text": "x"} if step == "evidence" else {}
        assert other.problem("POST", f"{place}/{step}", body, status=404)[0] == "not_found"
