"""The counts on the tabs of the list: the same from the table and from the snapshot, also for what changed since."""

import pytest
from listed import add_party, make_list
from world import World

from lazo.differentiate.operations.customer_snapshot import write_snapshot
from lazo.differentiate.queries import customer_snapshot
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.kernel.models import User
from lazo.kernel.workspace import Workspace
from lazo.web.queries.customers import counted

pytestmark = pytest.mark.django_db

QUESTIONS = [
    ListQuestion(),
    ListQuestion(areas=("KEEP",)),
    ListQuestion(strategic=True),
    ListQuestion(cities=("Cali",), text="perez"),
    ListQuestion(cities=("Quito",)),
]


def counts(user: User) -> list[int]:
    return counted(user=user, questions=QUESTIONS)


def test_the_snapshot_counts_as_the_table_does(world: World, workspace: Workspace) -> None:
    make_list(world)
    by_table = [counts(user) for user in (world.diego, world.ana, world.bruno, world.carla)]
    assert by_table == [[6, 2, 1, 2, 0], [4, 1, 1, 1, 0], [4, 1, 1, 1, 0], [1, 1, 0, 1, 0]]
    assert write_snapshot(fewest=1)
    try:
        assert [counts(user) for user in (world.diego, world.ana, world.bruno, world.carla)] == by_table
        add_party("Quintín Pérez", owner=world.ana, city="Quito")
        assert counts(world.ana) == [5, 1, 1, 1, 1]
        assert counts(world.carla) == [1, 1, 0, 1, 0]
    finally:
        customer_snapshot.forget_snapshots()


def test_nothing_asked_is_nothing_counted(world: World) -> None:
    assert counted(user=world.diego, questions=[]) == []
