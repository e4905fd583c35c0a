"""One measured number beside the goal it has to meet."""

from dataclasses import dataclass
from typing import Literal

Side = Literal["at most", "at least"]


@dataclass(frozen=True)
class Goal:
    """A limit and on which side of it a number must stay."""

    side: Side
    limit: float

    def is_met_by(self, value: float) -> bool:
        return value <= self.limit if self.side == "at most" else value >= self.limit


@dataclass(frozen=True)
class Reading:
    """What was measured, in which unit, and its goal; without one it stands beside the others to explain them."""

    label: str
    value: float
    unit: str
    goal: Goal | None = None

    @property
    def is_met(self) -> bool | None:
        return None if self.goal is None else self.goal.is_met_by(self.value)


def at_most(limit: float) -> Goal:
    return Goal("at most", limit)


def at_least(limit: float) -> Goal:
    return Goal("at least", limit)
