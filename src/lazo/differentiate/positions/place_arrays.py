"""How far along an area everyone is, as arrays: the numbers of `place.with_place` and `features.with_features`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.arrays.ranks import percent_rank
from lazo.analytics.contract_risk import SOON_DAYS
from lazo.analytics.wallet import FULL_SHARE
from lazo.differentiate.positions.assign_arrays import AREA_NAMES, RULE_KEYS, SUB_STATES, Positions
from lazo.differentiate.positions.bins import BINS
from lazo.differentiate.positions.rule import STEPS
from lazo.differentiate.positions.thresholds import in_force

Floats = NDArray[np.float64]
ACQUIRE, KEEP, MAXIMIZE, LOYALTY, RETAIN = (
    AREA_NAMES.index(name) for name in ("ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN")
)


@dataclass(frozen=True, slots=True)
class Standings:
    """What places are made of, an element per customer and prospect; NaN is unknown. `cell` numbers the look-alikes.

    `wallet` are shares from 0 to 1, null where nobody's is known.
    """

    steps: NDArray[Any]
    x: Floats
    age: Floats
    coming_90d: Floats
    p_alive: Floats
    overdue_ratio: Floats
    revenue_ratio: Floats
    worth: NDArray[np.int64]
    cell: NDArray[np.int64]
    churn: Floats
    contract_end: Floats
    contract_age: Floats
    wallet: Floats | None = None


def places(positions: Positions, s: Standings) -> Floats:
    """0 just in, 1 at the gate or outside."""
    area = positions.area
    rank = _worth_ranks(area, s)
    place = np.select(
        [area == ACQUIRE, area == KEEP, area == MAXIMIZE, area == LOYALTY, area == RETAIN],
        [
            s.steps / STEPS,
            _keep(positions, s),
            _maximize(rank, s),
            rank * _filled(np.where(np.isnan(s.churn), s.p_alive, 1 - s.churn), 1.0),
            _retain(positions, s),
        ],
        default=1.0,
    )
    return np.clip(_filled(place, 0.0), 0.0, 1.0)


def bins(place: Floats) -> NDArray[np.int64]:
    """The bin of the map, 0 to 13."""
    return np.minimum(np.floor(place * BINS).astype(np.int64), BINS - 1)


def lost_for_days(recency: Floats, x: Floats, expected_gap: Floats) -> Floats:
    """Days since the customer was lost: see `features`."""
    lost_days = float(in_force().lost_days)
    patience = np.fmin(expected_gap * in_force().overdue_lost, lost_days)
    return np.floor(recency - np.where(_filled(x, 0.0) == 0, lost_days, patience))


def _worth_ranks(area: NDArray[np.int8], s: Standings) -> Floats:
    ranks = np.full(len(area), np.nan)
    rows = np.flatnonzero((area == MAXIMIZE) | (area == LOYALTY))
    rivals = np.where(area[rows] == LOYALTY, 0, s.cell[rows] + 1)
    ranks[rows] = percent_rank(s.worth[rows], rivals)
    return ranks


def _maximize(rank: Floats, s: Standings) -> Floats:
    """The part of a full wallet share, where it is known."""
    return rank if s.wallet is None else np.where(np.isnan(s.wallet), rank, s.wallet / FULL_SHARE)


def _keep(positions: Positions, s: Standings) -> Floats:
    habit = (_filled(s.x, 0.0) + _filled(s.coming_90d, 0.0)) / (in_force().habit_days - 1)
    is_welcome = positions.sub_state == SUB_STATES.index("welcome")
    # Of a contract neither a habit nor a second purchase is waited for, but its renewals.
    age = _filled(np.where(np.isnan(s.contract_age), s.age, s.contract_age), 0.0)
    return np.maximum(habit, np.where(is_welcome, age / in_force().welcome_days, 0.0))


def _retain(positions: Positions, s: Standings) -> Floats:
    late, lost = in_force().overdue_from, in_force().overdue_lost
    overdue = (_filled(s.overdue_ratio, 0.0) - late) / (lost - late)
    fading = 1 - _filled(s.p_alive, 0.5) / 0.5
    shrinking = 1 - _filled(s.revenue_ratio, 0.5) / 0.5
    leaving = 1 - _filled(s.contract_end, 0.0) / SOON_DAYS
    return np.select(
        [positions.rule == RULE_KEYS.index(f"RETAIN.{key}") for key in ("shrinking", "leaving", "contract")],
        [shrinking, leaving, _filled(s.churn, 0.0)],
        default=np.where(overdue > 0, overdue, fading),
    )


def _filled(values: Floats, other: float) -> Floats:
    return np.where(np.isnan(values), other, values)
