"""Accounts as circles over two axes from low to high, cut in four; shaded in ink by margin, since hues belong to the areas."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt

from lazo.web.charts.canvas import Numbers, line, picture, text, ticks
from lazo.web.charts.geometry import short

LEFT, RIGHT, TOP, BOTTOM = 44, 16, 22, 40
SMALLEST, LARGEST = 4.0, 22.0
NAMED = 7


@dataclass(frozen=True)
class Bubble:
    """`size` is drawn by area, null as the smallest; `shade` from 1 to 4, the darkest the best margin, 0 is a loss (hollow), null not known (dashed)."""

    label: str
    href: str
    x: float
    y: float
    size: float | None
    shade: int | None
    words: str


@dataclass(frozen=True)
class Axes:
    """From `low` to `high` each; the cut, null for none, and what lies in the corners: left below, right below, left above, right above."""

    x: str
    y: str
    low: tuple[float, float]
    high: tuple[float, float]
    cut: tuple[float, float] | None
    corners: tuple[str, str, str, str]
    x_numbers: Numbers
    y_numbers: Numbers


def bubbles(rows: Sequence[Bubble], axes: Axes, *, title: str, width: float = 640, height: float = 420) -> str:
    """The largest first, so that none hides another; each is a link to its account."""
    frame = _Frame(axes, width, height)
    largest = max((row.size or 0 for row in rows), default=0) or 1.0
    ordered = sorted(rows, key=lambda row: -(row.size or 0))
    body = [*_grid(frame), *(_mark(frame, row, largest) for row in ordered)]
    named = sorted(rows, key=lambda row: -(row.size or 0))[:NAMED]
    body += _names(frame, named, largest)
    return picture(width, height, "".join(body), title).replace('role="img"', 'role="group"', 1)


@dataclass(frozen=True)
class _Frame:
    axes: Axes
    width: float
    height: float

    def x(self, value: float) -> float:
        return LEFT + (self.width - LEFT - RIGHT) * _share(value, self.axes.low[0], self.axes.high[0])

    def y(self, value: float) -> float:
        return self.height - BOTTOM - (self.height - TOP - BOTTOM) * _share(value, self.axes.low[1], self.axes.high[1])


def _share(value: float, low: float, high: float) -> float:
    return min(max((value - low) / ((high - low) or 1.0), 0.0), 1.0)


def _grid(frame: _Frame) -> list[str]:
    axes, floor, right = frame.axes, frame.height - BOTTOM, frame.width - RIGHT
    found = []
    for mark in ticks(axes.low[0], axes.high[0]):
        found.append(line("g", f"M{short(frame.x(mark))} {TOP}V{short(floor)}"))
        found.append(text(frame.x(mark), floor + 15, axes.x_numbers(mark), "middle"))
    for mark in ticks(axes.low[1], axes.high[1]):
        found.append(line("g", f"M{LEFT} {short(frame.y(mark))}H{short(right)}"))
        found.append(text(LEFT - 6, frame.y(mark) + 4, axes.y_numbers(mark), "end"))
    if axes.cut:
        found.append(line("zero", f"M{short(frame.x(axes.cut[0]))} {TOP}V{short(floor)}"))
        found.append(line("zero", f"M{LEFT} {short(frame.y(axes.cut[1]))}H{short(right)}"))
    found.append(text(right, frame.height - 6, axes.x, "end", "em"))
    found.append(text(4, 12, axes.y, "start", "em"))
    for words, (x, y, anchor) in zip(
        axes.corners,
        (
            (LEFT + 6, floor - 6, "start"),
            (right - 4, floor - 6, "end"),
            (LEFT + 6, TOP + 14, "start"),
            (right - 4, TOP + 14, "end"),
        ),
        strict=True,
    ):
        found.append(text(x, y, words, anchor))
    return found


def _mark(frame: _Frame, row: Bubble, largest: float) -> str:
    radius = _radius(row, largest)
    css = "bub" + (f" m{row.shade}" if row.shade is not None else " mx")
    return (
        f'<a href="{escape(row.href)}" aria-label="{escape(row.words)}"><circle class="{css}" cx="{short(frame.x(row.x))}"'
        f' cy="{short(frame.y(row.y))}" r="{short(radius)}"/><title>{escape(row.words)}</title></a>'
    )


def _radius(row: Bubble, largest: float) -> float:
    return SMALLEST if row.size is None else SMALLEST + (LARGEST - SMALLEST) * sqrt(max(row.size, 0) / largest)


def _names(frame: _Frame, rows: Sequence[Bubble], largest: float) -> list[str]:
    """Beside the largest marks, where the name touches no other."""
    found: list[str] = []
    taken: list[tuple[float, float, float]] = []
    for row in rows:
        x, y, radius = frame.x(row.x), frame.y(row.y), _radius(row, largest)
        is_right = x > frame.width * 0.6
        room = 6.5 * len(row.label)
        left = x - radius - 4 - room if is_right else x + radius + 4
        if (
            left < LEFT
            or left + room > frame.width
            or any(abs(y - t) < 14 and left < e and b < left + room for b, e, t in taken)
        ):
            continue
        taken.append((left, left + room, y))
        found.append(
            text(
                x - radius - 4 if is_right else x + radius + 4, y + 4, row.label, "end" if is_right else "start", "name"
            )
        )
    return found
