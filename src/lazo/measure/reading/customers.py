"""Which customer each party stands for, and whom a reader may see: by arrays of the warehouse, where there is one."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.parquet import read_file
from lazo.analytics.tuples import Ints
from lazo.kernel.access import RowRule
from lazo.kernel.warehouse.snapshot import Snapshot

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Customers:
    """Parties that another stands for, ascending, and who that is; without a warehouse everybody stands for themselves."""

    moved: Ints
    canonical: Ints

    @classmethod
    def of(cls, snapshot: Snapshot | None) -> "Customers":
        if snapshot is None:
            return cls(np.empty(0, np.int64), np.empty(0, np.int64))
        moved, canonical = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for path in snapshot.paths("parties"):
            rows = read_file(path, ["party_id", "canonical_id"])
            party, stands = (rows.column(name).to_numpy().astype(np.int64) for name in ("party_id", "canonical_id"))
            other = party != stands
            moved.append(party[other])
            canonical.append(stands[other])
        all_moved, all_canonical = np.concatenate(moved), np.concatenate(canonical)
        order = np.argsort(all_moved)
        return cls(all_moved[order], all_canonical[order])

    def of_parties(self, parties: Ints) -> Ints:
        """The customer of each party."""
        if not len(self.moved):
            return parties
        place = np.minimum(np.searchsorted(self.moved, parties), len(self.moved) - 1)
        return np.where(self.moved[place] == parties, self.canonical[place], parties)


def seen_by(rule: RowRule, snapshot: Snapshot | None) -> Callable[[Ints], Mask]:
    """Of customers (their numbers), those that `rule` lets see. Who sees a part sees nobody while there is no warehouse to ask."""
    if rule.everything:
        return lambda customers: np.ones(len(customers), dtype=np.bool_)
    found = [np.fromiter(rule.shared, np.int64)]
    for path in snapshot.paths("parties") if snapshot is not None and not rule.nothing else ():
        rows = read_file(path, ["party_id", "owner_id", "team_id"])
        party, owner, team = (
            rows.column(name).fill_null(-1).to_numpy().astype(np.int64) for name in ("party_id", "owner_id", "team_id")
        )
        seen = np.isin(owner, list(rule.owners)) | np.isin(team, list(rule.teams))
        found.append(party[seen])
    visible = np.concatenate(found)
    return lambda customers: np.isin(customers, visible)
