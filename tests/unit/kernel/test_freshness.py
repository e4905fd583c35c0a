import pytest

from lazo.kernel.changes import note_change
from lazo.kernel.freshness import has_unread_changes
from lazo.kernel.jobs import NullContext
from lazo.kernel.jobs.schedule import chores
from lazo.kernel.models import Change
from lazo.kernel.warehouse.sync import sync
from lazo.kernel.workspace import Workspace


@pytest.mark.django_db(transaction=True)
def test_changes_are_unread_from_their_writing_to_the_next_sync(workspace: Workspace) -> None:
    seen = [has_unread_changes()]
    note_change(table="parties", operation=Change.Operation.APPEND, row_from=1, row_to=1)
    seen.append(has_unread_changes())
    sync(workspace=workspace, context=NullContext())
    seen.append(has_unread_changes())
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=1, row_to=1)
    seen.append(has_unread_changes())
    assert seen == [False, True, False, True]


def test_keeping_the_warehouse_fresh_is_a_chore() -> None:
    assert [(chore.kind, chore.seconds) for chore in chores()] == [("warehouse.sync", 60.0)]
