"""A named comparison: what is run, against what, and which numbers come of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lazo.bench.ground import Ground
from lazo.bench.measure import Cost, median
from lazo.bench.reading import Reading


@dataclass(frozen=True)
class Result:
    """The numbers beside their goals, what each thing that was run cost (medians), and what could not be measured."""

    readings: list[Reading]
    costs: Mapping[str, Cost] = field(default_factory=dict)
    not_measured: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """One of the cases that `lazo bench` knows; `title` says in Spanish what it is about."""

    name: str
    title: str
    run: Callable[[Ground], Result]


@dataclass
class Costs:
    """What each round cost, by what was run, in the order in which it was first run."""

    of: dict[str, list[Cost]] = field(default_factory=dict)

    def note(self, name: str, cost: Cost) -> None:
        self.of.setdefault(name, []).append(cost)

    def median(self, name: str) -> Cost:
        return median(self.of[name])

    def medians(self) -> dict[str, Cost]:
        return {name: self.median(name) for name in self.of}
