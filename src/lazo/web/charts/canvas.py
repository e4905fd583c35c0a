"""What every chart with axes shares: text, paths, round ticks, and the wrapper that screen readers announce."""

from collections.abc import Callable, Sequence
from html import escape
from math import floor, log10

from lazo.web.charts.geometry import short

Numbers = Callable[[float], str]


def text(x: float, y: float, words: str, anchor: str = "start", css: str = "") -> str:
    classes = f' class="{css}"' if css else ""
    return f'<text x="{short(x)}" y="{short(y)}" text-anchor="{anchor}"{classes}>{escape(words)}</text>'


def path(points: Sequence[tuple[float, float]]) -> str:
    """A line through points, as the data of a path."""
    return "M" + "L".join(f"{short(x)} {short(y)}" for x, y in points)


def line(css: str, data: str) -> str:
    return f'<path class="{css}" d="{data}"/>'


def picture(width: float, height: float, body: str, title: str) -> str:
    """The drawing as one image with a name."""
    return f'<svg viewBox="0 0 {short(width)} {short(height)}" role="img" aria-label="{escape(title)}">{body}</svg>'


def two_widths(draw: Callable[[float], str], wide: float = 620, narrow: float = 340) -> str:
    """A wide and a narrow drawing: letters stay 12 px on a phone. The style sheet shows one of them."""
    return f'<div class="wide">{draw(wide)}</div><div class="narrow">{draw(narrow)}</div>'


def round_step(span: float, most: int = 5) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that divides `span` into at most `most` steps; 1 for no span."""
    if span <= 0:
        return 1.0
    power = 10.0 ** floor(log10(span / most))
    return next(power * step for step in (1, 2, 2.5, 5, 10, 20) if span / (power * step) <= most)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values from `low` to `high`, zero among them when it lies between."""
    step = round_step(high - low, most)
    first = floor(low / step + 1e-9)
    marks = [n * step for n in range(first, first + most + 3)]
    return [mark for mark in marks if low - step * 1e-6 <= mark <= high + step * 1e-6]
