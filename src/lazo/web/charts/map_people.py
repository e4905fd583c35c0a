"""Inwards from the base line: people. One dot is `unit` customers; strategically significant ones come first, in ink.

Where more customers stand in one bin than its band holds, the dots heap up sideways over the nearest bins with room: a full bin must not
make the unit so large that all others look empty.
"""

from collections.abc import Iterator, Sequence
from itertools import count

from lazo.web.charts.cycle_data import BINS, AreaSlice, Radii
from lazo.web.charts.geometry import on, sector

COLUMNS = 2
STEP = 6.3
WIDEST_HEAP = 5  # bins
FULLEST_AREA = 0.8  # of the dots that its fourteen bins hold
STEPS_OF_UNIT = (1, 2, 5, 10, 20, 25, 50)


def dot_unit(slices: Sequence[AreaSlice], radii: Radii) -> int:
    """How many customers one dot stands for: the smallest round number with which every area and every heap fits."""
    room = _room(radii)
    fullest_bin = max((b.customers for s in slices for b in s.bins), default=0)
    fullest_area = max((sum(b.customers for b in s.bins) for s in slices), default=0)
    return next(
        unit
        for unit in _units()
        if fullest_bin <= unit * room * WIDEST_HEAP and fullest_area <= unit * room * BINS * FULLEST_AREA
    )


def people_layer(index: int, area: AreaSlice, unit: int, radii: Radii) -> str:
    """The dots of one area: as many as its customers need in all, so that thin bins are not rounded away."""
    start, end = sector(index)
    width = (end - start) / BINS
    room = _room(radii)
    ink = _heaped(_rounded([b.strategic for b in area.bins], unit), room)
    dots = _heaped(_rounded([b.customers for b in area.bins], unit), room)
    places = [[_dot(start + i * width, width, n, radii) for n in range(number)] for i, number in enumerate(dots)]
    return _path("m-dot", [p for mine, marks in zip(places, ink, strict=True) for p in mine[marks:]]) + _path(
        "m-dot m-ssc", [p for mine, marks in zip(places, ink, strict=True) for p in mine[:marks]]
    )


def _room(radii: Radii) -> int:
    """Dots that the band of one bin holds."""
    return (int((radii.dots_outer - radii.dots_inner) / STEP) + 1) * COLUMNS


def _dot(first: float, width: float, number: int, radii: Radii) -> str:
    """The place of the `number`th dot of a bin that begins at angle `first`, filled from the base line inwards."""
    row, column = divmod(number, COLUMNS)
    return f"M{on(radii.dots_outer - row * STEP, first + (column + 0.5) / COLUMNS * width)}h0"


def _rounded(numbers: Sequence[int], unit: int) -> list[int]:
    """Dots a bin by rounding the running total; a total above zero has at least one dot."""
    total, drawn, dots = 0, 0, []
    for number in numbers:
        total += max(number, 0)
        so_far = max((2 * total + unit) // (2 * unit), 1 if total else 0)
        dots.append(so_far - drawn)
        drawn = so_far
    return dots


def _heaped(dots: Sequence[int], room: int) -> list[int]:
    """What a bin cannot hold goes to the nearest one that can, left before right; what no bin can hold stays."""
    held = [min(number, room) for number in dots]
    for i, number in enumerate(dots):
        excess = max(number - room, 0)
        for j in _nearest(i, len(dots)):
            moved = min(excess, room - held[j])
            held[j] += moved
            excess -= moved
        held[i] += excess
    return held


def _nearest(place: int, places: int) -> list[int]:
    return sorted(range(places), key=lambda other: (abs(other - place), other))


def _units() -> Iterator[int]:
    """1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, ... without end."""
    yield from STEPS_OF_UNIT
    for power in count(2):
        yield from (10**power, 2 * 10**power, 25 * 10 ** (power - 1), 5 * 10**power)


def _path(css: str, dots: Sequence[str]) -> str:
    return f'<path class="{css}" d="{"".join(dots)}"/>' if dots else ""
