"""The snapshot of the warehouse as a run over arrays reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np

from lazo.analytics.arrays.members import Flags, Members
from lazo.analytics.arrays.months import Book, parties_of
from lazo.differentiate.positions.thresholds import in_force
from lazo.differentiate.scoring.arrays.people import Names, Party, People
from lazo.differentiate.scoring.arrays.signals import holdings, last_interest, revenue_ratios
from lazo.differentiate.scoring.arrays.standing import Signals
from lazo.differentiate.scoring.prices import Prices
from lazo.kernel.warehouse.snapshot import Snapshot


@dataclass(frozen=True)
class Warehouse:
    """Members, people and months of one snapshot, read once."""

    members: Members
    people: People
    book: Book
    in_snapshot: Flags
    organizations: Flags
    snapshot: Snapshot

    @classmethod
    def of(cls, snapshot: Snapshot, prices: Prices) -> Warehouse:
        """Read the parties and who is in the rollup; money is that of `prices`."""
        parties = Party.read(snapshot.paths("parties"))
        rollup = _by_month(snapshot, "customer_month")
        members = Members.of(parties.party, parties.canonical, parties_of(rollup))
        in_snapshot = np.zeros(len(members), dtype=np.bool_)
        in_snapshot[members.position(parties.party)] = True
        return cls(
            members=members,
            people=People.of(parties, members),
            book=Book(members, rollup, _by_month(snapshot, "purchases"), prices.factors),
            in_snapshot=in_snapshot,
            organizations=_organizations(parties, members),
            snapshot=snapshot,
        )

    @cached_property
    def first_day(self) -> date | None:
        """The first purchase of all in the rollup's first months; null when nobody ever bought."""
        for month in self.book.months:
            rows = self.book.whole(month)
            if rows.bought.any():
                offset = int(rows.first_offset[rows.bought].min())
                return month + timedelta(days=offset)
        return None

    def signals(self, on: date) -> Signals:
        """Interest, holdings and shrinking accounts as of the end of `on`."""
        interest = self._files("interactions", on - timedelta(days=in_force().silent_days), on)
        lines = self._files("purchase_lines", on - timedelta(days=in_force().lost_days), on)
        return Signals(
            interest=last_interest(interest, self.members, self.in_snapshot, on=on),
            held=holdings(lines, self.snapshot.paths("products"), self.members, self.in_snapshot, on=on),
            revenue_ratio=revenue_ratios(self.book, self.organizations, on=on),
        )

    def _files(self, table: str, first: date, last: date) -> list[Path]:
        months = [month for month in self.snapshot.months(table) if f"{first:%Y-%m}" <= month <= f"{last:%Y-%m}"]
        return self.snapshot.paths(table, months)


def _by_month(snapshot: Snapshot, table: str) -> dict[date, list[Path]]:
    return {date.fromisoformat(f"{month}-01"): snapshot.paths(table, [month]) for month in snapshot.months(table)}


def _organizations(parties: Party, members: Members) -> Flags:
    found = np.zeros(len(members), dtype=np.bool_)
    if len(parties.party):
        found[members.position(parties.party)] = Names.of(parties.table.column("kind")).are("ORGANIZATION")
    return found
