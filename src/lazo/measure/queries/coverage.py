"""How much of the cycle is served: of the customers in each area, those somebody did something for; and what came back by how much is served."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import Coalesce

from lazo.analytics.balance import AREAS
from lazo.customize.models import Decision
from lazo.identify.models import Party
from lazo.measure.queries.ledger import Ledger, Money
from lazo.measure.queries.pressure import standing_at

EDGES = (0.0, 0.05, 0.25, 0.5)
"""Bands of coverage begin above these shares; the first is nobody."""


@dataclass(frozen=True)
class AreaCoverage:
    """`served` of the `eligible` customers that stand in the area were treated by a campaign or an offer of it in the period."""

    area: str
    eligible: int
    served: int

    @property
    def share(self) -> float | None:
        return self.served / self.eligible if self.eligible else None

    @property
    def band(self) -> int | None:
        """0: nobody is served; else the place among EDGES."""
        return None if self.share is None else sum(self.share > edge for edge in EDGES)


@dataclass(frozen=True)
class CycleCoverage:
    """One line an area, in the order of the cycle."""

    areas: tuple[AreaCoverage, ...]

    @property
    def share(self) -> float | None:
        """Served pairs of customer and moment among all that could be; null without customers."""
        eligible = sum(one.eligible for one in self.areas)
        return sum(one.served for one in self.areas) / eligible if eligible else None


@dataclass(frozen=True)
class BandReturn:
    """The areas whose coverage lies above `low` up to `high` (both 0: nobody served), what they cost and brought against control groups."""

    low: float
    high: float
    areas: tuple[str, ...]
    cost: int
    returned: Money

    @property
    def roi(self) -> float | None:
        """(return - cost) / cost; null where nothing was spent or nothing measured."""
        return (self.returned.amount - self.cost) / self.cost if self.cost > 0 and self.returned.entries else None


def cycle_coverage(*, first: date, until: date) -> CycleCoverage:
    """Who stood in each area on the last day of [`first`, `until`), and who of them was treated in those days. Six queries."""
    standing = standing_at(until - timedelta(days=1))
    eligible = dict(standing.filter(area__in=AREAS).values_list("area").annotate(n=Count("pk")).order_by())
    found = []
    for area in AREAS:
        decided = Decision.objects.standing().filter(
            on__gte=first, on__lt=until, arm__is_control=False, experiment__area=area
        )
        found_in = Party.objects.filter(pk__in=decided.values("party"))
        parties = found_in.annotate(customer=Coalesce("canonical", "pk")).values("customer")
        served = standing.filter(area=area, customer__in=parties).count() if eligible.get(area) else 0
        found.append(AreaCoverage(area, eligible.get(area, 0), served))
    return CycleCoverage(tuple(found))


def returns_by_band(coverage: CycleCoverage, ledger: Ledger) -> tuple[BandReturn, ...]:
    """What came back by how much of an area is served; bands without areas are left out."""
    found = []
    for band in range(len(EDGES) + 1):
        areas = tuple(one.area for one in coverage.areas if one.band == band)
        if areas:
            low, high = (EDGES[band - 1], (*EDGES, 1.0)[band]) if band else (0.0, 0.0)
            cost = sum(ledger.cost(area) for area in areas)
            found.append(BandReturn(low, high, areas, cost, ledger.returned_of(areas)))
    return tuple(found)
