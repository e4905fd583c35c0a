"""Outwards from the base line: money. Bar = last 12 months, stepped line = next 365 days, and area is proportional to money."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import radians

from lazo.web.charts.cycle_data import BINS, AreaSlice, Bin, Radii
from lazo.web.charts.geometry import SPAN, on, radius_for_area, ring_piece, sector, short

BAR_SHARE = 0.82
FOOT = 2.5


@dataclass(frozen=True)
class MoneyScale:
    """Square pixels for one unit of money, one for the whole map."""

    per_unit: float

    @classmethod
    def for_slices(cls, slices: Sequence[AreaSlice], radii: Radii) -> "MoneyScale":
        """The tallest bin of all areas reaches the top; a map without money has scale zero."""
        tallest = max((max(b.value_12m, b.value_365d) for s in slices for b in s.bins), default=0)
        room = (radii.top**2 - radii.base**2) * radians(SPAN / BINS * 0.8) / 2
        return cls(room / tallest if tallest > 0 else 0.0)


def money_layer(index: int, area: AreaSlice, scale: MoneyScale, radii: Radii) -> str:
    """The bars of one area: what is there, what is to win (pale), what is to lose (hatched), and the line of what comes."""
    start, end = sector(index)
    width = (end - start) / BINS
    bars, gains, risks, line = [], [], [], []
    for i, cell in enumerate(area.bins):
        first, last = start + i * width, start + (i + 1) * width
        now, coming = _radii(cell, scale, radii, width * BAR_SHARE)
        bars.append(_bar(cell, now, coming, radii, first, last))
        gains.append(_between(now, coming, radii, first, last))
        risks.append(_between(coming, now, radii, first, last))
        line.append((coming, first, last))
    return (
        _path("m-grow", "".join(gains)) + _path("m-bar", "".join(bars)) + _path("m-risk", "".join(risks))
        + (_path("m-proj", _stepped(line)) if any(b.value_365d > 0 for b in area.bins) else "")
    )  # fmt: skip


def _radii(cell: Bin, scale: MoneyScale, radii: Radii, width: float) -> tuple[float, float]:
    return (
        radius_for_area(cell.value_12m * scale.per_unit, width, radii.base),
        radius_for_area(cell.value_365d * scale.per_unit, width, radii.base),
    )


def _bar(cell: Bin, now: float, coming: float, radii: Radii, first: float, last: float) -> str:
    if cell.value_12m <= 0:
        return ""
    return _piece(radii.base + FOOT, max(min(now, coming), radii.base + FOOT + 0.5), first, last)


def _between(low: float, high: float, radii: Radii, first: float, last: float) -> str:
    """The piece from `low` up to `high`; nothing when it would not be seen."""
    return _piece(max(low, radii.base + FOOT), high, first, last) if high > max(low, radii.base + FOOT) + 0.4 else ""


def _piece(inner: float, outer: float, first: float, last: float) -> str:
    margin = (last - first) * (1 - BAR_SHARE) / 2
    return ring_piece(inner, outer, first + margin, last - margin)


def _stepped(line: Sequence[tuple[float, float, float]]) -> str:
    steps = "".join(f"L{on(r, first)}A{short(r)} {short(r)} 0 0 1 {on(r, last)}" for r, first, last in line)
    return f"M{on(line[0][0], line[0][1])}{steps}"


def _path(css: str, path: str) -> str:
    return f'<path class="{css}" d="{path}"/>' if path else ""
