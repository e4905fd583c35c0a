import warnings

import numpy as np
import pytest
from unit.analytics import cdnow

from lazo.analytics import estimation
from lazo.analytics.bgnbd import BgNbd, compress, fit_bgnbd, fit_bgnbd_tuples
from lazo.analytics.estimation import FitProblem, UnableToFit
from lazo.analytics.simulate import histories, simulate_bgnbd

PAPER = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)


def test_fit_reproduces_the_published_parameters_of_cdnow() -> None:
    x, t_x, age, _ = cdnow.summary()
    fit = fit_bgnbd(x, t_x, age)
    assert round(fit.params.r, 3) == 0.243
    assert round(fit.params.alpha, 3) == 4.414
    assert round(fit.params.a, 3) == 0.793
    assert round(fit.params.b, 3) == 2.426
    assert round(fit.log_likelihood, 1) == -9582.4
    assert fit.n == 2357
    assert fit.converged


def test_fit_on_compressed_histories_reproduces_the_paper_too() -> None:
    x, t_x, age, _ = cdnow.summary()
    fit = fit_bgnbd_tuples(compress(x, np.rint(t_x * 7), np.rint(age * 7)))
    assert fit.n_distinct == 1016
    assert fit.n == 2357
    assert round(fit.params.r, 3) == 0.243
    assert round(fit.params.alpha, 3) == 4.414
    assert round(fit.params.a, 3) == 0.793
    assert round(fit.params.b, 3) == 2.426


def test_fit_agrees_with_lifetimes() -> None:
    x, t_x, age, _ = cdnow.summary()
    ours = fit_bgnbd(x, t_x, age)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import BetaGeoFitter

        theirs = BetaGeoFitter().fit(x, t_x, age, tol=1e-8)
        purchases = theirs.conditional_expected_number_of_purchases_up_to_time(39, x, t_x, age)
        alive = theirs.conditional_probability_alive(x, t_x, age)
    found = [ours.params.r, ours.params.alpha, ours.params.a, ours.params.b]
    assert found == pytest.approx([theirs.params_[name] for name in ("r", "alpha", "a", "b")], rel=1e-6)
    peer = BgNbd(*(float(theirs.params_[name]) for name in ("r", "alpha", "a", "b")))
    assert ours.log_likelihood == pytest.approx(peer.log_likelihood(x, t_x, age), abs=0.01)
    assert ours.log_likelihood >= peer.log_likelihood(x, t_x, age) - 1e-9
    assert np.allclose(peer.expected_purchases(39, x, t_x, age), purchases, rtol=1e-9)
    assert np.allclose(peer.p_alive(x, t_x, age), alive, rtol=1e-12)


def test_expected_purchases_of_the_papers_customer() -> None:
    x, t_x, age, _ = cdnow.summary()
    model = fit_bgnbd(x, t_x, age).params
    assert float(model.expected_purchases(39, 2, 30.43, 38.86)) == pytest.approx(1.2259, abs=5e-5)


def test_fit_with_weights_equals_fit_with_rows() -> None:
    x, t_x, age, _ = cdnow.summary()
    distinct, weights = np.unique(np.stack([x, t_x, age]), axis=1, return_counts=True)
    by_rows, by_weights = fit_bgnbd(x, t_x, age), fit_bgnbd(*distinct, weights)
    assert by_weights.log_likelihood == pytest.approx(by_rows.log_likelihood, abs=1e-6)
    assert by_weights.params.b == pytest.approx(by_rows.params.b, rel=1e-6)


def test_log_likelihood_of_the_class_equals_the_one_that_was_maximised() -> None:
    x, t_x, age, _ = cdnow.summary()
    fit = fit_bgnbd(x, t_x, age)
    assert fit.params.log_likelihood(x, t_x, age) == pytest.approx(fit.log_likelihood, abs=1e-6)


