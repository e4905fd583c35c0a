import numpy as np

from lazo.analytics.estimation import FitProblem
from lazo.analytics.spend import expected_spend


def test_expected_spend_is_shrunk_where_the_model_fits() -> None:
    rng = np.random.default_rng(1)
    mean = np.append(rng.gamma(3.0, 1000.0, 200), np.nan)
    found = expected_spend(np.append(np.full(200, 3), 0), mean)
    assert found.fit is not None
    assert found.problem is None
    assert found.per_purchase[-1] == found.fit.params.population_mean
    best = int(np.argmax(mean[:200]))
    assert found.fit.params.population_mean < found.per_purchase[best] < mean[best]


def test_expected_spend_is_plain_where_too_few_came_back() -> None:
    found = expected_spend(np.array([1, 3, 0, 2]), np.array([100.0, 300.0, np.nan, -5.0]))
    assert found.fit is None
    assert found.problem is not None
    assert found.problem.problem is FitProblem.FEW_REPEATERS
    assert found.per_purchase.tolist() == [100.0, 300.0, 250.0, 250.0]


def test_expected_spend_of_a_base_without_money_is_nothing() -> None:
    assert expected_spend(np.array([0, 0]), np.array([np.nan, np.nan])).per_purchase.tolist() == [0.0, 0.0]
