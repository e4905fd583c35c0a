"""What customers spend with us in a year, and what the best of their look-alikes do."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from lazo.analytics.arrays.tiers import frequency_class, potential_values
from lazo.analytics.canonical import canonical_months
from lazo.analytics.facts import WINDOW_MONTHS
from lazo.analytics.rollup import edge_months, months_before, months_between
from lazo.analytics.tuples import Floats, Ints
from lazo.kernel.warehouse.engine import open_engine
from lazo.kernel.warehouse.snapshot import Snapshot
from lazo.kernel.workspace import Workspace

MEMORY = "300MB"


def yearly_spending(snapshot: Snapshot, workspace: Workspace, customers: Ints, *, on: date) -> Ints:
    """Net money, in base minor units, that each of `customers` (growing ids) spent in the 12 months up to `on`; 0 of who bought nothing."""
    after = months_before(on, WINDOW_MONTHS)
    edges = [f"{month:%Y-%m}" for month in edge_months(after=after, until=on)]
    with open_engine(memory_limit=MEMORY, threads=1, temp_dir=workspace.warehouse / ".spill") as con:
        purchases = snapshot.table(con, "purchases", months=edges)
        months = months_between(snapshot.table(con, "customer_month"), purchases, after=after, until=on)
        rows = canonical_months(months, snapshot.table(con, "parties"))
        sums = rows.group_by("customer_id").aggregate(money=rows.money.sum().cast("int64")).to_pyarrow()
    spent = np.zeros(len(customers), dtype=np.int64)
    who = sums["customer_id"].to_numpy()
    known = np.isin(who, customers)
    spent[np.searchsorted(customers, who[known])] = sums["money"].cast("int64").to_numpy()[known]
    return spent


def look_alike_spending(scores: Any, spent: Ints) -> Floats:
    """The P90 of `spent` among customers alike in kind, country and purchase days (25 at least, else the parent cell); NaN of who never bought.

    `scores` has kind, country, frequency and n_purchases, a row for each element of `spent`.
    """
    bought = scores.column("n_purchases").to_numpy() > 0
    kind, country = (
        np.unique(np.asarray(scores.column(name).to_pylist(), dtype=object).astype(str), return_inverse=True)[1]
        for name in ("kind", "country")
    )
    days = frequency_class(scores.column("frequency").to_numpy() + 1)
    found = np.full(len(spent), np.nan)
    best = potential_values(spent[bought], kind[bought], country[bought], days[bought])
    found[bought] = best
    return found
