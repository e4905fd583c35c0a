"""The chance that each contract is lost in the coming days, by the survival of the contracts that are renewed as often as it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from lazo.analytics.contract_hazard import PROJECTED, ContractTraits, lost_within, relative_hazard, remaining_payments
from lazo.analytics.contract_spells import NEVER, Contracts, Days, day_number
from lazo.analytics.tuples import Floats, Ints

SOON_DAYS = 90
MONTHS_OF_YEAR = 12
FAR = date(9000, 1, 1)


def churn_chances(
    contracts: Contracts,
    traits: ContractTraits,
    renews: Days,
    survival: Sequence[Mapping[str, Any]],
    *,
    on: date,
    days: int = SOON_DAYS,
) -> Floats:
    """Chance from 0 to 1 that a contract is lost within `days` after `on`, one element per contract.

    `renews` is the next renewal as the source tells it, days since 1970 (NEVER: it follows from start and period); `survival` is what a run
    keeps of each length of period. 1 where an end is agreed within the days and 0 where it is agreed for later. NaN of contracts that do not
    run on that day, and where the survival of their period says nothing.
    """
    today, last = day_number(on), day_number(on) + days
    runs = (contracts.start <= today) & ~contracts.ended(on=on)
    agreed = runs & (contracts.end < NEVER)
    found = np.where(agreed, (contracts.end <= last).astype(np.float64), np.nan)
    open_ended = replace(contracts, end=np.full(len(contracts.end), NEVER))
    age = open_ended.passed(on=on)
    soon = renewals_ahead(open_ended, renews, age, on=on, days=days)
    for one in survival:
        theirs = runs & ~agreed & (contracts.period == one["period_months"])
        found[theirs] = _lost(one, age[theirs], soon[theirs], traits.taken(theirs))
    return found


def payments_coming(
    contracts: Contracts,
    traits: ContractTraits,
    renews: Days,
    survival: Sequence[Mapping[str, Any]],
    *,
    on: date,
    months: int,
    yearly_rate: float,
) -> Floats:
    """Payments that each contract is expected to make at its renewals of the coming months, discounted; up to an end that is agreed, all of them.

    NaN of contracts that do not run on the day, and where the survival of their period does not look ahead.
    """
    runs = contracts.runs(on=on)
    agreed = runs & (contracts.end < NEVER)
    open_ended = replace(contracts, end=np.full(len(contracts.end), NEVER))
    age = open_ended.passed(on=on)
    horizon = np.maximum(months // contracts.period, 1)
    told = (renews > day_number(on)) & (renews < NEVER)
    by_source = replace(contracts, start=np.where(told, renews, contracts.start)).passed(on=FAR) + (
        renews < contracts.end
    )
    until_end = np.where(told, np.where(renews < contracts.end, by_source, 0), contracts.passed(on=FAR) - age)
    found = np.where(agreed, np.minimum(until_end, horizon), np.nan)
    for one in survival:
        theirs = runs & ~agreed & (contracts.period == one["period_months"])
        if one["method"] in PROJECTED and theirs.any():
            period = int(one["period_months"])
            found[theirs] = remaining_payments(
                one,
                age[theirs],
                horizon=max(months // period, 1),
                rate=(1 + yearly_rate) ** (period / MONTHS_OF_YEAR) - 1,
                times=relative_hazard(one, traits.taken(theirs)),
            )
    return found


def payments_between(contracts: Contracts, *, after: date, until: date) -> Ints:
    """Payments that fell due after one day and up to another: one at the start, and one at each renewal."""
    made = [np.where(contracts.start <= day_number(day), contracts.passed(on=day) + 1, 0) for day in (after, until)]
    due: Ints = made[1] - made[0]
    return due


def renewals_ahead(contracts: Contracts, renews: Days, age: Ints, *, on: date, days: int) -> Ints:
    """How many renewals fall due after `on` and up to `days` later."""
    last = on + timedelta(days=days)
    told = (renews > day_number(on)) & (renews < NEVER)
    by_source = replace(contracts, start=np.where(told, renews, contracts.start)).passed(on=last) + 1
    own = contracts.passed(on=last) - age
    return np.where(told, np.where(renews <= day_number(last), by_source, 0), own)


def _lost(survival: Mapping[str, Any], age: Ints, soon: Ints, traits: ContractTraits) -> Floats:
    if survival["method"] in PROJECTED:
        return lost_within(survival, soon, age=age, times=relative_hazard(survival, traits))
    if survival["method"] != "counted":
        return np.full(len(age), np.nan)
    kept = np.array([*survival["kept"], np.nan])
    end = len(kept) - 1
    now, then = kept[np.minimum(age, end)], kept[np.minimum(age + soon, end)]
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(now > 0, 1 - then / now, np.nan)
    return np.where(soon == 0, 0.0, chance)
