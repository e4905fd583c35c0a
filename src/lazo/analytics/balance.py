"""Balance of the cycle: where the money goes among the five areas, against what it should be and against what it brings back.

Formulas: domain 1.7. «Many companies only manage acquisition and retention» is the sentence the first figure tests.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

AREAS = ("ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN")
TARGET: Mapping[str, float] = dict(zip(AREAS, (0.35, 0.20, 0.15, 0.15, 0.15), strict=True))
ALERT = 0.70
LEAST_CAMPAIGNS = 2
MOVED = 0.05


class UnableToBalance(ValueError):
    """Raised when nothing was spent, an area spent less than nothing, or the target is no whole."""


@dataclass(frozen=True, slots=True)
class Balance:
    """`shares`: each area's part of the money, summing to 1. `ars`: acquisition and retention together. `balance`: 1 when the parts are the
    target's, 0 when they have nothing in common. `evenness`: 1 when all parts are equal, 0 when one has all; shown, never a goal.
    """

    shares: Mapping[str, float]
    ars: float
    balance: float
    evenness: float

    @property
    def alerts(self) -> bool:
        """«Solo adquisición y retención»: at 0.70 and above."""
        return round(self.ars, 9) >= ALERT


def cycle_balance(money: Mapping[str, float], target: Mapping[str, float] = TARGET) -> Balance:
    """m_a = money_a / sum; ARS = m_ACQUIRE + m_RETAIN; B = 1 - sum |m_a - t_a| / 2; H = - sum m ln m / ln 5.

    `money` per area in one unit; an area that is missing spent nothing. Raises UnableToBalance.
    """
    total = sum(money.values())
    if total <= 0 or min(money.values()) < 0 or not math.isclose(sum(target.values()), 1, abs_tol=1e-6):
        raise UnableToBalance(str(total))
    shares = {area: money.get(area, 0) / total for area in AREAS}
    distance = sum(abs(shares[area] - target.get(area, 0)) for area in AREAS)
    spread = -sum(share * math.log(share) for share in shares.values() if share > 0) / math.log(len(AREAS))
    return Balance(shares, shares["ACQUIRE"] + shares["RETAIN"], 1 - distance / 2, max(spread, 0.0))


@dataclass(frozen=True, slots=True)
class AreaEvidence:
    """What controlled campaigns of an area say: how many there were, the money they cost and brought, with the lower end of its interval."""

    campaigns: int
    cost: int
    low: int

    @property
    def roi_low(self) -> float:
        """(lower end of the incremental margin - cost) / cost; of an area that spent nothing, 0."""
        return (self.low - self.cost) / self.cost if self.cost else 0.0


@dataclass(frozen=True, slots=True)
class Advice:
    """Move `amount` from `origin` to `destination`; or, where evidence is `missing` in some areas, nothing at all."""

    missing: tuple[str, ...]
    origin: str = ""
    destination: str = ""
    amount: int = 0


def reallocation(evidence: Mapping[str, AreaEvidence], *, budget: int) -> Advice:
    """Move 5 % of `budget` from the area with the lowest to the one with the highest lower bound of incremental ROI.

    Only when each of the five areas has at least two controlled campaigns (with cost); ties fall to the order of the cycle.
    """
    short = tuple(
        area
        for area in AREAS
        if area not in evidence or evidence[area].campaigns < LEAST_CAMPAIGNS or not evidence[area].cost
    )
    if short:
        return Advice(short)
    ranked = sorted(AREAS, key=lambda area: (evidence[area].roi_low, AREAS.index(area)))
    if evidence[ranked[0]].roi_low == evidence[ranked[-1]].roi_low:
        return Advice(())
    return Advice((), ranked[0], ranked[-1], round(budget * MOVED))
