"""The cycle map: the whole customer base on the ring of its life, from the map's cube alone.

Outwards money, inwards people, in the heart the movements of the period. Sectors are equal on purpose: places stay put from month to month
and labels never meet, whatever the data. A million customers weigh as much as a thousand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from lazo.web.charts.areas import AREAS, CSS_KEYS
from lazo.web.charts.cycle_data import WITH_MONEY, WITHOUT_MONEY, AreaSlice, Flow, MapWords, Radii
from lazo.web.charts.geometry import PAD, arc, gate, middle, on, polar, ring_piece, sector, short
from lazo.web.charts.map_money import MoneyScale, money_layer
from lazo.web.charts.map_people import dot_unit, people_layer
from lazo.web.charts.movements import Movements, movement_layer

HATCH = (
    '<defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="m-hatch" width="1.5" height="4"/></pattern></defs>'
)


@dataclass(frozen=True)
class CycleMap:
    """The drawing, and how many customers one dot of it stands for."""

    svg: str
    unit: int


def draw_cycle_map(
    slices: Sequence[AreaSlice],
    flows: Sequence[Flow],
    words: MapWords,
    *,
    link: Callable[[str], str] | None = None,
    view_box: str = "-354 -350 708 662",
) -> CycleMap:
    """Draw the five areas in `slices` (an area left out is empty) and the `flows` between them.

    `link` gives the address behind an area; without it the map is a picture. While no area has a cost or a return, the two inner arcs are
    left out; while there are no flows, `words.heart` stands in the middle.
    """
    by_key = {piece.key: piece for piece in slices}
    areas = [by_key.get(key, AreaSlice(key)) for key in AREAS]
    radii = WITH_MONEY if _most_money(areas) else WITHOUT_MONEY
    sheet = _Sheet(areas, words, radii, dot_unit(areas, radii), MoneyScale.for_slices(areas, radii), link)
    movements = Movements.of(flows, radii)
    body = [
        HATCH,
        f'<path class="m-life" d="{arc(radii.base, sector(0)[0] - 3, sector(4)[1] + 3)}"/>',
        *(sheet.area(index) for index in range(len(AREAS))),
        _gates(words, radii),
        movement_layer(movements, words) if movements.flows else _heart(words),
    ]
    role = "group" if link else "img"
    opening = f'<svg class="cyclemap" viewBox="{view_box}" role="{role}" aria-label="{escape(words.title)}">'
    return CycleMap(opening + "".join(body) + "</svg>", sheet.unit)


@dataclass(frozen=True)
class _Sheet:
    """What all five areas share: one scale for money, one for people, one set of rings."""

    areas: Sequence[AreaSlice]
    words: MapWords
    radii: Radii
    unit: int
    scale: MoneyScale
    link: Callable[[str], str] | None

    def area(self, index: int) -> str:
        area = self.areas[index]
        start, end = sector(index)
        hit = ring_piece(self.radii.inner_edge, self.radii.top + 6, start - PAD / 2, end + PAD / 2)
        inside = (
            f'<path class="m-hit" d="{hit}"/>'
            + money_layer(index, area, self.scale, self.radii)
            + people_layer(index, area, self.unit, self.radii)
            + self._money_arcs(index, area)
            + _name(index, area.key, self.words.areas[area.key], self.radii)
        )
        css = f"m-area a-{CSS_KEYS[area.key]}"
        if self.link is None:
            return f'<g class="{css}">{inside}</g>'
        title = escape((self.words.area_titles or self.words.areas)[area.key])
        return f'<a class="{css}" href="{escape(self.link(area.key))}" aria-label="{title}">{inside}</a>'

    def _money_arcs(self, index: int, area: AreaSlice) -> str:
        """Incremental return and cost of the period on one scale for all areas; nothing while neither is known anywhere."""
        most = _most_money(self.areas)
        if not most:
            return ""
        start, full = sector(index)[0] + 0.5, sector(index)[1] - sector(index)[0] - 1
        arcs = (("m-ret", self.radii.returns, area.incremental_return), ("m-cost", self.radii.costs, area.cost))
        out = [f'<path class="m-track" d="{arc(radius, start, start + full)}"/>' for _, radius, _ in arcs]
        for css, radius, amount in arcs:
            if amount and amount > 0:
                out.append(f'<path class="{css}" d="{arc(radius, start, start + full * amount / most)}"/>')
        return "".join(out)


def _most_money(areas: Sequence[AreaSlice]) -> int:
    return max(max(area.cost or 0, area.incremental_return or 0) for area in areas)


def _name(index: int, key: str, name: str, radii: Radii) -> str:
    """The area's name along the ring, upright on both halves."""
    start, end = sector(index)
    upright = -91 < middle(index) < 91
    path = arc(radii.names, start, end) if upright else arc(radii.names + 9.6, end, start)
    ident = f"mn-{CSS_KEYS[key]}"
    return (
        f'<path id="{ident}" d="{path}" fill="none"/><text class="m-name">'
        f'<textPath href="#{ident}" startOffset="50%" text-anchor="middle">{escape(name)}</textPath></text>'
    )


def _gates(words: MapWords, radii: Radii) -> str:
    """The moments of life between the areas, and the two ends."""
    return "".join(_gate(index, name, radii) for index, name in enumerate(words.gates))


def _gate(index: int, name: str, radii: Radii) -> str:
    """A dotted line across money and people, with its name beyond the tallest bar."""
    angle = gate(index)
    x, y = polar(radii.top + 16, angle)
    anchor, dx = ("end", -4) if x < 0 else ("start", 4)
    lines = name.split(" ", 1) if index in (1, 4) else [name]  # two lines at nine and three o'clock
    top = y + 4 - (8 if len(lines) > 1 else 0)
    inner = radii.base if index in (0, len(AREAS)) else radii.inner_edge + 1
    mark = f'<path class="m-gate" d="M{on(inner, angle)}L{on(radii.top + 10, angle)}"/>'
    spans = "".join(
        f'<tspan x="{short(x + dx)}" y="{short(top + 16 * i)}">{escape(line)}</tspan>' for i, line in enumerate(lines)
    )
    return f'{mark}<text class="m-gate-t" text-anchor="{anchor}">{spans}</text>'


def _heart(words: MapWords) -> str:
    """What stands in the middle while nobody has moved yet."""
    if not words.heart:
        return ""
    number, *lines = words.heart
    text = "".join(
        f'<text class="m-heart-t" x="0" y="{26 + 20 * i}" text-anchor="middle">{escape(s)}</text>'
        for i, s in enumerate(lines)
    )
    return f'<text class="m-heart" x="0" y="-6" text-anchor="middle">{escape(number)}</text>{text}'
