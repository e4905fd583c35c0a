"""The back-test of a run: the same snapshot as it stood at a cut-off, against what happened since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from lazo.analytics.backtest import back_test, hold_back_days
from lazo.analytics.pace import pace_of, whole_until
from lazo.analytics.trial import Calibration, Holdout
from lazo.differentiate.scoring.proof import Proof
from lazo.differentiate.scoring.reading import Reading
from lazo.differentiate.scoring.summary import returns


def prove(reading: Reading, *, on: date, first_day: date | None) -> Proof:
    """Hold back the last days of the history (half of it, at most a year) and test the models on them.

    `first_day` is the first purchase of all. Never raises for a base too small: the verdict says what is missing.
    """
    history_days = 0 if first_day is None else (on - first_day).days
    days = hold_back_days(history_days)
    if days < 1:
        return Proof.untested(history_days=history_days)
    cutoff = on - timedelta(days=days)
    months = returns(reading.months_until(on), reading.moved)
    calibration, holdout = _columns(reading, cutoff=cutoff, until=on, days=days)
    known = replace(calibration, pace=whole_until(months, cutoff))
    return Proof.of(back_test(known, holdout), cutoff=cutoff, until=on, pace=pace_of(months, until=on))


def _columns(reading: Reading, *, cutoff: date, until: date, days: int) -> tuple[Calibration, Holdout]:
    facts, outcomes = reading.facts(cutoff), reading.outcomes(cutoff=cutoff, until=until)
    joined = facts.inner_join(outcomes, "customer_id").order_by("customer_id")
    names = ("x", "t_x", "age", "monetary", "money_total", *(n for n in outcomes.columns if n != "customer_id"))
    table = joined.select(*names).to_pyarrow()
    calibration = Calibration(
        x=_whole(table, "x"),
        t_x_days=_whole(table, "t_x"),
        age_days=_whole(table, "age"),
        mean=table["monetary"].to_numpy().astype(np.float64),
        money=_whole(table, "money_total"),
        window_purchases=_whole(table, "previous_days"),
        window_money=_whole(table, "previous_money"),
    )
    happened = Holdout(days=days, purchases=_whole(table, "holdout_days"), money=_whole(table, "holdout_money"))
    return calibration, happened


def _whole(table: Any, name: str) -> Any:
    return table[name].to_numpy().astype(np.int64)
