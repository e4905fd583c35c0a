"""Would the value models have foreseen the last months? Part of every score run, and printed beside every forecast.

The models are fitted on what was known at a cut-off, their forecast is compared with what then happened and with two
outlooks that need no model, and a verdict says whether the forecast may be shown. A verdict of "not reliable" is a normal
result: BG/NBD knows no seasons, and takes the first recorded purchase for the first ever.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from lazo.analytics.accuracy import Accuracy, Capture, captured
from lazo.analytics.outlook import NaiveMethod, Outlook
from lazo.analytics.strata import Bands, Strata, bands
from lazo.analytics.trial import Calibration, FittedModel, Holdout, Trial, hold_trial
from lazo.analytics.tuples import Floats, Ints
from lazo.analytics.verdict import Limits, Verdict, judge

LONGEST_HOLD_BACK = 365
NORMAL_90 = 1.2815515655446004


@dataclass(frozen=True, slots=True)
class Comparison:
    """The model (null if it could not be fitted) beside the two naive outlooks."""

    model: Accuracy | None
    same_rate: Accuracy
    same_window: Accuracy

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
    """The result; what is shown is the model if the verdict is reliable, else the naive outlook `best_naive`.

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
    verdict: Verdict
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
    """Fit at the cut-off, forecast the time held back, compare, judge.

    Never fails for a base too small to fit: the verdict says what is missing, and the naive outlooks stand.
    """
    trial = hold_trial(calibration, holdout)
    verdict = judge(trial, limits or Limits())
    purchases, money = _compare_purchases(trial), _compare_money(trial)
    best = min(NaiveMethod, key=lambda method: (purchases.naive(method).mae, money.naive(method).mae, method))
    shown = trial.model.outlook if trial.model and verdict.is_reliable else trial.naive[best]
    borders = Strata.of(calibration.silence_days)
    stratum = borders.assign(calibration.x, calibration.silence_days)
    around = bands(borders, stratum, shown.money, holdout.outcome.money)
    return BackTest(
        days=holdout.days,
        customers=len(calibration.x),
        repeaters=calibration.repeaters,
        history_days=calibration.history_days,
        model=trial.model,
        purchases=purchases,
        money=money,
        capture=_capture(trial),
        best_naive=best,
        verdict=verdict,
        strata=_strata(borders, stratum, around, shown, holdout.outcome),
        total_band=total_band(shown.money, holdout.outcome.money),
        borders=borders,
        bands=around,
    )


def total_band(predicted: Floats, actual: Floats) -> TotalBand | None:
    """The band of a total: the forecast as it is, as last time's miss would correct it, and 80 % of chance around both.

    One held-back period is one observation of the total's error, so no quantile of it exists; the two ends are stated
    instead. The part of chance is the standard error of a sum of independent customers. Null when nothing was foreseen.
    """
    total = float(predicted.sum())
    if total <= 0:
        return None
    factor = max(float(actual.sum()) / total, 0.0)
    chance = NORMAL_90 * float(np.sqrt(((actual - factor * predicted) ** 2).sum())) / total
    return TotalBand(low=max(min(1.0, factor) - chance, 0.0), high=max(1.0, factor) + chance)


def _compare_purchases(trial: Trial) -> Comparison:
    actual = trial.holdout.outcome.purchases
    return Comparison(
        model=Accuracy.of(trial.model.outlook.purchases, actual) if trial.model else None,
        same_rate=Accuracy.of(trial.naive[NaiveMethod.SAME_RATE].purchases, actual),
        same_window=Accuracy.of(trial.naive[NaiveMethod.SAME_WINDOW].purchases, actual),
    )


def _compare_money(trial: Trial) -> Comparison:
    actual = trial.holdout.outcome.money
    return Comparison(
        model=Accuracy.of(trial.model.outlook.money, actual) if trial.model else None,
        same_rate=Accuracy.of(trial.naive[NaiveMethod.SAME_RATE].money, actual),
        same_window=Accuracy.of(trial.naive[NaiveMethod.SAME_WINDOW].money, actual),
    )


def _capture(trial: Trial) -> Capture:
    happened = trial.holdout.outcome.money
    return Capture(
        model=captured(trial.model.outlook.money, happened) if trial.model else None,
        past=captured(trial.calibration.money.astype(np.float64), happened),
        oracle=captured(happened, happened),
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
