"""Order and calibration against figures worked out by hand."""

import math

import numpy as np
import pytest

from lazo.analytics.propensity.measures import auc, calibration_curve, calibration_error, captured, lift, log_loss

YES = np.array([True, False, True, False])


def test_auc_counts_pairs_and_half_of_ties() -> None:
    assert auc(YES, np.array([0.9, 0.1, 0.8, 0.2])) == 1.0
    assert auc(YES, np.array([0.5, 0.5, 0.5, 0.5])) == 0.5
    assert auc(YES, np.array([0.9, 0.3, 0.2, 0.1])) == 0.75
    assert math.isnan(auc(np.array([True, True]), np.array([0.1, 0.2])))


def test_calibration_error_is_the_gap_of_the_bins_by_their_size() -> None:
    label = np.array([True, False, False, False, True])
    chance = np.array([0.25, 0.25, 0.25, 0.25, 1.0])
    first, last = calibration_curve(label, chance)
    assert (first.low, first.high, first.n, first.said, first.came) == (0.2, 0.3, 4, 0.25, 0.25)
    assert (last.low, last.n, last.came) == (0.9, 1, 1.0)
    assert calibration_error(label, chance) == 0.0
    assert calibration_error(label, np.full(5, 0.9)) == pytest.approx(0.5)


def test_lift_and_what_is_captured_do_not_depend_on_the_order_of_ties() -> None:
    label = np.array([True, False, False, False, False, False, False, False, False, True])
    same = np.full(10, 0.3)
    assert lift(label, same, 0.1) == pytest.approx(1.0)
    score = np.array([0.9, *[0.1] * 8, 0.8])
    assert captured(label, score, [0.1, 0.2, 1.0]) == pytest.approx([0.5, 1.0, 1.0])
    assert lift(label, score, 0.1) == pytest.approx(5.0)
    assert math.isnan(lift(np.zeros(3, dtype=bool), same[:3], 0.1))


def test_log_loss_of_a_coin() -> None:
    assert log_loss(YES, np.full(4, 0.5)) == pytest.approx(math.log(2))
