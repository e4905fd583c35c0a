import numpy as np
import pytest

from lazo.analytics.estimation import FitProblem, UnableToFit, minimise_positive, require


def test_minimise_positive_finds_the_lowest_point_and_says_how() -> None:
    target = np.log(np.array([0.5, 40.0]))
    best = minimise_positive(lambda logs: (float(((logs - target) ** 2).sum()), 2 * (logs - target)), np.ones(2))
    assert best.parameters == pytest.approx([0.5, 40.0], rel=1e-7)
    assert best.objective == pytest.approx(0.0, abs=1e-14)
    assert best.converged
    assert best.iterations >= 1


def test_minimise_positive_stays_within_its_bounds() -> None:
    best = minimise_positive(lambda logs: (float(logs.sum()), np.ones(1)), np.ones(1))
    assert best.parameters == pytest.approx([np.exp(-12.0)])


def test_minimise_positive_refuses_an_objective_that_is_not_a_number() -> None:
    with pytest.raises(UnableToFit) as refused:
        minimise_positive(lambda logs: (float("nan"), np.full(1, np.nan)), np.ones(1))
    assert refused.value.problem is FitProblem.NOT_CONVERGED


def test_require_tells_what_was_found_and_what_is_needed() -> None:
    require(20, 20, FitProblem.FEW_REPEATERS)
    with pytest.raises(UnableToFit, match="few_repeaters: found 19, needed 20"):
        require(19, 20, FitProblem.FEW_REPEATERS)
    with pytest.raises(UnableToFit):
        require(float("nan"), 1, FitProblem.NO_TIME)
