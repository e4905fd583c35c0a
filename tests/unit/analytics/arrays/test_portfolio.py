"""Scores of accounts: places among the others, bounds, means of what is known."""

import numpy as np
import pytest

from lazo.analytics.arrays.portfolio import between, percentile, weighted

NAN = float("nan")


def test_a_place_among_the_known_ones() -> None:
    assert percentile(np.array([10.0, NAN, 30.0, 30.0, 50.0])).tolist()[:1] == [12.5]
    found = percentile(np.array([10.0, NAN, 30.0, 30.0, 50.0]))
    assert [None if np.isnan(one) else one for one in found] == [12.5, None, 50.0, 50.0, 87.5]
    assert percentile(np.array([7.0])).tolist() == [50.0]
    assert np.isnan(percentile(np.array([NAN]))).all()
    assert percentile(np.array([])).tolist() == []


def test_bounds() -> None:
    assert between(np.array([-2.0, -1.0, 0.0, 1.0, 5.0]), -1.0, 1.0).tolist() == [0, 0, 50, 100, 100]


def test_a_mean_of_what_is_known() -> None:
    factors = {"a": np.array([100.0, 100.0, NAN]), "b": np.array([0.0, NAN, NAN])}
    score, known = weighted(factors, {"a": 30, "b": 10})
    assert score[:2].tolist() == [75.0, 100.0]
    assert np.isnan(score[2])
    assert known.tolist() == [1.0, 0.75, 0.0]


def test_without_weight_nothing_is_known() -> None:
    score, known = weighted({"a": np.array([50.0])}, {"a": 0})
    assert np.isnan(score[0])
    assert known.tolist() == [0.0]
    assert weighted({}, {})[0].tolist() == pytest.approx([])
