"""Who answers for an attribute, and how much of it should be usable."""

import pytest
from measured import ON, make_measured
from world import World

from lazo.identify.models import QualityTarget
from lazo.identify.operations.quality import measure_quality
from lazo.identify.operations.quality_target import UnableToSetTarget, set_target
from lazo.identify.queries.quality import data_quality
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event, User
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db


def put(by: User, **changes: object) -> str:
    said = {"attribute": "phone", "owner": None, "percent": 90, "version": 0} | changes
    return set_target(by=by, **said)  # type: ignore[arg-type]  # the fields of the case


def test_a_target_is_set_told_and_taken_back(world: World) -> None:
    make_measured(world)
    token = put(world.diego, owner=world.ana.pk, percent=40)
    measure_quality(on=ON, by=None, context=NullContext())
    found = data_quality()
    assert found is not None
    phone = next(one for one in found.attributes if one.key == "phone")
    assert (phone.target and phone.target.owner, phone.is_under) == (world.ana, True)
    event = Event.objects.get(kind="quality.target_set")
    assert event.data == {"attribute": "phone"}
    undo(token=token, by=world.diego)
    held = QualityTarget.objects.get()
    assert (held.owner, held.percent, held.version) == (None, None, 2)


def test_what_is_reached_exactly_is_not_under(world: World) -> None:
    make_measured(world)
    put(world.diego, attribute="purchases", percent=50)
    measure_quality(on=ON, by=None, context=NullContext())
    found = data_quality()
    assert found is not None
    assert [one.is_under for one in found.attributes if one.key == "purchases"] == [False]


def test_the_same_again_leaves_no_event(world: World) -> None:
    put(world.diego)
    assert put(world.diego, version=1) == ""
    assert Event.objects.filter(kind="quality.target_set").count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"attribute": "shoes"}, "unknown_attribute"),
        ({"percent": 0}, "bad_percent"),
        ({"percent": 101}, "bad_percent"),
        ({"owner": 10_000_000}, "unknown_owner"),
        ({"version": 3}, "stale"),
    ],
)
def test_what_is_wrong_is_refused(world: World, changes: dict[str, object], code: str) -> None:
    with pytest.raises(UnableToSetTarget) as refused:
        put(world.diego, **changes)
    assert refused.value.code == code
    assert not QualityTarget.objects.exists()


def test_only_who_administers_sets_it(world: World) -> None:
    with pytest.raises(UnableToSetTarget) as refused:
        put(world.ana)
    assert refused.value.code == "not_allowed"


def test_an_undo_does_not_overwrite_what_came_later(world: World) -> None:
    token = put(world.diego)
    put(world.diego, percent=80, version=1)
    with pytest.raises(UnableToUndo) as refused:
        undo(token=token, by=world.diego)
    assert refused.value.code == "changed_since"
