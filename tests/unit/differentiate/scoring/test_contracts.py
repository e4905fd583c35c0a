"""Survival of contracts in a run: by length of period, projected, counted or refused with the reason; and what it says of one contract."""

from datetime import date

import numpy as np
import pytest

from lazo.analytics.contract_hazard import ContractTraits
from lazo.analytics.contract_spells import NEVER, Contracts, day_number
from lazo.differentiate.queries.contract_outlook import ContractOutlook, next_renewal, outlooks
from lazo.differentiate.scoring.contracts import contract_survival
from lazo.identify.models import Contract

ON = date(2025, 6, 30)


def drawn(
    *, seed: int = 3, contracts: int = 3_000, worse_from: date | None = None, times: np.ndarray | None = None
) -> Contracts:
    """Monthly contracts begun over three years whose chances of being lost are Beta(0.8, 6), so many `times`; from a day on, three times those."""
    rng = np.random.default_rng(seed)
    month = rng.integers(0, 36, contracts)
    begun = [date(2022 + (6 + one) // 12, (6 + one) % 12 + 1, 1) for one in month]
    chance, end = rng.beta(0.8, 6.0, contracts) * (1 if times is None else times), np.full(contracts, NEVER)
    for number, (start, leaves) in enumerate(zip(begun, chance, strict=True)):
        for ahead in range(1, 36):
            total = start.year * 12 + start.month - 1 + ahead
            due = date(total // 12, total % 12 + 1, 1)
            if due > ON:
                break
            if rng.random() < min(leaves * (3 if worse_from and due >= worse_from else 1), 1):
                end[number] = day_number(due)
                break
    return Contracts(np.array([day_number(one) for one in begun]), end, np.ones(contracts, dtype=np.int64))


def test_monthly_contracts_are_projected_and_the_past_confirms_it() -> None:
    (told,) = contract_survival(drawn(), on=ON)
    assert (told["period_months"], told["contracts"], told["method"], told["problem"]) == (1, 3_000, "sbg", None)
    assert told["running"] + told["ended"] == 3_000
    assert (told["alpha"], told["beta"]) == (pytest.approx(0.8, rel=0.15), pytest.approx(6.0, rel=0.2))
    assert told["is_reliable"]
    test = told["back_test"]
    assert (test["cutoff"], test["until"]) == ("2024-06-30", "2025-06-30")
    assert test["expected"] == pytest.approx(test["lost"], rel=0.1)
    assert told["kept"][0] == 1.0
    assert all(low <= kept <= high for low, kept, high in zip(told["low"], told["kept"], told["high"], strict=True))


def test_a_year_in_which_three_times_as_many_left_is_not_reliable() -> None:
    (told,) = contract_survival(drawn(worse_from=date(2024, 7, 1)), on=ON)
    assert told["back_test"]["lost"] > 1.25 * told["back_test"]["expected"]
    assert not told["is_reliable"]


def test_lengths_of_period_are_not_mixed_and_few_are_refused() -> None:
    some = drawn(contracts=400)
    yearly = np.where(np.arange(400) < 30, 12, 1)
    monthly, annual = sorted(
        contract_survival(Contracts(some.start, some.end, yearly), on=ON), key=lambda one: one["period_months"]
    )
    assert (monthly["contracts"], annual["contracts"]) == (370, 30)
    assert annual["method"] == "none"
    assert annual["problem"]["code"] == "few_customers"
    assert annual["problem"]["needed"] == 50


def test_a_first_renewal_alone_is_counted_and_not_projected() -> None:
    start = np.full(200, day_number(date(2025, 5, 10)))
    end = np.where(np.arange(200) < 40, day_number(date(2025, 6, 10)), NEVER)
    (told,) = contract_survival(Contracts(start, end, np.ones(200, dtype=np.int64)), on=ON)
    assert (told["method"], told["problem"]["code"]) == ("counted", "no_time")
    assert told["kept"] == [1.0, 0.8]


def by_plan(*, told_apart: bool, seed: int = 3) -> tuple[Contracts, ContractTraits]:
    """Contracts of two plans and two amounts; where these tell apart, the second plan is lost three times as often and dear ones twice."""
    rng = np.random.default_rng(seed)
    second, dear = rng.random(3_000) < 0.4, rng.random(3_000) < 0.5
    times = np.where(second, 3.0, 1.0) * np.where(dear, 2.0, 1.0) if told_apart else np.ones(3_000)
    return drawn(seed=seed, times=times / 2), ContractTraits(np.where(second, 2, 1), np.where(dear, 200.0, 100.0))


def test_a_plan_that_is_left_more_is_told_apart_and_the_reason_is_kept() -> None:
    contracts, traits = by_plan(told_apart=True)
    (told,) = contract_survival(contracts, on=ON, traits=traits)
    assert (told["method"], told["choice"]["code"]) == ("cox", "better")
    assert [(one["name"], one["product"]) for one in told["cox"]["traits"]] == [("amount", None), ("product", 2)]
    assert all(one["coefficient"] > 3 * one["error"] for one in told["cox"]["traits"])
    choice = told["choice"]
    assert choice["concordance"] > max(choice["concordance_of_all"], 0.6)
    assert choice["missed"] < choice["missed_of_all"]
    assert told["back_test"]["expected"] == choice["expected"]

    cheap, dear = (one(product_id=plan, base_amount=amount, amount=amount) for plan, amount in ((1, 100), (2, 200)))
    first, second = outlooks([cheap, dear], [told], on=ON)
    assert first.churn_90d is not None
    assert second.churn_90d is not None
    assert second.churn_90d > 1.5 * first.churn_90d
    assert first.worth is not None
    assert second.worth is not None
    assert second.worth < 2 * first.worth


def test_a_plan_that_says_nothing_leaves_the_survival_of_all() -> None:
    contracts, traits = by_plan(told_apart=False)
    (told,) = contract_survival(contracts, on=ON, traits=traits)
    assert (told["method"], told["choice"]["code"]) == ("sbg", "no_better")
    assert told["choice"]["missed"] == pytest.approx(told["choice"]["missed_of_all"], rel=0.02)


def test_contracts_all_alike_and_too_few_ends_are_said() -> None:
    contracts, _ = by_plan(told_apart=True)
    alike = ContractTraits(np.full(len(contracts.start), 1), np.full(len(contracts.start), 100.0))
    (told,) = contract_survival(contracts, on=ON, traits=alike)
    assert (told["method"], told["choice"]) == ("sbg", {"code": "no_traits"})

    few = Contracts(contracts.start[:60], contracts.end[:60], contracts.period[:60])
    each = np.random.default_rng(1).permutation(np.repeat([1, 2, 3], 20))
    (told,) = contract_survival(few, on=ON, traits=ContractTraits(each, np.arange(60.0) + 10))
    assert told["choice"]["code"] in {"few_ended", "no_test", "no_better"}


def test_nobody_with_a_contract_costs_nothing() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert contract_survival(Contracts(none, none, none), on=ON) == []


SBG = {"period_months": 1, "method": "sbg", "alpha": 1.0, "beta": 9.0, "is_reliable": True, "problem": None}


def one(**said: object) -> Contract:
    values = {"started_on": date(2025, 1, 15), "period_months": 1, "currency": "COP", "amount": 100, "base_amount": 100}
    return Contract(**(values | said))


def told(contract: Contract, *survival: dict[str, object]) -> ContractOutlook:
    return outlooks([contract], survival, on=ON)[0]


def test_a_running_contract_has_its_chance_of_leaving_and_what_is_left_in_it() -> None:
    """Five renewals passed; three fall in the next 90 days: 1 - (14/15)(15/16)(16/17)."""
    found = told(one(), SBG)
    assert (found.state, found.next_renewal, found.is_reliable) == ("running", date(2025, 7, 15), True)
    assert found.churn_90d == pytest.approx(1 - (14 / 15) * (15 / 16) * (16 / 17))
    rate = 1.1 ** (1 / 12)
    kept = np.cumprod([(14 + k) / (15 + k) for k in range(36)])
    assert found.worth == round(100 * float(sum(kept[k] / rate ** (k + 1) for k in range(36))))


def test_the_renewal_that_the_source_tells_goes_before_the_reckoned_one() -> None:
    found = told(one(period_months=12, renews_on=date(2025, 9, 1)), SBG | {"period_months": 12})
    assert found.next_renewal == date(2025, 9, 1)
    assert found.churn_90d == pytest.approx(0.1)
    late = told(one(period_months=12, renews_on=date(2026, 1, 15)), SBG | {"period_months": 12})
    assert late.churn_90d == 0.0


@pytest.mark.parametrize(
    ("said", "state", "churn", "worth"),
    [
        ({"ends_on": date(2025, 8, 15)}, "ending", 1.0, 100),
        ({"cancelled_on": date(2025, 12, 15)}, "ending", 0.0, 500),
        ({"ends_on": date(2025, 6, 30)}, "ended", None, None),
        ({"started_on": date(2025, 8, 1)}, "coming", None, None),
    ],
)
def test_an_end_that_is_known_is_no_chance(
    said: dict[str, date], state: str, churn: float | None, worth: int | None
) -> None:
    found = told(one(**said), SBG)
    assert (found.state, found.next_renewal, found.churn_90d, found.worth) == (state, None, churn, worth)


def test_what_was_only_counted_says_no_more_than_was_seen() -> None:
    counted = {"period_months": 12, "method": "counted", "kept": [1.0, 0.8], "is_reliable": False, "problem": {}}
    first = told(one(started_on=date(2024, 8, 1), period_months=12), counted)
    assert (first.churn_90d, first.worth) == (pytest.approx(0.2), None)
    beyond = told(one(started_on=date(2023, 8, 1), period_months=12), counted)
    assert beyond.churn_90d is None


def test_without_a_survival_nothing_is_said() -> None:
    found = told(one())
    assert (found.state, found.churn_90d, found.worth, found.method) == ("running", None, None, "none")


def test_a_renewal_on_a_day_that_a_month_lacks_falls_on_its_last() -> None:
    assert next_renewal(one(started_on=date(2025, 1, 31)), date(2025, 2, 10)) == date(2025, 2, 28)
    assert next_renewal(one(started_on=date(2025, 1, 31)), date(2025, 2, 28)) == date(2025, 3, 31)
