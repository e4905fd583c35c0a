"""What the back-test proved, in the form a run keeps: a verdict, the forecast that is shown, and bands around values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

import numpy as np

from lazo.analytics.backtest import BackTest, Comparison, Repair, Shown
from lazo.analytics.clv import as_minor
from lazo.analytics.outlook import NaiveMethod
from lazo.analytics.pace import Pace
from lazo.analytics.strata import Bands, Strata
from lazo.analytics.tuples import Floats, Ints
from lazo.differentiate.scoring.history import History

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Proof:
    """Without a test (`borders` null) nothing is reliable and no interval is shown.

    `repair` is what a repaired forecast is made with, null where another is shown; `pace` is the company's on the day of the fit.
    """

    is_reliable: bool
    shown: Shown
    repair: Repair | None
    pace: Pace | None
    best_naive: NaiveMethod
    days: int
    borders: Strata | None
    bands: Bands | None
    result: dict[str, Any]

    @classmethod
    def untested(cls, *, history_days: int) -> Self:
        """Nobody had bought by any cut-off: there is nothing to hold back."""
        reason = {"code": "short_history", "found": history_days, "limit": 2, "detail": ""}
        return cls._without_test({"is_reliable": False, "reasons": [reason]})

    @classmethod
    def _without_test(cls, result: dict[str, Any]) -> Self:
        return cls(False, Shown.NAIVE, None, None, NaiveMethod.SAME_WINDOW, 0, None, None, result)

    @classmethod
    def of(cls, test: BackTest, *, cutoff: date, until: date, pace: Pace | None) -> Self:
        """From a back-test of the days in (cutoff, until], and the company's pace at the end of them."""
        return cls(
            is_reliable=test.verdict.is_reliable,
            shown=test.shown,
            repair=test.repair,
            pace=pace,
            best_naive=test.best_naive,
            days=test.days,
            borders=test.borders,
            bands=test.bands,
            result=_result(test, cutoff=cutoff, until=until) | {"pace": asdict(pace) if pace else None},
        )

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The proof of an earlier run, from its `result`."""
        if "bands" not in stored:
            return cls._without_test(stored)
        bands, repair = stored["bands"], stored.get("repair")
        return cls(
            is_reliable=stored["is_reliable"],
            shown=_shown(stored),
            repair=Repair.of_record(repair) if repair else None,
            pace=_pace(stored.get("pace")),
            best_naive=NaiveMethod(stored["best_naive"]),
            days=stored["days"],
            borders=Strata(silence_starts=tuple(bands["silence_starts"])),
            bands=Bands(
                low=np.array(bands["low"]),
                high=np.array(bands["high"]),
                floor=np.array(bands["floor"]),
                pooled=tuple(bands["pooled"]),
            ),
            result=stored,
        )

    def around(self, history: History, value: Ints) -> tuple[Ints, Ints] | tuple[None, None]:
        """(low, high) of a year's value of each customer, in minor units; null without a test.

        The factors are of money, so the value is taken to money by its margin rate and back. The least scale of a
        stratum is that of the days held back, here stretched to a year.
        """
        if self.borders is None or self.bands is None or not self.days:
            return None, None
        yearly = Bands(self.bands.low, self.bands.high, self.bands.floor * YEAR_DAYS / self.days, self.bands.pooled)
        rate: Floats = np.where(history.margin_rate > 0, history.margin_rate, 1.0)
        stratum = self.borders.assign(history.x, history.silence_days)
        low, high = yearly.around(value / rate, stratum)
        return np.minimum(as_minor(low * rate), value), np.maximum(as_minor(high * rate), value)


def _shown(stored: dict[str, Any]) -> Shown:
    """What a run shows; one of a version that repaired nothing showed the naive forecast where the model failed."""
    if "shown" in stored:
        return Shown(stored["shown"])
    return Shown.MODEL if stored["is_reliable"] else Shown.NAIVE


def _pace(stored: dict[str, Any] | None) -> Pace | None:
    if stored is None:
        return None
    season = stored["season"]
    return Pace(**{**stored, "season": None if season is None else tuple(season)})


def _result(test: BackTest, *, cutoff: date, until: date) -> dict[str, Any]:
    return {
        "cutoff": cutoff.isoformat(),
        "until": until.isoformat(),
        "days": test.days,
        "customers": test.customers,
        "repeaters": test.repeaters,
        "history_days": test.history_days,
        "is_reliable": test.verdict.is_reliable,
        "reasons": [asdict(reason) for reason in test.verdict.reasons],
        "doubts": [str(doubt) for doubt in test.verdict.doubts],
        "best_naive": str(test.best_naive),
        "shown": str(test.shown),
        "repair": test.repair.as_record() if test.repair else None,
        "model_reasons": [asdict(reason) for reason in test.model_verdict.reasons],
        "parameters": asdict(test.model.fit.params) if test.model else None,
        "purchases": _compared(test.purchases),
        "money": _compared(test.money),
        "capture": asdict(test.capture),
        "total_band": asdict(test.total_band) if test.total_band else None,
        "strata": [asdict(stratum) for stratum in test.strata],
        "bands": {
            "silence_starts": list(test.borders.silence_starts),
            "low": test.bands.low.tolist(),
            "high": test.bands.high.tolist(),
            "floor": test.bands.floor.tolist(),
            "pooled": list(test.bands.pooled),
        },
    }


def _compared(comparison: Comparison) -> dict[str, Any]:
    return {**asdict(comparison), "factor": comparison.factor}
