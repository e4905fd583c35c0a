"""What the cycle map is drawn from: one slice an area, fourteen bins of progress in each, and the movements of the period."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

BINS = 14


@dataclass(frozen=True)
class Bin:
    """The customers in one fourteenth of the way through an area; money in any one unit, below zero counts as nothing."""

    customers: int = 0
    strategic: int = 0
    value_12m: int = 0
    value_365d: int = 0


@dataclass(frozen=True)
class AreaSlice:
    """One area. `cost` and `incremental_return` of the period are None until they are known."""

    key: str
    customers: int = 0
    strategic: int = 0
    value_12m: int = 0
    value_365d: int = 0
    cost: int | None = None
    incremental_return: int | None = None
    bins: tuple[Bin, ...] = (Bin(),) * BINS


@dataclass(frozen=True)
class Flow:
    """Customers who changed area. `origin` None came from outside, `destination` None left."""

    origin: str | None
    destination: str | None
    customers: int


@dataclass(frozen=True)
class MapWords:
    """The words on the map, in the reader's language."""

    areas: Mapping[str, str]
    gates: tuple[str, ...]  # the six moments of life, from first contact to leaving
    title: str
    outside: str
    entering: str
    leaving: str
    returning: str
    discarded: str
    left_from_elsewhere: str
    heart: tuple[str, ...] = ()  # in the middle while there are no movements; the first line is large
    area_titles: Mapping[str, str] | None = None
    number: Callable[[int], str] = str


@dataclass(frozen=True)
class Radii:
    """The rings from the outside in. Without costs the two inner arcs are left out and names and ribbons move up."""

    base: float = 226.0
    top: float = 336.0
    dots_outer: float = 219.0
    dots_inner: float = 168.0
    returns: float = 160.0
    costs: float = 153.5
    names: float = 139.0
    ports: float = 131.0
    inner_edge: float = 148.5


WITH_MONEY = Radii()
WITHOUT_MONEY = Radii(names=147.0, ports=140.0, inner_edge=162.0)
