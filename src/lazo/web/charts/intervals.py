"""A dot in its interval per row: what was expected against what came, stratum by stratum."""

from collections.abc import Sequence
from dataclasses import dataclass

from lazo.web.charts.canvas import Numbers, line, picture, text, ticks
from lazo.web.charts.geometry import short

TOP = 24


@dataclass(frozen=True)
class IntervalRow:
    """`value` is expected between `low` and `high`; `actual` is what came (None: not known yet); `note` stands under the name."""

    name: str
    value: float
    low: float
    high: float
    actual: float | None = None
    note: str = ""
    css: str = ""


@dataclass(frozen=True)
class _Measures:
    """Wide: the name beside its row. Narrow: above it."""

    left: float
    right: float
    row: float
    middle: float

    @classmethod
    def of(cls, width: float) -> "_Measures":
        return cls(204, 12, 44, 0.5) if width > 400 else cls(8, 12, 66, 0.74)

    @property
    def beside(self) -> bool:
        return self.left > 100


def intervals(
    rows: Sequence[IntervalRow], *, title: str, number: Numbers, from_zero: bool = True, width: float = 620
) -> str:
    """Solid dot = expected, bar = its interval, ring = what came."""
    measures = _Measures.of(width)
    ends = [v for row in rows for v in (row.low, row.high, row.value, row.actual) if v is not None]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    low = min(low, 0.0) if from_zero else low
    span = (high - low) or 1.0
    height = TOP + measures.row * max(len(rows), 1) + 4

    def x(value: float) -> float:
        return measures.left + (value - low) / span * (width - measures.left - measures.right)

    body = [
        line("zero" if mark == 0 else "g", f"M{short(x(mark))} {TOP - 4}V{short(height)}")
        + text(x(mark), 13, number(mark), "middle")
        for mark in ticks(low, high, 5 if measures.beside else 3)
    ]
    for i, row in enumerate(rows):
        y = TOP + measures.row * (i + measures.middle)
        body.append(
            f'<g class="{row.css}">{_words(row, y, measures)}{_marks(y, x(row.low), x(row.value), x(row.high))}'
        )
        if row.actual is not None:
            body.append(f'<circle class="came" cx="{short(x(row.actual))}" cy="{short(y)}" r="6"/>')
        body.append("</g>")
    return picture(width, height, "".join(body), title)


def _words(row: IntervalRow, y: float, measures: _Measures) -> str:
    x = 0 if measures.beside else measures.left + 6  # beside the zero line, not on it
    first, second = (y - 2, y + 14) if measures.beside else (y - 24, y - 10)
    return text(x, first, row.name, "start", "em") + text(x, second, row.note)


def _marks(y: float, low: float, value: float, high: float) -> str:
    bar = f"M{short(low)} {short(y)}H{short(high)}M{short(low)} {short(y - 5)}v10M{short(high)} {short(y - 5)}v10"
    return line("ci", bar) + f'<circle class="pt" cx="{short(value)}" cy="{short(y)}" r="6.5"/>'
