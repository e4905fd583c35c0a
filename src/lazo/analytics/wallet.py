"""Wallet share: what part of all that a customer spends in a category is spent with us.

By rank: T. Keiningham, L. Aksoy, A. Buoye, B. Cooil (2011), Customer Loyalty Isn't Enough. Grow Your Share of Wallet, HBR
89(10): from the place we have among the brands somebody uses. Declared or measured: our spend over the category's.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lazo.analytics.tuples import Floats

FULL_SHARE = 0.6
"""From this share on there is little left to win (domain 1.4)."""


class UnableToShare(ValueError):
    """Raised when a rank is not among the brands, or the brands are not at least one."""


def wallet_share_by_rank(rank: float, brands: int) -> float:
    """Share of the wallet, 0 to 1, of the brand at `rank` (1 is the preferred) among the `brands` that are used.

    (1 - rank / (n + 1)) x 2 / n. Brands that tie take the mean of the ranks they share (two first of two: 1.5).
    The shares of all ranks add up to 1. Raises UnableToShare.
    """
    if brands < 1 or not 1 <= rank <= brands:
        raise UnableToShare(f"rank {rank} of {brands}")
    return (1 - rank / (brands + 1)) * 2 / brands


def wallet_shares(ours: npt.ArrayLike, category: npt.ArrayLike) -> Floats:
    """Our spend over the spend in the category, both in the same money and time, 0 to 1; one element per customer.

    Who says less than they spend with us has a share of 1; NaN where the category's spend is unknown (NaN) or not above 0.
    A net return counts as a spend of 0.
    """
    mine = np.maximum(np.asarray(ours, dtype=np.float64), 0)
    spent = np.asarray(category, dtype=np.float64)
    share = np.full(np.broadcast(mine, spent).shape, np.nan)
    np.divide(mine, spent, out=share, where=spent > 0)
    capped: Floats = np.minimum(share, 1.0)
    return capped
