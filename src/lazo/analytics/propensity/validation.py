"""Cases held back: in folds, and the latest ones by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lazo.analytics.propensity.calibration import Calibration, calibrate
from lazo.analytics.propensity.fit import MOST_TREES, fit_trees
from lazo.analytics.propensity.measures import (
    Labels,
    auc,
    calibration_curve,
    calibration_error,
    captured,
    lift,
    log_loss,
)
from lazo.analytics.tuples import Floats, Ints

FOLDS = 5
SHARES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
EARLIER_SHARE = 0.7
LEAST_PART = 100
LEAST_TRIED = 20
LEAST_OF_A_KIND = 15


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """Of each case the log of the odds by models that had not seen it, after `trees` trees, the number that did best."""

    odds: Floats
    trees: int
    fold: Ints


def folds_of(yes: Labels, *, seed: int, count: int = FOLDS) -> Ints:
    """The fold of each case, as many yes in each as can be."""
    order = np.random.default_rng(seed).permutation(len(yes))
    fold = np.empty(len(yes), dtype=np.int64)
    ranked = order[np.argsort(yes[order], kind="stable")]
    fold[ranked] = np.arange(len(yes)) % count
    return fold


def out_of_fold(cases: Floats, yes: Labels, *, seed: int, trees: int = MOST_TREES, count: int = FOLDS) -> OutOfFold:
    """Fit on all folds but one and ask that one, in turn; the number of trees is the one with the least log loss over all.

    The folds after the first try up to half as many again as the first liked best, 20 at least.
    """
    fold = folds_of(yes, seed=seed, count=count)
    staged = np.empty((trees, len(yes)))
    for number in range(count):
        inside = fold == number
        fitted = fit_trees(cases[~inside], yes[~inside], trees=trees, seed=seed + number)
        staged[:trees, inside] = fitted.staged(cases[inside])
        if not number:
            trees = min(trees, max(LEAST_TRIED, 3 * _best(yes[inside], staged[:, inside]) // 2))
    best = _best(yes, staged[:trees])
    return OutOfFold(staged[best - 1].copy(), best, fold)


def _best(yes: Labels, staged: Floats) -> int:
    """The number of trees with the least log loss."""
    return int(np.argmin([log_loss(yes, 1 / (1 + np.exp(-row))) for row in staged])) + 1


def calibrated_across(found: OutOfFold, yes: Labels) -> Floats:
    """The chance of each case by a calibration that had not seen its fold."""
    chances = np.empty(len(yes))
    for number in np.unique(found.fold):
        inside = found.fold == number
        chances[inside] = calibrate(found.odds[~inside], yes[~inside]).chances(found.odds[inside])
    return chances


def proof(yes: Labels, chance: Floats) -> dict[str, Any]:
    """How good the chances were: `n`, `yes`, `auc`, `ece`, `log_loss`, `lift_10`, `lift_20`, `curve` (low, high, n, said, came) and
    `captured` (share of the cases asked, share of the yes found).
    """
    return {
        "n": len(yes),
        "yes": int(yes.sum()),
        "auc": auc(yes, chance),
        "ece": calibration_error(yes, chance),
        "log_loss": log_loss(yes, chance),
        "lift_10": lift(yes, chance, 0.1),
        "lift_20": lift(yes, chance, 0.2),
        "curve": [[one.low, one.high, one.n, one.said, one.came] for one in calibration_curve(yes, chance)],
        "captured": [list(pair) for pair in zip([0.0, *SHARES], [0.0, *captured(yes, chance, SHARES)], strict=True)],
    }


def earlier_cases(days: Floats, yes: Labels, known_on: Floats | None) -> tuple[Labels, Labels, float] | None:
    """Which cases are of the earlier time (their end known by the cut), which of the later, and the cut (days since 1970).

    Null where the days do not allow it: too few cases, or of one kind, on either side.
    """
    dated = ~np.isnan(days)
    if dated.sum() < 2 * LEAST_PART or np.unique(days[dated]).size < 2:
        return None
    cut = float(np.quantile(days[dated], EARLIER_SHARE, method="lower"))
    cut = cut if (days[dated] > cut).any() else float(np.unique(days[dated])[-2])
    earlier = dated & (days <= cut)
    if known_on is not None:
        earlier &= ~(known_on > cut)
    later = dated & (days > cut)
    for part in (earlier, later):
        kinds = (int(yes[part].sum()), int((~yes[part]).sum()))
        if part.sum() < LEAST_PART or min(kinds) < LEAST_OF_A_KIND:
            return None
    return earlier, later, cut


def time_split(
    cases: Floats, yes: Labels, days: Floats, known_on: Floats | None, *, trees: int, seed: int
) -> dict[str, Any] | None:
    """Learn from the earlier seven tenths and foretell the later ones: `proof`, with the `cut` (days since 1970). Null: no way to."""
    split = earlier_cases(days, yes, known_on)
    if split is None:
        return None
    earlier, later, cut = split
    found = out_of_fold(cases[earlier], yes[earlier], seed=seed, trees=trees, count=3)
    calibration = calibrate(found.odds, yes[earlier])
    odds = fit_trees(cases[earlier], yes[earlier], trees=found.trees, seed=seed).answers(cases[later])
    return {**proof(yes[later], calibration.chances(odds)), "cut": cut, "earlier": int(earlier.sum())}


def calibration_of(found: OutOfFold, yes: Labels) -> Calibration:
    """The calibration that goes with the model of all cases."""
    return calibrate(found.odds, yes)
