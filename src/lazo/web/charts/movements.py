"""The heart of the map: who changed area. Width is customers, colour is the area they arrive in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import pi

from lazo.web.charts.areas import AREAS, CSS_KEYS
from lazo.web.charts.cycle_data import Flow, MapWords, Radii
from lazo.web.charts.geometry import middle, polar, short
from lazo.web.charts.ribbons import Arc, RingEnd, between_areas, into_through_gap, out_through_gap

ENTER = (None, "ACQUIRE")
LEAVE = ("RETAIN", None)
WIDEST_PORT = 46.0  # degrees of the busiest area
WIDEST_PERSON = 2.5  # degrees of one customer, so that three people are no flood
WIDEST_END = 50.0  # pixels of a ribbon along the end of the ring
WIDEST_GAP = 40.0  # pixels of all that goes one way through the opening
THINNEST = 0.5  # degrees

Ends = dict[tuple[int, str], Arc]


@dataclass(frozen=True)
class Movements:
    """The flows of a period without empty ones, each pair of areas once, and the degrees of port one customer takes."""

    flows: tuple[Flow, ...]
    per_customer: float
    radii: Radii

    @classmethod
    def of(cls, flows: Sequence[Flow], radii: Radii) -> "Movements":
        totals: Counter[tuple[str | None, str | None]] = Counter()
        for flow in flows:
            if flow.customers > 0 and flow.origin != flow.destination:
                totals[flow.origin, flow.destination] += flow.customers
        merged = tuple(Flow(origin, destination, n) for (origin, destination), n in totals.items())
        return cls(merged, _degrees_per_customer(merged, radii), radii)

    @property
    def inner(self) -> list[Flow]:
        """All that touch the ports: every flow but those along the two ends of the ring."""
        return [f for f in self.flows if (f.origin, f.destination) not in (ENTER, LEAVE)]

    def width(self, flow: Flow) -> float:
        """Pixels of a ribbon outside the ports."""
        return max(flow.customers * self.per_customer * self.radii.ports * pi / 180, 1.6)


def movement_layer(movements: Movements, words: MapWords) -> str:
    """All ribbons with their numbers, the widest first so that thin ones stay visible."""
    ports = _ports(movements)
    order = sorted(range(len(movements.inner)), key=lambda n: -movements.inner[n].customers)
    ribbons, labels = [], []
    for n in order:
        flow = movements.inner[n]
        if flow.origin and flow.destination:
            ribbons.append(_inner_ribbon(flow, ports[n, "start"], ports[n, "end"], movements.radii, words))
            labels.append(_inner_label(flow, ports[n, "end"], movements, words))
    return (
        f'<g class="m-flows">{_ring_ends(movements, words)}{_gap(movements, ports, words)}'
        f"{''.join(ribbons)}{''.join(labels)}</g>"
    )


def _degrees_per_customer(flows: Sequence[Flow], radii: Radii) -> float:
    """One scale for every ribbon: the busiest port, the ends of the ring and the opening all have room."""
    per_pixel = 180 / (radii.ports * pi)
    inner = [f for f in flows if (f.origin, f.destination) not in (ENTER, LEAVE)]
    ends = [f.customers for f in flows if (f.origin, f.destination) in (ENTER, LEAVE)]
    busiest = max((sum(f.customers for f in inner if area in (f.origin, f.destination)) for area in AREAS), default=0)
    entering = sum(f.customers for f in inner if f.origin is None)
    leaving = sum(f.customers for f in inner if f.destination is None)
    limits = [
        (WIDEST_PORT, busiest),
        (WIDEST_END * per_pixel, max(ends, default=0)),
        (WIDEST_GAP * per_pixel, max(entering, leaving)),
    ]
    return min([WIDEST_PERSON, *(room / customers for room, customers in limits if customers)])


def _ports(movements: Movements) -> Ends:
    """An arc for each end of each flow, ordered by where the other end lies so that ribbons cross as little as they can."""
    placed: Ends = {}
    for index, area in enumerate(AREAS):
        ends = _ends_at(area, movements.inner)
        ends.sort(key=lambda end: -((end[2] - middle(index)) % 360))
        widths = [max(movements.inner[n].customers * movements.per_customer, THINNEST) for n, _, _ in ends]
        space = min(1.1, 10 / len(ends)) if ends else 0.0
        angle = middle(index) - (sum(widths) + space * (len(ends) - 1)) / 2
        for (n, side, _), width in zip(ends, widths, strict=True):
            placed[n, side] = (angle, angle + width)
            angle += width + space
    return placed


def _ends_at(area: str, flows: Sequence[Flow]) -> list[tuple[int, str, float]]:
    """(flow, which end, angle of the other end) of all that leave from or arrive at `area`."""
    departures = [(n, "start", _angle(f.destination, 166.0)) for n, f in enumerate(flows) if f.origin == area]
    arrivals = [(n, "end", _angle(f.origin, 194.0)) for n, f in enumerate(flows) if f.destination == area]
    return departures + arrivals


def _angle(area: str | None, outside: float) -> float:
    return outside if area is None else middle(AREAS.index(area))


def _inner_ribbon(flow: Flow, start: Arc, end: Arc, radii: Radii, words: MapWords) -> str:
    return _ribbon(flow, between_areas(start, end, radii.ports), words)


def _inner_label(flow: Flow, end: Arc, movements: Movements, words: MapWords) -> str:
    """The number near where it arrives, when the ribbon can carry it."""
    if movements.width(flow) < 6.5:
        return ""
    x, y = polar(movements.radii.ports - 22, sum(end) / 2)
    return f'<text class="m-n" x="{short(x)}" y="{short(y + 4)}" text-anchor="middle">{words.number(flow.customers)}</text>'


def _ring_ends(movements: Movements, words: MapWords) -> str:
    """First contact walks in on the left, those who leave walk out on the right."""
    out = []
    for flow in movements.flows:
        if (flow.origin, flow.destination) not in (ENTER, LEAVE):
            continue
        entering = flow.origin is None
        end = RingEnd(entering, movements.width(flow))
        word, x = (words.entering, end.foot - 8) if entering else (words.leaving, end.foot + 14)
        out.append(
            _ribbon(flow, end.path(), words) + _foot_label("m-end", x, 280, "middle", word, flow.customers, words)
        )
    return "".join(out)


def _gap(movements: Movements, ports: Ends, words: MapWords) -> str:
    """What passes through the opening: bought without a first contact on the left, left from elsewhere on the right."""
    numbered = list(enumerate(movements.inner))
    arriving = [(n, f) for n, f in numbered if f.origin is None]
    leaving = [(n, f) for n, f in numbered if f.destination is None]
    x_in = -6.0 - sum(movements.width(f) + 2 for _, f in arriving)
    discarded_only = all(f.origin == "ACQUIRE" for _, f in leaving)
    return (
        _gap_side(arriving, "end", x_in, movements, ports, words)
        + _gap_label(arriving, words.bought_directly, "end", -6, words)
        + _gap_side(leaving, "start", 6.0, movements, ports, words)
        + _gap_label(leaving, words.discarded if discarded_only else words.left_from_elsewhere, "start", 6, words)
    )


def _gap_side(
    flows: Sequence[tuple[int, Flow]], end: str, x: float, movements: Movements, ports: Ends, words: MapWords
) -> str:
    """Ribbons side by side from `x` to the right, in the order of their areas round the ring."""
    out = []
    for n, flow in sorted(flows, key=lambda item: AREAS.index(item[1].origin or item[1].destination or AREAS[0])):
        width = movements.width(flow)
        draw = into_through_gap if end == "end" else out_through_gap
        out.append(_ribbon(flow, draw(ports[n, end], movements.radii.ports, x + width / 2, width), words))
        x += width + 2
    return "".join(out)


def _gap_label(flows: Sequence[tuple[int, Flow]], word: str, anchor: str, x: float, words: MapWords) -> str:
    return _foot_label("m-end m-end2", x, 300, anchor, word, sum(f.customers for _, f in flows), words) if flows else ""


def _foot_label(css: str, x: float, y: int, anchor: str, word: str, customers: int, words: MapWords) -> str:
    return (
        f'<text class="{css}" x="{short(x)}" y="{y}" text-anchor="{anchor}">{escape(word)} '
        f'<tspan class="m-b">{words.number(customers)}</tspan></text>'
    )


def _ribbon(flow: Flow, path: str, words: MapWords) -> str:
    css = f"a-{CSS_KEYS[flow.destination]}" if flow.destination else "m-out"
    origin = words.areas[flow.origin] if flow.origin else words.outside
    destination = words.areas[flow.destination] if flow.destination else words.outside
    title = f"{origin} → {destination}: {words.number(flow.customers)}"
    return f'<path class="m-flow {css}" d="{path}"><title>{escape(title)}</title></path>'
