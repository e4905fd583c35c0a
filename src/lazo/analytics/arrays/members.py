"""Everybody whom purchases or the party snapshot name, and the customer each of them belongs to, by position."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.tuples import Ints

Flags = NDArray[np.bool_]
# A table by id is looked up at once; where ids lie far apart it would be larger than what it saves.
SPARSEST = 16


class Members:
    """`ids` in growing order; `customer` is the position of each one's canonical party.

    `shared` marks the parties whose customer has more than one: those that another stands for, and those others.
    """

    def __init__(self, ids: Ints, customer: Ints) -> None:
        self.ids = ids
        self.customer = customer
        moved = np.flatnonzero(customer != np.arange(len(ids)))
        self.any_shared = bool(len(moved))
        self.shared: Flags = np.zeros(len(ids), dtype=np.bool_)
        self.shared[moved] = self.shared[customer[moved]] = True
        self._table = _table(ids)

    @classmethod
    def of(cls, party: Ints, canonical: Ints, others: Iterable[Ints] = ()) -> Self:
        """From the snapshot's `party` and `canonical` ids; of `others` who are not in it, each stands for itself."""
        made = cls._alone(_distinct(party))
        for found in (canonical, *others):
            strangers = found[made.position(found) < 0]
            if len(strangers):
                made = cls._alone(_distinct(np.concatenate([made.ids, strangers])))
        ids = made.ids
        customer = np.arange(len(ids))
        customer[made.position(party)] = made.position(canonical)
        return cls(ids, customer) if np.any(party != canonical) else made

    @classmethod
    def _alone(cls, ids: Ints) -> Self:
        """Each standing for itself."""
        return cls(ids, np.arange(len(ids)))

    def __len__(self) -> int:
        return len(self.ids)

    def position(self, ids: Ints) -> Ints:
        """The position of each id; -1 of one that is unknown."""
        if not len(self.ids):
            return np.full(len(ids), -1)
        if self._table is None:
            found: Ints = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
            return np.where(self.ids[found] == ids, found, -1)
        offset = ids - self.ids[0]
        inside = (offset >= 0) & (offset < len(self._table))
        if inside.all():
            return np.asarray(self._table[offset])
        return np.where(inside, self._table[np.where(inside, offset, 0)], -1)


def _table(ids: Ints) -> Ints | None:
    """The position by id less the first id, where ids lie close enough together."""
    if not len(ids) or int(ids[-1] - ids[0]) >= SPARSEST * len(ids) + 1024:
        return None
    table = np.full(int(ids[-1] - ids[0]) + 1, -1)
    table[ids - ids[0]] = np.arange(len(ids))
    return table


def _distinct(ids: Ints) -> Ints:
    return ids if np.all(ids[1:] > ids[:-1]) else np.unique(ids)
