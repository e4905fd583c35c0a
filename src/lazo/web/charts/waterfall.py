"""Weights one after the other, from nothing to their sum: each bar begins where the one before ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from lazo.web.charts.canvas import Numbers, line, picture, text
from lazo.web.charts.geometry import short

ROW, TOP, FOOT, GAP = 27, 6, 18, 10
LABELS, NUMBERS = 138, 44
"""Room for the words at the left and for the last number at the right."""


@dataclass(frozen=True)
class Bar:
    """One weight with its name; positive speaks for, negative against."""

    label: str
    weight: float


def waterfall(bars: Sequence[Bar], *, total: str, title: str, number: Numbers, width: float = 320) -> str:
    """The bars from above to below and their sum, named `total`, in ink."""
    ends = _ends(bars)
    scale = _Scale(width, min(0.0, *ends), max(0.0, *ends))
    height = TOP + ROW * (len(bars) + 1) + FOOT
    body = [line("zero", f"M{short(scale.x(0))} {TOP}V{height - FOOT}")]
    for row, (bar, start, end) in enumerate(zip(bars, ends, ends[1:], strict=False)):
        css = "pos" if bar.weight >= 0 else "neg"
        body.append(_rectangle(scale, row, (start, end), css))
        body += _words(scale, row, max(start, end), (bar.label, ("+" if bar.weight > 0 else "") + number(bar.weight)))
        body.append(line("ax", f"M{short(scale.x(end))} {TOP + (row + 1) * ROW - 5}v{GAP}"))
    body.append(_rectangle(scale, len(bars), (0.0, ends[-1]), "b"))
    body += _words(scale, len(bars), max(0.0, ends[-1]), (total, number(ends[-1])), "em")
    return picture(width, height, "".join(body), title)


@dataclass(frozen=True)
class _Scale:
    width: float
    low: float
    high: float

    def x(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return LABELS + (value - self.low) / span * (self.width - LABELS - NUMBERS)


def _ends(bars: Sequence[Bar]) -> list[float]:
    """Nothing, and where each bar ends."""
    ends = [0.0]
    for bar in bars:
        ends.append(ends[-1] + bar.weight)
    return ends


def _rectangle(scale: _Scale, row: int, span: tuple[float, float], css: str) -> str:
    left, right = sorted(scale.x(value) for value in span)
    place = f'x="{short(left)}" y="{TOP + row * ROW + 5}"'
    return f'<rect class="{css}" {place} width="{short(max(1.5, right - left))}" height="{ROW - GAP}"/>'


def _words(scale: _Scale, row: int, right: float, words: tuple[str, str], css: str = "") -> list[str]:
    """The name at the left and the number after the bar, which ends at `right`."""
    y, after, zero = TOP + row * ROW + 17, scale.x(right), scale.x(0)
    if after < zero < after + NUMBERS:
        after = zero  # no number is struck through by the line of nothing
    return [text(0, y, words[0], css=css), text(after + 5, y, words[1], css=css)]
