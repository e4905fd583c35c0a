"""A trained model: what it says of a table, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lazo.analytics.propensity.calibration import Calibration
from lazo.analytics.propensity.columns import ReadColumn
from lazo.analytics.propensity.encoding import Encoding
from lazo.analytics.propensity.trees import Trees
from lazo.analytics.tuples import Floats

PIECE = 50_000


@dataclass(frozen=True, slots=True)
class Share:
    """What a column brings to the log of the odds, above or below the mean customer, with the cell it read."""

    column: str
    cell: str
    share: float


@dataclass(frozen=True, slots=True)
class Model:
    """Encoding, trees and calibration: all that is needed to foretell and to explain, as numbers."""

    encoding: Encoding
    trees: Trees
    calibration: Calibration

    def chances(self, columns: Sequence[ReadColumn], days: Floats | None, rows: int) -> Floats:
        """The chance of each of `rows` rows; a column that is missing counts as blank."""
        cases = self.encoding.cases(columns, days, rows)
        return self.calibration.chances(self.trees.answers(cases))

    def explained(
        self, columns: Sequence[ReadColumn], days: Floats | None, rows: int, *, most: int = 3
    ) -> tuple[Floats, list[list[Share]]]:
        """The chance of each row, and its `most` weightiest columns, the weightiest first.

        All shares of a row and the starting point add up, exactly, to the log of the odds before calibration, which keeps the order.
        """
        cases = self.encoding.cases(columns, days, rows)
        start, parts = self.trees.shares(cases, self.encoding.columns)
        chances = self.calibration.chances(start + parts.sum(axis=1))
        texts = {one.name: one.texts() for one in columns}
        names = self.encoding.names
        top = np.argsort(-np.abs(parts), axis=1, kind="stable")[:, :most]
        reasons = [
            [
                Share(
                    names[column],
                    texts[names[column]][row] if names[column] in texts else "",
                    float(parts[row, column]),
                )
                for column in top[row]
                if parts[row, column]
            ]
            for row in range(rows)
        ]
        return chances, reasons

    def as_json(self) -> dict[str, Any]:
        return {
            "encoding": self.encoding.as_json(),
            "trees": self.trees.as_json(),
            "calibration": self.calibration.as_json(),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Model:
        return cls(
            Encoding.from_json(kept["encoding"]),
            Trees.from_json(kept["trees"]),
            Calibration.from_json(kept["calibration"]),
        )


def confidence(curve: list[list[float]], chances: Floats) -> Floats:
    """How near the said came to what happened among like chances when it was tried: 1 - the gap of the bin, at least 0.5.

    `curve` is the card's, of cases held back; a chance in a bin that had no cases has the mean of the others.
    """
    gaps = np.full(10, np.nan)
    for low, _high, _n, said, came in curve:
        gaps[min(round(low * 10), 9)] = abs(came - said)
    mean = float(np.nanmean(gaps)) if not np.isnan(gaps).all() else 0.5
    place = np.minimum((chances * 10).astype(np.int64), 9)
    return np.asarray(np.clip(1 - np.where(np.isnan(gaps), mean, gaps)[place], 0.5, 1.0))
