import numpy as np
import pytest
from unit.analytics import trials

from lazo.analytics.estimation import FitProblem
from lazo.analytics.outlook import NaiveMethod
from lazo.analytics.trial import hold_trial


def test_trial_fits_what_was_known_and_foresees_what_came() -> None:
    calibration, holdout = trials.drawn()
    trial = hold_trial(calibration, holdout)
    assert trial.problem is None
    assert trial.model is not None
    assert trial.model.outlook.purchases.sum() == pytest.approx(holdout.purchases.sum(), rel=0.05)
    assert 0.5 < trial.model.mean_p_alive < 1
    assert trial.naive[NaiveMethod.SAME_WINDOW].purchases.tolist() == calibration.window_purchases.tolist()


def test_trial_does_not_look_at_what_came() -> None:
    calibration, holdout = trials.drawn(customers=800)
    other = type(holdout)(days=holdout.days, purchases=holdout.purchases * 0, money=holdout.money * 0)
    mine, others = hold_trial(calibration, holdout).model, hold_trial(calibration, other).model
    assert mine is not None
    assert others is not None
    assert np.array_equal(mine.outlook.money, others.outlook.money)


def test_trial_of_a_small_base_says_why_there_is_no_model() -> None:
    trial = hold_trial(*trials.first(*trials.drawn(customers=800), 30))
    assert trial.model is None
    assert trial.problem is not None
    assert trial.problem.problem is FitProblem.FEW_CUSTOMERS
    assert len(trial.naive[NaiveMethod.SAME_RATE].purchases) == 30


def test_calibration_and_holdout_tell_their_size() -> None:
    calibration, holdout = trials.first(*trials.drawn(customers=800), 5)
    assert calibration.history_days == calibration.age_days.max()
    assert calibration.repeaters == np.count_nonzero(calibration.x)
    assert np.array_equal(calibration.silence_days, calibration.age_days - calibration.t_x_days)
    assert holdout.outcome.money.tolist() == holdout.money.tolist()
