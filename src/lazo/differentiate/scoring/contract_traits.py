"""Whether price and plan tell how long contracts last: proportional hazards beside the survival of all, chosen by held-back time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import numpy as np

from lazo.analytics.contract_hazard import AMOUNT, PRODUCT, ContractTraits, Trait, lost_within, relative_hazard, tail_of
from lazo.analytics.contract_spells import NEVER, Contracts, day_number
from lazo.analytics.cox import CoxFit, concordance, fit_cox
from lazo.analytics.estimation import UnableToFit
from lazo.analytics.survival import SurvivalFit
from lazo.analytics.tuples import Ints

ENDED_PER_TRAIT = 10
"""P. Peduzzi and others (1995), Importance of events per independent variable in proportional hazards regression."""

LEAST_OF_PLAN = 20
MOST_PLANS = 8
LEAST_CONCORDANCE = 0.55
BIAS = 0.25
LEAST_LOST = 20
"""A back-test that misses by more, or of which fewer were lost, proves nothing."""

SHOWN_TO = 20_000
"""Contracts by which the order is judged: all pairs of more would take longer than they tell."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Contracts that ran at a cut-off: age then, renewals ahead until `on` if kept, whether and after how many they were lost."""

    contracts: Contracts
    traits: ContractTraits
    age: Ints
    ahead: Ints
    outlived: Ints
    lost: Any

    @classmethod
    def of(cls, contracts: Contracts, traits: ContractTraits, *, cutoff: date, on: date) -> Self:
        runs = ~contracts.ended(on=cutoff)
        kept = Contracts(contracts.start[runs], np.full(int(runs.sum()), NEVER), contracts.period[runs])
        theirs = Contracts(contracts.start[runs], contracts.end[runs], contracts.period[runs])
        age, lost = kept.passed(on=cutoff), theirs.ended(on=on)
        outlived = np.maximum(theirs.passed(on=on) - age, 0) + lost
        return cls(theirs, traits.taken(runs), age, kept.passed(on=on) - age, outlived, lost)


def with_traits(
    told: dict[str, Any],
    contracts: Contracts,
    traits: ContractTraits,
    fit: SurvivalFit,
    held: tuple[date, SurvivalFit] | None,
    *,
    on: date,
) -> dict[str, Any]:
    """`told` of a projected survival with `choice`, and with `cox` in its place where traits foretell who was lost.

    `held` is the cut-off of the back-test and the survival fitted on what was known then. `choice` has the code of the reason and its numbers:
    `no_traits` (all have the same price and plan), `few_ended`, `not_fitted`, `no_test`, `no_better` or `better`.
    """
    found = _traits_of(contracts, traits, on)
    if not found:
        return told | {"choice": {"code": "no_traits"}}
    needed = ENDED_PER_TRAIT * len(found)
    if told["ended"] < needed:
        return told | {"choice": {"code": "few_ended", "found": told["ended"], "needed": needed}}
    if held is None:
        return told | {"choice": {"code": "no_test"}}
    cutoff, before = held
    began = contracts.start <= day_number(cutoff)
    known = Contracts(contracts.start[began], contracts.end[began], contracts.period[began])
    theirs = traits.taken(began)
    try:
        cox, tried = _cox(contracts, traits, found, fit, on), _cox(known, theirs, found, before, cutoff)
    except UnableToFit:
        return told | {"choice": {"code": "not_fitted"}}
    choice = _compared(HeldBack.of(known, theirs, cutoff=cutoff, on=on), before, tried)
    if choice["code"] != "better":
        return told | {"choice": choice}
    test = (told["back_test"] or {}) | {"expected": choice["expected"]}
    is_reliable = choice["lost"] >= LEAST_LOST and abs(choice["expected"] / choice["lost"] - 1) <= BIAS
    return told | {**cox, "choice": choice, "back_test": test, "is_reliable": is_reliable}


def _traits_of(contracts: Contracts, traits: ContractTraits, on: date) -> list[Trait]:
    """What differs between contracts: the amount, and each plan that enough have and enough were lost of, beside the commonest."""
    found: list[Trait] = []
    if len(traits.amount) and np.ptp(traits.amount) > 0:
        found.append((AMOUNT, None))
    plans, counts = np.unique(traits.product, return_counts=True)
    ended = contracts.ended(on=on)
    commonest = np.argsort(-counts, kind="stable")
    for place in commonest[1 : MOST_PLANS + 1].tolist():
        theirs = traits.product == plans[place]
        if counts[place] >= LEAST_OF_PLAN and ENDED_PER_TRAIT <= int(ended[theirs].sum()) < int(counts[place]):
            found.append((PRODUCT, int(plans[place])))
    return found


def _cox(
    contracts: Contracts, traits: ContractTraits, found: list[Trait], fit: SurvivalFit, on: date
) -> dict[str, Any]:
    """A survival as a run keeps it, with traits."""
    ended = contracts.ended(on=on)
    model: CoxFit = fit_cox(contracts.passed(on=on) + ended, ended, traits.values(found))
    hazard = np.zeros(int(model.moments.max()))
    hazard[model.moments - 1] = model.hazard
    numbers = zip(model.coefficients, model.errors, model.means, strict=True)
    return {
        "method": "cox",
        "alpha": fit.params.alpha,
        "beta": fit.params.beta,
        "cox": {
            "traits": [
                {
                    "name": name,
                    "product": product,
                    "coefficient": float(one),
                    "error": float(error),
                    "mean": float(mean),
                }
                for (name, product), (one, error, mean) in zip(found, numbers, strict=True)
            ],
            "hazard": [float(one) for one in hazard],
            "tail": tail_of(hazard, fit.params),
        },
    }


def _compared(held: HeldBack, before: SurvivalFit, tried: dict[str, Any]) -> dict[str, Any]:
    """Who foretold better who was lost: mean squared miss of the chance, and the order."""
    times = relative_hazard(tried, held.traits)
    by_traits = lost_within(tried, held.ahead, age=held.age, times=times)
    for_all = before.params.lost_within(held.ahead, age=held.age)
    some = np.arange(0, len(times), len(times) // SHOWN_TO + 1)
    order = {
        name: concordance(held.outlived[some], held.lost[some], chance[some])
        for name, chance in (("concordance", by_traits), ("concordance_of_all", for_all))
    }
    missed, missed_by_all = (
        float(np.mean((one - held.lost) ** 2)) if len(times) else 0.0 for one in (by_traits, for_all)
    )
    lost, expected = int(held.lost.sum()), float(by_traits.sum())
    better = (
        missed < missed_by_all
        and order["concordance"] >= LEAST_CONCORDANCE
        and order["concordance"] > order["concordance_of_all"]
    )
    fair = lost > 0 and abs(expected / lost - 1) <= max(abs(float(for_all.sum()) / lost - 1), BIAS)
    return {
        "code": "better" if better and fair else "no_better",
        "running": len(times),
        "lost": lost,
        "missed": missed,
        "missed_of_all": missed_by_all,
        "expected": expected,
        **order,
    }
