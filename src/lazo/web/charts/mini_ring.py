"""The same ring, tiny: a customer's place in the cycle beside the name, and the product's mark."""

from functools import lru_cache

from lazo.web.charts.areas import AREAS, CSS_KEYS
from lazo.web.charts.geometry import arc, gate, polar, short

RADIUS = 8.4


@lru_cache(maxsize=512)
def mini_ring(area: str, place: float, size: int = 22) -> str:
    """Twenty-odd pixels: the customer's area thick and in colour, a dot at `place` (0 to 1) of the way to the next gate."""
    index = AREAS.index(area)
    arcs = [arc(RADIUS, gate(i) + 5, gate(i + 1) - 5) for i in range(len(AREAS))]
    off = "".join(other for i, other in enumerate(arcs) if i != index)
    segments = f'<path class="r-off" d="{off}"/><path class="r-on" d="{arcs[index]}"/>'
    start, end = gate(index) + 5, gate(index + 1) - 5
    x, y = polar(RADIUS, start + min(max(place, 0.0), 1.0) * (end - start))
    return (
        f'<svg class="ring a-{CSS_KEYS[area]}" viewBox="-11 -11 22 22" width="{size}" height="{size}" aria-hidden="true">'
        f'{segments}<circle class="r-pos" cx="{short(x)}" cy="{short(y)}" r="2.5"/></svg>'
    )


def logo() -> str:
    """The mark of the product: the map turned by a quarter."""
    segments = "".join(
        f'<path class="a-{CSS_KEYS[area]}" d="{arc(8.2, gate(i) + 3.4, gate(i + 1) - 3.4)}"/>'
        for i, area in enumerate(AREAS)
    )
    return (
        f'<svg class="logo" viewBox="-11 -11 22 22" aria-hidden="true"><g transform="rotate(-90)">{segments}</g></svg>'
    )
