"""One customer's place in the cycle, at the size of a hand: areas behind pale, the present one thick, a dot on the way to the next."""

from html import escape

from lazo.web.charts.areas import AREAS, CSS_KEYS
from lazo.web.charts.geometry import arc, at, gate, polar, sector

RADIUS = 92.0


def place_ring(area: str, place: float, *, title: str, headline: str, caption: tuple[str, ...], since: str = "") -> str:
    """`place` from 0 to 1 inside `area`; `headline` and the lines of `caption` are written in the middle, `since` where the ring begins."""
    index = AREAS.index(area)
    start, end = sector(index)
    angle = start + min(max(place, 0.0), 1.0) * (end - start)
    x, y = at(polar(RADIUS, angle)).split()
    lines = "".join(
        f'<text x="0" y="{13 + 17 * i}" text-anchor="middle">{escape(line)}</text>' for i, line in enumerate(caption)
    )
    return (
        f'<svg class="place" viewBox="-130 -122 260 226" role="img" aria-label="{escape(title)}">'
        f'{_segments(index)}<path class="p-trail" d="{arc(RADIUS, gate(0) + 2, angle)}"/>'
        f'<circle class="p-pos" cx="{x}" cy="{y}" r="9"/>'
        f'<text x="0" y="-8" text-anchor="middle" class="p-big">{escape(headline)}</text>{lines}'
        f"{_since(since)}</svg>"
    )


def _segments(active: int) -> str:
    return "".join(
        f'<path class="p-seg a-{CSS_KEYS[key]}{" on" if i == active else ""}" d="{arc(RADIUS, sector(i)[0] + 2, sector(i)[1] - 2)}"/>'
        for i, key in enumerate(AREAS)
    )


def _since(words: str) -> str:
    return f'<text x="-44" y="98" text-anchor="end">{escape(words)}</text>' if words else ""
