"""Two shares of each area on one line: a ring for what is spent, a dot for what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass

from lazo.web.charts.areas import CSS_KEYS
from lazo.web.charts.canvas import Numbers, line, picture, text, ticks
from lazo.web.charts.geometry import short

TOP, ROW = 22, 38


@dataclass(frozen=True)
class DumbbellRow:
    """Shares from 0 to 1; null where there is nothing to show. `note` stands at the right."""

    area: str
    name: str
    spent: float | None
    earned: float | None
    note: str = ""


def dumbbell(rows: Sequence[DumbbellRow], *, title: str, percent: Numbers, width: float = 560) -> str:
    """One row an area, in the order given, on one scale from zero."""
    left, right = (112.0, 92.0) if width > 400 else (92.0, 58.0)
    height = TOP + ROW * len(rows) + 6
    most = max((share for row in rows for share in (row.spent, row.earned) if share is not None), default=0.0) or 1.0

    def x(share: float) -> float:
        return left + share / most * (width - left - right)

    marks = ticks(0, most, 4 if width > 400 else 2)
    body = [line("g", f"M{short(x(m))} {TOP - 4}V{height - 4}") + text(x(m), 12, percent(m), "middle") for m in marks]
    for place, row in enumerate(rows):
        y = TOP + ROW * (place + 0.5)
        ends = [x(share) for share in (row.spent, row.earned) if share is not None]
        drawn = [f'<use href="#s-{CSS_KEYS[row.area]}" class="sh" x="0" y="{short(y - 6)}" width="12" height="12"/>']
        drawn.append(text(20, y + 4.5, row.name, "start", "em"))
        if len(ends) > 1:
            drawn.append(line("dl", f"M{short(ends[0])} {short(y)}H{short(ends[1])}"))
        if row.spent is not None:
            drawn.append(_dot("dc", x(row.spent), y, 6))
        if row.earned is not None:
            drawn.append(_dot("dr", x(row.earned), y, 7))
        drawn.append(text(width, y + 4.5, row.note, "end", "em"))
        body.append(f'<g class="a-{CSS_KEYS[row.area]}">{"".join(drawn)}</g>')
    return picture(width, height, "".join(body), title)


def _dot(css: str, x: float, y: float, radius: float) -> str:
    return f'<circle class="{css}" cx="{short(x)}" cy="{short(y)}" r="{short(radius)}"/>'
