"""What each customer is expected to do and be worth: the model's forecast, the naive one, the repaired one, and which is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from lazo.analytics.backtest import Shown
from lazo.analytics.clv import as_minor, discounted_clv
from lazo.analytics.forecast import Forecast
from lazo.analytics.outlook import NaiveMethod
from lazo.analytics.repair import Candidates
from lazo.analytics.spend import expected_spend
from lazo.analytics.tuples import DistinctTuples, Floats, Ints
from lazo.differentiate.scoring.history import History
from lazo.differentiate.scoring.proof import YEAR_DAYS, Proof
from lazo.differentiate.scoring.value_model import ValueModel

HORIZONS = (90, 180, 365)


@dataclass(frozen=True, slots=True)
class Prediction:
    """One element per customer, in the order of the history; null columns are None.

    `values` are shown, `model_values` are the model's; both by horizon in days, minor units of value (margin where the
    company knows it). `worth` is what ranks customers: the discounted lifetime value, or without a model the value shown. `of_contracts` is
    what of the lifetime value is that of contracts.
    """

    p_alive: Floats | None
    p_alive_at_last: Floats | None
    purchases: dict[int, Floats | None]
    model_values: dict[int, Ints | None]
    values: dict[int, Ints]
    naive_365d: Ints
    low: Ints | None
    high: Ints | None
    clv: Ints | None
    worth: Ints
    of_contracts: Ints | None = None

    def taken(self, rows: Ints) -> Prediction:
        """The prediction of these customers."""
        columns = {name: getattr(self, name) for name in self.__slots__}
        return Prediction(**{name: _taken(column, rows) for name, column in columns.items()})


def predict(history: History, tuples: DistinctTuples, model: ValueModel, proof: Proof, *, on: date) -> Prediction:
    """Apply the models to every customer, and the back-test's choice, corrections and bands to the value that is shown."""
    naive = {days: _naive(history, proof.best_naive, days) for days in HORIZONS}
    if model.bgnbd is None:
        return _without_model(history, proof, naive)
    forecast = Forecast.of(model.bgnbd, tuples)
    spend = _spend(history, model)
    purchases: dict[int, Floats | None] = {}
    model_values, values = {}, dict(naive)
    for days in HORIZONS:
        bought = tuples.spread(forecast.purchases(days))
        value = bought * spend * history.margin_rate
        purchases[days], model_values[days] = bought, as_minor(value)
        if proof.shown is not Shown.NAIVE:
            season = proof.pace.factor(on, days) if proof.pace and days < YEAR_DAYS else 1.0
            if proof.repair is not None:
                purchases[days] = bought = proof.repair.purchases.of(_purchases(history, proof, bought, days))
                value = proof.repair.money.of(_money(history, proof, value, days))
            purchases[days], values[days] = bought * season, as_minor(value * season)
    clv = discounted_clv(forecast, spend, margin=history.margin_rate)
    low, high = proof.around(history, values[365])
    return Prediction(
        p_alive=tuples.spread(forecast.p_alive),
        p_alive_at_last=tuples.spread(model.bgnbd.p_alive(tuples.x, tuples.t_x, tuples.t_x)),
        purchases=purchases,
        model_values=dict(model_values),
        values=values,
        naive_365d=naive[365],
        low=low,
        high=high,
        clv=clv,
        worth=clv,
    )


def _without_model(history: History, proof: Proof, naive: dict[int, Ints]) -> Prediction:
    nothing: dict[int, Ints | None] = dict.fromkeys(HORIZONS)
    values = naive
    if proof.repair is not None:
        values = {days: as_minor(proof.repair.money.of(_money(history, proof, None, days))) for days in HORIZONS}
    low, high = proof.around(history, values[365])
    return Prediction(None, None, dict.fromkeys(HORIZONS), nothing, values, naive[365], low, high, None, values[365])


def _taken(column: Any, rows: Ints) -> Any:
    if isinstance(column, dict):
        return {key: _taken(values, rows) for key, values in column.items()}
    return None if column is None else column[rows]


def predict_place(history: History, tuples: DistinctTuples, model: ValueModel, proof: Proof) -> Prediction:
    """Only what places an earlier day: P(alive) and what ranks customers. Horizons are empty, bands are null."""
    if model.bgnbd is None:
        return _without_model(history, proof, {days: _naive(history, proof.best_naive, days) for days in HORIZONS})
    forecast = Forecast.of(model.bgnbd, tuples)
    clv = discounted_clv(forecast, _spend(history, model), margin=history.margin_rate)
    return Prediction(
        p_alive=tuples.spread(forecast.p_alive),
        p_alive_at_last=tuples.spread(model.bgnbd.p_alive(tuples.x, tuples.t_x, tuples.t_x)),
        purchases={},
        model_values={},
        values={},
        naive_365d=_naive(history, proof.best_naive, 365),
        low=None,
        high=None,
        clv=clv,
        worth=clv,
    )


def _spend(history: History, model: ValueModel) -> Floats:
    if model.gamma_gamma is None:
        return expected_spend(history.x, history.mean).per_purchase
    return model.gamma_gamma.expected_value(history.x, history.mean)


def _purchases(history: History, proof: Proof, model: Floats, days: int) -> Candidates:
    rate = float(_rate(history).sum()) * days
    return Candidates(
        model=model,
        window=None,
        past=(history.x + 1).astype(np.float64),
        window_total=proof.pace.all_purchases * days if proof.pace else rate,
        third_total=proof.pace.purchases * len(history) * days if proof.pace else rate,
        rate_total=rate,
    )


def _money(history: History, proof: Proof, model: Floats | None, days: int) -> Candidates:
    """In value: money by the margin rate of each customer; the pace, which knows only money, by that of all."""
    past = history.money * history.margin_rate
    window = history.value_12m.astype(np.float64) * (days / history.year_days)
    rate = float((_rate(history) * _mean(history) * history.margin_rate).sum()) * days
    kept = float(past.sum()) / max(float(history.money.sum()), 1.0)
    return Candidates(
        model=model,
        window=window,
        past=past,
        window_total=float(window.sum()),
        third_total=proof.pace.money * len(history) * days * kept if proof.pace else rate,
        rate_total=rate,
    )


def _rate(history: History) -> Floats:
    """Repeat purchase days per day since the first."""
    return np.where(history.age_days > 0, history.x / np.maximum(history.age_days, 1), 0.0)


def _mean(history: History) -> Floats:
    return np.where((history.x > 0) & np.isfinite(history.mean), history.mean, 0.0)


def _naive(history: History, method: NaiveMethod, days: int) -> Ints:
    """The coming days like the last 12 months, or at the customer's own rate since the first purchase."""
    if method is NaiveMethod.SAME_WINDOW:
        window: Floats = history.value_12m.astype(np.float64) * (days / YEAR_DAYS)
        return as_minor(window)
    money: Floats = _rate(history) * days * _mean(history) * history.margin_rate
    return as_minor(money)
