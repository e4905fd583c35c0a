"""Would the value models have foreseen the last months? Part of every score run, and printed beside every forecast.

The models are fitted on what was known at a cut-off, their forecast is compared with what then happened and with two
outlooks that need no model. Where the models alone may not be shown, a repaired forecast (`repair`) takes their place. A
verdict says whether what is shown is to be believed. "Not reliable" is a normal result: BG/NBD knows no seasons, and takes the
first recorded purchase for the first ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from lazo.analytics.accuracy import Accuracy, Capture, captured
from lazo.analytics.outlook import NaiveMethod, Outlook
from lazo.analytics.repair import Candidates, Correction, learn, miss
from lazo.analytics.strata import Bands, Strata, bands
from lazo.analytics.trial import Calibration, FittedModel, Holdout, Trial, hold_trial
from lazo.analytics.tuples import Floats, Ints
from lazo.analytics.verdict import Doubt, Limits, Verdict, judge

LONGEST_HOLD_BACK = 365
NORMAL_95 = 1.6448536269514722
NAIVE = (NaiveMethod.SAME_RATE, NaiveMethod.SAME_WINDOW)


class Shown(StrEnum):
    """Which forecast is shown; the naive one only where no test could be made."""

    MODEL = "model"
    REPAIRED = "repaired"
    NAIVE = "naive"


@dataclass(frozen=True, slots=True)
class Repair:
    """What the time held back taught about purchase days and about money."""

    purchases: Correction
    money: Correction

    def as_record(self) -> dict[str, object]:
        """Factors and mixes, to be kept with the run."""
        return {"purchases": self.purchases.as_record(), "money": self.money.as_record()}

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Repair:
        """What `as_record` gave."""
        return cls(Correction.of_record(record["purchases"]), Correction.of_record(record["money"]))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The model (null if it could not be fitted) beside the two naive outlooks, and the repaired forecast where it was needed."""

    model: Accuracy | None
    same_rate: Accuracy
    same_window: Accuracy
    repaired: Accuracy | None = None

    def naive(self, method: NaiveMethod) -> Accuracy:
        """The accuracy of a naive outlook."""
        return self.same_rate if method is NaiveMethod.SAME_RATE else self.same_window

    @property
    def factor(self) -> float | None:
        """Actual / predicted total of the model: what would have corrected it. Null without a model or a forecast."""
        return self.model.actual / self.model.predicted if self.model and self.model.predicted > 0 else None


@dataclass(frozen=True, slots=True)
class StratumResult:
    """Predicted and actual totals of customers alike; `x_below` and `silence_below` are null without end.

    `low_factor` and `high_factor` are the band of one customer's money, made by the customers of `pooled` (stratum,
    frequency or all).
    """

    x_from: int
    x_below: int | None
    silence_from: int
    silence_below: int | None
    customers: int
    predicted_purchases: float
    actual_purchases: float
    predicted_money: float
    actual_money: float
    low_factor: float
    high_factor: float
    pooled: str


