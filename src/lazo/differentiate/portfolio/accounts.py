"""Where every account lay in the portfolio as of a run: from the files of the run and what people had judged by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.arrays.portfolio import between, percentile, weighted
from lazo.differentiate.models import AccountJudgement, ScoreRun
from lazo.differentiate.portfolio.account_file import accounts_path
from lazo.differentiate.portfolio.factor import FACTORS, Axis, factors_of
from lazo.differentiate.portfolio.strategy import cell_codes, reason_codes
from lazo.differentiate.portfolio.weights import Weights
from lazo.differentiate.scoring.score_file import costs_path, score_path
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = (
    "customer_id", "kind", "n_purchases", "sub_state", "age_days", "value_12m", "value_is_margin", "clv",
    "potential_value", "revenue_ratio",
)  # fmt: skip
COMPANY, LOST = "ORGANIZATION", "lost"
KEPT = 4
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Accounts:
    """Every company of a run, ascending; NaN where nothing is known. Money in base minor units.

    `factors` from 0 to 100, `raw` what those that are computed were computed from; `axes` the weighted scores, `known` which share of the
    weight is known; `cells` and `reasons` are indexes in CELLS and REASON_KEYS. `margin` is margin by revenue, `cost_share` cost to serve by
    revenue, both of 12 months.
    """

    run: int
    on: date
    weights: Weights
    ids: NDArray[np.int64]
    factors: dict[str, Floats]
    raw: dict[str, Floats]
    judged: dict[str, NDArray[np.bool_]]
    axes: dict[str, Floats]
    known: dict[str, Floats]
    cells: NDArray[np.int8]
    reasons: NDArray[np.int8]
    revenue: Floats
    margin: Floats
    price: Floats
    cost_share: Floats
    has_costs: bool

    def place(self, account: int) -> int | None:
        """The row of an account; null where the run did not know it."""
        at = int(np.searchsorted(self.ids, account))
        return at if at < len(self.ids) and self.ids[at] == account else None

    def places(self, accounts: Any) -> NDArray[np.intp]:
        """The rows of those of `accounts` that are here."""
        return np.flatnonzero(np.isin(self.ids, np.asarray(accounts, np.int64)))


def accounts_of(workspace: Workspace, run: ScoreRun, *, weights: Weights, until: date | None = None) -> Accounts | None:
    """The portfolio of a run; `until` leaves out what was judged after that day. Null where the run left no file of companies."""
    if not accounts_path(workspace, run.pk).exists() or not score_path(workspace, run.pk).exists():
        return None
    stamps = tuple(
        path.stat().st_mtime_ns if path.exists() else 0
        for path in (path_of(workspace, run.pk) for path_of in (score_path, accounts_path, costs_path))
    )
    told = tuple(_judgements(until))
    key = _Key(workspace, run.pk, run.on_date, weights.version, tuple(weights.of.items()), weights.cut, stamps, told)
    return _computed(key)


@dataclass(frozen=True)
class _Key:
    """All that a portfolio depends on: a file that is written again has another stamp."""

    workspace: Workspace
    run: int
    on: date
    version: int | None
    weights: tuple[tuple[str, int], ...]
    cut: int
    stamps: tuple[int, ...]
    judgements: tuple[tuple[int, int, str, int], ...]


def _judgements(until: date | None) -> list[tuple[int, int, str, int]]:
    """(number, account as it stands today, factor, value), the oldest first."""
    from django.db.models.functions import Coalesce

    rows = AccountJudgement.objects.filter(on__lte=until) if until else AccountJudgement.objects.all()
    told = rows.annotate(stands=Coalesce("account__canonical_id", "account_id")).order_by("pk")
    return list(told.values_list("pk", "stands", "factor", "value"))


@lru_cache(maxsize=KEPT)
def _computed(key: _Key) -> Accounts:
    table = _companies(key)
    ids = table["customer_id"]
    facts = _aligned(accounts_path(key.workspace, key.run), ids)
    costs = _aligned(costs_path(key.workspace, key.run), ids)
    raw = _raw(table, facts)
    factors = _factors(raw)
    judged = _judge(factors, ids, key.judgements)
    weights = {name: float(value) for name, value in key.weights}
    axes, known = {}, {}
    for axis in Axis:
        of_axis = {factor.key: factors[factor.key] for factor in factors_of(axis)}
        axes[axis.value], known[axis.value] = weighted(of_axis, weights)
    nothing = np.full(len(ids), np.nan)
    revenue = facts.get("revenue_12m", nothing)
    cost = costs.get("cost", nothing)
    with np.errstate(invalid="ignore", divide="ignore"):
        cost_share = np.where(revenue > 0, cost / revenue, np.nan)
    cut = key.cut
    reasons = reason_codes(
        is_lost=table["lost"],
        is_prospect=table["n_purchases"] == 0,
        worth=percentile(table["potential_value"]),
        net=_net(table, costs.get("net_12m", nothing)),
        potential=table["potential_value"],
        axes=axes,
        cut=cut,
    )
    return Accounts(
        run=key.run,
        on=key.on,
        weights=Weights(key.version, dict(key.weights), cut),
        ids=ids,
        factors=factors,
        raw=raw,
        judged=judged,
        axes=axes,
        known=known,
        cells=cell_codes(axes["importance"], axes["difficulty"], cut=cut),
        reasons=reasons,
        revenue=revenue,
        margin=raw["margin"],
        price=facts.get("price_index", nothing),
        cost_share=cost_share,
        has_costs=bool(costs),
    )


def _companies(key: _Key) -> dict[str, Any]:
    """The companies of the score file, ascending, as arrays; floats with NaN for what is not known."""
    import pyarrow.compute as pc

    from lazo.analytics.parquet import read_file

    table = read_file(score_path(key.workspace, key.run), COLUMNS)
    table = table.filter(pc.equal(table.column("kind"), COMPANY)).sort_by("customer_id")
    found: dict[str, Any] = {"customer_id": table.column("customer_id").to_numpy()}
    found["lost"] = np.asarray(pc.equal(table.column("sub_state"), LOST).to_numpy(), bool)
    found["is_margin"] = np.asarray(pc.fill_null(table.column("value_is_margin"), False).to_numpy(), bool)
    for name in ("n_purchases", "age_days", "value_12m", "clv", "potential_value", "revenue_ratio"):
        found[name] = _floats(table, name)
    return found


def _aligned(path: Any, ids: NDArray[np.int64]) -> dict[str, Floats]:
    """The columns of a file by customer, in the order of `ids`, NaN for who is not in it; nothing where there is no file."""
    from lazo.analytics.parquet import read_file

    if not path.exists():
        return {}
    table = read_file(path)
    keys = table.column("customer_id").to_numpy()
    order = np.argsort(keys, kind="stable")
    at = np.searchsorted(keys[order], ids)
    inside = at < len(keys)
    rows = order[np.where(inside, at, 0)] if len(keys) else np.zeros(len(ids), np.int64)
    has = inside & (keys[rows] == ids) if len(keys) else np.zeros(len(ids), bool)
    found = {}
    for name in table.column_names:
        if name != "customer_id":
            values = _floats(table, name)
            found[name] = np.where(has, values[rows], np.nan) if len(values) else np.full(len(ids), np.nan)
    return found


def _floats(table: pa.Table, name: str) -> Floats:
    import pyarrow as pa
    import pyarrow.compute as pc

    column = pc.cast(table.column(name), pa.float64(), safe=False)
    return np.asarray(pc.fill_null(column, float("nan")).to_numpy(), np.float64)


def _raw(table: Mapping[str, Any], facts: Mapping[str, Floats]) -> dict[str, Floats]:
    """What the computed factors are computed from."""
    nothing = np.full(len(table["customer_id"]), np.nan)
    orders, revenue = facts.get("orders_12m", nothing), facts.get("revenue_12m", nothing)
    spoken, margin = facts.get("interactions_12m", nothing), facts.get("margin_12m", nothing)
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "volume": np.where(np.isnan(revenue) & (table["n_purchases"] > 0), 0.0, revenue),
            "potential": table["potential_value"],
            "attention": np.where(orders > 0, spoken / orders, np.nan),
            "returns": np.where(orders > 0, facts.get("returns_12m", nothing) / orders, np.nan),
            "growth": table["revenue_ratio"],
            "margin": np.where(revenue > 0, margin / revenue, np.nan),
            "length": np.where(table["n_purchases"] > 0, table["age_days"], np.nan),
            "contact": np.where(np.isnan(spoken) & (table["n_purchases"] > 0), 0.0, spoken),
        }


def _factors(raw: Mapping[str, Floats]) -> dict[str, Floats]:
    """From 0 to 100: the place among the other accounts, but growth, which has a measure of its own."""
    size = len(next(iter(raw.values())))
    found = {factor.key: np.full(size, np.nan) for factor in FACTORS}
    for name, values in raw.items():
        found[name] = percentile(values)
    found["growth"] = between(np.log2(np.clip(raw["growth"], 0.25, 4.0)), -1.0, 1.0)
    return found


def _judge(
    factors: dict[str, Floats], ids: NDArray[np.int64], judgements: tuple[tuple[int, int, str, int], ...]
) -> dict[str, NDArray[np.bool_]]:  # fmt: skip
    """Put in what people said where the data say nothing; which of the values are theirs."""
    judged = {name: np.zeros(len(ids), bool) for name in factors}
    blank = {name: np.isnan(values) for name, values in factors.items()}
    for _number, account, factor, value in judgements:
        at = int(np.searchsorted(ids, account))
        if factor in factors and at < len(ids) and ids[at] == account and blank[factor][at]:
            factors[factor][at] = value
            judged[factor][at] = True
    return judged


def _net(table: Mapping[str, Any], net: Floats) -> Floats:
    """The margin after cost to serve; before anybody said what serving costs, the margin; not known where that is revenue."""
    return np.where(np.isnan(net), np.where(table["is_margin"], table["value_12m"], np.nan), net)
