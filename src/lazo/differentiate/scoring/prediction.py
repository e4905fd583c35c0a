"""What each customer is expected to do and be worth: the model's forecast, the naive one, and which of them is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lazo.analytics.clv import as_minor, discounted_clv, value_of
from lazo.analytics.forecast import Forecast
from lazo.analytics.outlook import NaiveMethod
from lazo.analytics.spend import expected_spend
from lazo.analytics.tuples import DistinctTuples, Floats, Ints
from lazo.differentiate.scoring.history import History
from lazo.differentiate.scoring.proof import Proof
from lazo.differentiate.scoring.value_model import ValueModel

HORIZONS = (90, 180, 365)


@dataclass(frozen=True, slots=True)
class Prediction:
    """One element per customer, in the order of the history; null columns are None.

    `values` are shown, `model_values` are the model's; both by horizon in days, minor units of value (margin where the
    company knows it). `worth` is what ranks customers: the discounted lifetime value, or without a model the value shown.
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

    def taken(self, rows: Ints) -> Prediction:
        """The prediction of these customers."""
        columns = {name: getattr(self, name) for name in self.__slots__}
        return Prediction(**{name: _taken(column, rows) for name, column in columns.items()})


def predict(history: History, tuples: DistinctTuples, model: ValueModel, proof: Proof) -> Prediction:
    """Apply the models to every customer, and the back-test's verdict and bands to the value that is shown."""
    naive = {days: _naive(history, proof.best_naive, days) for days in HORIZONS}
    nothing: dict[int, Ints | None] = dict.fromkeys(HORIZONS)
    if model.bgnbd is None:
        low, high = proof.around(history, naive[365])
        return Prediction(None, None, dict.fromkeys(HORIZONS), nothing, naive, naive[365], low, high, None, naive[365])
    forecast = Forecast.of(model.bgnbd, tuples)
    spend = _spend(history, model)
    purchases: dict[int, Floats | None] = {}
    values: dict[int, Ints] = {}
    for days in HORIZONS:
        bought = tuples.spread(forecast.purchases(days))
        purchases[days], values[days] = bought, value_of(bought, spend, margin=history.margin_rate)
    shown = values if proof.is_reliable else naive
    clv = discounted_clv(forecast, spend, margin=history.margin_rate)
    low, high = proof.around(history, shown[365])
    return Prediction(
        p_alive=tuples.spread(forecast.p_alive),
        p_alive_at_last=tuples.spread(model.bgnbd.p_alive(tuples.x, tuples.t_x, tuples.t_x)),
        purchases=purchases,
        model_values=dict(values),
        values=shown,
        naive_365d=naive[365],
        low=low,
        high=high,
        clv=clv,
        worth=clv,
    )


def _taken(column: Any, rows: Ints) -> Any:
    if isinstance(column, dict):
        return {key: _taken(values, rows) for key, values in column.items()}
    return None if column is None else column[rows]


def predict_place(history: History, tuples: DistinctTuples, model: ValueModel, proof: Proof) -> Prediction:
    """Only what places an earlier day: P(alive) and what ranks customers. Horizons are empty, bands are null."""
    if model.bgnbd is None:
        return predict(history, tuples, model, proof)
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


def _naive(history: History, method: NaiveMethod, days: int) -> Ints:
    """The coming days like the last 12 months, or at the customer's own rate since the first purchase."""
    if method is NaiveMethod.SAME_WINDOW:
        window: Floats = history.value_12m.astype(np.float64) * (days / 365)
        return as_minor(window)
    rate = np.where(history.age_days > 0, history.x / np.maximum(history.age_days, 1), 0.0)
    mean = np.where((history.x > 0) & np.isfinite(history.mean), history.mean, 0.0)
    money: Floats = rate * days * mean * history.margin_rate
    return as_minor(money)
