"""Proportional hazards: two published examples, and contracts of known truth."""

from pathlib import Path

import numpy as np
import pytest

from lazo.analytics.cox import concordance, fit_cox
from lazo.analytics.estimation import FitProblem, UnableToFit

# Weeks of remission, E. Gehan (1965), as in Cox (1972): treated with 6-MP, and not. Negative: still in remission when last seen.
TREATED = (6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35)
NOT_TREATED = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)


def test_the_example_of_the_paper_is_found() -> None:
    """R's `coxph` with Efron's ties, in Venables and Ripley, Modern Applied Statistics with S, 13.3: -1.572, error 0.412, 16.4 twice the gain."""
    weeks = np.array([*TREATED, *NOT_TREATED])
    treated = np.array([1.0] * len(TREATED) + [0.0] * len(NOT_TREATED)).reshape(-1, 1)

    found = fit_cox(np.abs(weeks), weeks > 0, treated)

    assert found.coefficients == pytest.approx([-1.572], abs=5e-4)
    assert found.errors == pytest.approx([0.4124], abs=5e-5)
    assert 2 * (found.log_likelihood - found.of_nothing) == pytest.approx(16.4, abs=0.05)
    assert found.relative(np.array([[1.0]])) / found.relative(np.array([[0.0]])) == pytest.approx([0.2076], abs=5e-5)


def test_seven_traits_of_an_experiment_are_found() -> None:
    """P. Rossi, R. Berk, K. Lenihan (1980), 432 released convicts; the figures are those of the documentation of lifelines."""
    rows = np.genfromtxt(Path(__file__).with_name("rossi.csv"), delimiter=",", skip_header=1)

    found = fit_cox(rows[:, 0].astype(int), rows[:, 1] > 0, rows[:, 2:])

    assert found.coefficients == pytest.approx([-0.38, -0.06, 0.31, -0.15, -0.43, -0.08, 0.09], abs=5.1e-3)
    assert found.errors == pytest.approx([0.19, 0.02, 0.31, 0.21, 0.38, 0.20, 0.03], abs=5.1e-3)
    assert found.log_likelihood == pytest.approx(-658.75, abs=5e-3)
    assert 2 * (found.log_likelihood - found.of_nothing) == pytest.approx(33.27, abs=5e-3)
    ordered = concordance(rows[:, 0].astype(int), rows[:, 1] > 0, found.relative(rows[:, 2:]))
    assert ordered == pytest.approx(0.64, abs=5e-3)


def test_what_drew_the_contracts_is_found_again() -> None:
    rng = np.random.default_rng(5)
    traits = np.stack([rng.normal(size=20_000), rng.random(20_000) < 0.3], axis=1).astype(float)
    hazard = 0.05 * np.exp(traits @ [0.5, -0.8])
    lost_at = np.floor(rng.exponential(1 / hazard)).astype(int) + 1
    seen = rng.integers(1, 24, 20_000)

    found = fit_cox(np.minimum(lost_at, seen), lost_at <= seen, traits)

    assert found.coefficients == pytest.approx([0.5, -0.8], abs=0.05)
    at_zero = found.relative(np.zeros((1, 2)))[0] * found.hazard
    assert at_zero[:12].mean() == pytest.approx(0.05, rel=0.06)


@pytest.mark.parametrize(
    ("ended", "traits", "problem"),
    [
        ([False] * 4, [[1.0], [2.0], [3.0], [4.0]], FitProblem.FEW_ENDED),
        ([True] * 4, [[1.0], [1.0], [1.0], [1.0]], FitProblem.NOT_CONVERGED),
    ],
)
def test_what_says_nothing_is_refused(ended: list[bool], traits: list[list[float]], problem: FitProblem) -> None:
    with pytest.raises(UnableToFit) as refused:
        fit_cox(np.arange(1, 5), np.array(ended), np.array(traits))
    assert refused.value.problem is problem


def test_order_by_chance_is_half_and_a_pair_of_equals_counts_half() -> None:
    time, ended = np.array([1, 2, 3]), np.array([True, True, False])
    assert concordance(time, ended, np.array([3.0, 2.0, 1.0])) == 1.0
    assert concordance(time, ended, np.array([1.0, 1.0, 1.0])) == 0.5
    assert concordance(time, np.zeros(3, bool), time.astype(float)) == 0.5
