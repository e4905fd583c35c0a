"""Columns with their number on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from lazo.web.charts.canvas import Numbers, line, picture, text
from lazo.web.charts.geometry import short

TOP, BOTTOM = 20, 24


@dataclass(frozen=True)
class Column:
    """`css` such as a-ret gives it a colour; a value below zero stands on the floor."""

    label: str
    value: float
    css: str = ""


def columns(rows: Sequence[Column], *, title: str, number: Numbers, width: float = 620, height: float = 180) -> str:
    """Columns from zero up; labels thin out when they would touch."""
    floor = height - BOTTOM
    tallest = max((row.value for row in rows), default=0) or 1.0
    room = width / max(len(rows), 1)
    every = max(1, round(46 / room))
    body = [line("ax", f"M0 {floor}H{short(width)}")]
    for i, row in enumerate(rows):
        tall = max(row.value, 0) / tallest * (floor - TOP)
        body.append(
            f'<g class="{row.css}"><rect class="b" x="{short((i + 0.14) * room)}" y="{short(floor - tall)}" '
            f'width="{short(room * 0.72)}" height="{short(tall)}"/></g>'
        )
        if i % every == 0:
            body.append(text((i + 0.5) * room, floor - tall - 6, number(row.value), "middle", "em"))
            body.append(text((i + 0.5) * room, floor + 16, row.label, "middle"))
    return picture(width, height, "".join(body), title)
