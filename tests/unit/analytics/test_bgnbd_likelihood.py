import numpy as np
import pytest
from unit.analytics import cdnow

from lazo.analytics.bgnbd import BgNbd, compress
from lazo.analytics.bgnbd_likelihood import BgNbdLikelihood

POINTS = [(0.0, 0.0, 0.0, 0.7), (-1.4, 1.5, -0.2, 0.9), (0.3, 2.5, -1.4, 5.2), (1.2, -1.0, 1.1, -0.5)]


@pytest.mark.parametrize("logs", POINTS)
def test_gradient_equals_finite_differences(logs: tuple[float, ...]) -> None:
    x, t_x, age, _ = cdnow.summary()
    likelihood = BgNbdLikelihood.of_weeks(x, t_x, age, None)
    at = np.array(logs)
    _, gradient = likelihood.objective(at)
    steps = np.eye(4) * 1e-5
    slopes = [(likelihood.objective(at + step)[0] - likelihood.objective(at - step)[0]) / 2e-5 for step in steps]
    assert gradient == pytest.approx(slopes, rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("logs", POINTS)
def test_value_equals_the_plain_formula(logs: tuple[float, ...]) -> None:
    x, t_x, age, _ = cdnow.summary()
    model = BgNbd(*(float(value) for value in np.exp(logs)))
    value, _ = BgNbdLikelihood.of_weeks(x, t_x, age, None).objective(np.array(logs))
    assert -value * len(x) == pytest.approx(model.log_likelihood(x, t_x, age), rel=1e-12)


def test_tuples_and_weeks_give_one_likelihood() -> None:
    x, t_x, age, _ = cdnow.summary()
    tuples = compress(x, np.rint(t_x * 7), np.rint(age * 7))
    by_days = BgNbdLikelihood.of_tuples(tuples)
    by_weeks = BgNbdLikelihood.of_weeks(tuples.x.astype(float), tuples.t_x, tuples.age, tuples.weights)
    for logs in POINTS:
        mine, other = by_days.objective(np.array(logs)), by_weeks.objective(np.array(logs))
        assert mine[0] == pytest.approx(other[0], rel=1e-13)
        assert mine[1] == pytest.approx(other[1], rel=1e-10, abs=1e-12)
    assert (by_days.n, by_days.n_repeaters, by_days.n_repeats) == (2357, 946, float(x.sum()))
