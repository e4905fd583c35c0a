"""The ring: the customer's life bent into a circle, open at the bottom like the two ends of a story.

Left end = first contact, right end = leaves; clockwise, five equal sectors = the five areas. The same geometry draws the map, the ring of
one customer, the ring of 20 px in a table and the logo. Angles are degrees clockwise from twelve o'clock; y grows downwards, as in SVG.
"""

from math import cos, radians, sin, sqrt

from lazo.web.charts.areas import AREAS

GAP = 66.0
PAD = 1.5
SPAN = (360 - GAP) / len(AREAS)

Point = tuple[float, float]


def short(value: float) -> str:
    """A coordinate with one decimal at most."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def at(point: Point) -> str:
    """A point as it stands in a path."""
    return f"{short(point[0])} {short(point[1])}"


def polar(radius: float, angle: float) -> Point:
    turn = radians(angle)
    return radius * sin(turn), -radius * cos(turn)


def on(radius: float, angle: float) -> str:
    """A point of a circle as it stands in a path."""
    return at(polar(radius, angle))


def gate(index: int) -> float:
    """The angle of the moment of life before sector `index`; 5 is the end of the ring."""
    return -180 + GAP / 2 + index * SPAN


def sector(index: int) -> tuple[float, float]:
    """First and last angle of an area."""
    return gate(index) + PAD / 2, gate(index + 1) - PAD / 2


def middle(index: int) -> float:
    return (gate(index) + gate(index + 1)) / 2


def arc(radius: float, start: float, end: float) -> str:
    """A path along a circle; from a larger to a smaller angle it runs counter-clockwise."""
    large = 1 if abs(end - start) > 180 else 0
    clockwise = 1 if end > start else 0
    return f"M{on(radius, start)}A{short(radius)} {short(radius)} 0 {large} {clockwise} {on(radius, end)}"


def ring_piece(inner: float, outer: float, start: float, end: float) -> str:
    """The closed piece of ring between two radii and two angles."""
    large = 1 if end - start > 180 else 0
    return (
        f"M{on(inner, start)}L{on(outer, start)}A{short(outer)} {short(outer)} 0 {large} 1 {on(outer, end)}"
        f"L{on(inner, end)}A{short(inner)} {short(inner)} 0 {large} 0 {on(inner, start)}Z"
    )


def radius_for_area(area: float, width: float, base: float) -> float:
    """The outer radius at which a piece of ring `width` degrees wide, standing on `base`, covers `area`: R = √(R0² + 2·A/Δθ)."""
    return sqrt(base * base + 2 * max(area, 0.0) / radians(width))
