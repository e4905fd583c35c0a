"""The same ring, tiny: a customer's place in the cycle beside the name, and the product's mark."""

from functools import cache, lru_cache

from lazo.web.charts.areas import AREAS, CSS_KEYS
from lazo.web.charts.geometry import arc, gate, polar, short

RADIUS = 8.4


@lru_cache(maxsize=512)
def mini_ring(area: str, place: float, size: int = 22) -> str:
    """Twenty-odd pixels: the customer's area thick and in colour, a dot at `place` (0 to 1) of the way to the next gate."""
    x, y = _dot(area, place)
    return (
        f'<svg class="ring a-{CSS_KEYS[area]}" viewBox="-11 -11 22 22" width="{size}" height="{size}" aria-hidden="true">'
        f'{_segments(area)}<circle class="r-pos" cx="{short(x)}" cy="{short(y)}" r="2.5"/></svg>'
    )


def _segments(area: str) -> str:
    index = AREAS.index(area)
    arcs = [arc(RADIUS, gate(i) + 5, gate(i + 1) - 5) for i in range(len(AREAS))]
    off = "".join(other for i, other in enumerate(arcs) if i != index)
    return f'<path class="r-off" d="{off}"/><path class="r-on" d="{arcs[index]}"/>'


def _dot(area: str, place: float) -> tuple[float, float]:
    index = AREAS.index(area)
    start, end = gate(index) + 5, gate(index + 1) - 5
    return polar(RADIUS, start + min(max(place, 0.0), 1.0) * (end - start))


@cache
def ring_symbols() -> str:
    """The rings of the five areas, once a page, for `ring_use`."""
    symbols = "".join(
        f'<symbol class="ring" id="r-{CSS_KEYS[area]}" viewBox="-11 -11 22 22">{_segments(area)}</symbol>'
        for area in AREAS
    )
    return f'<svg class="vh" width="0" height="0" aria-hidden="true">{symbols}</svg>'


@lru_cache(maxsize=512)
def ring_use(area: str, place: float, size: int = 20) -> str:
    """`mini_ring` for long lists: the arcs are those of `ring_symbols`, only the dot is drawn anew."""
    x, y = _dot(area, place)
    return (
        f'<svg class="ring" viewBox="-11 -11 22 22" width="{size}" height="{size}" aria-hidden="true">'
        f'<use href="#r-{CSS_KEYS[area]}" x="-11" y="-11" width="22" height="22"/>'
        f'<circle class="r-pos" cx="{short(x)}" cy="{short(y)}" r="2.5"/></svg>'
    )


@cache
def logo() -> str:
    """The mark of the product: the map turned by a quarter."""
    segments = "".join(
        f'<path class="a-{CSS_KEYS[area]}" d="{arc(8.2, gate(i) + 3.4, gate(i + 1) - 3.4)}"/>'
        for i, area in enumerate(AREAS)
    )
    return (
        f'<svg class="logo" viewBox="-11 -11 22 22" aria-hidden="true"><g transform="rotate(-90)">{segments}</g></svg>'
    )
