import numpy as np
import pytest

from lazo.analytics.estimation import FitProblem, Objective, UnableToFit, minimise_positive, require, thinned


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


def _hollow(lowest: list[float], *, narrow: float = 1.0) -> tuple[list[np.ndarray], Objective]:
    """An objective with a narrow hollow across the axes, and the places it is asked about."""
    asked: list[np.ndarray] = []
    curvature = np.array([[1.0, 0.99], [0.99, 1.0]]) * narrow

    def objective(logs: np.ndarray) -> tuple[float, np.ndarray]:
        asked.append(logs)
        off = logs - np.array(lowest)
        return float(off @ curvature @ off + 0.1 * (off**4).sum()), 2 * curvature @ off + 0.4 * off**3

    return asked, objective


def test_a_rough_search_leaves_little_to_ask_and_nothing_of_its_own() -> None:
    asked_alone, alone = _hollow([0.5, -1.5])
    without = minimise_positive(alone, np.ones(2))
    asked, objective = _hollow([0.5, -1.5])
    found = minimise_positive(objective, np.ones(2), rough=_hollow([0.4, -1.3])[1])
    assert found.parameters == pytest.approx(np.exp([0.5, -1.5]), rel=1e-6)
    assert found.objective == pytest.approx(without.objective, abs=1e-12)
    assert len(asked) < len(asked_alone)


def test_what_lies_at_a_bound_stays_there_while_the_rest_is_refined() -> None:
    def objective(logs: np.ndarray) -> tuple[float, np.ndarray]:
        return float(logs[0] + (logs[1] - 2.0) ** 2), np.array([1.0, 2 * (logs[1] - 2.0)])

    def rough(logs: np.ndarray) -> tuple[float, np.ndarray]:
        return float(2 * logs[0] + (logs[1] - 1.5) ** 2), np.array([2.0, 2 * (logs[1] - 1.5)])

    found = minimise_positive(objective, np.ones(2), rough=rough)
    assert found.parameters == pytest.approx(np.exp([-12.0, 2.0]), rel=1e-6)


def test_a_rough_search_at_a_bound_that_is_none_of_the_objective_is_not_believed() -> None:
    asked, objective = _hollow([0.5, -1.5])
    found = minimise_positive(
        objective, np.ones(2), rough=lambda logs: (float(logs[0] + logs[1] ** 2), np.array([1.0, 2 * logs[1]]))
    )
    assert found.parameters == pytest.approx(np.exp([0.5, -1.5]), rel=1e-6)
    assert asked


def test_a_rough_search_without_a_hollow_is_not_believed() -> None:
    _, objective = _hollow([0.5, -1.5])
    found = minimise_positive(objective, np.ones(2), rough=lambda logs: (1.0, np.zeros(2)))
    assert found.parameters == pytest.approx(np.exp([0.5, -1.5]), rel=1e-6)


def test_few_elements_are_all_looked_at() -> None:
    assert [thinned(n) for n in (10, 99_999, 100_000, 1_000_000)] == [1, 1, 5, 50]
