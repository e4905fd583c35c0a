"""Contracts: the published example of the paper, counted and projected; and contracts of known truth."""

import numpy as np
import pytest

from lazo.analytics.estimation import FitProblem, UnableToFit
from lazo.analytics.survival import Renewals, ShiftedBetaGeometric, fit_survival, kaplan_meier

# Fader and Hardie (2007), table 1: survivors of 1,000 at the end of years 0 to 12; the model is fitted on years 0 to 7.
REGULAR = np.array([1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173])
HIGH_END = np.array([1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394])
FITTED_YEARS = 7


def known(survivors: np.ndarray) -> Renewals:
    return Renewals(at_risk=survivors[:FITTED_YEARS], lost=-np.diff(survivors[: FITTED_YEARS + 1]))


@pytest.mark.parametrize(
    ("survivors", "alpha", "beta"), [(REGULAR, 0.704, 1.182), (HIGH_END, 0.668, 3.806)], ids=["regular", "high end"]
)
def test_the_published_parameters_are_found(survivors: np.ndarray, alpha: float, beta: float) -> None:
    found = fit_survival(known(survivors))
    assert (found.params.alpha, found.params.beta) == pytest.approx((alpha, beta), abs=6e-4)
    assert (found.contracts, found.ended, found.converged) == (1000, 1000 - int(survivors[FITTED_YEARS]), True)


@pytest.mark.parametrize("survivors", [REGULAR, HIGH_END], ids=["regular", "high end"])
def test_the_years_that_were_not_shown_are_foreseen(survivors: np.ndarray) -> None:
    params = fit_survival(known(survivors)).params
    projected = 1000 * params.kept(np.arange(13))
    assert projected[FITTED_YEARS + 1 :] == pytest.approx(survivors[FITTED_YEARS + 1 :], abs=20)
    assert projected[12] / survivors[12] == pytest.approx(1.0, abs=0.05)


def test_retention_rises_because_the_faithful_are_left() -> None:
    model = ShiftedBetaGeometric(alpha=0.668, beta=3.806)
    assert model.retention([0, 1, 6]) == pytest.approx([3.806 / 4.474, 4.806 / 5.474, 9.806 / 10.474])
    assert model.kept(1, age=[0, 1]) == pytest.approx(model.retention([0, 1]))
    assert model.lost_within([0, 1, 2], age=3) == pytest.approx([0, 1 - model.retention(3), 1 - model.kept(2, age=3)])


def test_what_is_left_in_a_contract_is_the_sum_of_what_is_kept() -> None:
    model = ShiftedBetaGeometric(alpha=1.0, beta=3.0)
    by_hand = sum(float(model.kept(k, age=2)) / 1.1**k for k in range(1, 6))
    assert model.remaining_payments(2, horizon=5, rate=0.1) == pytest.approx(by_hand)
    assert model.remaining_payments(np.array([0, 2]), horizon=5)[1] > model.remaining_payments(0, horizon=5)


def test_contracts_become_renewals_and_who_runs_has_not_come_to_the_next() -> None:
    """Three contracts lost after 0, 1 and 1 renewals; one runs after 2, one after 0."""
    found = Renewals.of(np.array([0, 1, 1, 2, 0]), np.array([True, True, True, False, False]))
    assert found.at_risk.tolist() == [4, 3, 0]
    assert found.lost.tolist() == [1, 2, 0]


def test_an_old_contract_counts_from_when_the_records_begin() -> None:
    periods, ended = np.array([5, 5, 1, 2]), np.array([True, False, True, True])
    found = Renewals.of(periods, ended, entered=np.array([4, 4, 0, 0]))
    assert found.at_risk.tolist() == [2, 2, 1, 0, 2, 1]
    assert found.lost.tolist() == [0, 1, 1, 0, 0, 1]


def test_what_was_simulated_is_found_from_contracts_of_all_ages() -> None:
    rng = np.random.default_rng(4)
    chance = rng.beta(0.8, 3.0, 40_000)
    lifetime = rng.geometric(chance) - 1
    age = rng.integers(0, 9, 40_000)
    ended = lifetime < age
    found = fit_survival(Renewals.of(np.where(ended, lifetime, age), ended)).params
    assert (found.alpha, found.beta) == pytest.approx((0.8, 3.0), rel=0.06)


def test_the_counted_curve_and_its_bands() -> None:
    curve = kaplan_meier(Renewals(np.array([10, 6, 2]), np.array([2, 3, 0])))
    assert curve.kept == pytest.approx([1.0, 0.8, 0.4, 0.4])
    spread = 1.959963984540054 * np.sqrt(2 / (10 * 8)) / abs(np.log(0.8))
    assert curve.low[1] == pytest.approx(0.8 ** np.exp(spread))
    assert curve.high[1] == pytest.approx(0.8 ** np.exp(-spread))
    assert (curve.low[0], curve.high[0]) == (1.0, 1.0)
    assert np.all(curve.low <= curve.kept)
    assert np.all(curve.kept <= curve.high)


def test_a_curve_ends_where_nobody_was_at_risk_any_more() -> None:
    assert kaplan_meier(Renewals(np.array([5, 3, 0, 2]), np.array([1, 3, 0, 1]))).kept == pytest.approx([1.0, 0.8, 0.0])


@pytest.mark.parametrize(
    ("at_risk", "lost", "problem"),
    [
        ([49, 30], [15, 10], FitProblem.FEW_CUSTOMERS),
        ([400, 300], [10, 9], FitProblem.FEW_ENDED),
        ([400], [40], FitProblem.NO_TIME),
        ([], [], FitProblem.FEW_CUSTOMERS),
    ],
)
def test_too_little_is_refused_with_the_reason(at_risk: list[int], lost: list[int], problem: FitProblem) -> None:
    with pytest.raises(UnableToFit) as refusal:
        fit_survival(Renewals(np.array(at_risk, dtype=np.int64), np.array(lost, dtype=np.int64)))
    assert refusal.value.problem is problem
