"""Inwards from the base line: people. One dot is `unit` customers; strategically significant ones come first, in ink."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from lazo.web.charts.cycle_data import BINS, AreaSlice, Radii
from lazo.web.charts.geometry import on, sector

ENOUGH_DOTS = 350
STEPS_OF_UNIT = (1, 2, 5, 10, 20, 25, 50)


@dataclass(frozen=True)
class Grain:
    """How dots are packed: `columns` a bin, `step` pixels from row to row, and how many customers one of them stands for."""

    columns: int
    step: float
    unit: int

    @property
    def css(self) -> str:
        """The class that gives a dot the size of its grain."""
        return f"m-dot g{self.columns}"


GRAINS = ((2, 6.3), (3, 4.4), (4, 3.4))


def grain_of(slices: Sequence[AreaSlice], radii: Radii) -> Grain:
    """The coarsest grain that draws enough dots, the finest where none does: one full bin must not empty all others.

    The unit is the smallest round number with which the fullest bin fits its band.
    """
    customers = sum(b.customers for s in slices for b in s.bins)
    grains = [Grain(columns, step, _unit(slices, radii, columns, step)) for columns, step in GRAINS]
    return next(
        (grain for grain in grains if customers < ENOUGH_DOTS * 2 or customers / grain.unit >= ENOUGH_DOTS), grains[-1]
    )


def _unit(slices: Sequence[AreaSlice], radii: Radii, columns: int, step: float) -> int:
    fullest = max((b.customers for s in slices for b in s.bins), default=0)
    room = (int((radii.dots_outer - radii.dots_inner) / step) + 1) * columns
    return next(unit for unit in _units() if -(-fullest // unit) <= room)


def people_layer(index: int, area: AreaSlice, grain: Grain, radii: Radii) -> str:
    """The dots of one area: as many as its customers need in all, so that thin bins are not rounded away."""
    start, end = sector(index)
    width = (end - start) / BINS
    plain: list[str] = []
    ink: list[str] = []
    marks = _spread([b.strategic for b in area.bins], grain.unit)
    for i, dots in enumerate(_spread([b.customers for b in area.bins], grain.unit)):
        for n in range(dots):
            row, column = divmod(n, grain.columns)
            angle = start + (i + (column + 0.5) / grain.columns) * width
            (ink if n < marks[i] else plain).append(f"M{on(radii.dots_outer - row * grain.step, angle)}h0")
    return _dots(grain.css, plain) + _dots(f"{grain.css} m-ssc", ink)


def _spread(numbers: Sequence[int], unit: int) -> list[int]:
    """Dots a bin by rounding the running total; a total above zero has at least one dot."""
    total, drawn, dots = 0, 0, []
    for number in numbers:
        total += max(number, 0)
        so_far = max((2 * total + unit) // (2 * unit), 1 if total else 0)
        dots.append(so_far - drawn)
        drawn = so_far
    return dots


def _units() -> Iterator[int]:
    """1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, ... without end."""
    yield from STEPS_OF_UNIT
    for power in count(2):
        yield from (10**power, 2 * 10**power, 25 * 10 ** (power - 1), 5 * 10**power)


def _dots(css: str, dots: Sequence[str]) -> str:
    return f'<path class="{css}" d="{"".join(dots)}"/>' if dots else ""
