"""The dated history of places and of strategic customers: only what changed is written, nothing is overwritten.

Both are compared inside the database, set by set, with the score table that has just been swapped in. Where it is known
in whom this run differs from the one that wrote last, only those customers are looked at.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Max, Min

from lazo.differentiate.models import CyclePosition, Score, StrategicCustomer
from lazo.differentiate.models.strategic_customer import next_review
from lazo.differentiate.operations.referees import write_referees
from lazo.differentiate.operations.strategic_care import carry_care
from lazo.kernel.changes import note_changes, runs
from lazo.kernel.models import Change

SCORE = Score._meta.db_table  # noqa: SLF001 - Django's documented way to a model's table
POSITION = CyclePosition._meta.db_table  # noqa: SLF001 - as above
STRATEGIC = StrategicCustomer._meta.db_table  # noqa: SLF001 - as above
COMPUTED = (StrategicCustomer.Kind.HIGH_LTV, StrategicCustomer.Kind.COST_MAGNET)
"""The kinds that the data alone can show."""
CHANGED = "differentiate_changed"
MIRRORED = "positions"
MOST_RANGES = 500
"""More ranges of closed positions than these are noted as one: reading them all again costs less than naming each."""


@dataclass(frozen=True)
class HistoryChange:
    """Rows closed and opened, of positions and of the register of strategic customers."""

    positions_closed: int
    positions_opened: int
    strategic_closed: int
    strategic_opened: int


def write_history(*, run_id: int, on: date, changed: Sequence[int] | None) -> HistoryChange:
    """Close what is over, open what is new; call it inside the run's transaction, after the swap.

    `changed` are the customers in whom this run differs from the last one that wrote; null: look at everyone.
    """
    last = CyclePosition.objects.aggregate(last=Max("pk"))["last"] or 0
    with _only(changed) as only:
        positions = _write_positions(only, run_id=run_id, on=on)
        kinds = [_write_kind(only, kind, run_id=run_id, on=on) for kind in COMPUTED]
    _note_positions(last, run_id=run_id)
    kinds.append(write_referees(run_id=run_id, on=on))
    if StrategicCustomer.objects.filter(valid_to__isnull=False).exists():
        carry_care(run_id=run_id)
    return HistoryChange(*positions, sum(closed for closed, _ in kinds), sum(opened for _, opened in kinds))


def _note_positions(last: int, *, run_id: int) -> None:
    """Tell the mirror which positions are new, behind `last`, and which were closed."""
    new = CyclePosition.objects.filter(pk__gt=last).aggregate(first=Min("pk"), last=Max("pk"))
    closed = runs(CyclePosition.objects.filter(closed_by_run=run_id).values_list("pk", flat=True))
    if len(closed) > MOST_RANGES:
        closed = [(closed[0][0], closed[-1][1])]
    noted = [(Change.Operation.UPDATE, *span) for span in closed]
    if new["first"] is not None:
        noted.append((Change.Operation.APPEND, new["first"], new["last"]))
    note_changes([Change(table=MIRRORED, operation=how, row_from=one, row_to=two) for how, one, two in noted])


@contextmanager
def _only(changed: Sequence[int] | None) -> Iterator[str]:
    """The condition that keeps a statement to the changed customers, whose ids lie in a temporary table meanwhile."""
    if changed is None:
        yield "customer_id IS NOT NULL"
        return
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {CHANGED} (customer_id bigint NOT NULL PRIMARY KEY)")
        cursor.executemany(f"INSERT INTO {CHANGED} VALUES (%s)", [(one,) for one in changed])  # noqa: S608 - ours
        yield f"customer_id IN (SELECT customer_id FROM {CHANGED})"  # noqa: S608 - our tables
        cursor.execute(f"DROP TABLE {CHANGED}")


def _write_positions(only: str, *, run_id: int, on: date) -> tuple[int, int]:
    closed = _rows(
        f"""UPDATE {POSITION} SET valid_to = %s, closed_by_run = %s
            WHERE valid_to IS NULL AND {only} AND NOT EXISTS (
                SELECT 1 FROM {SCORE} s WHERE s.customer_id = {POSITION}.customer_id
                AND s.area = {POSITION}.area AND s.sub_state = {POSITION}.sub_state)""",  # noqa: S608 - our tables
        [on, run_id],
    )
    placeless = f"NOT EXISTS (SELECT 1 FROM {POSITION} p WHERE p.customer_id = s.customer_id AND p.valid_to IS NULL)"  # noqa: S608 - our tables
    if not CyclePosition.objects.open().exists():
        placeless = "1 = 1"  # a million are not asked for a place that nobody has yet
    opened = _rows(
        f"""INSERT INTO {POSITION} (customer_id, area, sub_state, valid_from, rule, evidence, run_id)
            SELECT s.customer_id, s.area, s.sub_state, %s, s.rule, s.evidence, %s FROM {SCORE} s
            WHERE s.{only} AND {placeless} ORDER BY s.customer_id""",  # noqa: S608 - our tables
        [on, run_id],
    )
    return closed, opened


def _write_kind(only: str, kind: str, *, run_id: int, on: date) -> tuple[int, int]:
    closed = _rows(
        f"""UPDATE {STRATEGIC} SET valid_to = %s, closed_by_run = %s
            WHERE valid_to IS NULL AND kind = %s AND run_id IS NOT NULL AND {only} AND NOT EXISTS (
                SELECT 1 FROM {SCORE} s WHERE s.customer_id = {STRATEGIC}.customer_id
                AND s.strategic_kinds LIKE %s)""",  # noqa: S608 - our tables
        [on, run_id, kind, f"%{kind}%"],
    )
    opened = _rows(
        f"""INSERT INTO {STRATEGIC} (customer_id, kind, evidence, valid_from, run_id, review_on)
            SELECT s.customer_id, %s, {_evidence(kind)}, %s, %s, %s FROM {SCORE} s
            WHERE s.strategic AND s.strategic_kinds LIKE %s AND s.{only} AND NOT EXISTS (
                SELECT 1 FROM {STRATEGIC} k
                WHERE k.customer_id = s.customer_id AND k.kind = %s AND k.valid_to IS NULL)
            ORDER BY s.customer_id""",  # noqa: S608 - our tables
        [kind, on, run_id, next_review(on), f"%{kind}%", kind],
    )
    return closed, opened


def _evidence(kind: str) -> str:
    """SQL for the number that makes a customer significant, as a JSON object."""
    column = "clv" if kind == StrategicCustomer.Kind.HIGH_LTV else "value_12m"
    text = f"""'{{"{column}": ' || coalesce(CAST(s.{column} AS text), 'null') || '}}'"""
    return f"CAST({text} AS jsonb)" if connection.vendor == "postgresql" else text


def _rows(sql: str, values: Sequence[str | int | date]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)
