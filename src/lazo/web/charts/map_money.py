"""Outwards from the base line: money. Bar = last 12 months, stepped line = next 365 days, and area is proportional to money."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import radians

from lazo.web.charts.cycle_data import BINS, AreaSlice, Bin, Radii
from lazo.web.charts.geometry import SPAN, on, radius_for_area, ring_piece, sector, short

BAR_SHARE = 0.82
FOOT = 2.5


Step = tuple[float, float, float]  # radius, first and last angle


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
    pencil = _Pencil(scale, radii, width)
    starts = [start + i * width for i in range(BINS)]
    gains = "".join(
        pencil.between(b.value_12m, b.value_365d, first) for b, first in zip(area.bins, starts, strict=True)
    )
    risks = "".join(
        pencil.between(b.value_365d, b.value_12m, first) for b, first in zip(area.bins, starts, strict=True)
    )
    bars = "".join(pencil.bar(b, first) for b, first in zip(area.bins, starts, strict=True))
    line = [(pencil.radius(b.value_365d), first, first + width) for b, first in zip(area.bins, starts, strict=True)]
    projected = _stepped(line) if any(b.value_365d > 0 for b in area.bins) else ""
    return _path("m-grow", gains) + _path("m-bar", bars) + _path("m-risk", risks) + _path("m-proj", projected)


@dataclass(frozen=True)
class _Pencil:
    """Draws the pieces of one bin, `width` degrees wide; a bar leaves a margin on both sides."""

    scale: MoneyScale
    radii: Radii
    width: float

    def radius(self, money: int) -> float:
        return radius_for_area(money * self.scale.per_unit, self.width * BAR_SHARE, self.radii.base)

    def bar(self, cell: Bin, first: float) -> str:
        """What was earned and will be again; at least a sliver, so that little money is not no money."""
        if cell.value_12m <= 0:
            return ""
        outer = self.radius(min(cell.value_12m, cell.value_365d))
        return self._piece(self._foot, max(outer, self._foot + 0.5), first)

    def between(self, low: int, high: int, first: float) -> str:
        """The piece from `low` up to `high`; nothing when it would not be seen."""
        inner, outer = max(self.radius(low), self._foot), self.radius(high)
        return self._piece(inner, outer, first) if outer > inner + 0.4 else ""

    @property
    def _foot(self) -> float:
        return self.radii.base + FOOT

    def _piece(self, inner: float, outer: float, first: float) -> str:
        margin = self.width * (1 - BAR_SHARE) / 2
        return ring_piece(inner, outer, first + margin, first + self.width - margin)


def _stepped(line: Sequence[Step]) -> str:
    steps = "".join(f"L{on(r, first)}A{short(r)} {short(r)} 0 0 1 {on(r, last)}" for r, first, last in line)
    return f"M{on(line[0][0], line[0][1])}{steps}"


def _path(css: str, path: str) -> str:
    return f'<path class="{css}" d="{path}"/>' if path else ""
