"""What other numbers in the rules would change: the last run's day placed once more with them, and thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.operations.cycle_settings import checked_thresholds
from lazo.differentiate.positions.thresholds import Thresholds, using
from lazo.differentiate.queries.cost_sheet import dated_costs
from lazo.differentiate.queries.cycle_settings import AREAS, thresholds_from
from lazo.differentiate.queries.offering import offering_definition
from lazo.differentiate.scoring.earlier import Earlier
from lazo.differentiate.scoring.prices import Prices, snapshot_months
from lazo.differentiate.scoring.score_file import contracts_path, costs_path, score_path
from lazo.kernel.jobs import JobContext
from lazo.kernel.warehouse.engine import fits_in_memory, open_engine
from lazo.kernel.warehouse.snapshot import Snapshot, open_snapshot
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

NOW, THEN = -1, -2
"""Numbers of files of no run: the last run as its rules have it, and with the other numbers."""
ROWS_IN_MEMORY = 3_000_000
"""Parties up to which it is computed over arrays, as a run is; beyond, two whole runs in the engine are compared."""
OUTSIDE = ""
KEYS = ("origin", "destination", "tier", "tier_then")
"""What the rows of a comparison are grouped by: area and tier, now and with the other numbers; blank is none."""
TIERS = ("MVC", "SGC", "MGC", "LMC", "BZ")


class UnableToPreview(Exception):
    """Nothing was scored yet."""


def preview_settings(
    *,
    workspace: Workspace,
    thresholds: Mapping[str, float],
    context: JobContext,
    rows_in_memory: int = ROWS_IN_MEMORY,
) -> dict[str, Any]:
    """Who would stand elsewhere with these numbers, as of the last run's day and today's data.

    Places that day with its own numbers and with the others, so that nothing but the numbers differs. Result:
    customers, moved, value (of all who moved, minor units expected in 365 days), ways: rows of origin, destination (blank is
    outside), customers, value_365d; areas: rows of area, now, then (customers); tiers: rows of tier, now, then; tiers_moved: who
    would be of another tier. Raises UnableToPreview, UnableToSaveCycleSettings.
    """
    run = ScoreRun.objects.filter(is_current=True).first()
    if run is None:
        raise UnableToPreview
    numbers = thresholds_from(run.thresholds), checked_thresholds(thresholds)
    snapshot = open_snapshot(workspace)
    if fits_in_memory(snapshot.rows("parties"), rows_in_memory):
        return _told(_over_arrays(snapshot, workspace, run, numbers, context))
    return _told(_in_the_engine(snapshot, workspace, run, numbers, context))


def _over_arrays(
    snapshot: Snapshot, workspace: Workspace, run: ScoreRun, numbers: tuple[Thresholds, ...], context: JobContext
) -> list[dict[str, Any]]:
    """Customers and money by area and tier now and then."""
    import numpy as np

    from lazo.analytics.arrays.tiers import NONE, TIERS
    from lazo.differentiate.positions.assign_arrays import AREA_NAMES
    from lazo.differentiate.scoring.arrays.rehearsal import Rehearsal
    from lazo.differentiate.scoring.computation import Steps
    from lazo.differentiate.scoring.contract_book import ContractBook
    from lazo.differentiate.scoring.contract_standing import Agreements
    from lazo.differentiate.scoring.offering import worth_offering
    from lazo.differentiate.scoring.serving import Costing

    costing = Costing(snapshot, workspace, dated_costs())
    earlier, say = _earlier(snapshot, workspace, run), Steps(context).say
    contracts = ContractBook(Agreements.read(snapshot), run.counts.get("contracts", []))
    rehearsal = Rehearsal(
        snapshot,
        workspace,
        on=run.on_date,
        earlier=earlier,
        say=say,
        costing=costing,
        contracts=contracts,
        offering=worth_offering(snapshot, offering_definition()),
    )
    areas, tiers, worth = rehearsal.areas_under(numbers)
    names = (AREA_NAMES, AREA_NAMES, (*TIERS, ""), (*TIERS, ""))
    codes = (*areas, *(np.where(one == NONE, len(TIERS), one) for one in tiers))
    sizes = tuple(len(one) for one in names)
    found, place, counts = np.unique(np.ravel_multi_index(codes, sizes), return_inverse=True, return_counts=True)
    money = np.zeros(len(found), dtype=np.int64)
    np.add.at(money, place, worth)
    keys = zip(*(one.tolist() for one in np.unravel_index(found, sizes)), strict=True)
    return [
        dict(zip(KEYS, (said[code] for said, code in zip(names, key, strict=True)), strict=True))
        | {"customers": customers, "value_365d": value}
        for key, customers, value in zip(keys, counts.tolist(), money.tolist(), strict=True)
    ]


def _in_the_engine(
    snapshot: Snapshot, workspace: Workspace, run: ScoreRun, numbers: tuple[Thresholds, ...], context: JobContext
) -> list[dict[str, Any]]:
    from lazo.differentiate.scoring.computation import Computation

    earlier = replace(_earlier(snapshot, workspace, run), previous=None)
    try:
        for number, one in zip((NOW, THEN), numbers, strict=True):
            with using(one):
                Computation.of(
                    snapshot,
                    workspace,
                    run_id=number,
                    on=run.on_date,
                    earlier=earlier,
                    context=context,
                    costs=dated_costs(),
                    offering=offering_definition(),
                    rows_in_memory=0,
                )
        rows: list[dict[str, Any]] = _compared(workspace).to_pylist()
        return rows
    finally:
        for number in (NOW, THEN):
            score_path(workspace, number).unlink(missing_ok=True)
            costs_path(workspace, number).unlink(missing_ok=True)
            contracts_path(workspace, number).unlink(missing_ok=True)


def _earlier(snapshot: Snapshot, workspace: Workspace, run: ScoreRun) -> Earlier:
    """The run's own parameters, and what its file knows of everyone's rhythm; money as a run of that day would count it."""
    standing = score_path(workspace, run.pk)
    known = standing if standing.exists() else None
    prices = Prices.on(run.on_date, snapshot_months(snapshot))
    return Earlier(fit=run, previous=known, compared=known, since=run.on_date, prices=prices)


def _compared(workspace: Workspace) -> pa.Table:
    with open_engine(memory_limit="300MB", threads=1, temp_dir=workspace.warehouse / ".spill") as con:
        now = con.read_parquet(str(score_path(workspace, NOW))).select(
            "customer_id", "value_365d", origin="area", tier="tier"
        )
        then = con.read_parquet(str(score_path(workspace, THEN))).select(
            "customer_id", destination="area", tier_then="tier"
        )
        joined = now.join(then, "customer_id")
        groups = joined.group_by(*KEYS).aggregate(
            customers=joined.count(), value_365d=joined.value_365d.sum().fill_null(0).cast("int64")
        )
        return groups.to_pyarrow()


def _told(rows: list[dict[str, Any]]) -> dict[str, Any]:
    ways = _ways(rows)
    counted = {area: (_sum(rows, "origin", area), _sum(rows, "destination", area)) for area in (*AREAS, OUTSIDE)}
    tiers = {tier: (_sum(rows, "tier", tier), _sum(rows, "tier_then", tier)) for tier in TIERS}
    return {
        "customers": sum(row["customers"] for row in rows),
        "moved": sum(row["customers"] for row in ways),
        "value": sum(row["value_365d"] for row in ways),
        "ways": sorted(ways, key=lambda row: (-row["customers"], row["origin"], row["destination"])),
        "areas": [{"area": area, "now": now, "then": then} for area, (now, then) in counted.items()],
        "tiers": [{"tier": tier, "now": now, "then": then} for tier, (now, then) in tiers.items()],
        "tiers_moved": sum(row["customers"] for row in rows if row["tier"] != row["tier_then"]),
    }


def _ways(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Customers and money by area and other area, whatever their tier."""
    sums: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        if row["origin"] != row["destination"]:
            found = sums.setdefault((row["origin"], row["destination"]), [0, 0])
            found[0] += row["customers"]
            found[1] += row["value_365d"]
    return [
        {"origin": origin, "destination": destination, "customers": customers, "value_365d": value}
        for (origin, destination), (customers, value) in sums.items()
    ]


def _sum(rows: list[dict[str, Any]], end: str, area: str) -> int:
    return sum(row["customers"] for row in rows if row[end] == area)
