"""The cycle map for one user: areas, bins and movements of the customers that user may see."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from lazo.differentiate.models import CycleArea, MapCell, Movement, ScoreRun
from lazo.differentiate.positions.bins import BINS
from lazo.differentiate.queries.score_run import current_run
from lazo.differentiate.queries.shared_part import SharedCustomer, shared_customers, shared_ways
from lazo.kernel.access import RowRule, row_rule
from lazo.kernel.models import User

FIGURES = ("customers", "strategic", "value_12m", "value_365d", "value_365d_naive")


@dataclass
class AreaOnMap:
    """One area: totals, and the same figures in each of the 14 bins of the place; money in base minor units."""

    area: str
    customers: int = 0
    strategic: int = 0
    value_12m: int = 0
    value_365d: int = 0
    value_365d_naive: int = 0
    bins: dict[str, list[int]] = field(default_factory=lambda: {figure: [0] * BINS for figure in FIGURES})

    def add(self, one: SharedCustomer) -> None:
        """Count one more customer."""
        for figure in FIGURES:
            value = 1 if figure == "customers" else int(getattr(one, figure))
            self.bins[figure][one.bin] += value
            setattr(self, figure, getattr(self, figure) + value)


@dataclass(frozen=True)
class Way:
    """Customers who went from one area to another since the day `CycleMap.since`; blank is outside."""

    origin: str
    destination: str
    customers: int


@dataclass(frozen=True)
class CycleMap:
    """All five areas in the order of the cycle, also the empty ones; the most travelled ways first."""

    run: ScoreRun
    areas: list[AreaOnMap]
    ways: list[Way]
    since: date | None

    @property
    def customers(self) -> int:
        return sum(area.customers for area in self.areas)


def cycle_map(user: User) -> CycleMap | None:
    """What `user` may see of the current run; null before the first run. Three queries, whatever the customers."""
    run = current_run()
    return cycle_map_of(run, row_rule(user)) if run else None


def cycle_map_of(run: ScoreRun, rule: RowRule) -> CycleMap:
    """What `rule` lets see of `run`, from its small cube: at most 70 cells and 36 ways in two queries; and what is shared one by one."""
    areas = {area: AreaOnMap(area) for area in CycleArea.values}
    sums = [Sum(figure) for figure in FIGURES]
    cells = MapCell.objects.filter(rule.as_q(), run=run)
    for area, place, *values in cells.values_list("area", "bin").annotate(*sums):
        for figure, value in zip(FIGURES, values, strict=True):
            areas[area].bins[figure][place] = value
            setattr(areas[area], figure, getattr(areas[area], figure) + value)
    for one in shared_customers(run, rule):
        if one.area:
            areas[one.area].add(one)
    moved = Movement.objects.filter(rule.as_q(), run=run)
    counted = list(moved.values_list("origin", "destination", "since").annotate(sum_customers=Sum("customers")))
    since = next((since for _, _, since, _ in counted), None) or _since(run, rule)
    by_way = {(origin, destination): customers for origin, destination, _, customers in counted}
    for way, customers in (shared_ways(run, rule, since=since) if since else {}).items():
        by_way[way] = by_way.get(way, 0) + customers
    ways = [Way(*way, customers) for way, customers in by_way.items()]
    ways.sort(key=lambda way: (-way.customers, way.origin, way.destination))
    return CycleMap(run=run, areas=list(areas.values()), ways=ways, since=since if ways else None)


def totals_of(run: ScoreRun, rule: RowRule) -> AreaOnMap:
    """All areas of `run` together, as far as `rule` lets see, without their bins; its `area` is blank."""
    found = MapCell.objects.filter(rule.as_q(), run=run).aggregate(**{name: Sum(name, default=0) for name in FIGURES})
    total = AreaOnMap("", **found)
    for one in shared_customers(run, rule):
        if one.area:
            total.add(one)
    return total


def _since(run: ScoreRun, rule: RowRule) -> date | None:
    """The day the run compares with, where nobody of the reader's own moved."""
    if not rule.shared:
        return None
    return Movement.objects.filter(run=run).values_list("since", flat=True).order_by("pk").first()
