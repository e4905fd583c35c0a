"""What other numbers in the rules would change: the last run computed once more with them, and thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lazo.analytics.engine import open_duckdb
from lazo.differentiate.models import ScoreRun
from lazo.differentiate.operations.cycle_settings import checked_thresholds
from lazo.differentiate.positions.thresholds import Thresholds, using
from lazo.differentiate.queries.cycle_settings import thresholds_from
from lazo.differentiate.scoring.computation import Computation
from lazo.differentiate.scoring.earlier import Earlier
from lazo.differentiate.scoring.score_file import score_path
from lazo.kernel.jobs import JobContext
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

NOW, THEN = -1, -2
"""Numbers of files of no run: the last run as its rules have it, and with the other numbers."""


class UnableToPreview(Exception):
    """Nothing was scored yet."""


def preview_settings(*, workspace: Workspace, thresholds: Mapping[str, float], context: JobContext) -> dict[str, Any]:
    """Who would stand elsewhere with these numbers, as of the last run's day and today's data.

    Computes that day with its own numbers and with the others, so that nothing but the numbers differs. Result:
    customers, moved, value (of all, minor units expected in 365 days), ways: rows of origin, destination (blank is
    outside), customers, value_365d. Raises UnableToPreview, UnableToSaveCycleSettings.
    """
    run = ScoreRun.objects.filter(is_current=True).first()
    if run is None:
        raise UnableToPreview
    wanted = checked_thresholds(thresholds)
    try:
        for number, numbers in ((NOW, thresholds_from(run.thresholds)), (THEN, wanted)):
            _compute(workspace, run, number, numbers, context)
        return _compared(workspace)
    finally:
        for number in (NOW, THEN):
            score_path(workspace, number).unlink(missing_ok=True)


def _compute(workspace: Workspace, run: ScoreRun, number: int, numbers: Thresholds, context: JobContext) -> None:
    standing = score_path(workspace, run.pk)
    earlier = Earlier(fit=run, previous=None, compared=standing if standing.exists() else None, since=run.on_date)
    with using(numbers):
        Computation.of(
            open_snapshot(workspace), workspace, run_id=number, on=run.on_date, earlier=earlier, context=context
        )


def _compared(workspace: Workspace) -> dict[str, Any]:
    con = open_duckdb(memory_limit="300MB", threads=1, temp_dir=workspace.warehouse / ".spill")
    try:
        now = con.read_parquet(str(score_path(workspace, NOW))).select("customer_id", "area", "value_365d")
        then = con.read_parquet(str(score_path(workspace, THEN))).select("customer_id", destination="area")
        joined = now.join(then, "customer_id")
        groups = joined.group_by(origin=joined.area, destination=joined.destination).aggregate(
            customers=joined.count(), value_365d=joined.value_365d.sum().fill_null(0).cast("int64")
        )
        rows = groups.order_by(["origin", "destination"]).to_pyarrow().to_pylist()
    finally:
        con.disconnect()
    ways = [row for row in rows if row["origin"] != row["destination"]]
    return {
        "customers": sum(row["customers"] for row in rows),
        "moved": sum(row["customers"] for row in ways),
        "value": sum(row["value_365d"] for row in ways),
        "ways": sorted(ways, key=lambda row: (-row["customers"], row["origin"], row["destination"])),
    }
