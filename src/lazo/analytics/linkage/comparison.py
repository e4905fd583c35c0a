"""A comparison: how alike two records are in one respect, in levels from the strongest down."""

from __future__ import annotations

from dataclasses import dataclass

from lazo.analytics.linkage.conditions import Condition, Row

UNKNOWN = -1
ELSE = "different"


@dataclass(frozen=True)
class Level:
    """A degree of likeness. `frequency` names the column whose value's frequency in the base says how telling it is.

    `likely` and `chance` are how often the level is seen among records of the same party and among others, where the base is too
    small to learn it: judgement, to be replaced by training.
    """

    name: str
    condition: Condition
    likely: float
    chance: float
    frequency: str | None = None


@dataclass(frozen=True)
class Comparison:
    """`unknown` says when nothing can be said; a pair that reaches no level is 'different'."""

    name: str
    unknown: Condition
    levels: tuple[Level, ...]
    different: tuple[float, float] = (0.05, 0.95)

    @property
    def level_names(self) -> tuple[str, ...]:
        """From the strongest down to `different`; the level's number in Splink counts from the end."""
        return (*(level.name for level in self.levels), ELSE)

    def level_of(self, left: Row, right: Row) -> int:
        """The number of the level that two prepared records reach: 0 is different, -1 unknown."""
        if self.unknown.holds(left, right):
            return UNKNOWN
        for place, level in enumerate(self.levels):
            if level.condition.holds(left, right):
                return len(self.levels) - place
        return 0

    def name_of(self, number: int) -> str | None:
        """The name of a level by its number; null for unknown."""
        return None if number == UNKNOWN else self.level_names[len(self.levels) - number]
