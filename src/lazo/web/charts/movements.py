"""The heart of the map: who changed area. Width is customers, colour is the area they arrive in."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import pi

from lazo.web.charts.areas import AREAS, CSS_KEYS
from lazo.web.charts.cycle_data import Flow, MapWords, Radii
from lazo.web.charts.geometry import Point, middle, polar, short
from lazo.web.charts.ribbons import Arc, RingEnd, between_areas, into_through_gap, out_through_gap

ENTER = (None, "ACQUIRE")
LEAVE = ("RETAIN", None)
WIDEST_PORT = 46.0  # degrees of the busiest area
WIDEST_PERSON = 2.5  # degrees of one customer, so that three people are no flood
WIDEST_END = 50.0  # pixels of a ribbon along the end of the ring
WIDEST_GAP = 40.0  # pixels of all that goes one way through the opening
THINNEST = 0.5  # degrees
LABELLED = 6.5  # pixels a ribbon needs to carry its number
DIGIT, LINE = 7.0, 12.0  # pixels of a figure and of a line of them
DEPTHS = (22.0, 38.0, 54.0)  # pixels inwards from the ports where a number may stand

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
    return _Heart(movements, words, _ports(movements)).draw()


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


def _meet(place: Point, half: float, other: tuple[float, float, float]) -> bool:
    """Whether a number of that half width would touch another."""
    return abs(place[0] - other[0]) < half + other[2] + 1 and abs(place[1] - other[1]) < LINE


@dataclass(frozen=True)
class _Heart:
    """The movements with a place for each of their ends, ready to be drawn."""

    movements: Movements
    words: MapWords
    ports: Ends

    def draw(self) -> str:
        inner = self.movements.inner
        order = sorted(range(len(inner)), key=lambda n: -inner[n].customers)
        between = [n for n in order if inner[n].origin and inner[n].destination]
        ribbons = "".join(self._between(n) for n in between)
        labels = "".join(self._arrival_labels(between))
        return f'<g class="m-flows">{self._ring_ends()}{self._gap()}{ribbons}{labels}</g>'

    def _between(self, n: int) -> str:
        path = between_areas(self.ports[n, "start"], self.ports[n, "end"], self.movements.radii.ports)
        return self._ribbon(self.movements.inner[n], path)

    def _arrival_labels(self, between: Sequence[int]) -> Iterator[str]:
        """The numbers near where they arrive, of ribbons that can carry one: the largest first, others further in where they would meet it."""
        taken: list[tuple[float, float, float]] = []
        for n in between:
            flow = self.movements.inner[n]
            if self.movements.width(flow) < LABELLED:
                continue
            number = self.words.number(flow.customers)
            half = DIGIT * len(number) / 2
            angle = sum(self.ports[n, "end"]) / 2
            places = (polar(self.movements.radii.ports - depth, angle) for depth in DEPTHS)
            free = (place for place in places if not any(_meet(place, half, other) for other in taken))
            if (place := next(free, None)) is not None:
                taken.append((*place, half))
                x, y = place
                yield f'<text class="m-n" x="{short(x)}" y="{short(y + 4)}" text-anchor="middle">{number}</text>'

    def _ring_ends(self) -> str:
        """First contact walks in on the left, those who leave walk out on the right."""
        out = []
        for flow in self.movements.flows:
            if (flow.origin, flow.destination) not in (ENTER, LEAVE):
                continue
            entering = flow.origin is None
            end = RingEnd(entering, self.movements.width(flow))
            word, dx = (self.words.entering, -8) if entering else (self.words.leaving, 14)
            out.append(self._ribbon(flow, end.path()))
            out.append(
                self._foot_label(f'class="m-end" x="{short(end.foot + dx)}" y="280"', "middle", word, flow.customers)
            )
        return "".join(out)

    def _gap(self) -> str:
        """What passes through the opening: who had been a customer and returns on the left, left from elsewhere on the right."""
        arriving = [n for n, f in enumerate(self.movements.inner) if f.origin is None]
        leaving = [n for n, f in enumerate(self.movements.inner) if f.destination is None]
        discarded_only = all(self.movements.inner[n].origin == "ACQUIRE" for n in leaving)
        leaving_word = self.words.discarded if discarded_only else self.words.left_from_elsewhere
        start = -6.0 - sum(self.movements.width(self.movements.inner[n]) + 2 for n in arriving)
        return (
            self._side_by_side(arriving, "end", start)
            + self._gap_label(arriving, self.words.returning, "end")
            + self._side_by_side(leaving, "start", 6.0)
            + self._gap_label(leaving, leaving_word, "start")
        )

    def _side_by_side(self, numbers: Sequence[int], end: str, x: float) -> str:
        """Ribbons from `x` to the right, in the order of their areas round the ring."""
        draw = into_through_gap if end == "end" else out_through_gap
        out = []
        for n in sorted(numbers, key=lambda n: _order(self.movements.inner[n])):
            flow = self.movements.inner[n]
            width = self.movements.width(flow)
            path = draw(self.ports[n, end], self.movements.radii.ports, x + width / 2, width)
            out.append(self._ribbon(flow, path))
            x += width + 2
        return "".join(out)

    def _gap_label(self, numbers: Sequence[int], word: str, anchor: str) -> str:
        total = sum(self.movements.inner[n].customers for n in numbers)
        x = -6 if anchor == "end" else 6
        return self._foot_label(f'class="m-end m-end2" x="{x}" y="300"', anchor, word, total) if total else ""

    def _foot_label(self, place: str, anchor: str, word: str, customers: int) -> str:
        number = f'<tspan class="m-b">{self.words.number(customers)}</tspan>'
        return f'<text {place} text-anchor="{anchor}">{escape(word)} {number}</text>'

    def _ribbon(self, flow: Flow, path: str) -> str:
        css = f"a-{CSS_KEYS[flow.destination]}" if flow.destination else "m-out"
        origin = self.words.areas[flow.origin] if flow.origin else self.words.outside
        destination = self.words.areas[flow.destination] if flow.destination else self.words.outside
        title = f"{origin} → {destination}: {self.words.number(flow.customers)}"
        return f'<path class="m-flow {css}" d="{path}"><title>{escape(title)}</title></path>'


def _order(flow: Flow) -> int:
    return AREAS.index(flow.origin or flow.destination or AREAS[0])
