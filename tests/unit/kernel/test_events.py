import pytest
from world import World

from lazo.kernel.events import record_event
from lazo.kernel.models import Event, EventDetail


def test_an_event_says_who_did_what_to_which_row(world: World) -> None:
    event = record_event(kind="test.done", by=world.ana, table="party", row=7, batch=3, data={"n": 1})
    event.refresh_from_db()
    assert (event.kind, event.by, event.table, event.row, event.batch, event.data) == (
        "test.done", world.ana, "party", 7, 3, {"n": 1},
    )  # fmt: skip
    assert event.at is not None
    assert EventDetail.objects.count() == 0
    assert str(event) == f"event {event.pk} test.done"


@pytest.mark.django_db
def test_personal_values_are_kept_apart_and_can_go_while_the_event_stays() -> None:
    event = record_event(kind="test.done", by=None, before={"name": "Ana"}, after={"name": "Eva"})
    detail = EventDetail.objects.get()
    assert (detail.event, detail.before, detail.after) == (event, {"name": "Ana"}, {"name": "Eva"})
    assert "Ana" not in repr(detail) + str(detail)
    detail.delete()
    assert Event.objects.get() == event


@pytest.mark.django_db
def test_one_side_is_enough_for_a_detail() -> None:
    record_event(kind="test.done", by=None, after={"name": "Eva"})
    assert EventDetail.objects.get().before is None
