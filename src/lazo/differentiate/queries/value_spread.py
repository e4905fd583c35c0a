"""How the value of the customers a user may see is spread among them: exact points of the Pareto or whale curve."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from lazo.differentiate.models import ScoreRun, ValueBand
from lazo.differentiate.queries.shared_part import shared_bands
from lazo.kernel.access import RowRule

BEST = 0.2
MOST_OF_A_YEAR = timedelta(days=330)


@dataclass(frozen=True)
class Point:
    """The first `customers`, from the most valuable on, hold `value` together (base minor units)."""

    customers: int
    value: int


@dataclass(frozen=True)
class ValueSpread:
    """`points` from the first hundredth of the base to everyone; `total` is above zero."""

    points: tuple[Point, ...]

    @property
    def customers(self) -> int:
        return self.points[-1].customers

    @property
    def total(self) -> int:
        return self.points[-1].value

    @property
    def curve(self) -> tuple[tuple[float, float], ...]:
        """(share of customers, share of their value)."""
        return tuple(self.share(point) for point in self.points)

    @property
    def best(self) -> Point:
        """The point nearest to the best fifth of the customers."""
        return self.near(BEST)

    @property
    def peak(self) -> Point:
        """The top of the whale: the fewest customers who hold the most; what lies above the total is lost again."""
        return max(self.points, key=lambda point: (point.value, -point.customers))

    def near(self, share: float) -> Point:
        """The point nearest to a share of the customers; of two as near, the one with fewer."""
        wanted = share * self.customers
        return min(self.points, key=lambda point: (abs(point.customers - wanted), point.customers))

    def share(self, point: Point) -> tuple[float, float]:
        return point.customers / self.customers, point.value / self.total


def value_spreads(*, rule: RowRule, run: ScoreRun) -> dict[str, ValueSpread]:
    """By `ValueBand.Measure`, of the current `run`; a measure of which there is nothing above zero is not among them.

    One query of at most 200 rows, and what is shared one by one.
    """
    bands = ValueBand.objects.filter(rule.as_q(), run=run).values_list("measure", "band")
    counted = {
        (measure, band): Point(customers, value)
        for measure, band, customers, value in bands.annotate(Sum("customers"), Sum("value"))
    }
    for measure in ValueBand.Measure.values:
        for one in shared_bands(run, rule, measure):
            held = counted.get((measure, one.band), Point(0, 0))
            counted[measure, one.band] = Point(held.customers + 1, held.value + one.value)
    points: dict[str, list[Point]] = {}
    for (measure, _), step in sorted(counted.items(), key=lambda item: item[0]):
        so_far = points.setdefault(measure, [])
        last = so_far[-1] if so_far else Point(0, 0)
        so_far.append(Point(last.customers + step.customers, last.value + step.value))
    return {measure: ValueSpread(tuple(found)) for measure, found in points.items() if found[-1].value > 0}


@dataclass(frozen=True)
class EarlierShare:
    """What the best fifth of the whole base held of `clv` on an earlier day."""

    on: date
    share: float


def share_a_year_before(run: ScoreRun) -> EarlierShare | None:
    """Of the last run made about a year or more before `run`; null without one. Of the whole base: only for who sees it."""
    earlier = ScoreRun.objects.filter(state=ScoreRun.State.DONE, on_date__lte=run.on_date - MOST_OF_A_YEAR)
    row = earlier.order_by("-on_date", "-pk").values_list("on_date", "counts__concentration__clv").first()
    stored = (row[1] if row else None) or {}
    if not row or not stored.get("top_20") or not stored.get("total") or stored["total"] <= 0:
        return None
    return EarlierShare(row[0], stored["top_20"] / stored["total"])
