import json
from dataclasses import replace

import numpy as np
import pytest
from unit.analytics import trials

from lazo.analytics.backtest import BackTest, Repair, Shown, TotalBand, back_test, hold_back_days, total_band
from lazo.analytics.outlook import NaiveMethod
from lazo.analytics.pace import Pace
from lazo.analytics.strata import Bands, Strata
from lazo.analytics.verdict import Against, Doubt, Limits


@pytest.fixture(scope="module")
def result() -> BackTest:
    return back_test(*trials.drawn())


@pytest.mark.parametrize(("history", "held"), [(0, 0), (373, 186), (545, 272), (730, 365), (4000, 365)])
def test_hold_back_is_half_of_the_history_at_most_a_year(history: int, held: int) -> None:
    assert hold_back_days(history) == held


def test_back_test_of_a_sound_base_is_reliable_and_near(result: BackTest) -> None:
    assert result.verdict.is_reliable
    assert result.purchases.model is not None
    assert result.purchases.model.bias == pytest.approx(0.0, abs=0.05)
    assert result.purchases.factor == pytest.approx(1.0, abs=0.05)
    assert result.money.factor == pytest.approx(1.0, abs=0.06)
    assert result.purchases.model.mae < min(result.purchases.same_rate.mae, result.purchases.same_window.mae)
    assert result.best_naive in NaiveMethod


def test_back_test_captures_less_than_the_oracle_and_more_than_chance(result: BackTest) -> None:
    assert result.capture.model is not None
    assert result.capture.past is not None
    assert result.capture.oracle is not None
    assert 0.3 < result.capture.past < result.capture.oracle
    assert 0.3 < result.capture.model < result.capture.oracle


def test_back_test_strata_reconcile_with_the_totals(result: BackTest) -> None:
    assert sum(stratum.customers for stratum in result.strata) == result.customers == 20_000
    assert result.money.model is not None
    assert sum(stratum.predicted_money for stratum in result.strata) == pytest.approx(result.money.model.predicted)
    assert sum(stratum.actual_money for stratum in result.strata) == pytest.approx(result.money.model.actual)
    busy = [s for s in result.strata if s.actual_purchases > 200]
    assert len(busy) >= 5
    assert [s.predicted_purchases / s.actual_purchases for s in busy] == pytest.approx([1.0] * len(busy), abs=0.2)


def test_back_test_bands_hold_for_another_base_of_the_same_kind(result: BackTest) -> None:
    calibration, holdout = trials.drawn(seed=2)
    other = back_test(calibration, holdout)
    assert other.model is not None
    stratum = result.borders.assign(calibration.x, calibration.silence_days)
    low, high = result.bands.around(other.model.outlook.money, stratum)
    inside = (holdout.money >= low) & (holdout.money <= high)
    assert 0.88 <= inside.mean() <= 0.98
    assert result.total_band is not None
    total = other.model.outlook.money.sum()
    assert result.total_band.low * total <= holdout.money.sum() <= result.total_band.high * total


def test_back_test_shows_a_repaired_forecast_where_the_model_fails() -> None:
    """A year in which all came sixteen times as often: half of the miss is corrected, at most twice, and nothing is believed."""
    calibration, holdout = trials.drawn()
    failed = back_test(calibration, replace(holdout, purchases=holdout.purchases * 16, money=holdout.money * 16))
    assert (failed.shown, failed.verdict.is_reliable) == (Shown.REPAIRED, False)
    assert failed.repair is not None
    assert failed.repair.money.factor == failed.repair.purchases.factor == 2.0
    assert failed.money.repaired is not None
    assert sum(stratum.predicted_money for stratum in failed.strata) == pytest.approx(failed.money.repaired.predicted)
    assert failed.purchases.factor == pytest.approx(16.0, rel=0.05)
    assert {Against.PURCHASES_BIASED, Against.MONEY_BIASED} <= {reason.code for reason in failed.model_verdict.reasons}


def test_back_test_of_a_sound_base_repairs_nothing(result: BackTest) -> None:
    assert (result.shown, result.repair, result.money.repaired) == (Shown.MODEL, None, None)
    assert result.verdict is result.model_verdict


