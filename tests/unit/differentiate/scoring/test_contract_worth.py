"""What contracts are expected to bring is in what customers are worth once, whether their payments come as purchases or not."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from lazo.analytics.contract_hazard import ContractTraits
from lazo.analytics.contract_spells import NEVER, Contracts, day_number
from lazo.differentiate.scoring.contract_standing import Agreements
from lazo.differentiate.scoring.contract_worth import ContractWorth
from lazo.differentiate.scoring.history import History
from lazo.differentiate.scoring.prediction import Prediction

ON = date(2025, 6, 30)
SBG = [{"period_months": 1, "method": "sbg", "alpha": 1.0, "beta": 9.0, "is_reliable": True, "problem": None}]
NOTHING = {90: None, 180: None, 365: None}
MONTHLY = 100


def agreements(*customers: int) -> Agreements:
    """A monthly contract each, begun two years ago."""
    size = len(customers)
    start = np.full(size, day_number(date(2023, 6, 15)))
    never = np.full(size, NEVER)
    traits = ContractTraits(np.full(size, 1), np.full(size, float(MONTHLY)))
    contracts = Contracts(start, never, np.ones(size, dtype=np.int64))
    return Agreements(np.array(customers), contracts, traits, never, np.full(size, float(MONTHLY)))


def history(**bought: int) -> History:
    """Customers 1 to 4, with what each bought in twelve months."""
    money = np.array([bought.get(f"c{one}", 0) for one in (1, 2, 3, 4)])
    ones = np.ones(4, dtype=np.int64)
    return History(
        customer=np.array([1, 2, 3, 4]), x=ones, t_x_days=ones, age_days=ones, mean=money.astype(float), money=money, money_12m=money,
        value_12m=money, is_margin=np.zeros(4, bool), margin_rate=np.array([1.0, 1.0, 0.5, 1.0]),
    )  # fmt: skip


def prediction(*clv: int) -> Prediction:
    worth = np.array(clv)
    values: dict[int, Any] = dict.fromkeys(NOTHING, worth)
    return Prediction(None, None, dict(NOTHING), dict(NOTHING), values, worth, None, None, worth, worth)


def expected() -> float:
    """Of a contract that was renewed 24 times: what the sum of its coming payments is worth today."""
    kept = np.cumprod([(9 + 24 + k) / (10 + 24 + k) for k in range(36)])
    return float(sum(MONTHLY * kept[k] / 1.1 ** ((k + 1) / 12) for k in range(36)))


def test_payments_that_are_no_purchases_are_added() -> None:
    bought = history(c1=50, c2=0, c3=80, c4=700)
    worth = ContractWorth.of(agreements(1, 2, 3), SBG, bought, on=ON)
    assert worth is not None
    assert (worth.payers, worth.covered, worth.among_purchases) == (3, 0, False)

    counted = worth.counted(prediction(200, 0, 300, 900), bought)

    assert counted.clv == pytest.approx([200 + expected(), expected(), 300 + expected() / 2, 900], abs=1)
    assert counted.of_contracts == pytest.approx([expected(), expected(), expected() / 2, 0], abs=1)
    assert counted.worth.tolist() == counted.clv.tolist()


def test_payments_that_came_as_purchases_are_counted_once() -> None:
    """The first bought what fell due and nothing else, the second twice as much, the third hardly anything."""
    due = 12 * MONTHLY
    bought = history(c1=due, c2=2 * due, c3=100, c4=700)
    worth = ContractWorth.of(agreements(1, 2, 3), SBG, bought, on=ON)
    assert worth is not None
    assert (worth.payers, worth.covered, worth.among_purchases) == (3, 2, True)

    counted = worth.counted(prediction(3_000, 6_000, 300, 900), bought)

    assert counted.clv == pytest.approx([expected(), 3_000 + expected(), expected() / 2, 900], abs=1)


def test_who_never_bought_is_worth_their_contracts_alone() -> None:
    bought = history(c1=50)
    worth = ContractWorth.of(agreements(1, 7, 9), SBG, bought, on=ON)
    assert worth is not None
    customers, amounts = worth.alone(bought)
    assert customers.tolist() == [7, 9]
    assert amounts == pytest.approx([expected(), expected()], abs=1)
    told = worth.as_json(np.array([5]), amounts)
    assert (told["alone"], told["amount"]) == (2, 5 + int(amounts.sum()))
    unknown = ContractWorth.of(agreements(7), [], bought, on=ON)
    assert unknown is not None
    assert len(unknown.alone(bought)[0]) == 0


def test_what_no_survival_tells_changes_nothing_and_says_so() -> None:
    bought = history(c1=50)
    worth = ContractWorth.of(agreements(1), [], bought, on=ON)
    assert worth is not None
    before = prediction(200, 0, 300, 900)
    after = worth.counted(before, bought)
    assert after.clv is not None
    assert (after.clv.tolist(), worth.as_json(after.of_contracts)["amount"]) == ([200, 0, 300, 900], 0)
    without = replace(before, clv=None)
    assert worth.counted(without, bought) is without


def test_nobody_with_a_running_contract_is_nothing() -> None:
    ended = agreements(1)
    ended = replace(ended, contracts=replace(ended.contracts, end=ended.contracts.start + 5))
    assert ContractWorth.of(ended, SBG, history(), on=ON) is None
