"""Customer equity for a reader: what the customers they see are worth together, and why it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from lazo.analytics.equity import PARTS, UnableToReturn, return_on_customer
from lazo.analytics.kpis import Kpi, UnableToDivide, churn, gross_revenue_retention, net_revenue_retention, retention
from lazo.differentiate.models import EquityFigure, ScoreRun
from lazo.differentiate.queries.score_run import current_run
from lazo.kernel.access import row_rule
from lazo.kernel.models import User

Name = EquityFigure.Name
MOST_RUNS = 24


@dataclass(frozen=True)
class Figure:
    """Customers and money in base minor units."""

    customers: int = 0
    amount: int = 0


@dataclass(frozen=True)
class CustomerEquity:
    """`since` null: nothing to compare with. `past` are earlier days with their equity, the newest first."""

    run: ScoreRun
    since: ScoreRun | None
    figures: Mapping[str, Figure]
    past: tuple[tuple[date, Figure], ...]
    sees_everything: bool

    def of(self, name: str) -> Figure:
        return self.figures.get(name, Figure())

    @property
    def closing(self) -> Figure:
        return self.of(Name.CLOSING)

    @property
    def change(self) -> int:
        """What all parts add up to."""
        return sum(self.of(part).amount for part in PARTS)

    @property
    def on_customer(self) -> float | None:
        """Return on customer between the two days; null where it cannot be said."""
        if self.since is None:
            return None
        try:
            return return_on_customer(
                cash=self.of(Name.CASH).amount, opening=self.of(Name.OPENING).amount, closing=self.closing.amount
            )
        except UnableToReturn:
            return None

    def kpis(self) -> dict[str, float | None]:
        """Retention and churn of customers, gross and net retention of what they buy: the last 12 months against the 12 before."""
        start, lost = self.of(Name.YEAR_START), self.of(Name.YEAR_CHURNED)
        new, kept = self.of(Name.YEAR_NEW), self.of(Name.YEAR_KEPT)
        shrunk, grown = self.of(Name.YEAR_CONTRACTION).amount, self.of(Name.YEAR_EXPANSION).amount
        end = kept.customers + new.customers
        found = {
            "retention": retention(at_start=start.customers, at_end=end, new=new.customers),
            "churn": churn(at_start=start.customers, lost=lost.customers),
            "gross": gross_revenue_retention(start=start.amount, contraction=shrunk, churned=lost.amount),
            "net": net_revenue_retention(start=start.amount, contraction=shrunk, churned=lost.amount, expansion=grown),
        }
        return {name: _value(kpi) for name, kpi in found.items()}


def customer_equity(user: User) -> CustomerEquity | None:
    """Of the current run, of the customers the user or their teams look after; null before a run was explained. Three queries."""
    run = current_run()
    rule = row_rule(user)
    seen = EquityFigure.objects.filter(rule.as_q())
    first = EquityFigure.objects.filter(run=run).select_related("since").first() if run else None
    if run is None or first is None:
        return None
    sums = seen.filter(run=run).values_list("name").annotate(Sum("customers"), Sum("amount"))
    figures = {name: Figure(customers, amount) for name, customers, amount in sums}
    return CustomerEquity(run, first.since, figures, _past(seen, run), rule.everything)


def _past(seen: "QuerySet[EquityFigure]", run: ScoreRun) -> tuple[tuple[date, Figure], ...]:
    rows = seen.filter(name=Name.CLOSING, run__on_date__lt=run.on_date)
    sums = (
        rows.values_list("run__on_date", "run")
        .annotate(Sum("customers"), Sum("amount"))
        .order_by("-run__on_date", "-run")
    )
    days: dict[date, Figure] = {}
    for day, _run, customers, amount in sums[:MOST_RUNS]:
        days.setdefault(day, Figure(customers, amount))
    return tuple(days.items())


def _value(kpi: Kpi) -> float | None:
    try:
        return kpi.value
    except UnableToDivide:
        return None
