"""What the back-test proved, in the form a run keeps: a verdict, the outlook to fall back on, and bands around values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

import numpy as np

from lazo.analytics.backtest import BackTest, Comparison
from lazo.analytics.clv import as_minor
from lazo.analytics.outlook import NaiveMethod
from lazo.analytics.strata import Bands, Strata
from lazo.analytics.tuples import Floats, Ints
from lazo.differentiate.scoring.history import History

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Proof:
    """Without a test (`borders` null) nothing is reliable and no interval is shown."""

    is_reliable: bool
    best_naive: NaiveMethod
    days: int
    borders: Strata | None
    bands: Bands | None
    result: dict[str, Any]

    @classmethod
    def untested(cls, *, history_days: int) -> Self:
        """Nobody had bought by any cut-off: there is nothing to hold back."""
        reason = {"code": "short_history", "found": history_days, "limit": 2, "detail": ""}
        return cls(False, NaiveMethod.SAME_WINDOW, 0, None, None, {"is_reliable": False, "reasons": [reason]})

    @classmethod
    def of(cls, test: BackTest, *, cutoff: date, until: date) -> Self:
        """From a back-test of the days in (cutoff, until]."""
        return cls(
            is_reliable=test.verdict.is_reliable,
            best_naive=test.best_naive,
            days=test.days,
            borders=test.borders,
            bands=test.bands,
            result=_result(test, cutoff=cutoff, until=until),
        )

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The proof of an earlier run, from its `result`."""
        if "bands" not in stored:
            return cls(False, NaiveMethod.SAME_WINDOW, 0, None, None, stored)
        bands = stored["bands"]
        return cls(
            is_reliable=stored["is_reliable"],
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
