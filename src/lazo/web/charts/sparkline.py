"""A line the size of a word: the course of the last months beside a name."""

from collections.abc import Sequence

from lazo.web.charts.canvas import path
from lazo.web.charts.geometry import short


def sparkline(values: Sequence[float], width: float = 72, height: float = 20) -> str:
    """From zero to the largest of `values`; fewer than two values draw nothing."""
    if len(values) < 2:
        return ""
    top = max(*values, 0.0) or 1.0
    step = (width - 4) / (len(values) - 1)
    points = [(1 + i * step, height - 3 - max(value, 0) / top * (height - 6)) for i, value in enumerate(values)]
    x, y = points[-1]
    return (
        f'<svg class="spark" viewBox="0 0 {short(width)} {short(height)}" width="{short(width)}" height="{short(height)}" '
        f'aria-hidden="true"><path class="l" d="{path(points)}"/><circle class="pt" cx="{short(x)}" cy="{short(y)}" r="2.6"/></svg>'
    )
