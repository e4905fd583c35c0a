"""What whoever writes values of traits owes to the warehouse and to the lists: the values that are other by now, noted."""

from collections.abc import Iterable

from lazo.kernel.changes import note_change, note_changes, runs
from lazo.kernel.models import Change

TABLE = "traits"
APPEND, UPDATE, DELETE = Change.Operation.APPEND, Change.Operation.UPDATE, Change.Operation.DELETE


def note_value(operation: Change.Operation, *, row: int, party: int) -> None:
    """One value of one party was appended, updated or deleted, just before in this transaction."""
    note_change(table=TABLE, operation=operation, row_from=row, party=party)


def note_values(operation: Change.Operation, rows: Iterable[int]) -> None:
    """The same for many that are still there."""
    note_changes([Change(table=TABLE, operation=operation, row_from=first, row_to=last) for first, last in runs(rows)])
