"""What the pictures of the base read, from arrays: the rows of `segment_cube.segment_cube`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.arrays.cohorts import sums_by
from lazo.analytics.tuples import Ints
from lazo.differentiate.positions.assign_arrays import AREA_NAMES
from lazo.differentiate.scoring.arrays.cube import Keepers, by_keeper
from lazo.differentiate.scoring.arrays.rows import Standing
from lazo.differentiate.scoring.segment_cube import BANDS, MEASURES, Rows

SCORES = 10


def segment_cube(s: Standing, keepers: Keepers) -> dict[str, Rows]:
    """`cells` are columns of RfmCell, `bands` those of ValueBand."""
    keeper = keepers.code[s.everyone.at]
    measures = dict(zip(MEASURES, (s.facts.value_12m, s.prediction.clv), strict=True))
    bands = [{"measure": measure, **row} for measure, values in measures.items() for row in _bands(s, keepers, values)]
    return {"cells": _cells(s, keepers, keeper), "bands": bands}


def _cells(s: Standing, keepers: Keepers, keeper: Ints) -> Rows:
    area = s.positions.area[s.everyone.at].astype(np.int64)
    score = s.rfm // SCORES
    keys, group = np.unique((keeper * len(AREA_NAMES) + area) * SCORES**2 + score, return_inverse=True)
    counted = _counted(s, group, len(keys))
    rows = []
    for number, key in enumerate(keys.tolist()):
        rest, digits = divmod(key, SCORES**2)
        who, area_ = divmod(rest, len(AREA_NAMES))
        place = {"area": AREA_NAMES[area_], "r": digits // SCORES, "f": digits % SCORES}
        numbers = {name: int(found[number]) for name, found in counted.items()}
        rows.append({**keepers.named(who), **place, **numbers})
    return sorted(rows, key=by_keeper)


def _counted(s: Standing, group: Ints, groups: int) -> dict[str, NDArray[Any]]:
    strategic = s.strategic[s.everyone.at]
    recency, purchases = _extremes(s.facts.recency, group, groups), _extremes(s.facts.x + 1, group, groups)
    flags = {"strategic": strategic > 0, "high_ltv": strategic & 1 > 0, "cost_magnet": strategic & 2 > 0}
    of_strategic = np.where(strategic > 0, s.facts.value_12m, 0)
    return {
        "recency_from": recency[0],
        "recency_to": recency[1],
        "purchases_from": purchases[0],
        "purchases_to": purchases[1],
        "customers": np.bincount(group, minlength=groups),
        "value_12m": sums_by(group, s.facts.value_12m, groups),
        "value_365d": sums_by(group, s.prediction.values[365], groups),
        **{name: np.bincount(group, found, minlength=groups) for name, found in flags.items()},
        "strategic_value_12m": sums_by(group, of_strategic, groups),
    }


def _extremes(values: Ints, group: Ints, groups: int) -> tuple[Ints, Ints]:
    low, high = np.full(groups, np.iinfo(np.int64).max), np.full(groups, -1)
    np.minimum.at(low, group, values)
    np.maximum.at(high, group, values)
    return low, high


def _bands(s: Standing, keepers: Keepers, values: Ints | None) -> Rows:
    """Customers from the most valuable to the least, ties by id, cut into hundredths."""
    if values is None:
        return []
    bought = np.flatnonzero(s.facts.n_purchases > 0)
    order = bought[np.argsort(-values[bought], kind="stable")]
    band = np.arange(len(order)) * BANDS // max(len(order), 1)
    keys, group = np.unique(keepers.code[s.everyone.at[order]] * BANDS + band, return_inverse=True)
    customers, value = np.bincount(group, minlength=len(keys)), sums_by(group, values[order], len(keys))
    rows = [
        {**keepers.named(key // BANDS), "band": key % BANDS, "customers": int(customers[n]), "value": int(value[n])}
        for n, key in enumerate(keys.tolist())
    ]
    return sorted(rows, key=by_keeper)
