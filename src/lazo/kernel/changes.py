"""Change capture: what a write owes to the warehouse, in the same transaction."""

from lazo.kernel.models import Change


def note_change(
    *,
    table: str,
    operation: str,
    row_from: int,
    row_to: int | None = None,
    party: int | None = None,
    batch: int | None = None,
) -> Change:
    """Say that rows `row_from`..`row_to` (included) of the mirrored `table` were appended, updated or deleted.

    `table` is a name registered in `lazo.kernel.warehouse.registry`; `operation` is one of `Change.Operation`.
    """
    return Change.objects.create(
        table=table, operation=operation, row_from=row_from, row_to=row_to or row_from, party=party, batch=batch
    )
