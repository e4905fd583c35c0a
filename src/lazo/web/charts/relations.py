"""A customer among those related to them: a circle each, a square for a company, a broken line for what was inferred."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin

from lazo.web.charts.geometry import short

WIDE, TALL = 92.0, 54.0
MOST = 6
LONGEST = 17


@dataclass(frozen=True)
class Node:
    """`initials` and `words` (what they are to the customer); `css` is co for a company, ho for a household."""

    initials: str
    words: str
    css: str = ""
    is_inferred: bool = False


def relations(me: str, nodes: Sequence[Node], *, title: str, more: int = 0, css: str = "") -> str:
    """`me` in the middle, at most six of `nodes` around, and in a last circle how many `more` there are."""
    shown = list(nodes[:MOST])
    rest = more + len(nodes) - len(shown)
    if rest:
        shown.append(Node(f"+{rest}", "", "q"))
    places = [_place(i, len(shown)) for i in range(len(shown))]
    lines = "".join(_line(x, y, node) for (x, y), node in zip(places, shown, strict=True))
    circles = "".join(_node(x, y, node) for (x, y), node in zip(places, shown, strict=True))
    middle = _shape(0, 0, 19, "me", css) + _initials(0, 0, me, "me")
    return (
        f'<svg class="rel" viewBox="-136 -88 272 184" role="img" aria-label="{escape(title)}">'
        f"{lines}{middle}{circles}</svg>"
    )


def _place(index: int, count: int) -> tuple[float, float]:
    """Round an ellipse from the upper left, so that labels of neighbours lie at different heights."""
    turn = -0.8 * pi + 2 * pi * index / max(count, 1)
    return WIDE * cos(turn), TALL * sin(turn)


def _line(x: float, y: float, node: Node) -> str:
    broken = ' stroke-dasharray="4 3"' if node.is_inferred else ""
    return f'<path class="rl" d="M0 0L{short(x)} {short(y)}"{broken}/>'


def _node(x: float, y: float, node: Node) -> str:
    above = y < -12
    label = _cut(node.words)
    words = f'<text class="rr" x="{short(x)}" y="{short(y - 19 if above else y + 26)}" text-anchor="middle">{escape(label)}</text>'
    return _shape(x, y, 13, node.css, node.css) + _initials(x, y, node.initials, node.css) + (words if label else "")


def _shape(x: float, y: float, radius: float, css: str, kind: str) -> str:
    if kind == "co":
        side = radius * 1.8
        corner = f'x="{short(x - side / 2)}" y="{short(y - side / 2)}"'
        return f'<rect class="rn {css}" {corner} width="{short(side)}" height="{short(side)}" rx="3"/>'
    return f'<circle class="rn {css}" cx="{short(x)}" cy="{short(y)}" r="{short(radius)}"/>'


def _initials(x: float, y: float, words: str, css: str) -> str:
    return f'<text class="rt {css}" x="{short(x)}" y="{short(y + 4)}" text-anchor="middle">{escape(words)}</text>'


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
