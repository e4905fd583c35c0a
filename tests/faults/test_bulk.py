"""A change of many customers whose process is killed goes on behind its last piece, and so does its undo."""

import subprocess
import sys
import time

import pytest
from django.db import connection
from world import World, make_world

from lazo.differentiate.models import BulkChange, CustomerCard
from lazo.differentiate.operations import bulk
from lazo.differentiate.operations.bulk import assign_owner
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.identify.models import Party
from lazo.kernel.changes import note_change
from lazo.kernel.models import Change, Event
from lazo.kernel.undo import undo

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.unmeasured,
    pytest.mark.sqlite_alone(
        "each piece is written with its checkpoint, as the imports and jobs that are killed on PostgreSQL"
    ),
]
MANY = 1_500


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def add_many(world: World) -> None:
    parties = Party.objects.bulk_create(
        Party(name=f"P {number}", folded_name=f"p {number}", owner=world.ana) for number in range(MANY)
    )
    note_change(table="parties", operation=Change.Operation.APPEND, row_from=parties[0].pk, row_to=parties[-1].pk)


def killed_twice(environment: dict[str, str], change: int, done: list[int]) -> None:
    """Kill the process twice in the midst of its work, keep how far it was, and let the third come to the end."""
    for seconds in (0.15, 0.3, None):
        process = subprocess.Popen(
            [sys.executable, "-m", "bulk_process", str(change)], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        if seconds is not None:
            time.sleep(seconds)
            process.kill()
        assert process.wait() == (0 if seconds is None else -9)
        done.append(BulkChange.objects.get(pk=change).watermark)
        connection.close()


def test_killed_at_any_moment_everybody_changes_once_and_back(
    world: World, subprocess_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 100)
    add_many(world)
    done = assign_owner(by=world.diego, question=ListQuestion(), owner=world.bruno)
    assert done.customers == MANY
    connection.close()
    marks: list[int] = []
    killed_twice(subprocess_environment, done.change, marks)
    assert marks == sorted(marks)
    assert marks[0] < marks[2]
    change = BulkChange.objects.get(pk=done.change)
    assert (change.state, change.total) == ("DONE", MANY)
    assert Party.objects.filter(owner=world.bruno, version=2).count() == MANY
    assert CustomerCard.objects.filter(owner=world.bruno).count() == MANY
    assert Event.objects.filter(kind="customers.assigned").count() == 1
    someone = Party.objects.order_by("pk")[7]
    Party.objects.filter(pk=someone.pk).update(owner=world.carla)
    assert undo(token=done.undo, by=world.diego).job is not None
    connection.close()
    killed_twice(subprocess_environment, done.change, marks)
    change.refresh_from_db()
    assert (change.state, change.kept, change.kept_rows) == ("UNDONE", 1, [someone.pk])
    assert Party.objects.filter(owner=world.ana, version=3).count() == MANY - 1
