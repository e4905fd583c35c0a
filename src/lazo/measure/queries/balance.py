"""The balance of the cycle in a period: shares of spending and of return, the alarm, the target, what to move where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum

from lazo.analytics.balance import (
    AREAS,
    TARGET,
    Advice,
    AreaEvidence,
    Balance,
    UnableToBalance,
    cycle_balance,
    reallocation,
)
from lazo.customize.models import MoneyEntry
from lazo.measure.models import SpendingTarget
from lazo.measure.queries.ledger import Ledger, Money, ledger

EVIDENCE_DAYS = 365


@dataclass(frozen=True)
class AreaBalance:
    """One area: `cost` and `returned` (by control groups) in base minor units; `spent` and `earned` are its shares of all, null while there is
    nothing to divide. `campaigns`: controlled ones of the last 365 days.
    """

    area: str
    cost: int
    returned: Money
    spent: float | None
    earned: float | None
    target: float
    per_unit: float | None
    campaigns: int


@dataclass(frozen=True)
class CycleBalance:
    """`balance` is null while nothing was spent. `advice` names the areas whose evidence is missing."""

    ledger: Ledger
    areas: tuple[AreaBalance, ...]
    balance: Balance | None
    advice: Advice
    target: Mapping[str, float]
    target_is_proposed: bool

    @property
    def total(self) -> "AreaBalance":
        """All areas together; its area is blank."""
        spent = 1.0 if self.balance else None
        whole = self.ledger.returned()
        campaigns = sum(area.campaigns for area in self.areas)
        return AreaBalance("", self.ledger.cost(), whole, spent, None, 1.0, self.ledger.per_unit(), campaigns)

    @property
    def outer_share_of_return(self) -> float | None:
        """Acquisition's and retention's part of the measured return."""
        parts = [one.earned for one in self.areas if one.area in ("ACQUIRE", "RETAIN")]
        return None if None in parts else sum(part or 0 for part in parts)


def balance_of(*, first: date, until: date) -> CycleBalance:
    """The balance of the days [`first`, `until`), with the evidence of controlled campaigns of the 365 days before `until`. Four queries."""
    found = ledger(first=first, until=until)
    target, is_proposed = spending_target()
    evidence = area_evidence(first=until - timedelta(days=EVIDENCE_DAYS), until=until)
    costs = {area: found.cost(area) for area in AREAS}
    try:
        balance = cycle_balance({area: max(cost, 0) for area, cost in costs.items()}, target)
    except UnableToBalance:
        balance = None
    earned = {area: max(found.returned(area).amount, 0) for area in AREAS}
    whole = sum(earned.values())
    areas = tuple(
        AreaBalance(
            area=area,
            cost=costs[area],
            returned=found.returned(area),
            spent=balance.shares[area] if balance else None,
            earned=earned[area] / whole if whole else None,
            target=target[area],
            per_unit=found.per_unit(area),
            campaigns=evidence[area].campaigns if area in evidence else 0,
        )
        for area in AREAS
    )
    return CycleBalance(found, areas, balance, reallocation(evidence, budget=sum(costs.values())), target, is_proposed)


def area_evidence(*, first: date, until: date) -> dict[str, AreaEvidence]:
    """By area, the controlled experiments whose return was booked in the days [`first`, `until`): how many, what they cost, the lower end of
    what they brought. Two queries.
    """
    booked = MoneyEntry.objects.standing().filter(experiment__isnull=False)
    gains = booked.filter(
        ~Q(kind=MoneyEntry.Kind.COST),
        method=MoneyEntry.Method.CONTROLLED,
        low__isnull=False,
        on__gte=first,
        on__lt=until,
    )
    rows = list(gains.values_list("area", "experiment_id", "low"))
    experiments = {experiment for _, experiment, _ in rows}
    costs = dict(
        booked.filter(kind=MoneyEntry.Kind.COST, experiment_id__in=experiments)
        .values_list("experiment_id")
        .annotate(total=Sum("base_amount"))
        .order_by()
    )
    found: dict[str, AreaEvidence] = {}
    for area in {area for area, _, _ in rows}:
        ours = [(experiment, low or 0) for where, experiment, low in rows if where == area]
        numbers = {experiment for experiment, _ in ours}
        found[area] = AreaEvidence(len(numbers), sum(costs.get(one, 0) for one in numbers), sum(low for _, low in ours))
    return found


def spending_target() -> tuple[dict[str, float], bool]:
    """The wanted share of each area, and whether it is only what is proposed because the company set none. One query."""
    kept = SpendingTarget.objects.order_by("-pk").first()
    if kept is None:
        return dict(TARGET), True
    return {area: kept.shares[area] / 100 for area in AREAS}, False
