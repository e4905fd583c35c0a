import warnings

import numpy as np
import pytest
from unit.analytics import cdnow

from lazo.analytics import estimation
from lazo.analytics.estimation import FitProblem, UnableToFit
from lazo.analytics.gamma_gamma import GammaGamma, fit_gamma_gamma


def test_fit_reproduces_the_published_parameters_of_cdnow() -> None:
    x, _, _, value = cdnow.summary()
    fit = fit_gamma_gamma(x, value)
    assert fit.n == 946
    assert fit.params.p == pytest.approx(6.25, abs=0.005)
    assert fit.params.q == pytest.approx(3.74, abs=0.005)
    assert fit.params.gamma == pytest.approx(15.44, abs=0.01)
    assert fit.params.population_mean == pytest.approx(35.17, abs=0.005)
    assert fit.correlation == pytest.approx(0.1139, abs=1e-4)


def test_fit_agrees_with_lifetimes() -> None:
    x, _, _, value = cdnow.summary()
    back = x > 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import GammaGammaFitter

        theirs = GammaGammaFitter().fit(x[back], value[back], tol=1e-8)
        spend = theirs.conditional_expected_average_profit(x, value)
    ours = fit_gamma_gamma(x, value).params
    found = [ours.p, ours.q, ours.gamma]
    assert found == pytest.approx([theirs.params_[name] for name in ("p", "q", "v")], rel=1e-6)
    assert np.allclose(ours.expected_value(x, value), spend, rtol=1e-6)


def test_fit_does_not_depend_on_the_unit_of_money() -> None:
    x, _, _, value = cdnow.summary()
    dollars, cents = fit_gamma_gamma(x, value), fit_gamma_gamma(x, value * 100)
    assert cents.params.p == pytest.approx(dollars.params.p, rel=1e-9)
    assert cents.params.gamma == pytest.approx(dollars.params.gamma * 100, rel=1e-9)
    assert cents.log_likelihood == pytest.approx(dollars.log_likelihood - 946 * np.log(100), abs=1e-5)


def test_fit_leaves_out_values_of_zero_or_less_and_unknown_ones() -> None:
    x, _, _, value = cdnow.summary()
    noise_x, noise = np.array([3.0, 2.0, 5.0]), np.array([0.0, -40.0, np.nan])
    assert fit_gamma_gamma(np.append(x, noise_x), np.append(value, noise)) == fit_gamma_gamma(x, value)


def test_fit_with_weights_equals_fit_with_rows() -> None:
    x, _, _, value = cdnow.summary()
    doubled = fit_gamma_gamma(np.tile(x, 2), np.tile(value, 2))
    weighted = fit_gamma_gamma(x, value, np.full(len(x), 2))
    assert weighted.params.q == pytest.approx(doubled.params.q, rel=1e-7)
    assert weighted.n == doubled.n == 1892


def test_fit_recovers_a_known_truth() -> None:
    rng = np.random.default_rng(4)
    x = rng.integers(1, 9, 40_000)
    mean = rng.gamma(6.0 * x, 1 / (6.0 * x)) * 6.0 / rng.gamma(4.0, 1 / 1500.0, len(x))
    params = fit_gamma_gamma(x, mean).params
    assert [params.p, params.q, params.gamma] == pytest.approx([6.0, 4.0, 1500.0], rel=0.03)


def test_gradient_equals_finite_differences() -> None:
    from lazo.analytics.gamma_gamma import _Spending

    x, _, _, value = cdnow.summary()
    spending = _Spending.of(x, value / 35.0, None)
    at = np.array([1.3, 0.4, -0.7])
    _, gradient = spending.objective(at)
    steps = np.eye(3) * 1e-5
    slopes = [(spending.objective(at + step)[0] - spending.objective(at - step)[0]) / 2e-5 for step in steps]
    assert gradient == pytest.approx(slopes, rel=1e-8)


def test_expected_value_lies_between_own_mean_and_everyones() -> None:
    model = GammaGamma(p=6.25, q=3.74, gamma=15.44)
    everyone = model.population_mean
    assert everyone == pytest.approx(35.22, abs=0.005)
    found = model.expected_value([0, 1, 50, 4, 4], [np.nan, 100.0, 100.0, 0.0, -5.0])
    assert found[0] == everyone
    assert everyone < found[1] < found[2] < 100.0
    assert found[3:].tolist() == [everyone, everyone]


def test_fit_with_everyone_spending_the_same_expects_that() -> None:
    params = fit_gamma_gamma(np.arange(1, 60), np.full(59, 500.0)).params
    assert params.population_mean == pytest.approx(500, rel=0.01)
    assert params.expected_value([10], [500.0])[0] == pytest.approx(500, rel=0.01)


def test_fit_needs_twenty_who_came_back() -> None:
    with pytest.raises(UnableToFit) as refused:
        fit_gamma_gamma([1] * 19 + [0] * 100, [50.0] * 19 + [0.0] * 100)
    assert (refused.value.problem, refused.value.found, refused.value.needed) == (FitProblem.FEW_REPEATERS, 19, 20)


def test_fit_refuses_a_population_without_a_mean() -> None:
    rng = np.random.default_rng(9)
    with pytest.raises(UnableToFit) as refused:
        fit_gamma_gamma(np.full(2000, 30), 10.0 / rng.gamma(0.4, 1.0, 2000))
    assert refused.value.problem is FitProblem.HEAVY_TAIL


def test_log_likelihood_of_the_class_equals_the_one_that_was_maximised() -> None:
    x, _, _, value = cdnow.summary()
    fit = fit_gamma_gamma(x, value)
    assert fit.params.log_likelihood(x, value) == fit.log_likelihood
    assert GammaGamma(p=6.0, q=3.9, gamma=15.0).log_likelihood(x, value) < fit.log_likelihood


def test_a_large_base_is_fitted_as_a_small_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    x = rng.integers(1, 9, 6000)
    mean = rng.gamma(6.25 * x, 1) / x / rng.gamma(3.74, 1, 6000) * 15.44
    alone = fit_gamma_gamma(x, mean)
    monkeypatch.setattr(estimation, "WORTH_A_ROUGH_SEARCH", 5000)
    monkeypatch.setattr(estimation, "ROUGH", 1000)
    found = fit_gamma_gamma(x, mean)
    assert found.log_likelihood == pytest.approx(alone.log_likelihood, abs=1e-6)
    assert (found.params.p, found.params.q) == pytest.approx((alone.params.p, alone.params.q), rel=1e-4)
    assert found.iterations < alone.iterations
