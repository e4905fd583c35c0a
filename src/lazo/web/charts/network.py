"""The network of a customer, two steps wide: who stands round them, and round those that were opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin

from lazo.web.charts.geometry import short

WIDE, TALL = 150.0, 120.0
FAR = 1.5
FAN = 0.34
NAMED = 8
"""Up to so many names stand under their dots; of more they would lie over each other, and the list beside has them."""
LONGEST = 17
NEAR_ROOM, FAR_ROOM = "-205 -152 410 308", "-245 -200 490 400"
"""The picture is no wider than what it holds: on a telephone its words stay readable."""


@dataclass(frozen=True)
class Dot:
    """`css` is co for a company, ho for a household; `href` opens or closes it; a broken line for what waits to be confirmed."""

    initials: str
    title: str
    href: str
    css: str = ""
    is_inferred: bool = False
    name: str = ""
    around: tuple["Dot", ...] = ()


def network(me: str, dots: Sequence[Dot], *, title: str, css: str = "") -> str:
    """`me` in the middle, `dots` around, and further out those around a dot that was opened."""
    lines, circles = "", ""
    for place, dot in enumerate(dots):
        turn = -0.8 * pi + 2 * pi * place / max(len(dots), 1)
        x, y = WIDE * cos(turn), TALL * sin(turn)
        lines += _line(0, 0, x, y, is_inferred=dot.is_inferred)
        circles += _dot(x, y, dot, 15)
        if len(dots) <= NAMED and not dot.around:
            circles += _name(x, y, dot.name)
        for index, other in enumerate(dot.around):
            angle = turn + FAN * (index - (len(dot.around) - 1) / 2)
            further_x, further_y = FAR * WIDE * cos(angle), FAR * TALL * sin(angle)
            lines += _line(x, y, further_x, further_y, is_inferred=other.is_inferred)
            circles += _dot(further_x, further_y, other, 12)
    middle = _shape(0, 0, 22, "me", css) + _text(0, 0, me, "me")
    room = FAR_ROOM if any(dot.around for dot in dots) else NEAR_ROOM
    return f'<svg class="rel web" viewBox="{room}" role="group" aria-label="{escape(title)}">{lines}{middle}{circles}</svg>'


def _line(x: float, y: float, to_x: float, to_y: float, *, is_inferred: bool) -> str:
    broken = ' stroke-dasharray="4 3"' if is_inferred else ""
    return f'<path class="rl" d="M{short(x)} {short(y)}L{short(to_x)} {short(to_y)}"{broken}/>'


def _dot(x: float, y: float, dot: Dot, radius: float) -> str:
    """A link that the list beside says again: a keyboard need not pass through the picture."""
    drawn = _shape(x, y, radius, dot.css, dot.css) + _text(x, y, dot.initials, dot.css)
    return f'<a href="{escape(dot.href)}" tabindex="-1"><title>{escape(dot.title)}</title>{drawn}</a>'


def _name(x: float, y: float, name: str) -> str:
    """Outward of the dot, hidden from who listens: the link says it whole."""
    cut = name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
    return f'<text class="rr" x="{short(x)}" y="{short(y - 21 if y < -12 else y + 29)}" text-anchor="middle" aria-hidden="true">{escape(cut)}</text>'


def _shape(x: float, y: float, radius: float, css: str, kind: str) -> str:
    if kind == "co":
        side = radius * 1.8
        corner = f'x="{short(x - side / 2)}" y="{short(y - side / 2)}"'
        return f'<rect class="rn {css}" {corner} width="{short(side)}" height="{short(side)}" rx="3"/>'
    return f'<circle class="rn {css}" cx="{short(x)}" cy="{short(y)}" r="{short(radius)}"/>'


def _text(x: float, y: float, words: str, css: str) -> str:
    return f'<text class="rt {css}" x="{short(x)}" y="{short(y + 4)}" text-anchor="middle">{escape(words)}</text>'
