"""Chances that hold."""

import numpy as np
import pytest

from lazo.analytics.propensity.calibration import Calibration, calibrate
from lazo.analytics.propensity.measures import calibration_error


def drawn(count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    odds = rng.normal(size=count) * 1.5 - 1
    return odds * 3, rng.random(count) < 1 / (1 + np.exp(-odds))  # three times too sure


def test_a_sigmoid_takes_back_what_the_model_was_too_sure_of() -> None:
    odds, yes = drawn(1500)
    found = calibrate(odds, yes)
    assert found.method == "sigmoid"
    assert found.slope == pytest.approx(1 / 3, abs=0.05)
    assert calibration_error(yes, found.chances(odds)) < 0.03


def test_steps_where_both_outcomes_abound() -> None:
    odds, yes = drawn(8000)
    found = calibrate(odds, yes)
    assert found.method == "isotonic"
    chances = found.chances(np.sort(odds))
    assert np.all(np.diff(chances) >= 0)
    assert 0 < chances[0] < chances[-1] < 1
    assert calibration_error(yes, found.chances(odds)) < 0.02


@pytest.mark.parametrize("count", [500, 6000])
def test_json_keeps_it(count: int) -> None:
    odds, yes = drawn(count)
    found = calibrate(odds, yes)
    assert Calibration.from_json(found.as_json()) == found


def test_what_does_not_order_is_never_turned_round() -> None:
    odds = np.array([2.0, 1.0, -1.0, -2.0] * 50)
    yes = odds < 0
    assert calibrate(odds, yes).slope > 0
