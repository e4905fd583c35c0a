"""Those who bought first in a month: what bringing them cost, what they brought since, and when that paid for itself."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from lazo.analytics.kpis import Kpi, acquisition_cost
from lazo.customize.models import MoneyEntry
from lazo.differentiate.models import CycleArea, ScoreRun

MONTHS = 12


@dataclass(frozen=True)
class AcquiredCohort:
    """`customers` first bought in `month`, which cost Adquirir `cost` (base minor units, 0: nothing was entered). `brought` until the run's
    day: margin where `AcquiredCohorts.margin_rate` is known, else net sales. `paid_back_after`: months (0: its own) until that reached the
    cost; null while it has not, or nothing was entered.
    """

    month: date
    customers: int
    cost: int
    brought: int
    paid_back_after: int | None

    @property
    def each(self) -> Kpi:
        """CAC: what one of them cost."""
        return acquisition_cost(cost=self.cost, new_customers=self.customers)

    @property
    def profit(self) -> int:
        return self.brought - self.cost


@dataclass(frozen=True)
class AcquiredCohorts:
    """The oldest first. `margin_rate`: the margin in a unit of net sales in the last twelve months, by which sales count; null where the
    margin of some customers is not known, and sales count whole.
    """

    cohorts: tuple[AcquiredCohort, ...]
    margin_rate: float | None


def acquired_cohorts(*, run: ScoreRun) -> AcquiredCohorts:
    """The twelve months up to that of the day the run counted its cohorts, from the cells it kept. One query."""
    kept = run.counts.get("cohorts") or {}
    cells = [(date.fromisoformat(cell[0]), *cell[1:]) for cell in kept.get("cells") or []]
    last = date.fromisoformat(kept.get("on") or run.on_date.isoformat()).replace(day=1)
    first = _months_after(last, 1 - MONTHS)
    rate = _margin_rate(run, cells, first, last)
    costs = _costs(first, _months_after(last, 1))
    monthly: dict[date, dict[int, int]] = defaultdict(dict)
    size: dict[date, int] = {}
    for cohort, offset, customers, _active, money in cells:
        if first <= cohort <= last:
            monthly[cohort][offset] = money
            size[cohort] = customers
    found = tuple(
        _cohort(month, size[month], costs.get(month, 0), monthly[month], 1.0 if rate is None else rate)
        for month in sorted(size)
    )
    return AcquiredCohorts(found, rate)


def _cohort(month: date, customers: int, cost: int, monthly: dict[int, int], rate: float) -> AcquiredCohort:
    brought, paid = 0.0, None
    for offset in sorted(monthly):
        brought += monthly[offset] * rate
        if paid is None and cost > 0 and brought >= cost:
            paid = offset
    return AcquiredCohort(month, customers, cost, round(brought), paid)


def _margin_rate(run: ScoreRun, cells: list[tuple[date, int, int, int, int]], first: date, last: date) -> float | None:
    totals = run.counts.get("totals") or {}
    sold = sum(money for cohort, offset, _, _, money in cells if first <= _months_after(cohort, offset) <= last)
    if not totals.get("customers") or totals.get("on_margin") != totals["customers"] or sold <= 0:
        return None
    return min(float(totals["value_12m"]) / sold, 1.0)


def _costs(first: date, until: date) -> dict[date, int]:
    """What Adquirir cost by month."""
    rows = MoneyEntry.objects.standing().filter(
        on__gte=first, on__lt=until, area=CycleArea.ACQUIRE, kind=MoneyEntry.Kind.COST
    )
    summed = rows.annotate(month=TruncMonth("on")).values_list("month").annotate(total=Sum("base_amount")).order_by()
    return dict(summed)


def _months_after(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)
