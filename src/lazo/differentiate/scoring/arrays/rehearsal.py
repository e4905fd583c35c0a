"""A day placed under several sets of numbers: what no rule is asked of is computed once, and nothing is written."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.tuples import Ints
from lazo.differentiate.positions.thresholds import Thresholds, using
from lazo.differentiate.scoring.arrays.run import ArrayRun
from lazo.differentiate.scoring.arrays.standing import Previous
from lazo.differentiate.scoring.history import History
from lazo.differentiate.scoring.prediction import predict
from lazo.differentiate.scoring.value_model import ValueModel

Areas = NDArray[np.int8]


class Rehearsal(ArrayRun):
    """The parameters and the proof are those of the run whose day it is."""

    def areas_under(self, numbers: Sequence[Thresholds]) -> tuple[list[Areas], list[Areas], Ints]:
        """For each of `numbers` everyone's area, as codes of AREA_NAMES, and tier, as codes of TIERS with NONE for a
        prospect; and what each is expected to be worth in 365 days.

        One place per customer and prospect, in the same order in all; money in base minor units, 0 where nothing is known.
        """
        sums = self._walk()
        facts = self._facts(sums.pop(self._on), self._on)
        history = History.of_arrays(facts)
        self._say("ajustar los modelos de valor")
        model = ValueModel.of(self._earlier.fit, history, on=self._on)
        prediction = predict(history, history.tuples(), model, self._proof(sums), on=self._on)
        is_margin = history.is_margin
        prediction = self._contracts.counted(prediction, history, on=self._on)
        prediction = self._costing.netted(prediction, history, model, on=self._on)
        self._say("proyectar el valor y ubicar en el ciclo")
        gaps = self._gaps(facts)
        found: list[Areas] = []
        tiers: list[Areas] = []
        for one in numbers:
            with using(one):
                standing = self._standing(facts, is_margin, prediction, gaps, model)
            found.append(standing.positions.area)
            tiers.append(standing.columns["tier"].values)
        worth = standing.prediction.values[365]
        money = standing.everyone.spread(worth, 0) if worth is not None else np.zeros(len(found[0]), np.int64)
        return found, tiers, money

    def _previous(self) -> Previous:
        """Nobody's tier or P(alive) of before: with them the same numbers would not place everyone where they stand."""
        return Previous.nothing(self._members)
