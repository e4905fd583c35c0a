import numpy as np
import pytest

from lazo.analytics.tuples import UnableToCompress, compress


def test_compress_groups_equal_histories_and_leads_back_to_customers() -> None:
    tuples = compress([2, 0, 2, 1], [30, 0, 30, 7], [60, 60, 60, 60])
    assert tuples.x.tolist() == [0, 1, 2]
    assert tuples.t_x_days.tolist() == [0, 7, 30]
    assert tuples.age_days.tolist() == [60, 60, 60]
    assert tuples.weights.tolist() == [1, 1, 2]
    assert tuples.t_x.tolist() == [0.0, 1.0, 30 / 7]
    assert tuples.spread(np.array([10.0, 11.0, 12.0])).tolist() == [12.0, 10.0, 12.0, 11.0]
    assert len(tuples) == 3


def test_compress_nobody_gives_nothing() -> None:
    tuples = compress([], [], [])
    assert len(tuples) == 0
    assert tuples.spread(np.array([])).tolist() == []


def test_compress_restores_every_history_of_a_random_base() -> None:
    rng = np.random.default_rng(20261122)
    age = rng.integers(0, 3000, 5000)
    t_x = (age * rng.random(5000)).astype(np.int64)
    x = rng.integers(0, 400, 5000)
    tuples = compress(x, t_x, age)
    assert np.array_equal(tuples.x[tuples.inverse], x)
    assert np.array_equal(tuples.t_x_days[tuples.inverse], t_x)
    assert np.array_equal(tuples.age_days[tuples.inverse], age)
    assert np.array_equal(np.bincount(tuples.inverse), tuples.weights)


@pytest.mark.parametrize(
    ("x", "t_x", "age", "message"),
    [
        ([-1], [0], [5], "negative"),
        ([1], [6], [5], "later than the cut-off"),
        ([1], [1], [1 << 20], "longer than can be packed"),
        ([1.5], [1], [2], "whole"),
        ([1, 2], [1], [2], "different lengths"),
    ],
)
def test_compress_refuses_impossible_histories(x: list[float], t_x: list[int], age: list[int], message: str) -> None:
    with pytest.raises(UnableToCompress, match=message):
        compress(x, t_x, age)
