import numpy as np
import pytest

from lazo.analytics.accuracy import Accuracy, captured, correlation, is_worse, ranks


def test_accuracy_of_a_worked_example() -> None:
    found = Accuracy.of(np.array([1.0, 2.0, 3.0, 6.0]), np.array([0.0, 2.0, 4.0, 4.0]))
    assert (found.predicted, found.actual, found.bias, found.mae) == (12.0, 10.0, pytest.approx(0.2), 1.0)
    assert found.correlation == pytest.approx(10 / np.sqrt(14 * 11))
    assert found.rank_correlation == pytest.approx(4.5 / np.sqrt(5 * 4.5))


def test_accuracy_is_null_where_it_has_no_meaning() -> None:
    nothing = Accuracy.of(np.zeros(3), np.zeros(3))
    assert (nothing.bias, nothing.correlation, nothing.rank_correlation, nothing.mae) == (None, None, None, 0.0)
    nobody = Accuracy.of(np.array([]), np.array([]))
    assert (nobody.bias, nobody.correlation, nobody.mae) == (None, None, 0.0)


def test_ranks_share_the_mean_among_equals() -> None:
    assert ranks(np.array([10.0, 30.0, 10.0, 20.0])).tolist() == [1.5, 4.0, 1.5, 3.0]


def test_correlation_ignores_scale_and_place() -> None:
    left = np.array([1.0, 5.0, 2.0])
    assert correlation(left, 7 - 3 * left) == pytest.approx(-1.0)


def test_captured_is_the_share_of_the_best_fifth_and_equals_keep_their_order() -> None:
    money = np.array([100.0, 0, 50, 0, 0, 0, 0, 0, 0, 50])
    assert captured(np.array([9.0, 0, 8, 0, 0, 0, 0, 0, 0, 1]), money) == 0.75
    assert captured(np.zeros(10), money) == 0.5
    assert captured(money, money) == 0.75
    assert captured(np.zeros(10), np.zeros(10)) is None


def test_is_worse_asks_for_more_than_chance() -> None:
    errors = np.array([1.0, 2.0, 1.0, 2.0] * 50)
    assert is_worse(errors + 0.5, errors)
    assert not is_worse(errors, errors)
    assert not is_worse(errors + np.tile([1.0, -0.99], 100), errors)
    assert not is_worse(np.array([5.0]), np.array([1.0]))