@pytest.mark.parametrize("seed", [1, 2])
def test_fit_recovers_a_known_truth_and_foresees_the_total(seed: int) -> None:
    rng = np.random.default_rng(seed)
    drawn = simulate_bgnbd(rng, PAPER, first_days=rng.integers(0, 180, 60_000), last_day=730)
    _, x, t_x, age = histories(drawn, on=365)
    tuples = compress(x, t_x, age)
    fit = fit_bgnbd_tuples(tuples)
    assert [fit.params.r, fit.params.alpha] == pytest.approx([PAPER.r, PAPER.alpha], rel=0.04)
    assert [fit.params.a, fit.params.b] == pytest.approx([PAPER.a, PAPER.b], rel=0.10)
    foreseen = fit.params.expected_purchases(365 / 7, tuples.x, tuples.t_x, tuples.age) @ tuples.weights
    assert foreseen == pytest.approx(np.count_nonzero(drawn.day > 365), rel=0.03)


def test_p_alive_is_one_without_repeats_and_falls_with_silence() -> None:
    alive = PAPER.p_alive([0, 3, 3, 3], [0, 50, 30, 10], [52, 52, 52, 52])
    assert alive[0] == 1.0
    assert alive[1] > alive[2] > alive[3] > 0


def test_predictions_stay_finite_and_bounded_for_extreme_histories() -> None:
    x, t_x, age = np.meshgrid([0, 1, 60, 400, 900], [0.0, 1 / 7, 300.0], [1 / 7, 300.0, 1000.0])
    possible = t_x <= age
    x, t_x, age = x[possible], t_x[possible], age[possible]
    for model in (PAPER, BgNbd(0.9, 10.2, 0.27, 193), BgNbd(6, 0.05, 1.0, 40), BgNbd(0.01, 0.01, 0.02, 0.02)):
        alive, bought = model.p_alive(x, t_x, age), model.expected_purchases(156, x, t_x, age)
        assert np.all((alive >= 0) & (alive <= 1))
        assert np.all((bought >= 0) & (bought <= 156 * (model.r + x) / (model.alpha + age) * (1 + 1e-9)))


def _repeating(n: int) -> tuple[list[int], list[float], list[float]]:
    return [1] * n, [1.0 + i % 5 for i in range(n)], [10.0] * n


@pytest.mark.parametrize(
    ("histories_of", "problem", "found", "needed"),
    [
        (_repeating(49), FitProblem.FEW_CUSTOMERS, 49, 50),
        (([0] * 60, [0.0] * 60, [10.0] * 60), FitProblem.FEW_REPEATERS, 0, 20),
        (([1] * 60, [0.0] * 60, [0.0] * 60), FitProblem.NO_TIME, 0, 1 / 7),
        (([], [], []), FitProblem.FEW_CUSTOMERS, 0, 50),
    ],
)
def test_fit_says_what_is_missing(
    histories_of: tuple[list[int], list[float], list[float]], problem: FitProblem, found: float, needed: float
) -> None:
    with pytest.raises(UnableToFit) as refused:
        fit_bgnbd(*histories_of)
    assert (refused.value.problem, refused.value.found, refused.value.needed) == (problem, found, needed)


def test_a_large_base_is_fitted_as_a_small_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    drawn = simulate_bgnbd(rng, PAPER, first_days=rng.integers(0, 180, 20_000), last_day=365)
    _, x, t_x, age = histories(drawn, on=365)
    tuples = compress(x, t_x, age)
    alone = fit_bgnbd_tuples(tuples)
    monkeypatch.setattr(estimation, "WORTH_A_ROUGH_SEARCH", len(tuples))
    monkeypatch.setattr(estimation, "ROUGH", len(tuples) // 4)
    found = fit_bgnbd_tuples(tuples)
    assert found.log_likelihood == pytest.approx(alone.log_likelihood, abs=1e-6)
    assert (found.params.r, found.params.b) == pytest.approx((alone.params.r, alone.params.b), rel=1e-4)
    assert found.iterations < alone.iterations
