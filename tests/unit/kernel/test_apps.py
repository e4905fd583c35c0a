import pytest

from lazo.kernel.apps import warehouse_lags
from lazo.kernel.changes import note_change
from lazo.kernel.jobs import NullContext
from lazo.kernel.jobs.schedule import chores
from lazo.kernel.models import Change
from lazo.kernel.warehouse.sync import sync
from lazo.kernel.workspace import Workspace


@pytest.mark.django_db(transaction=True)
def test_changes_are_unread_from_their_writing_to_the_next_sync(workspace: Workspace) -> None:
    seen = [warehouse_lags()]
    note_change(table="parties", operation=Change.Operation.APPEND, row_from=1, row_to=1)
    seen.append(warehouse_lags())
    sync(workspace=workspace, context=NullContext())
    seen.append(warehouse_lags())
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=1, row_to=1)
    seen.append(warehouse_lags())
    assert seen == [True, True, False, True]


def test_keeping_the_warehouse_fresh_is_a_chore() -> None:
    assert {chore.kind: chore.seconds for chore in chores()}["warehouse.sync"] == 60.0
