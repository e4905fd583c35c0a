"""The numbers in the rules of place that a company may set for itself, with what the domain proposes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Days, ratios to a customer's own rhythm, and shares from 0 to 1."""

    welcome_days: int = 90
    """From the first purchase; until then who bought once is being welcomed."""
    silent_days: int = 180
    """Without a sign of interest: a prospect is then outside the cycle."""
    lost_days: int = 730
    """Without a purchase: a customer is then lost."""
    habit_days: int = 4
    """Purchase days: with four, three own gaps are known and the personal clock is the customer's own."""
    overdue_from: float = 2.0
    """Times the own rhythm from which on a customer is late."""
    overdue_lost: float = 6.0
    """Times the own rhythm from which on a customer is lost."""
    active_from: float = 0.5
    """P(alive) from which on a customer counts as active; below it they fade."""
    growth_rank: float = 0.6
    """Share of the others with less left to grow, from which on a customer can be grown."""
    churn_from: float = 0.35
    """Chance of losing a customer with a contract within 90 days, from which on they are at risk."""
    valuable_from: float = 0.8
    """Share of the customers below the cut-off A: who is worth at least that much is of the most valuable."""
    growable_from: float = 0.8
    """Share of the customers below the cut-off G: who has at least that much left to grow is of the most growable."""

    @property
    def tier_percents(self) -> tuple[int, int]:
        """Both cut-offs of the tiers as whole percent: A of the lifetime value, G of what is left to grow."""
        return round(100 * self.valuable_from), round(100 * self.growable_from)


LIMITS: dict[str, tuple[float, float]] = {
    "welcome_days": (7, 365),
    "silent_days": (30, 730),
    "lost_days": (90, 3650),
    "habit_days": (2, 24),
    "overdue_from": (1.1, 10),
    "overdue_lost": (1.5, 50),
    "active_from": (0.05, 0.95),
    "growth_rank": (0.0, 0.99),
    "churn_from": (0.05, 0.95),
    "valuable_from": (0.5, 0.99),
    "growable_from": (0.5, 0.99),
}
"""Between which values each makes sense, both included."""

WHOLE = frozenset({"welcome_days", "silent_days", "lost_days", "habit_days"})

_in_force = [Thresholds()]


def in_force() -> Thresholds:
    """Those of the run that this process computes; outside a run, the proposed ones."""
    return _in_force[-1]


@contextmanager
def using(thresholds: Thresholds) -> Iterator[None]:
    """Compute with these: a process computes one run at a time, with threads of its own that must see them too."""
    _in_force.append(thresholds)
    try:
        yield
    finally:
        _in_force.pop()
