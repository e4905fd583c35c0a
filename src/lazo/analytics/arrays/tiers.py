"""Value tiers, classes and significant customers over arrays: the numbers of `tiers`, a code for each name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.arrays.members import Flags
from lazo.analytics.arrays.ranks import first_part, nearest_rank, nearest_ranks, share_at_most
from lazo.analytics.tiers import (
    CUT_PERCENT,
    FREQUENT_QUINTILE,
    MAGNET_PERCENT,
    PEERS,
    POTENTIAL_PERCENT,
    TOP_PART,
)
from lazo.analytics.tuples import Ints

Codes = NDArray[np.int8]
FREQUENCY_CLASSES = ("1", "2", "3-4", "5-9", "10+")
TIERS = ("BZ", "MGC", "SGC", "MVC", "LMC")
CLASSES = ("not_best", "best", "frequent", "buyer")
NONE = -1


def frequency_class(n_days: Ints) -> Codes:
    """Positions in FREQUENCY_CLASSES."""
    return np.searchsorted(np.array([2, 3, 5, 10]), n_days, side="right").astype(np.int8)


def potential_values(worth: Ints, kind: Ints, country: Ints, frequency: Codes) -> Ints:
    """What the best of each customer's look-alikes are worth: see `tiers.potential_values`; codes are 0 or more."""
    if not len(worth):
        return worth
    order = np.argsort(worth)
    ordered = worth[order]
    potential = np.full(len(worth), nearest_rank(ordered, percent=POTENTIAL_PERCENT))
    countries = int(country.max()) + 1
    by_country = kind * countries + country
    for group in (kind, by_country, by_country * len(FREQUENCY_CLASSES) + frequency):
        best = nearest_ranks(ordered, group[order], percent=POTENTIAL_PERCENT)
        potential = np.where(best.n[group] >= PEERS, best.value[group], potential)
    return potential


@dataclass(frozen=True, slots=True)
class Tiers:
    """`tier` are positions in TIERS; the cut-offs A and G are money, 0 where there is nobody."""

    tier: Codes
    migrator: Flags
    actual_cut: int
    unrealised_cut: int

    @classmethod
    def of(
        cls,
        worth: Ints,
        potential: Ints,
        previous: Codes,
        *,
        percents: tuple[int, int] = (CUT_PERCENT, CUT_PERCENT),
    ) -> Self:
        """See `tiers.value_tiers`; `previous` is NONE where there was no tier, `percents` are those of A and G."""
        unrealised = potential - worth
        actual_cut = nearest_rank(worth, percent=percents[0]) or 0
        unrealised_cut = nearest_rank(unrealised, percent=percents[1]) or 0
        grows = (unrealised >= unrealised_cut) & (unrealised > 0)
        tier = np.select(
            [(worth < 0) & (potential <= 0), worth < 0, (worth >= actual_cut) & (worth > 0)],
            [TIERS.index("BZ"), TIERS.index("MGC"), np.where(grows, TIERS.index("SGC"), TIERS.index("MVC"))],
            default=np.where(grows, TIERS.index("MGC"), TIERS.index("LMC")),
        ).astype(np.int8)
        near = _is_near(worth, actual_cut) | _is_near(unrealised, unrealised_cut)
        moved = (previous != NONE) & (previous != tier)
        return cls(tier, near | moved, int(actual_cut), int(unrealised_cut))


def _is_near(value: Ints, cut: int) -> Flags:
    return np.abs(value - cut) * 10 <= abs(cut)


def customer_classes(worth: Ints, n_days: Ints, is_active: Flags, returns_or_owes: Flags, is_top: Flags) -> Codes:
    """Positions in CLASSES, NONE for a customer that is none of them: see `tiers.customer_classes`."""
    frequent = share_at_most(n_days, parts=5) >= FREQUENT_QUINTILE
    conditions = [(worth < 0) | returns_or_owes, is_top, frequent, is_active]
    return np.select(conditions, [CLASSES.index(name) for name in CLASSES], default=NONE).astype(np.int8)


def top_customers(worth: Ints) -> Flags:
    """The first 20 % by lifetime value, rounded up, above 0; customers come in the order of their ids."""
    return first_part(worth, parts=TOP_PART) & (worth > 0)


def cost_magnets(volume: Ints, contribution: Ints) -> Flags:
    """See `tiers.significant_customers`; a contribution that is not known is 0."""
    cut = nearest_rank(volume, percent=MAGNET_PERCENT) or 0
    return (volume >= cut) & (volume > 0) & (contribution > 0)
