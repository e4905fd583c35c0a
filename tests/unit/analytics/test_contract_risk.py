"""Chances of many contracts at once: each is what a contract's own page says of it."""

from datetime import date, timedelta

import numpy as np
import pytest

from lazo.analytics.contract_hazard import ContractTraits
from lazo.analytics.contract_risk import churn_chances, payments_between, payments_coming
from lazo.analytics.contract_spells import NEVER, Contracts, day_number
from lazo.differentiate.queries.contract_outlook import outlooks
from lazo.identify.models import Contract

ON = date(2025, 6, 30)
SURVIVAL = [
    {"period_months": 1, "method": "sbg", "alpha": 0.8, "beta": 6.0, "is_reliable": True, "problem": None},
    {"period_months": 12, "method": "counted", "kept": [1.0, 0.7, 0.6], "is_reliable": False, "problem": None},
    {
        "period_months": 24,
        "method": "cox",
        "alpha": 1.0,
        "beta": 4.0,
        "cox": {
            "traits": [
                {"name": "amount", "product": None, "coefficient": 0.4, "error": 0.1, "mean": 6.5},
                {"name": "product", "product": 7, "coefficient": -0.9, "error": 0.1, "mean": 0.3},
            ],
            "hazard": [0.3, 0.2],
            "tail": 1.2,
        },
        "is_reliable": True,
        "problem": None,
    },
    {"period_months": 6, "method": "none", "is_reliable": False, "problem": {"code": "few_customers"}},
]


def number(day: date | None) -> int:
    return int(NEVER) if day is None else day_number(day)


def test_a_contract_among_many_has_the_chance_its_page_says() -> None:
    rng = np.random.default_rng(5)
    rows = []
    for _ in range(300):
        start = ON - timedelta(days=int(rng.integers(-40, 1_500)))
        ends = start + timedelta(days=int(rng.integers(0, 1_600))) if rng.random() < 0.3 else None
        renews = ON + timedelta(days=int(rng.integers(-50, 150))) if rng.random() < 0.4 else None
        period = int(rng.choice([1, 6, 12, 3, 24]))
        said = {"product_id": int(rng.choice([7, 8])), "base_amount": int(rng.choice([50, 100, 400]))}
        rows.append(Contract(started_on=start, ends_on=ends, renews_on=renews, period_months=period, **said))
    contracts = Contracts(
        np.array([number(row.started_on) for row in rows]),
        np.array([number(row.ends_on) for row in rows]),
        np.array([row.period_months for row in rows]),
    )
    traits = ContractTraits(
        np.array([row.product_id for row in rows]), np.array([float(row.base_amount) for row in rows])
    )
    found = churn_chances(contracts, traits, np.array([number(row.renews_on) for row in rows]), SURVIVAL, on=ON)
    told = [one.churn_90d for one in outlooks(rows, SURVIVAL, on=ON)]
    assert [None if np.isnan(one) else one for one in found] == [
        None if one is None else pytest.approx(one, abs=1e-12) for one in told
    ]
    assert {one is None for one in told} == {True, False}

    payments = payments_coming(
        contracts,
        traits,
        np.array([number(row.renews_on) for row in rows]),
        SURVIVAL,
        on=ON,
        months=36,
        yearly_rate=0.1,
    )
    worth = [one.worth for one in outlooks(rows, SURVIVAL, on=ON)]
    assert [
        None if np.isnan(one) else round(row.base_amount * one) for one, row in zip(payments, rows, strict=True)
    ] == worth
    assert np.nanmax(found) == 1.0


def test_what_fell_due_is_one_payment_at_the_start_and_one_at_each_renewal_that_was_passed() -> None:
    starts = [date(2024, 1, 31), date(2025, 1, 1), date(2025, 1, 1), date(2024, 3, 1), date(2025, 8, 1)]
    ends = [None, None, date(2025, 4, 1), None, None]
    contracts = Contracts(
        np.array([number(one) for one in starts]), np.array([number(one) for one in ends]), np.array([1, 1, 1, 12, 1])
    )
    found = payments_between(contracts, after=date(2024, 6, 30), until=ON)
    assert found.tolist() == [12, 6, 3, 1, 0]