@dataclass(frozen=True, slots=True)
class TotalBand:
    """Factors on a base's total money: between the forecast as it is and as last time's miss would correct it."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class BackTest:
    """The result. `verdict` is on what is `shown`, `model_verdict` on the model alone; `repair` is null where it is the model.

    `strata`, `total_band` (null when nothing was foreseen) and `bands` belong to what is shown: the interval of a
    customer's money is `bands.around(value, borders.assign(x, silence_days))`. `purchases.factor` and `money.factor`
    correct the model; a number so corrected must be labelled "corrected by the last back-test".
    """

    days: int
    customers: int
    repeaters: int
    history_days: int
    model: FittedModel | None
    purchases: Comparison
    money: Comparison
    capture: Capture
    best_naive: NaiveMethod
    shown: Shown
    verdict: Verdict
    model_verdict: Verdict
    repair: Repair | None
    strata: tuple[StratumResult, ...]
    total_band: TotalBand | None
    borders: Strata
    bands: Bands

    def as_record(self) -> dict[str, object]:
        """Everything but the columns of customers, in plain numbers, strings, lists and nulls, to be kept with the run."""
        plain = ("days", "customers", "repeaters", "history_days")
        return {name: getattr(self, name) for name in plain} | {
            "model": _model_record(self.model),
            "purchases": asdict(self.purchases) | {"factor": self.purchases.factor},
            "money": asdict(self.money) | {"factor": self.money.factor},
            "capture": asdict(self.capture),
            "best_naive": self.best_naive.value,
            "shown": self.shown.value,
            "repair": self.repair.as_record() if self.repair else None,
            "model_reasons": [asdict(reason) for reason in self.model_verdict.reasons],
            "is_reliable": self.verdict.is_reliable,
            "reasons": [asdict(reason) for reason in self.verdict.reasons],
            "doubts": [doubt.value for doubt in self.verdict.doubts],
            "total_band": asdict(self.total_band) if self.total_band else None,
            "strata": [asdict(stratum) for stratum in self.strata],
            "silence_starts": list(self.borders.silence_starts),
            "bands": self.bands.as_record(),
        }


def hold_back_days(history_days: int) -> int:
    """How much of a history to hold back: half of it, at most a year."""
    return min(history_days // 2, LONGEST_HOLD_BACK)


def back_test(calibration: Calibration, holdout: Holdout, *, limits: Limits | None = None) -> BackTest:
    """Fit at the cut-off, forecast the time held back, compare, judge, choose what is shown.

    Never fails for a base too small to fit: the verdict says what is missing, and the repaired forecast stands.
    """
    trial, limits = hold_trial(calibration, holdout), limits or Limits()
    alone = judge(trial, limits)
    mended = None if _is_sound(alone) else _mended(trial)
    verdict, shown = _choice(trial, alone, mended, limits)
    outlook = mended[1] if mended and shown is Shown.REPAIRED else _of_model(trial)
    purchases, money = _compare(trial, "purchases", mended), _compare(trial, "money", mended)
    borders = Strata.of(calibration.silence_days)
    stratum = borders.assign(calibration.x, calibration.silence_days)
    around = bands(borders, stratum, outlook.money, holdout.outcome.money)
    return BackTest(
        days=holdout.days,
        customers=len(calibration.x),
        repeaters=calibration.repeaters,
        history_days=calibration.history_days,
        model=trial.model,
        purchases=purchases,
        money=money,
        capture=_capture(trial, mended[1] if mended else None),
        best_naive=min(NaiveMethod, key=lambda one: (purchases.naive(one).mae, money.naive(one).mae, one)),
        shown=shown,
        verdict=verdict,
        model_verdict=alone,
        repair=mended[0] if mended and shown is Shown.REPAIRED else None,
        strata=_strata(borders, stratum, around, outlook, holdout.outcome),
        total_band=total_band(outlook.money, holdout.outcome.money),
        borders=borders,
        bands=around if verdict.is_near else around.widened(_widest_miss(outlook, holdout.outcome)),
    )


def _is_sound(verdict: Verdict) -> bool:
    """A model that saw nobody leave took the middle of old relations for their beginning, whatever its test says."""
    return verdict.is_reliable and Doubt.DROPOUT_UNSEEN not in verdict.doubts


def _choice(
    trial: Trial, alone: Verdict, mended: tuple[Repair, Outlook] | None, limits: Limits
) -> tuple[Verdict, Shown]:
    """The model where nothing speaks against it, or where only its total was near; else the repaired forecast."""
    if mended is None:
        return alone, Shown.MODEL
    verdict = judge(trial, limits, mended[1])
    if trial.model and alone.is_near and not verdict.is_near:
        return alone, Shown.MODEL
    return verdict, Shown.REPAIRED


def _mended(trial: Trial) -> tuple[Repair, Outlook]:
    """What is learned from the time held back, and the forecast of it that would have been made so."""
    days, outcome = trial.holdout.days, trial.holdout.outcome
    purchases, money = candidates_of(trial)
    repair = Repair(learn(purchases, outcome.purchases, days=days), learn(money, outcome.money, days=days))
    return repair, Outlook(repair.purchases.of(purchases), repair.money.of(money))


def candidates_of(trial: Trial) -> tuple[Candidates, Candidates]:
    """Of purchase days and of money: what a repaired forecast of the time on trial is made from."""
    return _purchases_on_trial(trial), _money_on_trial(trial)


def _purchases_on_trial(trial: Trial) -> Candidates:
    c, days = trial.calibration, trial.holdout.days
    rate = float(trial.naive[NaiveMethod.SAME_RATE].purchases.sum())
    return Candidates(
        model=trial.model.outlook.purchases if trial.model else None,
        window=None,
        past=(c.x + 1).astype(np.float64),
        window_total=float(c.window_purchases.sum()),
        third_total=c.pace.purchases * len(c.x) * days if c.pace else rate,
        rate_total=rate,
    )


def _money_on_trial(trial: Trial) -> Candidates:
    c, days = trial.calibration, trial.holdout.days
    rate = float(trial.naive[NaiveMethod.SAME_RATE].money.sum())
    return Candidates(
        model=trial.model.outlook.money if trial.model else None,
        window=c.window_money.astype(np.float64),
        past=c.money.astype(np.float64),
        window_total=float(c.window_money.sum()),
        third_total=c.pace.money * len(c.x) * days if c.pace else rate,
        rate_total=rate,
    )


def _widest_miss(shown: Outlook, happened: Outlook) -> float:
    return miss(float(shown.money.sum()), float(happened.money.sum()))


def _of_model(trial: Trial) -> Outlook:
    if trial.model is None:
        raise AssertionError("a forecast without a model is always repaired")
    return trial.model.outlook


def total_band(predicted: Floats, actual: Floats) -> TotalBand | None:
    """The band of a total: the forecast as it is, as last time's miss would correct it, and 90 % of chance around both.

    One held-back period is one observation of the total's error, so no quantile of it exists; the two ends are stated
    instead. The part of chance is the standard error of a sum of independent customers. Null when nothing was foreseen.
    """
    total = float(predicted.sum())
    if total <= 0:
        return None
    factor = max(float(actual.sum()) / total, 0.0)
    chance = NORMAL_95 * float(np.sqrt(((actual - factor * predicted) ** 2).sum())) / total
    return TotalBand(low=max(min(1.0, factor) - chance, 0.0), high=max(1.0, factor) + chance)


def _compare(trial: Trial, name: str, mended: tuple[Repair, Outlook] | None) -> Comparison:
    """Of `purchases` or `money`."""
    actual: Floats = getattr(trial.holdout.outcome, name)
    outlooks = [trial.model.outlook if trial.model else None, *(trial.naive[method] for method in NAIVE)]
    model, same_rate, same_window, repaired = (
        Accuracy.of(getattr(outlook, name), actual) if outlook else None
        for outlook in (*outlooks, mended[1] if mended else None)
    )
    if same_rate is None or same_window is None:
        raise AssertionError("the naive outlooks always stand")
    return Comparison(model=model, same_rate=same_rate, same_window=same_window, repaired=repaired)


def _capture(trial: Trial, repaired: Outlook | None) -> Capture:
    happened = trial.holdout.outcome.money
    return Capture(
        model=captured(trial.model.outlook.money, happened) if trial.model else None,
        past=captured(trial.calibration.money.astype(np.float64), happened),
        oracle=captured(happened, happened),
        repaired=captured(repaired.money, happened) if repaired else None,
    )


def _strata(
    borders: Strata, stratum: Ints, around: Bands, shown: Outlook, happened: Outlook
) -> tuple[StratumResult, ...]:
    """One result per stratum that has customers."""
    results = []
    for number in np.unique(stratum).tolist():
        members = stratum == number
        x_from, x_below, silence_from, silence_below = borders.borders(number)
        results.append(
            StratumResult(
                x_from=x_from,
                x_below=x_below,
                silence_from=silence_from,
                silence_below=silence_below,
                customers=int(np.count_nonzero(members)),
                predicted_purchases=float(shown.purchases[members].sum()),
                actual_purchases=float(happened.purchases[members].sum()),
                predicted_money=float(shown.money[members].sum()),
                actual_money=float(happened.money[members].sum()),
                low_factor=float(around.low[number]),
                high_factor=float(around.high[number]),
                pooled=around.pooled[number],
            )
        )
    return tuple(results)


def _model_record(model: FittedModel | None) -> dict[str, object] | None:
    if model is None:
        return None
    spend = model.spend.fit
    return {
        "bgnbd": asdict(model.fit),
        "gamma_gamma": asdict(spend) if spend else None,
        "mean_p_alive": model.mean_p_alive,
    }
