"""The dated history of places and of strategic customers: only what changed is written, nothing is overwritten.

Both are compared inside the database, set by set, with the score table that has just been swapped in: at a million
customers a day's run touches the few that moved.
"""

from datetime import date

from django.db import connection
from django.db.models import Max

from lazo.differentiate.models import CyclePosition, Score, ScoreRun, StrategicCustomer

SCORE = Score._meta.db_table  # noqa: SLF001 - Django's documented way to a model's table
POSITION = CyclePosition._meta.db_table  # noqa: SLF001 - as above
STRATEGIC = StrategicCustomer._meta.db_table  # noqa: SLF001 - as above


def is_backdated(*, on: date) -> bool:
    """Whether a later day was scored before: such a run shows how things were, and leaves the history alone."""
    last = ScoreRun.objects.filter(state=ScoreRun.State.DONE).aggregate(last=Max("on_date"))["last"]
    return last is not None and on < last


def write_positions(*, run_id: int, on: date) -> tuple[int, int]:
    """Close the positions that changed or whose customer is gone, open the new ones: (closed, opened).

    Call it inside the run's transaction, after the swap.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {POSITION} SET valid_to = %s, closed_by_run = %s
                WHERE valid_to IS NULL AND NOT EXISTS (
                    SELECT 1 FROM {SCORE} s WHERE s.customer_id = {POSITION}.customer_id
                    AND s.area = {POSITION}.area AND s.sub_state = {POSITION}.sub_state)""",  # noqa: S608 - our tables
            [on, run_id],
        )
        closed = cursor.rowcount
        cursor.execute(
            f"""INSERT INTO {POSITION} (customer_id, area, sub_state, valid_from, rule, evidence, run_id)
                SELECT s.customer_id, s.area, s.sub_state, %s, s.rule, s.evidence, %s FROM {SCORE} s
                WHERE NOT EXISTS (
                    SELECT 1 FROM {POSITION} p WHERE p.customer_id = s.customer_id AND p.valid_to IS NULL)
                ORDER BY s.customer_id""",  # noqa: S608 - our tables
            [on, run_id],
        )
        return closed, cursor.rowcount


def write_strategic(*, run_id: int, on: date) -> tuple[int, int]:
    """Note who became and who ceased to be strategically significant, kind by kind: (closed, opened)."""
    closed = opened = 0
    for kind in StrategicCustomer.Kind.values:
        one_closed, one_opened = _write_kind(kind, run_id=run_id, on=on)
        closed, opened = closed + one_closed, opened + one_opened
    return closed, opened


def _write_kind(kind: str, *, run_id: int, on: date) -> tuple[int, int]:
    column = "clv" if kind == StrategicCustomer.Kind.HIGH_LTV else "value_12m"
    evidence = f"""'{{"{column}": ' || coalesce(CAST(s.{column} AS text), 'null') || '}}'"""
    if connection.vendor == "postgresql":
        evidence = f"CAST({evidence} AS jsonb)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {STRATEGIC} SET valid_to = %s, closed_by_run = %s
                WHERE valid_to IS NULL AND kind = %s AND NOT EXISTS (
                    SELECT 1 FROM {SCORE} s WHERE s.customer_id = {STRATEGIC}.customer_id
                    AND s.strategic_kinds LIKE %s)""",  # noqa: S608 - our tables
            [on, run_id, kind, f"%{kind}%"],
        )
        closed = cursor.rowcount
        cursor.execute(
            f"""INSERT INTO {STRATEGIC} (customer_id, kind, evidence, valid_from, run_id)
                SELECT s.customer_id, %s, {evidence}, %s, %s FROM {SCORE} s
                WHERE s.strategic_kinds LIKE %s AND NOT EXISTS (
                    SELECT 1 FROM {STRATEGIC} k
                    WHERE k.customer_id = s.customer_id AND k.kind = %s AND k.valid_to IS NULL)
                ORDER BY s.customer_id""",  # noqa: S608 - our tables
            [kind, on, run_id, f"%{kind}%", kind],
        )
        return closed, cursor.rowcount
