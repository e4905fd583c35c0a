"""Why customer equity is another than in an earlier run: the two files of scores, customer by customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lazo.analytics.canonical import canonical_months
from lazo.analytics.clv import DEFAULT_MONTHS, DEFAULT_YEARLY_RATE
from lazo.analytics.cost_to_serve import DatedCosts, cost_to_serve
from lazo.analytics.equity import equity_changes
from lazo.analytics.forecast import Forecast
from lazo.analytics.parquet import read_file
from lazo.analytics.rollup import edge_months, months_before, months_between
from lazo.analytics.spend import expected_spend
from lazo.analytics.tuples import DistinctTuples, Floats, Ints, compress
from lazo.differentiate.models import EquityFigure, ScoreRun
from lazo.differentiate.scoring.score_file import contracts_path, costs_path, score_path
from lazo.differentiate.scoring.value_model import ValueModel
from lazo.kernel.warehouse.engine import open_engine
from lazo.kernel.warehouse.snapshot import Snapshot
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table

Name = EquityFigure.Name
MEMORY = "500MB"
OF_FILE = ("customer_id", "clv", "frequency", "first_day", "last_day", "age_days", "monetary")
PARAMETERS = ("r", "alpha", "a", "b", "p", "q", "gamma")
KEEPER = ("owner_id", "team_id")
YEAR, TWO_YEARS = 12, 24


@dataclass(frozen=True)
class EquityBook:
    """What the figures of `run` are computed from; `since` null: there is nothing to compare with."""

    snapshot: Snapshot
    workspace: Workspace
    run: ScoreRun
    since: ScoreRun | None
    costs: tuple[DatedCosts, ...] = ()

    def figures(self) -> list[dict[str, Any]]:
        """Rows of EquityFigure: name, owner_id, team_id, customers, amount."""
        with open_engine(memory_limit=MEMORY, threads=1, temp_dir=self.workspace.warehouse / ".spill") as con:
            rows = reduce(lambda one, other: one.union(other), self._tables(con))
            keepers = self._keepers(con)
            owned = rows.left_join(keepers, "customer_id", rname="{name}_kept")
            sums = owned.group_by("name", *KEEPER).aggregate(customers=owned.count(), amount=owned.amount.sum())
            found = sums.order_by("name", *KEEPER).to_pyarrow().to_pylist()
        return [row | {"customers": int(row["customers"]), "amount": int(row["amount"])} for row in found]

    def _tables(self, con: Backend) -> list[Table]:
        """Tables of name, customer_id, amount."""
        now = con.create_table("equity_now", self._now(), overwrite=True)
        valued = now.filter(now.clv.notnull())
        tables = [_named(valued, Name.CLOSING, valued.clv), *self._year(con)]
        if self.since is None:
            return tables
        before = self._file(con, self.since, "equity_before")
        known = before.select("customer_id", "clv", lost=before.sub_state == "lost")
        had = known.filter(known.clv.notnull())
        changes = equity_changes(had, now)
        parts = changes.select(name=changes.part, customer_id=changes.customer_id, amount=changes.amount)
        return [*tables, _named(had, Name.OPENING, had.clv), parts, self._cash(con)]

    def _file(self, con: Backend, run: ScoreRun, name: str) -> Table:
        return con.read_parquet(str(score_path(self.workspace, run.pk)), table_name=name)

    def _now(self) -> Any:
        """customer_id, clv, clv_before_refit, lost of everyone in the run's file."""
        import pyarrow as pa

        table = read_file(score_path(self.workspace, self.run.pk), (*OF_FILE, "sub_state"))
        clv = table.column("clv").combine_chunks()
        known = clv.is_valid().to_numpy(zero_copy_only=False)
        value = clv.fill_null(0).to_numpy()
        lost = np.asarray(table.column("sub_state").to_pylist(), dtype=object) == "lost"
        earlier = value.copy()
        # Who never bought is worth what their contracts are expected to bring, whatever the parameters.
        bought = known & table.column("first_day").combine_chunks().is_valid().to_numpy(zero_copy_only=False)
        if self._is_refit() and bought.any():
            earlier[bought] = self._by_earlier_parameters(table.filter(pa.array(bought)), value[bought])
        columns = {"customer_id": table.column("customer_id"), "clv": pa.array(value, mask=~known)}
        columns |= {"clv_before_refit": pa.array(earlier, mask=~known), "lost": pa.array(lost)}
        return pa.table(columns)

    def _is_refit(self) -> bool:
        if self.since is None:
            return False
        return any(self.since.parameters.get(key) != self.run.parameters.get(key) for key in PARAMETERS)

    def _by_earlier_parameters(self, table: Any, clv: Ints) -> Ints:
        """What the earlier run's parameters say of today's customers: the value of purchases before costs in proportion, contracts and costs alike."""
        assert self.since is not None
        then, now = (_model(run) for run in (self.since, self.run))
        if then.bgnbd is None or now.bgnbd is None:
            return clv
        days = [table.column(name).cast("int32").to_numpy().astype(np.int64) for name in ("first_day", "last_day")]
        x, age = (table.column(name).to_numpy().astype(np.int64) for name in ("frequency", "age_days"))
        mean = table.column("monetary").cast("float64").fill_null(float("nan")).to_numpy()
        tuples = compress(x, days[1] - days[0], age)
        ids = table.column("customer_id").to_numpy()
        coming = _of_file(costs_path(self.workspace, self.run.pk), "coming_cost", ids)
        apart = coming - _of_file(contracts_path(self.workspace, self.run.pk), "of_contracts", ids)
        old, new = _worth(then, tuples, x, mean), _worth(now, tuples, x, mean)
        ratio = np.divide(old, new, out=np.ones(len(new)), where=new > 0)
        then_worth: Ints = np.floor((clv + apart) * ratio + 0.5).astype(np.int64)
        return then_worth - apart

    def _keepers(self, con: Backend) -> Table:
        """customer_id, owner_id, team_id: of the run, and of the earlier one for who is no longer in it."""
        now = self._file(con, self.run, "keepers_now").select("customer_id", *KEEPER)
        if self.since is None:
            return now
        before = self._file(con, self.since, "keepers_before").select("customer_id", *KEEPER)
        return now.union(before.anti_join(now, "customer_id"))

    def _months(self, con: Backend, *, after: date, until: date) -> Table:
        """By customer: money and margin of the days in (after, until]."""
        edges = [f"{month:%Y-%m}" for month in edge_months(after=after, until=until)]
        purchases = self.snapshot.table(con, "purchases", months=edges, alias=f"edges_{after:%Y%m%d}_{until:%Y%m%d}")
        months = self.snapshot.table(con, "customer_month", alias=f"months_{after:%Y%m%d}_{until:%Y%m%d}")
        parties = self.snapshot.table(con, "parties", alias=f"parties_{after:%Y%m%d}_{until:%Y%m%d}")
        rows = canonical_months(months_between(months, purchases, after=after, until=until), parties)
        return rows.group_by("customer_id").aggregate(money=rows.money.sum(), margin=rows.margin.sum())

    def _cash(self, con: Backend) -> Table:
        """Margin between the two days, or money where no margin is known, less what serving cost."""
        assert self.since is not None
        after, until = self.since.on_date, self.run.on_date
        bought = self._months(con, after=after, until=until)
        earned = _named(bought, Name.CASH, bought.margin.fill_null(bought.money))
        if not self.costs:
            return earned
        rows = {name: self.snapshot.table(con, name, alias=f"{name}_of_cash") for name in ("interactions", "purchases")}
        parties = self.snapshot.table(con, "parties", alias="parties_of_cash")
        spent = cost_to_serve(rows["interactions"], rows["purchases"], parties, self.costs, after=after, until=until)
        return earned.union(_named(spent, Name.CASH, -spent.cost))

    def _year(self, con: Backend) -> list[Table]:
        """What customers bought in the last 12 months against the 12 before; who took back more than they bought, bought nothing."""
        on = self.run.on_date
        start, middle = months_before(on, TWO_YEARS), months_before(on, YEAR)
        then, now = self._months(con, after=start, until=middle), self._months(con, after=middle, until=on)
        both = then.select("customer_id", then=then.money).join(
            now.select("customer_id", now=now.money), "customer_id", how="outer", rname="{name}_now"
        )
        t = both.select(
            customer_id=both.customer_id.coalesce(both.customer_id_now),
            then=both.then.fill_null(0).clip(0, None),
            now=both.now.fill_null(0).clip(0, None),
        )
        was, kept = t.then > 0, (t.then > 0) & (t.now > 0)
        return [
            _named(t.filter(was), Name.YEAR_START, t.then),
            _named(t.filter(kept), Name.YEAR_KEPT, t.now),
            _named(t.filter(was & (t.now == 0)), Name.YEAR_CHURNED, t.then),
            _named(t.filter(kept & (t.now < t.then)), Name.YEAR_CONTRACTION, t.then - t.now),
            _named(t.filter(kept & (t.now > t.then)), Name.YEAR_EXPANSION, t.now - t.then),
            _named(t.filter(~was & (t.now > 0)), Name.YEAR_NEW, t.now),
        ]


