"""Where the ranges of an own field begin, in which customers are counted: amounts and numbers by 1, 2, 5, 10..., days by month."""

from bisect import bisect_right
from datetime import date
from functools import cache
from typing import Any

from lazo.identify.models import TraitDefinition

Type = TraitDefinition.Type
RANGED = frozenset({Type.NUMBER, Type.MONEY, Type.DATE})
COUNTED = frozenset({Type.CHOICE, Type.FLAG})
MONTHS_SHOWN = 24
"""A longer time is counted by year."""
LARGEST = 10**15


@cache
def steps_of(of: str) -> tuple[int, ...]:
    """The lower ends of the ranges of numbers, or of money in minor units; -1 is the place below all."""
    steps, power = ([0, 1], 100) if of == Type.MONEY else ([0], 1)
    while power <= LARGEST:
        steps += [step * power for step in (1, 2, 5)]
        power *= 10
    return tuple(steps)


def place_of(of: str, value: Any) -> int:
    """The range of a value: the place of its step, of a day its month counted from year 0."""
    if of == Type.DATE:
        return int(value.year) * 12 + int(value.month) - 1
    return bisect_right(steps_of(of), value) - 1


def ranges_of(of: str, counts: dict[int, int]) -> list[tuple[Any, Any, int]]:
    """Lower end, upper end (not included) and customers of each range from the first to the last that has somebody; null: no end."""
    if not counts:
        return []
    if of == Type.DATE:
        return _times(counts)
    steps = steps_of(of)
    return [
        (
            None if place < 0 else steps[place],
            steps[place + 1] if place + 1 < len(steps) else None,
            counts.get(place, 0),
        )
        for place in range(min(counts), max(counts) + 1)
    ]


def _times(counts: dict[int, int]) -> list[tuple[Any, Any, int]]:
    size = 1 if max(counts) - min(counts) < MONTHS_SHOWN else 12
    told: dict[int, int] = {}
    for month, n in counts.items():
        told[month // size * size] = told.get(month // size * size, 0) + n
    return [
        (_month(start), _month(start + size), told.get(start, 0)) for start in range(min(told), max(told) + 1, size)
    ]


def _month(number: int) -> date | None:
    year, month = divmod(number, 12)
    return date(year, month + 1, 1) if 1 <= year <= date.max.year else None
