"""The warehouse as a run reads it: facts, rhythm and held-back months of any day, all from one snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from lazo.analytics.facts import customer_sums, holdout_months, holdout_outcomes, purchase_months
from lazo.analytics.holdings import holdings
from lazo.analytics.rhythm import gap_medians
from lazo.analytics.rollup import edge_months, months_until
from lazo.differentiate.positions.thresholds import in_force
from lazo.differentiate.scoring.prices import Prices
from lazo.kernel.warehouse.snapshot import Snapshot

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Column, Table


@dataclass(frozen=True)
class Reading:
    """One snapshot in one engine. Every method names its tables in the engine after the day it is asked for."""

    con: Backend
    snapshot: Snapshot
    prices: Prices = field(default_factory=Prices)

    def parties(self) -> Table:
        return self.snapshot.table(self.con, "parties")

    @cached_property
    def moved(self) -> Table:
        """party_id, canonical_id of the parties that another one stands for, kept in the engine: few or none.

        All that sums by customer need of the parties. As a table of its own its size is known to the engine, which
        otherwise builds its joins from the rollup and reads that twice.
        """
        parties = self.parties()
        moved = parties.filter(parties.canonical_id != parties.party_id).select("party_id", "canonical_id")
        return self.con.create_table("moved_parties", moved, overwrite=True)

    def months(self) -> Table:
        months = self.snapshot.table(self.con, "customer_month")
        return self._priced(months, months.month, ("money", "margin", "first_day_money"))

    def _priced(self, rows: Table, month: Column, columns: Sequence[str]) -> Table:
        """Money of each month in that of the run, half up to whole units; untouched without an index."""
        if self.prices.factors is None:
            return rows
        import ibis

        factors = self.prices.factors.items()
        factor = ibis.cases(*((month == first, by) for first, by in factors), else_=1.0) if factors else 1.0
        return rows.mutate(**{name: (rows[name] * factor + 0.5).floor().cast("int64") for name in columns})

    def months_until(self, on: date) -> Table:
        """The rollup as it stood at the end of `on`."""
        purchases = self._purchases(edge_months(after=None, until=on), f"months_{on:%Y%m%d}")
        return months_until(self.months(), purchases, on=on)

    def facts(self, on: date) -> Table:
        """`customer_sums` at the end of `on`, of everyone who ever bought, kept in the engine."""
        facts = customer_sums(
            self.months(),
            self.moved,
            purchases=self._purchases(purchase_months(on=on), f"facts_{on:%Y%m%d}"),
            on=on,
        )
        return self.con.create_table(f"facts_{on:%Y%m%d}", facts.filter(facts.n_days > 0), overwrite=True)

    def gaps(self, on: date, facts: Table, *, before: Table | None) -> Table:
        """The median of each customer's own gaps at the end of `on`, kept in the engine: customer_id, gap_median_days.

        `before` is the file of the last run: whose first and last day and counts are still the same keep their median,
        so that a day's run looks at the days of those who bought. Null reads the days of everyone.
        """
        if before is None:
            medians = gap_medians(self.months(), self.moved, on=on)
        else:
            medians = self._renewed_gaps(on, facts, before)
        return self.con.create_table(f"gaps_{on:%Y%m%d}", medians, overwrite=True)

    def _renewed_gaps(self, on: date, facts: Table, before: Table) -> Table:
        same = facts.inner_join(
            before, ["customer_id", "first_day", "last_day", "n_purchases", facts.x == before.frequency]
        )
        kept = self.con.create_table("gaps_kept", same.select("customer_id", "gap_median_days"), overwrite=True)
        parties = self.parties()
        others = facts.anti_join(kept, "customer_id").select("customer_id")
        members = parties.inner_join(others, parties.canonical_id == others.customer_id).select("party_id")
        months = self.months().semi_join(self.con.create_table("gaps_lost", members, overwrite=True), "party_id")
        fresh = gap_medians(months, self.moved, on=on)
        known = kept.filter(kept.gap_median_days.notnull())
        return known.union(fresh)

    def outcomes(self, *, cutoff: date, until: date) -> Table:
        """`holdout_outcomes`: what each customer of `cutoff` did until `until`."""
        purchases = self._purchases(holdout_months(cutoff=cutoff, until=until), "holdout")
        return holdout_outcomes(self.months(), self.moved, purchases=purchases, cutoff=cutoff, until=until)

    def interest(self, on: date) -> Table:
        """The last time each customer or prospect turned to us, within the days that count: one row per customer."""
        start = on - timedelta(days=in_force().silent_days)
        months = [month for month in self.snapshot.months("interactions") if f"{start:%Y-%m}" <= month <= f"{on:%Y-%m}"]
        rows = self.snapshot.table(self.con, "interactions", months=months, alias=f"interactions_{on:%Y%m%d}")
        theirs = rows.filter((rows.day <= on) & (rows.direction.fill_null("IN") != "OUT"))
        parties = self.parties().select("party_id", "canonical_id")
        joined = theirs.inner_join(parties, "party_id")
        return joined.group_by(customer_id=joined.canonical_id).aggregate(last_interest=joined.day.max())

    def holdings(self, on: date) -> Table:
        """`holdings` of the last 24 months, by the months of the warehouse that hold them; kept in the engine."""
        first = f"{on - timedelta(days=in_force().lost_days):%Y-%m}"
        months = [month for month in self.snapshot.months("purchase_lines") if first <= month <= f"{on:%Y-%m}"]
        lines = self.snapshot.table(self.con, "purchase_lines", months=months, alias=f"lines_{on:%Y%m%d}")
        products = self.snapshot.table(self.con, "products")
        held = holdings(lines.filter(lines.day <= on), products, self.parties())
        return self.con.create_table(f"held_{on:%Y%m%d}", held, overwrite=True)

    def _purchases(self, months: Sequence[date], alias: str) -> Table:
        names = [f"{month:%Y-%m}" for month in months]
        rows = self.snapshot.table(self.con, "purchases", months=names, alias=f"purchases_{alias}")
        return self._priced(rows, rows.day.truncate("M").cast("date"), ("amount", "margin"))
