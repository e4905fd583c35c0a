"""What contracts are expected to bring, counted once in what customers are worth: payments that also come as purchases are not added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from lazo.analytics.clv import DEFAULT_MONTHS, DEFAULT_YEARLY_RATE, as_minor
from lazo.analytics.contract_risk import payments_between, payments_coming
from lazo.analytics.facts import WINDOW_MONTHS
from lazo.analytics.rollup import months_before
from lazo.analytics.tuples import Floats, Ints
from lazo.differentiate.scoring.contract_standing import Agreements
from lazo.differentiate.scoring.history import History
from lazo.differentiate.scoring.prediction import Prediction

NEARLY = 0.9
"""Who bought at least so much of what fell due paid by purchases that are recorded."""

HALF = 0.5


@dataclass(frozen=True, slots=True)
class ContractWorth:
    """By customer with a running contract: what is expected of it, and what fell due in twelve months; `among_purchases`: they pay by purchases.

    `payers` are the customers of whom anything fell due, `covered` those whose purchases reach it.
    """

    customer: Ints
    coming: Floats
    due: Floats
    payers: int
    covered: int

    @property
    def among_purchases(self) -> bool:
        """Said of the company, for one customer's purchases may be something else: whether those of half of the payers reach what fell due."""
        return self.payers > 0 and self.covered >= HALF * self.payers

    @classmethod
    def of(
        cls, a: Agreements, survival: Sequence[Mapping[str, Any]], history: History, *, on: date
    ) -> ContractWorth | None:
        """Null where no contract runs."""
        runs = a.contracts.runs(on=on)
        customer, at = np.unique(a.customer[runs], return_inverse=True)
        if not len(customer):
            return None
        each = payments_coming(
            a.contracts, a.traits, a.renews, survival, on=on, months=DEFAULT_MONTHS, yearly_rate=DEFAULT_YEARLY_RATE
        )
        known = ~np.isnan(each[runs])
        told = np.bincount(at[known], minlength=len(customer)) > 0
        coming = np.bincount(at[known], (each * a.traits.amount)[runs][known], minlength=len(customer))
        paid = payments_between(a.contracts, after=months_before(on, WINDOW_MONTHS), until=on)
        due = np.bincount(at, (paid * a.traits.amount)[runs], minlength=len(customer)).astype(float)
        place, theirs = _places(customer, history.customer)
        bought = np.zeros(len(customer))
        bought[place[theirs]] = history.money_12m[theirs]
        payers = due > 0
        covered = payers & (bought >= NEARLY * due)
        return cls(customer, np.where(told, coming, np.nan), due, int(payers.sum()), int(covered.sum()))

    def counted(self, prediction: Prediction, history: History) -> Prediction:
        """The lifetime value with that of contracts: added, or in the place of the purchases that paid them."""
        if prediction.clv is None:
            return prediction
        place, theirs = _places(self.customer, history.customer)
        coming = np.where(theirs, self.coming[place], np.nan)
        theirs = ~np.isnan(coming)
        part = np.where(theirs, as_minor(np.where(theirs, coming, 0.0) * history.margin_rate), 0)
        beyond = np.ones(len(history))
        if self.among_purchases:
            due, bought = self.due[place][theirs], history.money_12m[theirs].astype(np.float64)
            beyond[theirs] = np.clip(1 - due / np.maximum(bought, 1.0), 0.0, 1.0)
        clv = np.where(theirs, as_minor(prediction.clv * beyond), prediction.clv) + part
        return replace(prediction, clv=clv, worth=clv, of_contracts=part)

    def alone(self, history: History) -> tuple[Ints, Ints]:
        """Customers who never bought anything, and what is expected of their contracts: all that they are worth; who is not known is left out."""
        _, bought = _places(history.customer, self.customer)
        kept = ~bought & ~np.isnan(self.coming)
        return self.customer[kept], as_minor(self.coming[kept])

    def as_json(self, part: Ints | None, alone: Ints | None = None) -> dict[str, Any]:
        """What a run tells of it; `amount` is what of the lifetime value is that of contracts, `alone` how many are worth nothing but theirs."""
        others = np.zeros(0, dtype=np.int64) if alone is None else alone
        return {
            "customers": len(self.customer),
            "payers": self.payers,
            "covered": self.covered,
            "among_purchases": self.among_purchases,
            "alone": len(others),
            "amount": (0 if part is None else int(part.sum())) + int(others.sum()),
        }


def _places(known: Ints, wanted: Ints) -> tuple[Ints, Any]:
    if not len(known):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=np.bool_)
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return at, known[at] == wanted
