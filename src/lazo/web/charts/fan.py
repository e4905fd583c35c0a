"""What happened as bars, what is expected as a line in its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from lazo.web.charts.canvas import Numbers, line, path, picture, text, ticks
from lazo.web.charts.geometry import short

LEFT, RIGHT, TOP, BOTTOM = 52, 8, 18, 24


@dataclass(frozen=True)
class Past:
    label: str
    value: float


@dataclass(frozen=True)
class Expected:
    label: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class FanWords:
    """Over the two halves of the chart."""

    past: str
    expected: str


def fan(
    past: Sequence[Past],
    expected: Sequence[Expected],
    *,
    title: str,
    words: FanWords,
    number: Numbers,
    width: float = 620,
    height: float = 190,
) -> str:
    """Periods of equal length: bars of `past`, then `expected` with its band; one expected period is a dot with its whisker."""
    values = [p.value for p in past] + [e.high for e in expected]
    axes = _Axes(width, height, len(past) + len(expected), max([*values, 0.0]) * 1.08 or 1.0)
    body = [axes.grid(number)]
    body += [axes.bar(i, period) for i, period in enumerate(past)]
    if expected:
        body.append(_future(axes, len(past), expected))
        border = axes.x(len(past) - 0.5)
        body.append(line("ax", f"M{short(border)} {TOP - 8}V{height - BOTTOM}"))
        body.append(text(border + 6, TOP - 6, words.expected) + text(border - 6, TOP - 6, words.past, "end"))
    labels = [p.label for p in past] + [e.label for e in expected]
    every = 1 if axes.step > 40 else 4
    body += [text(axes.x(i), height - 6, label, "middle") for i, label in enumerate(labels) if i % every == 0]
    return picture(width, height, "".join(body), title)


@dataclass(frozen=True)
class _Axes:
    width: float
    height: float
    periods: int
    top: float

    @property
    def step(self) -> float:
        return (self.width - LEFT - RIGHT) / max(self.periods, 1)

    def x(self, index: float) -> float:
        """The middle of a period."""
        return LEFT + (index + 0.5) * self.step

    def y(self, value: float) -> float:
        return TOP + (self.height - TOP - BOTTOM) * (1 - max(value, 0.0) / self.top)

    def grid(self, number: Numbers) -> str:
        return "".join(
            line("g", f"M{LEFT} {short(self.y(t))}H{short(self.width - RIGHT)}")
            + text(LEFT - 6, self.y(t) + 4, number(t), "end")
            for t in ticks(0, self.top, 4)
        )

    def bar(self, index: int, period: Past) -> str:
        wide = min(self.step * 0.68, 56)
        return (
            f'<rect class="b" x="{short(self.x(index) - wide / 2)}" y="{short(self.y(period.value))}" '
            f'width="{short(wide)}" height="{short(self.y(0) - self.y(period.value))}"/>'
        )


def _future(axes: _Axes, first: int, expected: Sequence[Expected]) -> str:
    high = [(axes.x(first + i), axes.y(e.high)) for i, e in enumerate(expected)]
    low = [(axes.x(first + i), axes.y(e.low)) for i, e in enumerate(expected)]
    middle = [(axes.x(first + i), axes.y(e.value)) for i, e in enumerate(expected)]
    if len(expected) == 1:
        (x, top), (_, bottom) = high[0], low[0]
        body = line(
            "ci",
            f"M{short(x)} {short(top)}V{short(bottom)}M{short(x - 6)} {short(top)}h12M{short(x - 6)} {short(bottom)}h12",
        )
    else:
        body = line("band", path(high + low[::-1]) + "Z") + line("l", path(middle))
    return body + "".join(f'<circle class="pt" cx="{short(x)}" cy="{short(y)}" r="5"/>' for x, y in middle)
