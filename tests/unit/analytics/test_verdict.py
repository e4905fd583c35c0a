from dataclasses import replace

import numpy as np
import pytest
from unit.analytics import trials

from lazo.analytics.outlook import NaiveMethod, Outlook
from lazo.analytics.trial import Trial, hold_trial
from lazo.analytics.verdict import Against, Doubt, Limits, judge


@pytest.fixture(scope="module")
def trial() -> Trial:
    return hold_trial(*trials.drawn())


def _codes(trial: Trial, limits: Limits | None = None) -> list[Against]:
    return [reason.code for reason in judge(trial, limits or Limits()).reasons]


def _with_outcome(trial: Trial, factor: int) -> Trial:
    held = trial.holdout
    return replace(trial, holdout=replace(held, purchases=held.purchases * factor, money=held.money * factor))


def test_judge_finds_nothing_against_a_base_that_is_what_the_models_assume(trial: Trial) -> None:
    verdict = judge(trial, Limits())
    assert verdict.reasons == ()
    assert verdict.is_reliable
    assert verdict.doubts == ()


def test_judge_refuses_a_forecast_that_is_sixteen_times_too_low(trial: Trial) -> None:
    verdict = judge(_with_outcome(trial, 16), Limits())
    found = {reason.code: (reason.found, reason.limit) for reason in verdict.reasons}
    assert found[Against.PURCHASES_BIASED] == (pytest.approx(-0.94, abs=0.01), 0.25)
    assert found[Against.MONEY_BIASED][0] == pytest.approx(-0.94, abs=0.01)
    assert not verdict.is_reliable


def test_judge_refuses_a_forecast_that_is_half_too_high(trial: Trial) -> None:
    assert trial.model is not None
    outlook = trial.model.outlook
    high = replace(trial.model, outlook=Outlook(outlook.purchases * 1.54, outlook.money * 1.54))
    reasons = judge(replace(trial, model=high), Limits()).reasons
    assert [reason.code for reason in reasons[:2]] == [Against.PURCHASES_BIASED, Against.MONEY_BIASED]
    assert reasons[0].found == pytest.approx(0.54, abs=0.08)


def test_judge_refuses_a_model_that_a_naive_outlook_beats(trial: Trial) -> None:
    naive = trial.naive | {NaiveMethod.SAME_RATE: trial.holdout.outcome}
    reasons = judge(replace(trial, naive=naive), Limits()).reasons
    assert [reason.code for reason in reasons] == [Against.PURCHASES_WORSE_THAN_NAIVE, Against.MONEY_WORSE_THAN_NAIVE]
    assert reasons[0].limit == 0.0
    assert reasons[0].found > 0


def test_judge_takes_no_lesson_from_an_outlook_whose_total_is_further_off(trial: Trial) -> None:
    nothing = Outlook(np.zeros(len(trial.calibration.x)), np.zeros(len(trial.calibration.x)))
    assert _codes(replace(trial, naive={NaiveMethod.SAME_RATE: nothing, NaiveMethod.SAME_WINDOW: nothing})) == []


def test_judge_says_what_is_too_little() -> None:
    trial = hold_trial(*trials.first(*trials.drawn(customers=800), 30))
    reasons = {reason.code: reason for reason in judge(trial, Limits()).reasons}
    assert (reasons[Against.UNABLE_TO_FIT].detail, reasons[Against.UNABLE_TO_FIT].found) == ("few_customers", 30)
    assert reasons[Against.FEW_REPEATERS].limit == 200
    assert Against.SHORT_HISTORY not in reasons


def test_judge_measures_history_and_holdout_in_days(trial: Trial) -> None:
    assert _codes(trial, Limits(history_days=401, holdout_days=366)) == [Against.SHORT_HISTORY, Against.SHORT_HOLDOUT]


def test_judge_knows_nothing_when_nothing_happened(trial: Trial) -> None:
    assert Against.NOTHING_HAPPENED in _codes(_with_outcome(trial, 0))


def test_judge_doubts_what_it_should(trial: Trial) -> None:
    assert trial.model is not None
    plain = replace(trial.model.spend, fit=None)
    odd = replace(trial.model, mean_p_alive=0.999, spend=plain, fit=replace(trial.model.fit, converged=False))
    young = replace(trial.calibration, age_days=np.minimum(trial.calibration.age_days, 300))
    found = judge(replace(trial, model=odd, calibration=young), Limits()).doubts
    assert found == (Doubt.SEASON_UNSEEN, Doubt.DROPOUT_UNSEEN, Doubt.SPEND_NOT_MODELLED, Doubt.NOT_CONVERGED)


def test_judge_doubts_an_order_that_is_chance(trial: Trial) -> None:
    assert trial.model is not None
    backwards = Outlook(trial.model.outlook.purchases, trial.model.outlook.money[::-1])
    assert (
        Doubt.ORDER_IS_CHANCE in judge(replace(trial, model=replace(trial.model, outlook=backwards)), Limits()).doubts
    )


def test_judge_doubts_spend_that_follows_frequency(trial: Trial) -> None:
    assert trial.model is not None
    assert trial.model.spend.fit is not None
    tied = replace(trial.model.spend, fit=replace(trial.model.spend.fit, correlation=-0.4))
    assert judge(replace(trial, model=replace(trial.model, spend=tied)), Limits()).doubts == (
        Doubt.SPEND_FOLLOWS_FREQUENCY,
    )
