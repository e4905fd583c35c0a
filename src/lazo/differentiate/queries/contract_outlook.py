"""A contract's chance of being lost in 90 days, and what is left in it, by the survival of the last run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from lazo.analytics.contract_hazard import PROJECTED, ContractTraits, lost_within, relative_hazard, remaining_payments
from lazo.analytics.contract_spells import NEVER, Contracts, day_number
from lazo.identify.models import Contract

SOON_DAYS = 90
HORIZON_MONTHS = 36
YEARLY_RATE = 0.10
MONTHS_OF_YEAR = 12


@dataclass(frozen=True)
class ContractOutlook:
    """`state` is running, ending (an end is agreed ahead), ended or coming. `churn_90d` is 0..1, null without a survival that says so; `worth` are
    expected payments of the coming 36 months, base minor units, discounted at 10 % a year; `next_renewal` null once it ends.

    `method` and `is_reliable` are those of the survival used; `problem` says what was missing.
    """

    contract: Contract
    state: str
    next_renewal: date | None
    churn_90d: float | None
    worth: int | None
    method: str
    is_reliable: bool
    problem: Mapping[str, Any] | None


def outlooks(
    contracts: Iterable[Contract], survival: Iterable[Mapping[str, Any]], *, on: date
) -> list[ContractOutlook]:
    """For each contract, in the order given; `survival` is what the run keeps in `counts["contracts"]`."""
    by_period = {one["period_months"]: one for one in survival}
    return [_outlook(one, by_period.get(one.period_months), on) for one in contracts]


def _outlook(contract: Contract, survival: Mapping[str, Any] | None, on: date) -> ContractOutlook:
    end = contract.ended_on()
    plain = ContractOutlook(
        contract=contract,
        state=_state(contract, end, on),
        next_renewal=None,
        churn_90d=None,
        worth=None,
        method=survival["method"] if survival else "none",
        is_reliable=bool(survival and survival["is_reliable"]),
        problem=survival["problem"] if survival else None,
    )
    if plain.state in {"ended", "coming"}:
        return plain
    due = contract.renews_on if contract.renews_on and contract.renews_on > on else next_renewal(contract, on)
    if end is not None:
        is_soon = end <= on + timedelta(days=SOON_DAYS)
        paid = sum(day < end for day in _renewals(due, contract.period_months))
        return replace(plain, churn_90d=1.0 if is_soon else 0.0, worth=contract.base_amount * paid)
    running = replace(plain, next_renewal=due)
    return running if survival is None else _with_chance(running, survival, due, on)


def _with_chance(running: ContractOutlook, survival: Mapping[str, Any], due: date, on: date) -> ContractOutlook:
    contract = running.contract
    soon = sum(day <= on + timedelta(days=SOON_DAYS) for day in _renewals(due, contract.period_months))
    age = int(_one(contract).passed(on=on)[0])
    if running.method == "counted":
        return replace(running, churn_90d=_counted(survival["kept"], age, soon))
    if running.method not in PROJECTED:
        return running
    times = relative_hazard(
        survival, ContractTraits(np.array([contract.product_id or -1]), np.array([float(contract.base_amount)]))
    )
    ages, horizon = np.array([age]), max(HORIZON_MONTHS // contract.period_months, 1)
    rate = (1 + YEARLY_RATE) ** (contract.period_months / MONTHS_OF_YEAR) - 1
    payments = float(remaining_payments(survival, ages, horizon=horizon, rate=rate, times=times)[0])
    return replace(
        running,
        churn_90d=float(lost_within(survival, np.array([soon]), age=ages, times=times)[0]),
        worth=round(contract.base_amount * payments),
    )


def _state(contract: Contract, end: date | None, on: date) -> str:
    if contract.started_on > on:
        return "coming"
    if end is None:
        return "running"
    return "ended" if end <= on else "ending"


def _counted(kept: list[float], age: int, soon: int) -> float | None:
    """Of those who came so far; null where nobody was seen to go further."""
    if age + soon >= len(kept) or kept[age] <= 0:
        return None if soon else 0.0
    return 1 - kept[age + soon] / kept[age]


def next_renewal(contract: Contract, on: date) -> date:
    """The first renewal after the day, by start and period; the last of the month where its day does not exist."""
    passed = int(_one(contract).passed(on=on)[0])
    return _later(contract.started_on, (passed + 1) * contract.period_months)


def _renewals(first: date, period: int) -> list[date]:
    return [_later(first, period * number) for number in range(max(HORIZON_MONTHS // period, 1))]


def _later(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    first = date(total // 12, total % 12 + 1, 1)
    following = date((total + 1) // 12, (total + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def _one(contract: Contract) -> Contracts:
    start = np.array([day_number(contract.started_on)], dtype=np.int64)
    return Contracts(start, np.array([NEVER]), np.array([contract.period_months]))
