"""The wide row of a run, written to the workspace's history: truth, and what the score table is filled from."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lazo.analytics.engine import write_parquet_file
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table

SCORES, PLACES, COSTS, CONTRACTS = "scores", "places", "costs", "contracts"
SAME = ("customer_id", "kind", "country", "p_alive", "expected_gap", "overdue_ratio", "revenue_ratio", "clv")
FORECAST = ("expected_purchases_90d", "expected_purchases_180d", "expected_purchases_365d")
VALUES = ("value_90d", "value_180d", "value_365d", "value_365d_model", "value_365d_low", "value_365d_high")
PLACE = ("area", "sub_state", "place", "also_in", "rule", "evidence", "strategic_kinds")


def score_path(workspace: Workspace, run_id: int) -> Path:
    """The file of a run."""
    return workspace.history / SCORES / f"run-{run_id:08d}.parquet"


def costs_path(workspace: Workspace, run_id: int) -> Path:
    """What serving each customer cost, where unit costs are stated: counts and money by activity, `cost`, `net_12m`
    (margin after cost to serve; null where no margin is known) and `coming_cost` (taken off `clv`).
    """
    return workspace.history / COSTS / f"run-{run_id:08d}.parquet"


def contracts_path(workspace: Workspace, run_id: int) -> Path:
    """What of each `clv` is that of contracts: customer_id, of_contracts; only who has any."""
    return workspace.history / CONTRACTS / f"run-{run_id:08d}.parquet"


def places_path(workspace: Workspace, day: date) -> Path:
    """Where everyone stood on a day for which no run was made, computed afterwards: customer_id, area."""
    return workspace.history / PLACES / f"{day:%Y-%m-%d}.parquet"


def score_rows(
    standing: Table, *, run_id: int, on: date, served: Table | None = None, of_contracts: Table | None = None
) -> Table:
    """The columns of the score table, `value_365d_naive` and `gap_median_days`, from `Standing.finished`; sorted by customer.

    `served` is what serving those cost who were attended (customer_id, cost_12m), null where no unit cost is stated: nobody has a cost then.
    `of_contracts` (customer_id, of_contracts) is what those are worth who never bought and have a contract, null where that is nobody.
    Unknown text is empty and unknown counts are 0, as the table wants them; dates, forecasts and values stay null.
    """
    import ibis

    t = standing
    rows = t.select(
        *SAME,
        *FORECAST,
        *VALUES,
        *PLACE,
        "value_365d_naive",
        "gap_median_days",
        # To the type that is not null first, else the cast is dropped, and DuckDB writes the narrowest number that fits.
        run_id=ibis.literal(run_id, "int64").cast("!int64").cast("int64"),
        on_date=ibis.literal(on, "date"),
        owner_id=t.owner_id,
        team_id=t.team_id,
        frequency=t.x.fill_null(0),
        recency_days=t.recency_days,
        age_days=t.age,
        n_purchases=t.n_purchases.fill_null(0),
        first_day=t.first_day,
        last_day=t.last_day,
        monetary=t.monetary,
        value_12m=t.value_12m.fill_null(0),
        value_is_margin=t.is_margin.fill_null(False),
        potential_value=t.potential_value,
        rfm=t.rfm.fill_null(""),
        customer_class=t.customer_class.fill_null(""),
        tier=t.tier.fill_null(""),
        migrator=t.migrator.fill_null(False),
        strategic=t.strategic_kinds.fill_null("") != "",
    )
    rows = rows.mutate(strategic_kinds=rows.strategic_kinds.fill_null(""))
    if of_contracts is not None:
        joined = rows.left_join(of_contracts, "customer_id", rname="{name}_alone").drop("customer_id_alone")
        rows = joined.mutate(clv=joined.clv.coalesce(joined.of_contracts)).drop("of_contracts")
    return _with_costs(rows, served).order_by("customer_id")


def _with_costs(rows: Table, served: Table | None) -> Table:
    """See `Costing.with_costs`: a cost has who was attended or whose margin is known, a net who has a known margin."""
    import ibis

    nothing = ibis.null("int64")
    if served is None:
        return rows.mutate(cost_12m=nothing, net_12m=nothing)
    joined = rows.left_join(served, "customer_id", rname="{name}_served").drop("customer_id_served")
    known = (joined.n_purchases > 0) & joined.value_is_margin
    cost = known.ifelse(joined.cost_12m.fill_null(0), joined.cost_12m)
    return joined.mutate(cost_12m=cost, net_12m=known.ifelse(joined.value_12m - joined.cost_12m.fill_null(0), nothing))


def write_file(con: Backend, rows: Table, path: Path) -> None:
    """Write the file beside its place and move it there: a reader sees the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    write_parquet_file(con, rows, draft)
    with draft.open("rb+") as stream:
        os.fsync(stream.fileno())
    draft.replace(path)
