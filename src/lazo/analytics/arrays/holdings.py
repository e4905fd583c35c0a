"""Categories that customers buy, over arrays: the numbers of `holdings`."""

from __future__ import annotations

import numpy as np

from lazo.analytics.arrays.ranks import grouped
from lazo.analytics.holdings import PEERS
from lazo.analytics.tuples import Floats, Ints


def usual_holdings(held: Ints, group: Ints) -> Floats:
    """The median of each group's holdings, the higher of the two middle ones; NaN of a group below 25. By group 0.."""
    order = np.argsort(held, kind="stable")
    by_group, start, n = grouped(held[order], group[order])
    usual = np.full(len(n), np.nan)
    enough = n >= PEERS
    usual[enough] = by_group[(start + n // 2)[enough]]
    return usual
