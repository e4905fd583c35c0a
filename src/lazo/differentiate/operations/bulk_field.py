"""An own field of all customers of a change, filled and taken back in statements over a range of them."""

# ruff: noqa: S608 - names of tables and columns are our own constants; numbers are whole numbers of ours, what was said is a parameter

from typing import Any

from django.db import connection

from lazo.differentiate.models import BulkChange
from lazo.differentiate.operations.cards import mark_cards
from lazo.identify.models import TraitDefinition
from lazo.identify.operations.trait_changes import APPEND, DELETE, UPDATE
from lazo.identify.operations.trait_changes import TABLE as TRAITS
from lazo.identify.queries.custom_fields import VALUE_COLUMNS
from lazo.kernel.changes import note_changes, runs
from lazo.kernel.models import Change

VALUE = "identify_traitvalue"
KINDS = {"text": "varchar(240)", "number": "double precision", "money": "bigint", "date": "date", "other_id": "bigint"}


def keep_said(change: BulkChange, rows: str, values: tuple[Any, ...]) -> int:
    """Write who changes and what a person had said of each, in one statement; `rows` is a query of customer_id."""
    held = f"(SELECT CAST(t.{_column(change)} AS varchar(240)) FROM {VALUE} t WHERE t.party_id = q.customer_id AND {_own(change)})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO differentiate_bulkchangerow (change_id, party, said)"
            f" SELECT {int(change.pk)}, q.customer_id, {held} FROM ({rows}) q",
            values,
        )
        return int(cursor.rowcount)


def fill(change: BulkChange, first: int, last: int) -> list[int]:
    """Say the value of everybody from `first` to `last`."""
    parties, value = _rows(change, first, last), _typed(change, "%s")
    before = _values(change, parties)
    if change.said is None:
        _run(f"DELETE FROM {VALUE} AS t WHERE {_own(change)} AND t.party_id IN ({parties})")
    else:
        _run(
            f"UPDATE {VALUE} AS t SET {_column(change)} = {value}, by_id = {int(change.by_id)}, set_at = CURRENT_TIMESTAMP"
            f" WHERE {_own(change)} AND t.party_id IN ({parties})",
            change.said,
        )
        _insert(change, f"{value}", parties, change.said)
    _note(before, _values(change, parties), parties)
    _touch(parties)
    return []


def unfill(change: BulkChange, first: int, last: int) -> list[int]:
    """Say what had been said before; of whom somebody said something else since, the ids, and nothing changes."""
    parties = _rows(change, first, last)
    kept = _ids(
        f"SELECT r.party FROM ({_rows(change, first, last, 'party, r.said')}) r WHERE NOT ({_is_ours(change)})",
        *([] if change.said is None else [change.said]),
    )
    ours = f"{parties} AND r.party NOT IN ({', '.join(map(str, kept)) or 'NULL'})" if kept else parties
    values = _values(change, ours)
    before = (
        f"(SELECT r.said FROM differentiate_bulkchangerow r WHERE r.change_id = {int(change.pk)} AND r.party = {{}})"
    )
    _run(f"DELETE FROM {VALUE} AS t WHERE {_own(change)} AND t.party_id IN ({ours} AND r.said IS NULL)")
    _run(
        f"UPDATE {VALUE} AS t SET {_column(change)} = {_typed(change, before.format('t.party_id'))}"
        f" WHERE {_own(change)} AND t.party_id IN ({ours} AND r.said IS NOT NULL)"
    )
    _insert(change, _typed(change, before.format("n.party")), f"{ours} AND r.said IS NOT NULL")
    _note(values, _values(change, ours), ours)
    _touch(ours)
    return kept


def _values(change: BulkChange, parties: str) -> set[int]:
    return set(_ids(f"SELECT t.id FROM {VALUE} t WHERE {_own(change)} AND t.party_id IN ({parties})"))


def _note(before: set[int], after: set[int], parties: str) -> None:
    """Tell the warehouse where values are other by now, and mark the cards of all of them by one statement."""
    told = ((APPEND, after - before), (UPDATE, after & before), (DELETE, before - after))
    changes = [
        Change(table=TRAITS, operation=operation, row_from=low, row_to=high)
        for operation, rows in told
        for low, high in runs(rows)
    ]
    noted = note_changes(changes, follow=False)
    if noted:
        mark_cards(parties, touched=max(change.pk for change in noted))


def _insert(change: BulkChange, value: str, parties: str, *values: str) -> None:
    """A value for each of the parties of whom nobody has said one."""
    _run(
        f"INSERT INTO {VALUE} (party_id, definition_id, {_column(change)}, kind, confidence, set_at, by_id)"
        f" SELECT n.party, {_field(change).pk}, {value}, 'DECLARED', 1.0, CURRENT_TIMESTAMP, {int(change.by_id)}"
        f" FROM ({parties}) n WHERE NOT EXISTS (SELECT 1 FROM {VALUE} t WHERE t.party_id = n.party AND {_own(change)})",
        *values,
    )


def _is_ours(change: BulkChange) -> str:
    same = "" if change.said is None else f" AND t.{_column(change)} = {_typed(change, '%s')}"
    there = f"EXISTS (SELECT 1 FROM {VALUE} t WHERE t.party_id = r.party AND {_own(change)}{same})"
    return f"NOT {there}" if change.said is None else there


def _own(change: BulkChange) -> str:
    """The condition for what a person said of the field."""
    return f"t.definition_id = {_field(change).pk} AND t.kind = 'DECLARED' AND t.source_id IS NULL"


def _field(change: BulkChange) -> TraitDefinition:
    if change.field is None:
        raise LookupError(change.pk)
    return change.field


def _column(change: BulkChange) -> str:
    return VALUE_COLUMNS[TraitDefinition.Type(_field(change).type)]


def _typed(change: BulkChange, text: str) -> str:
    """What was kept as text, as its column holds it; SQLite holds days as text."""
    kind = KINDS[_column(change)]
    return f"CAST({text} AS {'varchar(10)' if kind == 'date' and connection.vendor == 'sqlite' else kind})"


def _rows(change: BulkChange, first: int, last: int, columns: str = "party") -> str:
    return (
        f"SELECT r.{columns} FROM differentiate_bulkchangerow r"
        f" WHERE r.change_id = {int(change.pk)} AND r.party BETWEEN {int(first)} AND {int(last)}"
    )


def _touch(parties: str) -> None:
    """What a person said counts as an edit: the undo of an import leaves such a party alone."""
    _run(f"UPDATE identify_party SET version = version + 1 WHERE id IN ({parties})")


def _run(sql: str, *values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _ids(sql: str, *values: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]
