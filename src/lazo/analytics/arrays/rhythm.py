"""Expected gap and overdue ratio over arrays: the numbers of `rhythm.rhythm`."""

from __future__ import annotations

import numpy as np

from lazo.analytics.arrays.ranks import medians
from lazo.analytics.rhythm import FIXED_GAP_DAYS, PEERS, REPEAT_BUYERS
from lazo.analytics.tuples import Floats, Ints


def expected_gaps(own: Floats, x: Ints, t_x: Ints, peers: Ints, *, r: float) -> Floats:
    """Days between purchases, an element per customer who has bought.

    `own` are the medians of own gaps (NaN unknown), `peers` the number of each customer's cell.
    """
    known = np.flatnonzero(np.isfinite(own))
    if np.count_nonzero(x) < REPEAT_BUYERS or not len(known):
        return np.where(np.isfinite(own), own, float(FIXED_GAP_DAYS))
    known = known[np.argsort(own[known])]
    ordered = own[known]
    base = float((ordered[(len(known) - 1) // 2] + ordered[len(known) // 2]) / 2)
    cells = medians(ordered, peers[known])
    found = np.where(cells.n >= PEERS, cells.value, base)
    median = np.append(found, np.full(int(peers.max()) + 1 - len(found), base))[peers]
    return np.where(np.isfinite(own), own, (r * median + t_x) / (r + x))
