"""What a reader sees only because it is shared, as the small cubes need it: read from the files those cubes were counted from.

A cube has sums by owner and team, so what is shown one by one is not in it. A run's file never changes: what was read is remembered.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from lazo.differentiate.models import ScoreRun, ValueBand
from lazo.differentiate.positions.bins import BINS
from lazo.differentiate.scoring.score_file import costs_path, places_path, score_path
from lazo.kernel.access import RowRule

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = (
    "customer_id", "owner_id", "team_id", "area", "place", "strategic", "strategic_kinds", "value_12m", "value_365d",
    "value_365d_naive", "rfm", "recency_days", "frequency", "n_purchases",
)  # fmt: skip
ACQUIRE, OUTSIDE = "ACQUIRE", ""
BANDS = 100


@dataclass(frozen=True)
class SharedCustomer:
    """A row of a run's file; money in base minor units, `rfm` blank for who never bought."""

    customer: int
    area: str
    bin: int
    strategic: bool
    kinds: str
    value_12m: int
    value_365d: int
    value_365d_naive: int
    rfm: str
    recency_days: int
    purchase_days: int


@dataclass(frozen=True)
class SharedBand:
    """Which hundredth of the whole base a customer's value lies in, the most valuable first."""

    band: int
    value: int


def shared_customers(run: ScoreRun, rule: RowRule) -> tuple[SharedCustomer, ...]:
    """Those of `rule.shared` whom `run` knew, and whom its cubes do not have among the owners and teams of `rule`."""
    path = score_path(settings.WORKSPACE, run.pk)
    if rule.everything or not rule.shared or not path.exists():
        return ()
    return _customers(path, rule)


def shared_ways(run: ScoreRun, rule: RowRule, *, since: date) -> dict[tuple[str, str], int]:
    """How many of them went from one area to another since that day; blank is outside. The steps are those of `Movement`."""
    now = {one.customer: one.area for one in shared_customers(run, rule)}
    path = _file_of(since) if now else None
    if path is None:
        return {}
    before = _areas(path, frozenset(now))
    ways: dict[tuple[str, str], int] = {}
    for customer, area in now.items():
        for way in _steps(before.get(customer), area):
            ways[way] = ways.get(way, 0) + 1
    return ways


def shared_bands(run: ScoreRun, rule: RowRule, measure: str) -> tuple[SharedBand, ...]:
    """Where they lie in the whole base by `measure` (a column of the file), of those who ever bought.

    The margin after cost to serve is in the file of costs, of those in whom it is known; nobody lies anywhere where there is none.
    """
    wanted = frozenset(one.customer for one in shared_customers(run, rule))
    is_net = measure == ValueBand.Measure.NET_12M
    path = costs_path(settings.WORKSPACE, run.pk) if is_net else score_path(settings.WORKSPACE, run.pk)
    return _bands(path, wanted, measure) if wanted and path.exists() else ()


def _steps(before: str | None, area: str) -> list[tuple[str, str]]:
    """`before` None: was not there at all; who is new and beyond ACQUIRE took two steps."""
    if (before or OUTSIDE) == area:
        return []
    if before is None and area != ACQUIRE:
        return [(OUTSIDE, ACQUIRE), (ACQUIRE, area)]
    return [(before or OUTSIDE, area)]


def _file_of(day: date) -> Path | None:
    """The file that says where everyone stood on a day: a run's own, else the one computed afterwards."""
    runs = ScoreRun.objects.filter(state=ScoreRun.State.DONE, on_date=day).order_by("-pk").values_list("pk", flat=True)
    paths = [*(score_path(settings.WORKSPACE, run) for run in runs), places_path(settings.WORKSPACE, day)]
    return next((path for path in paths if path.exists()), None)


@lru_cache(maxsize=32)
def _customers(path: Path, rule: RowRule) -> tuple[SharedCustomer, ...]:
    rows = _rows(path, rule.shared, COLUMNS).to_pylist()
    alone = [row for row in rows if row["owner_id"] not in rule.owners and row["team_id"] not in rule.teams]
    return tuple(_customer(row) for row in alone)


def _customer(row: dict[str, Any]) -> SharedCustomer:
    return SharedCustomer(
        customer=row["customer_id"],
        area=row["area"],
        bin=max(0, min(int((row["place"] or 0.0) * BINS), BINS - 1)),
        strategic=bool(row["strategic"]),
        kinds=row["strategic_kinds"] or "",
        value_12m=row["value_12m"] or 0,
        value_365d=row["value_365d"] or 0,
        value_365d_naive=row["value_365d_naive"] or 0,
        rfm=row["rfm"] or "",
        recency_days=row["recency_days"] or 0,
        purchase_days=(row["frequency"] or 0) + 1,
    )


@lru_cache(maxsize=32)
def _areas(path: Path, customers: frozenset[int]) -> dict[int, str]:
    rows = _rows(path, customers, ("customer_id", "area")).to_pylist()
    return {row["customer_id"]: row["area"] or OUTSIDE for row in rows}


@lru_cache(maxsize=32)
def _bands(path: Path, customers: frozenset[int], measure: str) -> tuple[SharedBand, ...]:
    import numpy as np

    from lazo.analytics.parquet import read_file

    if measure == ValueBand.Measure.NET_12M:
        table = read_file(path, ["customer_id", measure])
        bought = table.filter(table.column(measure).is_valid())
    else:
        table = read_file(path, ["customer_id", "n_purchases", measure])
        bought = table.filter(table.column("n_purchases").to_numpy() > 0)
    if not len(bought) or bought.column(measure).null_count == len(bought):
        return ()
    values = bought.column(measure).fill_null(0).to_numpy()
    order = np.argsort(-values, kind="stable")  # ties by id, as the file is in its order
    band = np.empty(len(order), dtype=np.int64)
    band[order] = np.arange(len(order)) * BANDS // len(order)
    places = np.flatnonzero(np.isin(bought.column("customer_id").to_numpy(), list(customers)))
    return tuple(SharedBand(int(band[one]), int(values[one])) for one in places)


def _rows(path: Path, customers: Collection[int], columns: Collection[str]) -> pa.Table:
    """The rows of these customers; of the file, which is in their order, only the groups that may have one are read."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    wanted = pa.array(sorted(customers), pa.int64())
    found = []
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            rows = file.read_row_group(group, columns=["customer_id"]).column(0)
            places = pc.indices_nonzero(pc.is_in(rows, value_set=wanted))
            if len(places):
                found.append(file.read_row_group(group, columns=list(columns)).take(places))
        empty = file.schema_arrow.empty_table().select(list(columns))
    return pa.concat_tables(found) if found else empty
