"""The feed of events: in order, nothing skipped, nobody else's, no personal values without the scope for them."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from rest import DAY, Program, person
from world import World

from lazo.identify.operations.note import add_note
from lazo.kernel.event_feed import settled_events
from lazo.kernel.events import record_event
from lazo.kernel.models import Event


@pytest.mark.django_db
def test_events_come_in_order_and_from_where_one_was(world: World) -> None:
    program = Program(world.diego, ["events:read"])
    customer = person(world.ana)
    add_note(party=customer, text="Hola", by=world.ana, on=DAY)
    first = program.get("/events?limit=2")
    assert ([event["kind"] for event in first["data"]], first["more"]) == (["api_token.created", "party.added"], True)
    rest = program.get(f"/events?after={first['next']}")
    assert ([event["kind"] for event in rest["data"]], rest["more"]) == (["note.added"], False)
    assert program.get(f"/events?after={rest['next']}") == {"data": [], "next": rest["next"], "more": False}
    assert [event["kind"] for event in program.get("/events?kinds=note.added")["data"]] == ["note.added"]


@pytest.mark.django_db
def test_personal_values_need_their_scope(world: World) -> None:
    person(world.ana)
    plain = Program(world.diego, ["events:read"]).get("/events?kinds=party.added")["data"][0]
    assert "after" not in plain
    assert "Gárate" not in str(plain)
    told = Program(world.diego, ["events:read", "events:personal"]).get("/events?kinds=party.added")["data"][0]
    assert told["after"]["surnames"] == "Gárate"


@pytest.mark.django_db
def test_everybody_is_told_of_their_customers_alone(world: World) -> None:
    customer = person(world.ana)
    note = add_note(party=customer, text="Hola", by=world.ana, on=DAY)
    for user, kinds in (
        (world.ana, ["party.added", "note.added", "api_token.created"]),
        (world.bruno, ["party.added", "note.added", "api_token.created"]),
        (world.carla, ["api_token.created"]),
    ):
        page = Program(user, ["events:read"]).get("/events")
        assert [event["kind"] for event in page["data"]] == kinds
        assert page["next"] == Event.objects.latest("pk").pk
    assert note.party_id == customer.pk


@pytest.mark.django_db
def test_without_the_scope_nothing_is_told(world: World) -> None:
    assert Program(world.diego, ["customers:read"]).problem("GET", "/events", status=403)[0] == "no_scope"


class OtherTransaction:
    """A transaction of another connection that has drawn a number and not ended."""

    def __init__(self) -> None:
        self._drawn, self._end = threading.Event(), threading.Event()
        self._commits = True
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        self._thread.start()
        assert self._drawn.wait(10)

    def end(self, *, commits: bool) -> None:
        self._commits = commits
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            with transaction.atomic():
                record_event(kind="test.slow", by=None)
                self._drawn.set()
                self._end.wait(10)
                transaction.set_rollback(not self._commits)
        finally:
            connection.close()


@pytest.fixture
def other(transactional_db: None) -> Iterator[OtherTransaction]:
    found = OtherTransaction()
    found.start()
    yield found
    found.end(commits=False)


@pytest.mark.postgres
@pytest.mark.parametrize("commits", [True, False])
def test_a_number_is_waited_for_while_its_transaction_runs(other: OtherTransaction, commits: bool) -> None:
    record_event(kind="test.quick", by=None)
    assert settled_events(after=0, limit=10) == []
    assert settled_events(after=0, limit=10) == []
    other.end(commits=commits)
    kinds = [event.kind for event in settled_events(after=0, limit=10)]
    assert kinds == (["test.slow", "test.quick"] if commits else ["test.quick"])


@pytest.mark.postgres
def test_new_writers_do_not_hold_back_a_number_that_was_given_up(other: OtherTransaction) -> None:
    record_event(kind="test.quick", by=None)
    assert settled_events(after=0, limit=10) == []
    other.end(commits=False)
    later = OtherTransaction()
    later.start()
    try:
        assert [event.kind for event in settled_events(after=0, limit=10)] == ["test.quick"]
    finally:
        later.end(commits=True)
