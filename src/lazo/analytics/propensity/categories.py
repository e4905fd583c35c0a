"""Customers and categories: what each bought in a year, what goes together, and what comes next."""

from __future__ import annotations

import numpy as np

from lazo.analytics.arrays.members import Flags
from lazo.analytics.propensity.columns import ColumnKind, ReadColumn
from lazo.analytics.propensity.history import History
from lazo.analytics.tuples import Floats, Ints

YEAR = 365
RECENT = 90


class Baskets:
    """The year up to and including `day` of `count` customers and `names` categories, and what each bought in the `horizon` after."""

    def __init__(
        self, who: Ints, days: Ints, category: Ints, *, count: int, names: int, day: int, horizon: int
    ) -> None:
        self.day = day
        cell = who * max(names, 1) + category
        year = (days <= day) & (days > day - YEAR)
        self.held: Flags = np.zeros((count, names), dtype=np.bool_)
        self.held.ravel()[cell[year]] = True
        self.next: Flags = np.zeros((count, names), dtype=np.bool_)
        self.next.ravel()[cell[(days > day) & (days <= day + horizon)]] = True
        recent = year & (days > day - RECENT)
        self.reach: Floats = np.bincount(category[recent], minlength=names) / max(int(recent.sum()), 1)
        self.together = _together(self.held)

    def open_pairs(self, rows: Ints) -> tuple[Ints, Ints]:
        """Customer and category of every pair of these customers that was not bought in the year: by customer, then category."""
        place, category = np.nonzero(~self.held[rows])
        return rows[place], category

    def bought(self, who: Ints, category: Ints) -> Flags:
        """Which pairs were bought in the horizon."""
        return np.asarray(self.next[who, category])

    def columns(self, history: History, who: Ints, category: Ints, names: list[str]) -> list[ReadColumn]:
        """What is known of each pair: the customer's purchases, how much the category is bought, and by those who hold the same ones."""
        held = self.held[who].astype(np.float64)
        like = (held * self.together[:, category].T).sum(axis=1) / np.maximum(held.sum(axis=1), 1)
        found = [
            ReadColumn("pair.category", ColumnKind.WORD, category.astype(np.float64), tuple(names)),
            ReadColumn("pair.reach", ColumnKind.NUMBER, self.reach[category]),
            ReadColumn("pair.together", ColumnKind.NUMBER, like),
            ReadColumn("pair.held", ColumnKind.NUMBER, held.sum(axis=1)),
        ]
        return found + history.columns(who)


def _together(held: Flags) -> Floats:
    """Of those who hold the row's category, the share that holds the column's too; 0 on the diagonal."""
    both = held.T.astype(np.float64) @ held.astype(np.float64)
    share = both / np.maximum(np.diag(both), 1)[:, None]
    np.fill_diagonal(share, 0)
    return np.asarray(share)
