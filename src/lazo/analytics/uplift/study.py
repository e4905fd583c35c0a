"""A whole study of one treatment against control: guarded columns, scores by models that had not seen, curve, verdict, advice, model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lazo.analytics.propensity.columns import ReadColumn
from lazo.analytics.propensity.guard import inspect
from lazo.analytics.propensity.measures import Labels
from lazo.analytics.tuples import Ints
from lazo.analytics.uplift.advice import advise
from lazo.analytics.uplift.model import UpliftModel, learn_uplift, out_of_fold
from lazo.analytics.uplift.qini import qini
from lazo.analytics.uplift.verdict import Targeting, judge

MOST_ROWS = 200_000
NEEDED = 100
"""In each arm, of whom it happened and of whom not: a fifth of them are set aside at a time, and a model needs 50."""


class UnableToStudyUplift(ValueError):
    """`code` is too_few (`params`: the least of the four counts, and what is needed) or no_columns: nothing is known of anybody before."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Study:
    """`card` is all that was measured (docs/reference/experiments.md), as JSON holds it."""

    card: dict[str, Any]
    model: UpliftModel


def study_uplift(
    columns: Sequence[ReadColumn],
    *,
    treated: Labels,
    outcome: Labels,
    seed: int,
    value: float | None = None,
    cost: float = 0.0,
    most: int = MOST_ROWS,
) -> Study:
    """One row per customer. From at most `most` of them, half in each arm where both have enough, drawn by `seed`. Raises UnableToStudyUplift."""
    _enough(treated, outcome)
    rows = _drawn(treated, seed, most)
    treated, outcome = treated[rows], outcome[rows]
    taken = [one.taken(rows) for one in columns]
    refused = inspect(taken, outcome, days=None, declared={}, seed=seed)
    out = {one.column for one in refused}
    kept = [one for one in taken if one.name not in out]
    if not kept:
        raise UnableToStudyUplift("no_columns")
    _enough(treated, outcome)
    score = out_of_fold(kept, None, treated=treated, outcome=outcome, seed=seed)
    found = qini(score, treated=treated, outcome=outcome, seed=seed)
    verdict = judge(found, score, treated=treated, outcome=outcome)
    advice = advise(found, verdict, score, treated=treated, outcome=outcome, value=value, cost=cost)
    asleep = verdict.targeting == Targeting.SOME and verdict.asleep_below is not None
    card = {
        "rows": len(treated),
        "treated": {"n": int(treated.sum()), "yes": int(outcome[treated].sum())},
        "control": {"n": int((~treated).sum()), "yes": int(outcome[~treated].sum())},
        "qini": found.value,
        "deviation": found.deviation,
        "uplift_at": [list(one) for one in found.uplift_at],
        "curve": [list(one) for one in found.curve],
        "targeting": str(verdict.targeting),
        "asleep_share": verdict.asleep_share if asleep else 0.0,
        "asleep_below": verdict.asleep_below if asleep else None,
        "advice": advice.as_json(),
        "value": value,
        "cost": cost,
        "columns": [one.name for one in kept],
        "left_out": [[one.column, str(one.reason)] for one in refused if one.is_leak],
    }
    return Study(card, learn_uplift(kept, None, treated=treated, outcome=outcome))


def _enough(treated: Labels, outcome: Labels) -> None:
    counts = [int((arm & did).sum()) for arm in (treated, ~treated) for did in (outcome, ~outcome)]
    if min(counts) < NEEDED:
        raise UnableToStudyUplift("too_few", least=min(counts), needed=NEEDED)


def _drawn(treated: Labels, seed: int, most: int) -> Ints:
    """Positions of the rows, in their order: all where they are few."""
    if len(treated) <= most:
        return np.arange(len(treated))
    ours, theirs = np.flatnonzero(treated), np.flatnonzero(~treated)
    fewer = min(len(ours), len(theirs), most // 2)
    random = np.random.default_rng(seed)
    parts = (random.choice(arm, min(len(arm), most - fewer), replace=False) for arm in (ours, theirs))
    return np.sort(np.concatenate(list(parts)))
