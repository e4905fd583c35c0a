"""The empty cycle of a new workspace: the five areas waiting for their customers."""

from collections.abc import Mapping
from html import escape

from lazo.web.charts.areas import AREAS, CSS_KEYS
from lazo.web.charts.geometry import arc, middle, polar, sector, short


def ghost_ring(names: Mapping[str, str], caption: str) -> str:
    """`names` by area; `caption` stands under the zero."""
    return (
        '<svg class="ghost" viewBox="-352 -300 704 510" aria-hidden="true">'
        + "".join(_area(i, key, names[key]) for i, key in enumerate(AREAS))
        + f'<text x="0" y="-6" text-anchor="middle" class="z">0</text>'
        f'<text x="0" y="26" text-anchor="middle">{escape(caption)}</text></svg>'
    )


def _area(index: int, area: str, name: str) -> str:
    start, end = sector(index)
    x, y = polar(262, middle(index))
    anchor = "middle" if abs(x) <= 40 else ("end" if x < 0 else "start")
    dots = "".join(arc(radius, start + 1, end) for radius in (206, 195, 184))
    return (
        f'<path class="gh a-{CSS_KEYS[area]}" d="{arc(226, start, end)}"/><path class="gh2" d="{dots}"/>'
        f'<text x="{short(x)}" y="{short(y + 5)}" text-anchor="{anchor}" class="a-{CSS_KEYS[area]}">{escape(name)}</text>'
    )
