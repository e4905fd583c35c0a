"""The rows of a change of many: carried out and taken back in pieces, each one transaction that moves the watermark.

A process killed at any moment goes on behind the last piece; whoever holds an outdated watermark changes nothing.
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; numbers are whole numbers of ours

from collections.abc import Callable, Sequence

from django.db import connection, transaction

from lazo.differentiate.models import BulkChange, BulkChangeRow
from lazo.differentiate.operations import bulk_field
from lazo.differentiate.operations.cards import refresh_cards
from lazo.kernel.changes import note_changes
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Change

Action, State = BulkChange.Action, BulkChange.State
TABLE = "differentiate_bulkchange"
PIECE = 5_000
NAMED = 100
SPARSE = 20
COLUMNS = {Action.OWNER: "owner_id", Action.TEAM: "team_id", Action.RETIRE: "retired_at"}


class UnableToContinue(Exception):
    """Another process works on this change, or it has ended."""


def carry_out(change: BulkChange, *, context: JobContext) -> None:
    """Give everyone of the change its value, from wherever an earlier attempt left it. The change becomes DONE."""
    _in_pieces(change, State.RUNNING, State.DONE, _give, context)


def take_back(change: BulkChange, *, context: JobContext) -> None:
    """Give everyone what they had before; who has another value by now is kept and named. The change becomes UNDONE."""
    _in_pieces(change, State.UNDOING, State.UNDONE, _restore, context)


def _in_pieces(
    change: BulkChange,
    doing: BulkChange.State,
    done: BulkChange.State,
    act: Callable[[BulkChange, int, int], list[int]],
    context: JobContext,
) -> None:
    n_done = 0
    while piece := _next_piece(change):
        with transaction.atomic():
            held = BulkChange.objects.filter(pk=change.pk, state=doing, watermark=change.watermark)
            if not held.update(watermark=piece[-1]):
                raise UnableToContinue(change.pk)
            kept = act(change, piece[0], piece[-1])
            if change.action != Action.FIELD:  # a field tells of its own values
                _note(change, sorted(set(piece) - set(kept)))
            _name(change, kept)
        change.watermark = piece[-1]
        n_done += len(piece)
        context.progress(min(n_done, change.total), change.total, "clientes")
        context.raise_if_cancelled()
    with transaction.atomic():
        if BulkChange.objects.filter(pk=change.pk, state=doing).update(state=done) and done == State.UNDONE:
            data = {"customers": change.total - change.kept, "kept": change.kept}
            record_event(kind="customers.restored", by=change.by, table=TABLE, row=change.pk, data=data)
    change.refresh_from_db()


def _next_piece(change: BulkChange) -> list[int]:
    rows = BulkChangeRow.objects.filter(change=change, party__gt=change.watermark).order_by("party")
    return list(rows.values_list("party", flat=True)[:PIECE])


def _give(change: BulkChange, first: int, last: int) -> list[int]:
    if change.action == Action.FIELD:
        return bulk_field.fill(change, first, last)
    column = COLUMNS[Action(change.action)]
    value = "CURRENT_TIMESTAMP" if change.action == Action.RETIRE else _number(change.value)
    _execute(
        f"UPDATE identify_party SET {column} = {value}, version = version + 1 WHERE id IN ({_rows(change, first, last)})"
    )
    return []


def _restore(change: BulkChange, first: int, last: int) -> list[int]:
    if change.action == Action.FIELD:
        return bulk_field.unfill(change, first, last)
    column = COLUMNS[Action(change.action)]
    is_ours = "retired_at IS NOT NULL" if change.action == Action.RETIRE else f"{column} {_same(change.value)}"
    before = (
        "NULL"
        if change.action == Action.RETIRE
        else f"({_rows(change, first, last, 'before')} AND r.party = identify_party.id)"
    )
    within = _rows(change, first, last)
    kept = _ids(f"SELECT p.id FROM identify_party p WHERE p.id IN ({within}) AND NOT coalesce(p.{is_ours}, false)")
    _execute(
        f"UPDATE identify_party SET {column} = {before}, version = version + 1 WHERE id IN ({within}) AND {is_ours}"
    )
    return kept


def _rows(change: BulkChange, first: int, last: int, column: str = "party") -> str:
    return (
        f"SELECT r.{column} FROM differentiate_bulkchangerow r"
        f" WHERE r.change_id = {int(change.pk)} AND r.party BETWEEN {int(first)} AND {int(last)}"
    )


def _note(change: BulkChange, parties: Sequence[int]) -> None:
    """Tell the warehouse, and keep the cards: nobody's words change, so nothing else needs to follow."""
    if not parties:
        return
    spans = _spans(parties)
    update = Change.Operation.UPDATE
    changes = [Change(table="parties", operation=update, row_from=first, row_to=last) for first, last in spans]
    noted = note_changes(changes, follow=False)
    touched = str(max(change.pk for change in noted))
    for first, last in spans:
        refresh_cards(first, last, touched=touched, among=_rows(change, first, last))


def _spans(parties: Sequence[int]) -> list[tuple[int, int]]:
    """The ids as few ranges: those near each other are one, as long as most of what is read again has changed."""
    span = parties[-1] - parties[0] + 1
    if span <= SPARSE * len(parties):
        return [(parties[0], parties[-1])]
    joined = [(parties[0], parties[0])]
    for party in parties[1:]:
        first, last = joined[-1]
        if party <= last + SPARSE:
            joined[-1] = (first, party)
        else:
            joined.append((party, party))
    return joined


def _name(change: BulkChange, kept: Sequence[int]) -> None:
    if kept:
        change.kept += len(kept)
        change.kept_rows = [*change.kept_rows, *kept][:NAMED]
        BulkChange.objects.filter(pk=change.pk).update(kept=change.kept, kept_rows=change.kept_rows)


def _number(value: int | None) -> str:
    return "NULL" if value is None else str(int(value))


def _same(value: int | None) -> str:
    return "IS NULL" if value is None else f"= {int(value)}"


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _ids(sql: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]
