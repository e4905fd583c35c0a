"""Which forecast a customer gets: the model's, the repaired one, the naive one; and what a season does to a part of a year."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lazo.analytics.backtest import Repair, Shown
from lazo.analytics.bgnbd import BgNbd
from lazo.analytics.outlook import NaiveMethod
from lazo.analytics.pace import Pace
from lazo.analytics.repair import Correction, Mix
from lazo.differentiate.scoring.history import History
from lazo.differentiate.scoring.prediction import Prediction, predict
from lazo.differentiate.scoring.proof import Proof
from lazo.differentiate.scoring.value_model import ValueModel

ON = date(2025, 9, 30)
HISTORY = History(
    customer=np.array([1, 2, 3]),
    x=np.array([3, 0, 1]),
    t_x_days=np.array([300, 0, 20]),
    age_days=np.array([400, 30, 400]),
    mean=np.array([1000.0, np.nan, 500.0]),
    money=np.array([4000, 800, 1200]),
    money_12m=np.array([3000, 800, 200]),
    value_12m=np.array([3000, 800, 200]),
    is_margin=np.zeros(3, dtype=np.bool_),
    margin_rate=np.ones(3),
)
MODEL = ValueModel(BgNbd(r=0.6, alpha=6.0, a=0.8, b=2.5), None, -1.0, ON, {})
PACE = Pace(purchases=0.01, money=3600 / 3 / 365, all_purchases=0.02, months=12, is_break=False)
REPAIR = Repair(Correction(1.0, Mix(0.0, 0.0, 1.0)), Correction(0.5, Mix(0.0, 0.0, 1.0)))
SEASON = (0.5,) * 3 + (1.0,) * 6 + (1.5,) * 3


def proof(shown: Shown, repair: Repair | None = None, pace: Pace | None = None) -> Proof:
    return Proof(shown is Shown.MODEL, shown, repair, pace, NaiveMethod.SAME_WINDOW, 0, None, None, {})


def predicted(of: Proof, model: ValueModel = MODEL) -> Prediction:
    return predict(HISTORY, HISTORY.tuples(), model, of, on=ON)


def test_a_model_that_passed_is_shown_as_it_is() -> None:
    found = predicted(proof(Shown.MODEL, pace=PACE))
    assert found.model_values[365] is not None
    assert found.values[365].tolist() == found.model_values[365].tolist()


def test_without_a_test_the_last_year_is_repeated() -> None:
    assert predicted(proof(Shown.NAIVE)).values[365].tolist() == [3000, 800, 200]


def test_a_repaired_forecast_shares_the_middle_total_by_the_past() -> None:
    """A year: the model says 3,356, the pace 3,600, the last one brought 4,000; half of the middle by 4000:800:1200."""
    found = predicted(proof(Shown.REPAIRED, REPAIR, PACE))
    assert found.model_values[365] is not None
    assert int(found.model_values[365].sum()) == 3356
    assert found.values[365].tolist() == [1200, 240, 360]
    assert found.purchases[365] is not None
    assert found.purchases[365].sum() == pytest.approx(0.02 * 365)
    assert found.clv is not None
    assert found.worth.tolist() == found.clv.tolist()


def test_a_repaired_forecast_stands_without_a_model() -> None:
    found = predicted(proof(Shown.REPAIRED, REPAIR, PACE), replace(MODEL, bgnbd=None))
    assert found.values[365].tolist() == [1200, 240, 360]
    assert found.purchases[365] is None


def test_a_year_that_began_lately_is_not_taken_for_a_whole_one() -> None:
    young = replace(HISTORY, age_days=np.array([73, 30, 73]), t_x_days=np.array([60, 0, 20]))
    found = predict(young, young.tuples(), MODEL, proof(Shown.REPAIRED, REPAIR, replace(PACE, money=1e9)), on=ON)
    assert int(found.values[365].sum()) in {round(0.5 * 4000 * 5), round(0.5 * 4000 * 5) + 1}


@pytest.mark.parametrize(("days", "factor"), [(90, 1.5), (180, (92 * 1.5 + 88 * 0.5) / 180), (365, 1.0)])
def test_a_season_moves_a_part_of_a_year_and_never_the_whole(days: int, factor: float) -> None:
    plain = predicted(proof(Shown.REPAIRED, REPAIR, PACE))
    seasonal = predicted(proof(Shown.REPAIRED, REPAIR, replace(PACE, season=SEASON)))
    assert seasonal.values[days].sum() == pytest.approx(plain.values[days].sum() * factor, abs=2)
    assert seasonal.model_values[days].tolist() == plain.model_values[days].tolist()
