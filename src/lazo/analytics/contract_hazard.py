"""What a run keeps of a survival, as chances: projected for all alike, or times what a contract's own traits say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from lazo.analytics.survival import ShiftedBetaGeometric
from lazo.analytics.tuples import Floats, Ints

AMOUNT, PRODUCT = "amount", "product"
PROJECTED = frozenset({"sbg", "cox"})
"""Methods that look past what has been seen."""


Trait = tuple[str, int | None]
"""AMOUNT, or PRODUCT and which."""


@dataclass(frozen=True, slots=True)
class ContractTraits:
    """Beside contracts, an element each: product (-1: none) and amount of a period in base minor units."""

    product: Ints
    amount: Floats

    def taken(self, chosen: Any) -> Self:
        """Those of some of the contracts."""
        return type(self)(self.product[chosen], self.amount[chosen])

    def values(self, traits: Sequence[Trait]) -> Floats:
        """One column a trait."""
        return np.stack([_values(one, self) for one in traits], axis=1)


def _values(trait: Trait, of: ContractTraits) -> Floats:
    """An amount twice as large is one more; 1 where the contract is of that product."""
    name, product = trait
    if name == AMOUNT:
        doubled: Floats = np.log2(np.maximum(of.amount, 1.0))
        return doubled
    same: Floats = (of.product == product).astype(np.float64)
    return same


def relative_hazard(survival: Mapping[str, Any], traits: ContractTraits) -> Floats:
    """How many times the usual hazard contracts with these traits have; 1 where the survival knows none."""
    line = np.zeros(len(traits.product))
    if survival["method"] == "cox":
        for one in survival["cox"]["traits"]:
            line += one["coefficient"] * (_values((one["name"], one["product"]), traits) - one["mean"])
    times: Floats = np.exp(line)
    return times


def lost_within(survival: Mapping[str, Any], soon: Ints, *, age: Ints, times: Floats) -> Floats:
    """Chance of being lost at one of the next `soon` renewals, by contracts of that age and so many times the usual hazard."""
    model = ShiftedBetaGeometric(survival["alpha"], survival["beta"])
    if survival["method"] == "sbg":
        return model.lost_within(soon, age=age)
    passed = _cumulative(survival, model, int((age + soon).max(initial=0)))
    lost: Floats = -np.expm1(-times * (passed[age + soon] - passed[age]))
    return lost


def remaining_payments(survival: Mapping[str, Any], age: Ints, *, horizon: int, rate: float, times: Floats) -> Floats:
    """Expected payments at the coming `horizon` renewals, each discounted at `rate` per period."""
    model = ShiftedBetaGeometric(survival["alpha"], survival["beta"])
    if survival["method"] == "sbg":
        return model.remaining_payments(age, horizon=horizon, rate=rate)
    passed = _cumulative(survival, model, int(age.max(initial=0)) + horizon)
    paid = np.zeros(len(age))
    for ahead in range(1, horizon + 1):
        paid += np.exp(-times * (passed[age + ahead] - passed[age])) * (1 + rate) ** -ahead
    return paid


def tail_of(hazard: Floats, model: ShiftedBetaGeometric) -> float:
    """How many times the projected hazard that of the renewals seen was: what goes on past the last of them."""
    projected = float(-np.log(model.retention(np.arange(len(hazard)))).sum())
    return float(hazard.sum()) / projected if projected > 0 else 1.0


def _cumulative(survival: Mapping[str, Any], model: ShiftedBetaGeometric, renewals: int) -> Floats:
    """The hazard of the first renewals together, from none: counted as far as seen, then projected."""
    seen = np.asarray(survival["cox"]["hazard"], dtype=np.float64)[:renewals]
    beyond = -np.log(model.retention(np.arange(len(seen), renewals))) * survival["cox"]["tail"]
    return np.concatenate(([0.0], np.cumsum(np.concatenate((seen, beyond)))))
