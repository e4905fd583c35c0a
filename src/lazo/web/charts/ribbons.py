"""Shapes of a movement: a ribbon between two areas, through the opening at the bottom, or along the ends of the ring."""

from dataclasses import dataclass
from math import cos, radians, sin

from lazo.web.charts.geometry import Point, at, on, polar, sector, short

Arc = tuple[float, float]

TIP = 6.0


def between_areas(start: Arc, end: Arc, radius: float) -> str:
    """From the port `start` to the port `end` on the circle of ports; the arriving end narrows into a tip that touches the ring."""
    apart = abs((sum(start) / 2 - sum(end) / 2 + 180) % 360 - 180)
    depth = radius * (0.36 + 0.34 * max(0.0, 1 - apart / 110))  # neighbours bend less towards the centre
    back = radius - TIP
    return (
        f"M{on(radius, start[0])}A{short(radius)} {short(radius)} 0 0 1 {on(radius, start[1])}"
        f"C{on(depth, start[1])} {on(depth, end[0])} {on(back, end[0])}L{on(radius, sum(end) / 2)}L{on(back, end[1])}"
        f"C{on(depth, end[1])} {on(depth, start[0])} {on(radius, start[0])}Z"
    )


def into_through_gap(port: Arc, radius: float, x: float, width: float) -> str:
    """From outside at the bottom, `width` pixels wide at `x`, up to a port."""
    left, right, bend, back = short(x - width / 2), short(x + width / 2), radius * 0.4, radius - TIP
    return (
        f"M{left} 250L{right} 250C{right} 100 {on(bend, port[1])} {on(back, port[1])}L{on(radius, sum(port) / 2)}"
        f"L{on(back, port[0])}C{on(bend, port[0])} {left} 100 {left} 250Z"
    )


def out_through_gap(port: Arc, radius: float, x: float, width: float) -> str:
    """From a port down to the outside at the bottom."""
    left, right, bend = short(x - width / 2), short(x + width / 2), radius * 0.4
    return (
        f"M{on(radius, port[0])}A{short(radius)} {short(radius)} 0 0 1 {on(radius, port[1])}"
        f"C{on(bend, port[1])} {right} 80 {right} 243L{short(x)} 250L{left} 243"
        f"C{left} 80 {on(bend, port[0])} {on(radius, port[0])}Z"
    )


@dataclass(frozen=True)
class RingEnd:
    """An end of the band of dots, where people walk in (left) or out (right): along the tangent, then turned to the vertical."""

    entering: bool
    width: float
    radius: float = 194.5
    floor: float = 258.0

    @property
    def foot(self) -> float:
        """Where the ribbon stands on the floor."""
        return self._origin[0] + self._away[0] * 34

    def path(self) -> str:
        half = self.width / 2
        return self._inwards(half) if self.entering else self._outwards(half)

    def _inwards(self, half: float) -> str:
        tip = min(14.0, 5 + half * 0.35)
        return (
            f"M{self._floor(half)}L{at((self.foot, self.floor - half * 0.3))}L{self._floor(-half)}"
            f"C{self._rise(-half)} {self._bend(-half, tip)} {self._edge(-half, tip)}L{at(self._origin)}L{self._edge(half, tip)}"
            f"C{self._bend(half, tip)} {self._rise(half)} {self._floor(half)}Z"
        )

    def _outwards(self, half: float) -> str:
        return (
            f"M{self._edge(half, 0)}C{self._bend(half, 0)} {self._rise(half)} {self._floor(half)}"
            f"L{at((self.foot, self.floor + 3 + half * 0.7))}L{self._floor(-half)}"
            f"C{self._rise(-half)} {self._bend(-half, 0)} {self._edge(-half, 0)}Z"
        )

    @property
    def _angle(self) -> float:
        return sector(0)[0] - 1.6 if self.entering else sector(4)[1] + 1.6

    @property
    def _origin(self) -> Point:
        return polar(self.radius, self._angle)

    @property
    def _outward(self) -> Point:
        turn = radians(self._angle)
        return sin(turn), -cos(turn)

    @property
    def _away(self) -> Point:
        turn, sign = radians(self._angle), -1 if self.entering else 1
        return sign * cos(turn), sign * sin(turn)

    def _edge(self, across: float, along: float) -> str:
        """`across` pixels outwards and `along` pixels away from the end of the ring."""
        (x, y), (nx, ny), (dx, dy) = self._origin, self._outward, self._away
        return at((x + nx * across + dx * along, y + ny * across + dy * along))

    def _bend(self, across: float, along: float) -> str:
        return self._edge(across, along + 22 - across * 0.55)

    def _floor(self, across: float) -> str:
        return at((self.foot + (-across if self.entering else across), self.floor))

    def _rise(self, across: float) -> str:
        return at((self.foot + (-across if self.entering else across), self.floor - 44 + across * 0.8))
