"""What a run says of contracts: how many are kept from renewal to renewal, counted and projected, and whether that would have come true."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from lazo.analytics.contract_hazard import ContractTraits
from lazo.analytics.contract_spells import NEVER, Contracts, day_number
from lazo.analytics.estimation import FitProblem, UnableToFit
from lazo.analytics.survival import MIN_CONTRACTS, MIN_ENDED, Renewals, SurvivalFit, fit_survival, kaplan_meier
from lazo.differentiate.scoring.contract_traits import BIAS, LEAST_LOST, with_traits

LONGEST_HOLD_BACK = 365
SHOWN = 60


def contract_survival(contracts: Contracts, *, on: date, traits: ContractTraits | None = None) -> list[dict[str, Any]]:
    """One element per length of period, the shortest first; contracts of other lengths are not mixed, for a renewal is another thing there.

    `method` is sbg (projected), cox (projected, with what price and plan say: `cox`, and why in `choice`), counted (as far as seen) or none, and then `problem` has the reason, what was found and what is
    needed. `kept`, `low`, `high` are the counted curve, from the beginning. `back_test` compares, for the contracts that ran at a cut-off,
    how many were expected to be lost since and how many were; without it, or off by more than 25 %, `is_reliable` is false.
    """
    begun = contracts.start <= day_number(on)
    return [
        _of_period(contracts, begun & (contracts.period == months), int(months), on, traits)
        for months in np.unique(contracts.period[begun])
    ]


def _of_period(
    everything: Contracts, chosen: Any, months: int, on: date, traits: ContractTraits | None
) -> dict[str, Any]:
    contracts = Contracts(everything.start[chosen], everything.end[chosen], everything.period[chosen])
    renewals = contracts.renewals(on=on)
    curve = kaplan_meier(renewals)
    told: dict[str, Any] = {
        "period_months": months,
        "contracts": len(contracts.start),
        "running": int(np.count_nonzero(~contracts.ended(on=on))),
        "ended": renewals.ended,
        "kept": _rounded(curve.kept),
        "low": _rounded(curve.low),
        "high": _rounded(curve.high),
        "method": "none",
        "problem": None,
        "back_test": None,
        "is_reliable": False,
    }
    try:
        fit = fit_survival(renewals)
    except UnableToFit as problem:
        told["problem"] = {"code": str(problem.problem), "found": problem.found, "needed": problem.needed}
        if problem.problem is FitProblem.NO_TIME and _is_enough(renewals):
            told["method"] = "counted"
        return told
    held = _held_back(contracts, on)
    test = None if held is None else _back_test(contracts, *held, on)
    projected = told | {
        "method": "sbg",
        "alpha": fit.params.alpha,
        "beta": fit.params.beta,
        "back_test": test,
        "is_reliable": bool(test and test["lost"] >= LEAST_LOST and abs(test["expected"] / test["lost"] - 1) <= BIAS),
    }
    return projected if traits is None else with_traits(projected, contracts, traits.taken(chosen), fit, held, on=on)


def _is_enough(renewals: Renewals) -> bool:
    return renewals.contracts >= MIN_CONTRACTS and renewals.ended >= MIN_ENDED


def _held_back(contracts: Contracts, on: date) -> tuple[date, SurvivalFit] | None:
    """A cut-off half of the history ago and at most a year, and the fit on what was known then; null when that was too little."""
    first = date(1970, 1, 1) + timedelta(days=int(contracts.start.min()))
    days = min((on - first).days // 2, LONGEST_HOLD_BACK)
    cutoff = on - timedelta(days=days)
    try:
        return cutoff, fit_survival(contracts.begun(on=cutoff).renewals(on=cutoff))
    except (UnableToFit, ValueError):
        return None


def _back_test(contracts: Contracts, cutoff: date, fit: SurvivalFit, on: date) -> dict[str, Any]:
    known = contracts.begun(on=cutoff)
    running = ~known.ended(on=cutoff)
    age = known.passed(on=cutoff)[running]
    kept_on = Contracts(known.start[running], np.full(int(running.sum()), NEVER), known.period[running])
    ahead = kept_on.passed(on=on) - age
    lost = int(np.count_nonzero(known.ended(on=on)[running]))
    return {
        "cutoff": cutoff.isoformat(),
        "until": on.isoformat(),
        "running": int(running.sum()),
        "expected": float(fit.params.lost_within(ahead, age=age).sum()),
        "lost": lost,
    }


def _rounded(values: Any) -> list[float]:
    return [round(float(value), 6) for value in values[:SHOWN]]
