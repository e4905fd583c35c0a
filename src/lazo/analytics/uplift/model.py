"""Two models, one of the treated and one of control; the uplift is the difference of what they foretell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lazo.analytics.bare_arrow import without_pandas
from lazo.analytics.propensity.columns import ReadColumn
from lazo.analytics.propensity.encoding import Encoding, learn_encoding
from lazo.analytics.propensity.measures import Labels
from lazo.analytics.tuples import Floats

STRENGTH = 1.0


class UnableToLearnUplift(ValueError):
    """Raised when an arm has fewer than 50 customers of whom the outcome happened, or did not."""


LEAST = 50


@dataclass(frozen=True, slots=True)
class UpliftModel:
    """`mean` and `scale` of each feature, and the logits of the treated and of control: intercept first."""

    encoding: Encoding
    mean: Floats
    scale: Floats
    treated: Floats
    control: Floats

    def uplifts(self, columns: Sequence[ReadColumn], days: Floats | None, rows: int) -> Floats:
        """What treating each of `rows` customers adds to the chance of the outcome, between -1 and 1; blank cells count as the mean."""
        cases = _standard(self.encoding.cases(columns, days, rows), self.mean, self.scale)
        return _chance(cases, self.treated) - _chance(cases, self.control)

    def as_json(self) -> dict[str, Any]:
        numbers = {name: [float(x) for x in getattr(self, name)] for name in ("mean", "scale", "treated", "control")}
        return {"encoding": self.encoding.as_json(), **numbers}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> UpliftModel:
        numbers = [np.asarray(kept[name], dtype=np.float64) for name in ("mean", "scale", "treated", "control")]
        return cls(Encoding.from_json(kept["encoding"]), *numbers)


def learn_uplift(
    columns: Sequence[ReadColumn], days: Floats | None, *, treated: Labels, outcome: Labels
) -> UpliftModel:
    """T-learner (S. Kuenzel et al. 2019, section 2): a logistic regression with a ridge of 1 on standardised features, one for each arm.

    One row per customer, in the same order in all. Raises UnableToLearnUplift.
    """
    encoding = learn_encoding(columns, is_dated=days is not None)
    cases = encoding.cases(columns, days, len(treated))
    mean, scale = _moments(cases)
    standard = _standard(cases, mean, scale)
    return UpliftModel(encoding, mean, scale, *(_fit(standard[arm], outcome[arm]) for arm in (treated, ~treated)))


def out_of_fold(
    columns: Sequence[ReadColumn], days: Floats | None, *, treated: Labels, outcome: Labels, seed: int, folds: int = 5
) -> Floats:
    """The uplift of each customer by a model that never saw that customer; folds drawn by `seed`. Raises UnableToLearnUplift."""
    encoding = learn_encoding(columns, is_dated=days is not None)
    cases = encoding.cases(columns, days, len(treated))
    fold = np.random.default_rng(seed).permutation(len(treated)) % folds
    found = np.zeros(len(treated))
    for one in range(folds):
        rest, own = fold != one, fold == one
        mean, scale = _moments(cases[rest])
        seen, unseen = _standard(cases[rest], mean, scale), _standard(cases[own], mean, scale)
        ours, theirs = (_fit(seen[arm], outcome[rest][arm]) for arm in (treated[rest], ~treated[rest]))
        found[own] = _chance(unseen, ours) - _chance(unseen, theirs)
    return found


def _moments(cases: Floats) -> tuple[Floats, Floats]:
    held = ~np.isnan(cases)
    count = np.maximum(held.sum(axis=0), 1)
    mean = np.where(held, cases, 0.0).sum(axis=0) / count
    spread = np.sqrt((np.where(held, cases - mean, 0.0) ** 2).sum(axis=0) / count)
    return mean, np.where(spread > 0, spread, 1.0)


def _standard(cases: Floats, mean: Floats, scale: Floats) -> Floats:
    return np.asarray(np.nan_to_num((cases - mean) / scale, nan=0.0))


def _chance(cases: Floats, weights: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(cases @ weights[1:] + weights[0], -500, 500))))


def _fit(cases: Floats, outcome: Labels) -> Floats:
    happened = int(outcome.sum())
    if min(happened, len(outcome) - happened) < LEAST:
        raise UnableToLearnUplift(f"{happened} of {len(outcome)}")
    with without_pandas():
        from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        fitted = LogisticRegression(C=1 / STRENGTH, max_iter=200).fit(cases, outcome)
    return np.concatenate([fitted.intercept_, fitted.coef_.ravel()])
