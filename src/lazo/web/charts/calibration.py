"""What was said against what came true: on the diagonal the chances hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from lazo.web.charts.canvas import Numbers, line, path, picture, text
from lazo.web.charts.geometry import short

LEFT, RIGHT, TOP, BOTTOM = 48, 16, 14, 42
SMALLEST, LARGEST = 3.0, 11.0


@dataclass(frozen=True)
class Said:
    """Cases of one bin: their mean chance, the share that came true (0 to 1), how many."""

    said: float
    came: float
    n: int


@dataclass(frozen=True)
class CalibrationWords:
    """`across` under the axis, `up` over it, `equal` beside the diagonal."""

    across: str
    up: str
    equal: str


def calibration(
    bins: Sequence[Said],
    *,
    title: str,
    words: CalibrationWords,
    percent: Numbers,
    width: float = 420,
    height: float = 300,
) -> str:
    """A dot a bin, its area by its cases, joined in order; the axes end at a round tenth above the highest."""
    top = min(1.0, max([0.2, *(max(one.said, one.came) for one in bins)]) + 0.05)
    most = max([1, *(one.n for one in bins)])

    def x(share: float) -> float:
        return LEFT + share / top * (width - LEFT - RIGHT)

    def y(share: float) -> float:
        return TOP + (1 - share / top) * (height - TOP - BOTTOM)

    marks = [mark for mark in (0, 0.2, 0.4, 0.6, 0.8, 1.0) if mark <= top]
    body = [
        line("g", f"M{LEFT} {short(y(mark))}H{short(width - RIGHT)}")
        + text(LEFT - 6, y(mark) + 4, percent(mark), "end")
        + text(x(mark), height - 24, percent(mark), "middle")
        for mark in marks
    ]
    body.append(line("ax", path([(x(0), y(0)), (x(top), y(top))])))
    body.append(text(x(top * 0.97), y(top * 0.97) + 26, words.equal, "end"))
    if bins:
        body.append(line("l", path([(x(one.said), y(one.came)) for one in bins])))
    body += [
        f'<circle class="pt" cx="{short(x(one.said))}" cy="{short(y(one.came))}" r="{short(_radius(one.n, most))}"/>'
        for one in bins
    ]
    body.append(text(LEFT, height - 6, words.across))
    body.append(text(LEFT + 6, TOP + 18, words.up))
    return picture(width, height, "".join(body), title)


def _radius(count: int, most: int) -> float:
    return max(SMALLEST, LARGEST * sqrt(count / most))
