"""What floors above do because of events: each once, in order, as one transaction with how far they have come."""

import pytest

from lazo.kernel import subscribers
from lazo.kernel.events import record_event
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event, Subscription
from lazo.kernel.subscribers import follow_events, subscribe, subscribers_are_behind

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """The rows of the events that a subscriber to two kinds was given; row 13 is too much for it."""
    monkeypatch.setattr(subscribers, "_subscribers", {})
    rows: list[int | None] = []

    def react(event: Event) -> None:
        if event.row == 13:
            raise LookupError
        rows.append(event.row)

    subscribe("test", kinds=("test.one", "test.two"), reaction=react)
    return rows


def follow() -> int:
    return follow_events(NullContext())


def test_a_new_subscriber_begins_with_what_comes_next(seen: list[int | None]) -> None:
    record_event(kind="test.one", by=None, row=1)
    assert subscribers_are_behind()
    assert (follow(), seen) == (0, [])
    record_event(kind="test.one", by=None, row=2)
    assert (follow(), seen) == (1, [2])


def test_only_its_kinds_each_once_and_in_order(seen: list[int | None]) -> None:
    follow()
    for kind, row in (("test.two", 3), ("test.other", 4), ("test.one", 5)):
        record_event(kind=kind, by=None, row=row)
    assert (follow(), follow(), seen) == (2, 0, [3, 5])
    assert not subscribers_are_behind()


def test_other_kinds_alone_do_not_make_it_due(seen: list[int | None]) -> None:
    follow()
    record_event(kind="test.other", by=None, row=6)
    assert not subscribers_are_behind()
    assert (follow(), seen) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_what_fails_is_not_passed_over(seen: list[int | None]) -> None:
    follow()
    before = Subscription.objects.get(name="test").position
    for row in (7, 13):
        record_event(kind="test.one", by=None, row=row)
    with pytest.raises(LookupError):
        follow()
    assert Subscription.objects.get(name="test").position == before
    assert subscribers_are_behind()


def test_more_events_than_are_read_at_once(seen: list[int | None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribers, "AT_ONCE", 2)
    follow()
    for row in range(20, 25):
        record_event(kind="test.one", by=None, row=row)
    assert (follow(), seen) == (5, [20, 21, 22, 23, 24])