def _of_file(path: Path, column: str, customers: Ints) -> Ints:
    """A column of a run's file beside the scores, for these customers; 0 of who is not in it."""
    table = read_file(path, ["customer_id", column]) if path.exists() else None
    if table is None or not table.num_rows:
        return np.zeros(len(customers), dtype=np.int64)
    ids, found = (table.column(name).to_numpy() for name in ("customer_id", column))
    at = np.minimum(np.searchsorted(ids, customers), len(ids) - 1)
    return np.where(ids[at] == customers, found[at], 0)


def _named(table: Table, name: str, amount: Any) -> Table:
    import ibis

    return table.select(
        name=ibis.literal(str(name)), customer_id=table.customer_id.cast("int64"), amount=amount.cast("int64")
    )


def _model(run: ScoreRun) -> ValueModel:
    return ValueModel.from_json(
        run.parameters, log_likelihood=run.log_likelihood, fitted_on=run.fitted_on or run.on_date
    )


def _worth(model: ValueModel, tuples: DistinctTuples, x: Ints, mean: Floats) -> Floats:
    """Discounted purchases x spend, before margin and costs."""
    assert model.bgnbd is not None
    bought = Forecast.of(model.bgnbd, tuples).discounted_purchases(
        months=DEFAULT_MONTHS, yearly_rate=DEFAULT_YEARLY_RATE
    )
    if model.gamma_gamma is None:
        return tuples.spread(bought) * expected_spend(x, mean).per_purchase
    return tuples.spread(bought) * model.gamma_gamma.expected_value(x, mean)


def has_file(workspace: Workspace, run: ScoreRun) -> bool:
    """Whether the scores of a run are still kept."""
    path: Path = score_path(workspace, run.pk)
    return path.exists()
