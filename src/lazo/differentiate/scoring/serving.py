"""Cost to serve within a run: computed only where the company stated unit costs, and taken off what customers are worth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from lazo.analytics.arrays.cohorts import sums_by
from lazo.analytics.arrays.concentration import concentration
from lazo.analytics.cost_to_serve import COSTS, COUNTS, PARTS, DatedCosts, cost_to_serve
from lazo.analytics.facts import WINDOW_MONTHS
from lazo.analytics.parquet import read_file
from lazo.analytics.rollup import months_before
from lazo.analytics.service_time import service_months
from lazo.analytics.tuples import Floats, Ints
from lazo.differentiate.scoring.history import History
from lazo.differentiate.scoring.prediction import Prediction
from lazo.differentiate.scoring.score_file import costs_path, score_path
from lazo.differentiate.scoring.segment_cube import BANDS, Rows
from lazo.differentiate.scoring.value_model import ValueModel
from lazo.kernel.warehouse.engine import open_engine
from lazo.kernel.warehouse.snapshot import Snapshot
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table

COST, NET = "cost_12m", "net_12m"
MEMORY = "300MB"
MONTHS_OF_YEAR = 12
OF_SCORE = ("customer_id", "owner_id", "team_id", "n_purchases", "value_12m", "value_is_margin")


@dataclass(frozen=True)
class Serving:
    """What serving cost in the 12 months up to a day: an element per customer who was attended, by id."""

    customer: Ints
    columns: dict[str, Ints]

    def of(self, customers: Ints, name: str = "cost") -> Ints:
        """That of each of these customers; 0 of who was not attended."""
        if not len(self.customer):
            return np.zeros(len(customers), dtype=np.int64)
        at = np.minimum(np.searchsorted(self.customer, customers), len(self.customer) - 1)
        return np.where(self.customer[at] == customers, self.columns[name][at], 0)


@dataclass
class Costing:
    """The costs of one run, by day; `costs` empty: nothing is read, nothing is changed, nothing is written."""

    snapshot: Snapshot
    workspace: Workspace
    costs: tuple[DatedCosts, ...]
    coming: dict[date, tuple[Ints, Ints]] = field(default_factory=dict)
    """By day: customers, and what serving each is expected to cost over the years that `clv` looks ahead."""
    _known: dict[date, Serving] = field(default_factory=dict)

    def netted(self, prediction: Prediction, history: History, model: ValueModel, *, on: date) -> Prediction:
        """The prediction with `clv` and `worth` after the cost to serve: that of 12 months, for as long as a customer stays.

        Of whom no margin is known nothing is taken off: their value is what they buy, and says so.
        """
        if not self.costs:
            return prediction
        yearly = np.where(history.is_margin, self._serving(on).of(history.customer), 0)
        years = self._years(history, model)
        cost = np.floor(yearly * years + 0.5).astype(np.int64)
        self.coming[on] = (history.customer, cost)
        clv = None if prediction.clv is None else prediction.clv - cost
        return replace(prediction, clv=clv, worth=prediction.worth - cost)

    def _years(self, history: History, model: ValueModel) -> Floats:
        if model.bgnbd is None:
            return np.ones(len(history))  # without a model a value is that of one year
        return service_months(model.bgnbd, history.tuples()) / MONTHS_OF_YEAR

    def finish(self, made: dict[str, Any], *, run_id: int, on: date) -> None:
        """Write the run's file of costs, and add to what the run tells: sums, and the spread of the margin that is left.

        A row for everyone who was attended, or whose margin is known.
        """
        if not self.costs:
            return
        import pyarrow as pa

        from lazo.differentiate.scoring.table_file import write_table

        serving = self._serving(on)
        scores = read_file(score_path(self.workspace, run_id), OF_SCORE)
        customer = scores.column("customer_id").to_numpy()
        cost = serving.of(customer)
        known = _has_margin(scores)
        net = scores.column("value_12m").to_numpy() - cost
        columns = self._columns(on, customer, serving)
        columns[NET] = pa.array(net, mask=~known)
        table = pa.table(columns).filter(pa.array(known | _attended(columns)))
        write_table(table, costs_path(self.workspace, run_id))
        counts = {name: int(serving.of(customer, name).sum()) for name in (*COUNTS, *PARTS, "cost")}
        made["counts"]["serving"] = counts | {
            "customers": int(np.count_nonzero(known)),
            "net_12m": int(net[known].sum()),
            "below_zero": int(np.count_nonzero(net[known] < 0)),
        }
        made["counts"]["concentration"][NET] = concentration(net[known])
        made["segments"]["bands"] += net_bands(scores, known, net)

    def with_costs(self, scores: Any, *, on: date) -> Any:
        """The table of scores with `cost_12m` and `net_12m`; both null while no unit cost is stated.

        A cost has who was attended or whose margin is known, a net who has a known margin.
        """
        import pyarrow as pa

        rows = len(scores)
        cost, net = pa.nulls(rows, pa.int64()), pa.nulls(rows, pa.int64())
        if self.costs:
            serving = self._serving(on)
            customer = scores.column("customer_id").to_numpy()
            told = serving.of(customer)
            known = _has_margin(scores)
            attended = np.any([serving.of(customer, name) > 0 for name in COUNTS], axis=0)
            cost = pa.array(told, mask=~(known | attended))
            net = pa.array(scores.column("value_12m").to_numpy() - told, mask=~known)
        return scores.append_column(COST, cost).append_column(NET, net)

    def served(self, con: Backend, *, on: date) -> Table | None:
        """customer_id, cost_12m of everyone who was attended, in the engine; null while no unit cost is stated."""
        if not self.costs:
            return None
        import pyarrow as pa

        serving = self._serving(on)
        attended = np.any([serving.columns[name] > 0 for name in COUNTS], axis=0)
        columns = {"customer_id": serving.customer[attended], COST: serving.columns["cost"][attended]}
        return con.create_table("cost_of_serving", pa.table(columns), overwrite=True)

    def _columns(self, on: date, customer: Ints, serving: Serving) -> dict[str, Any]:
        nobody = np.zeros(0, dtype=np.int64)
        ids, coming = self.coming.get(on, (nobody, nobody))
        columns: dict[str, Any] = {"customer_id": customer}
        columns |= {name: serving.of(customer, name) for name in (*COUNTS, *PARTS, "cost")}
        return columns | {"coming_cost": Serving(ids, {"cost": coming}).of(customer)}

    def _serving(self, on: date) -> Serving:
        if on not in self._known:
            self._known[on] = self._read(on)
        return self._known[on]

    def _read(self, on: date) -> Serving:
        with open_engine(memory_limit=MEMORY, threads=1, temp_dir=self.workspace.warehouse / ".spill") as con:
            table = self._table(con, on).order_by("customer_id").to_pyarrow()
        columns = {name: table[name].to_numpy().astype(np.int64) for name in COSTS}
        return Serving(columns.pop("customer_id"), columns)

    def _table(self, con: Backend, on: date) -> Table:
        after = months_before(on, WINDOW_MONTHS)
        first, last = f"{after:%Y-%m}", f"{on:%Y-%m}"

        def rows(name: str) -> Table:
            months = [month for month in self.snapshot.months(name) if first <= month <= last]
            return self.snapshot.table(con, name, months=months)

        parties = self.snapshot.table(con, "parties")
        return cost_to_serve(rows("interactions"), rows("purchases"), parties, self.costs, after=after, until=on)


def _has_margin(scores: Any) -> Any:
    """Who bought and whose margin is known."""
    bought = scores.column("n_purchases").to_numpy() > 0
    return bought & scores.column("value_is_margin").to_numpy(zero_copy_only=False).astype(bool)


def _attended(columns: dict[str, Any]) -> Any:
    return np.any([columns[name] > 0 for name in COUNTS], axis=0)


def net_bands(scores: Any, known: Any, net: Ints) -> Rows:
    """Rows of ValueBand of the margin after cost to serve, of those in whom it is `known`; see `segment_cube.value_bands`.

    `scores` has customer_id, owner_id and team_id, by customer.
    """
    keepers = [scores.column(name).fill_null(-1).to_numpy()[known] for name in ("owner_id", "team_id")]
    values = net[known]
    order = np.argsort(-values, kind="stable")
    band = np.arange(len(order)) * BANDS // max(len(order), 1)
    keys = np.stack([keepers[0][order], keepers[1][order], band], axis=1)
    groups, group = np.unique(keys, axis=0, return_inverse=True)
    group = group.reshape(-1)
    customers, value = np.bincount(group, minlength=len(groups)), sums_by(group, values[order], len(groups))
    return [
        {
            "measure": NET,
            "owner_id": None if owner < 0 else int(owner),
            "team_id": None if team < 0 else int(team),
            "band": int(number),
            "customers": int(customers[place]),
            "value": int(value[place]),
        }
        for place, (owner, team, number) in enumerate(groups.tolist())
    ]