def test_back_test_leaves_a_model_that_is_near_where_the_repaired_forecast_is_not() -> None:
    """Half a year held back of customers who buy once and then less and less: their pace until then says nothing of it."""
    calibration, holdout = trials.drawn()
    window = calibration.window_purchases * 4
    crowded = replace(
        calibration,
        window_purchases=window,
        window_money=calibration.window_money * 4,
        pace=Pace(purchases=0.1, money=600.0, all_purchases=0.1, months=12, is_break=False),
    )
    held = replace(holdout, days=200)
    found = back_test(
        crowded, replace(held, purchases=holdout.purchases // 2), limits=Limits(repeaters=10**6, bias=0.9)
    )
    assert Against.FEW_REPEATERS in {reason.code for reason in found.model_verdict.reasons}
    assert found.shown is Shown.MODEL
    assert found.repair is None


def test_back_test_distrusts_a_model_that_saw_nobody_leave() -> None:
    calibration, holdout = trials.drawn()
    alive = replace(calibration, t_x_days=calibration.age_days)
    assert Doubt.DROPOUT_UNSEEN in back_test(alive, holdout).model_verdict.doubts
    assert back_test(alive, holdout).shown is Shown.REPAIRED


def test_back_test_over_predicts_a_base_whose_best_season_was_recorded_first() -> None:
    """A recorded year that began in the middle of old relations and held the high season; the next one is quieter."""
    rng = np.random.default_rng(8)
    calibration, holdout = trials.drawn()
    bought = rng.binomial(holdout.purchases, 0.6)
    money = np.where(holdout.purchases > 0, holdout.money * bought // np.maximum(holdout.purchases, 1), 0)
    found = back_test(calibration, replace(holdout, purchases=bought, money=money))
    assert {Against.PURCHASES_BIASED, Against.MONEY_BIASED} <= {reason.code for reason in found.verdict.reasons}
    assert found.purchases.model is not None
    assert found.purchases.model.bias == pytest.approx(1 / 0.6 - 1, abs=0.1)


def test_back_test_of_a_base_too_small_to_fit_still_compares_the_naive_outlooks() -> None:
    found = back_test(*trials.first(*trials.drawn(customers=800), 30))
    assert found.model is None
    assert found.purchases.model is None
    assert found.purchases.factor is None
    assert found.capture.model is None
    assert found.verdict.reasons[0].code is Against.UNABLE_TO_FIT
    assert found.purchases.same_rate.predicted > 0


def test_back_test_of_nobody_says_so() -> None:
    found = back_test(*trials.first(*trials.drawn(customers=800), 0))
    assert (found.customers, found.strata, found.total_band) == (0, (), None)
    assert not found.verdict.is_reliable


def test_back_test_is_the_same_twice(result: BackTest) -> None:
    assert back_test(*trials.drawn()).as_record() == result.as_record()


def test_back_test_record_is_plain_json(result: BackTest) -> None:
    record = json.loads(json.dumps(result.as_record(), allow_nan=False))
    assert record["is_reliable"] is True
    assert record["model"]["bgnbd"]["params"].keys() == {"r", "alpha", "a", "b"}
    assert record["model"]["gamma_gamma"]["params"].keys() == {"p", "q", "gamma"}
    assert record["purchases"]["model"]["actual"] == record["purchases"]["same_rate"]["actual"]
    again, stratum = Bands.of_record(record["bands"]), np.arange(len(result.borders))
    assert Strata(tuple(record["silence_starts"])) == result.borders
    value = np.full(len(stratum), 5000.0)
    assert np.array_equal(again.around(value, stratum), result.bands.around(value, stratum))
    assert again.pooled == result.bands.pooled
    mended = back_test(*trials.first(*trials.drawn(customers=800), 150))
    kept = json.loads(json.dumps(mended.as_record(), allow_nan=False))["repair"]
    assert mended.repair is not None
    assert Repair.of_record(kept) == mended.repair
    small = back_test(*trials.first(*trials.drawn(customers=800), 30)).as_record()
    assert json.loads(json.dumps(small, allow_nan=False))["reasons"][0]["detail"] == "few_customers"


def test_total_band_spans_the_forecast_and_its_correction() -> None:
    found = total_band(np.full(10_000, 10.0), np.full(10_000, 12.0))
    assert found == TotalBand(low=1.0, high=1.2)
    assert total_band(np.zeros(3), np.ones(3)) is None
    wide = total_band(np.full(100, 10.0), np.tile([0.0, 20.0], 50))
    assert wide == TotalBand(low=pytest.approx(1 - 0.164485, abs=1e-5), high=pytest.approx(1.164485, abs=1e-5))
