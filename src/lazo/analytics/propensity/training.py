"""A propensity model from a table of labelled rows: guarded, fitted, calibrated, proved, described."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from lazo.analytics.propensity.columns import ReadColumn
from lazo.analytics.propensity.encoding import learn_encoding
from lazo.analytics.propensity.fit import MOST_TREES, fit_trees
from lazo.analytics.propensity.guard import (
    DOMINATES_ALONE,
    DOMINATES_BY,
    TOO_GOOD,
    Finding,
    Reason,
    Timing,
    alone_auc,
    inspect,
)
from lazo.analytics.propensity.measures import Labels, auc
from lazo.analytics.propensity.model import Model
from lazo.analytics.propensity.past import PAST
from lazo.analytics.propensity.trees import joined
from lazo.analytics.propensity.validation import calibrated_across, calibration_of, out_of_fold, proof, time_split
from lazo.analytics.tuples import Floats

VERSION = "propensity-1"
LEAST_ROWS, LEAST_OF_A_KIND = 200, 30
MOST_ROWS = 200_000
MODELS = 3
QUICK_TREES, QUICK_FOLDS = 60, 3
USEFUL_AUC, HELD_ECE, FALLEN_AUC = 0.6, 0.05, 0.55
SHAPES = 12

Step = Callable[[int, int, str], None]


class UnableToTrain(ValueError):
    """Nothing can be learned from this. `code` is too_few_rows, too_few_yes, too_few_no or no_columns; `params` what was found and needed."""

    def __init__(self, code: str, *, found: int = 0, needed: int = 0) -> None:
        super().__init__(code)
        self.code, self.params = code, {"found": found, "needed": needed}


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows with a known label: `columns` to learn from, `yes`, and where there are any the rows' `days` and the days on which their
    end was known (days since 1970, NaN unknown).
    """

    columns: Sequence[ReadColumn]
    yes: Labels
    days: Floats | None = None
    known_on: Floats | None = None
    declared: Mapping[str, Timing] = field(default_factory=dict)

    def taken(self, rows: Any) -> Labelled:
        """These rows."""
        return Labelled(
            [one.taken(rows) for one in self.columns],
            self.yes[rows],
            None if self.days is None else self.days[rows],
            None if self.known_on is None else self.known_on[rows],
            self.declared,
        )


@dataclass(frozen=True, slots=True)
class Trained:
    """The model and its card: everything that was measured, in JSON."""

    model: Model
    card: dict[str, Any]


def check_enough(yes: Labels) -> None:
    """Raises UnableToTrain when there is too little to learn from."""
    n1 = int(yes.sum())
    if len(yes) < LEAST_ROWS:
        raise UnableToTrain("too_few_rows", found=len(yes), needed=LEAST_ROWS)
    if n1 < LEAST_OF_A_KIND:
        raise UnableToTrain("too_few_yes", found=n1, needed=LEAST_OF_A_KIND)
    if len(yes) - n1 < LEAST_OF_A_KIND:
        raise UnableToTrain("too_few_no", found=len(yes) - n1, needed=LEAST_OF_A_KIND)


def _no_step(done: int, total: int, note: str) -> None:
    pass


def train(rows: Labelled, *, seed: int, step: Step = _no_step, most: int = MOST_ROWS) -> Trained:
    """Guard, choose the number of trees out of fold, calibrate on those, prove in folds and by time, fit on all rows.

    Above `most` rows it learns from that many, drawn with `seed`. `step` is told of each part (done, total, what). The card's
    `out_of_fold` holds figures pooled over five folds, each case foretold and calibrated by models that had not seen it;
    `later` those of the latest three tenths foretold from the earlier ones, null without days. Raises UnableToTrain.
    """
    check_enough(rows.yes)
    total = len(rows.yes)
    if total > most:
        rows = rows.taken(np.sort(np.random.default_rng(seed).choice(total, most, replace=False)))
    step(0, 5, "guard")
    findings = guard(rows, seed=seed)
    gone = {one.column for one in findings}
    used = [one for one in rows.columns if one.name not in gone]
    if not used:
        raise UnableToTrain("no_columns")
    encoding = learn_encoding(used, is_dated=rows.days is not None)
    cases = encoding.cases(used, rows.days, len(rows.yes))
    step(1, 5, "folds")
    found = out_of_fold(cases, rows.yes, seed=seed)
    chances = calibrated_across(found, rows.yes)
    step(2, 5, "later")
    later = None
    if rows.days is not None:
        later = time_split(cases, rows.yes, rows.days, rows.known_on, trees=MOST_TREES, seed=seed)
    step(3, 5, "fit")
    trees = joined([fit_trees(cases, rows.yes, trees=found.trees, seed=seed + n) for n in range(MODELS)])
    model = Model(encoding, trees, calibration_of(found, rows.yes))
    step(4, 5, "reasons")
    card = {
        "version": VERSION,
        "rows": total,
        "used_rows": len(rows.yes),
        "yes": int(rows.yes.sum()),
        "first_day": _edge(rows.days, np.nanmin),
        "last_day": _edge(rows.days, np.nanmax),
        "columns": weights(model, cases),
        "findings": [told(one) for one in findings if one.column not in PAST],
        "trees": found.trees,
        "models": MODELS,
        "calibration": model.calibration.method,
        "out_of_fold": proof(rows.yes, chances),
        "later": later,
        "seed": seed,
    }
    card |= verdict(card)
    step(5, 5, "reasons")
    return Trained(model, card)


def guard(rows: Labelled, *, seed: int) -> list[Finding]:
    """What `inspect` finds, and columns without which the order would fall by 0.05 of AUC or more although they are nobody's history:
    one that does so by itself is known only after the fact, until a person says that it is not.
    """
    findings = inspect(rows.columns, rows.yes, days=rows.days, declared=rows.declared, seed=seed)
    gone = {one.column for one in findings}
    left = [one for one in rows.columns if one.name not in gone]
    suspects = [
        (alone, one)
        for one in left
        if one.name not in PAST
        and rows.declared.get(one.name) != Timing.BEFORE
        and (alone := alone_auc(one, rows.yes, seed=seed)) >= DOMINATES_ALONE
    ]
    if len(left) > 1 and suspects:
        with_all = _quick_auc(left, rows, seed)
        suspects = suspects if with_all >= TOO_GOOD else []
        for alone, suspect in sorted(suspects, key=lambda pair: (-pair[0], pair[1].name))[:3]:
            others = [one for one in left if one.name != suspect.name]
            if with_all - _quick_auc(others, rows, seed) >= DOMINATES_BY:
                findings.append(Finding(suspect.name, Reason.DOMINATES, alone))
                break
    return findings


def _quick_auc(columns: Sequence[ReadColumn], rows: Labelled, seed: int) -> float:
    cases = learn_encoding(columns, is_dated=rows.days is not None).cases(columns, rows.days, len(rows.yes))
    found = out_of_fold(cases, rows.yes, seed=seed, trees=QUICK_TREES, count=QUICK_FOLDS)
    return auc(rows.yes, found.odds)


def weights(model: Model, cases: Floats) -> list[dict[str, Any]]:
    """The columns by how much they move the log of the odds on average, of at most 2,000 cases: `name`, `weight`."""
    some = cases[:: max(len(cases) // 2000, 1)]
    _, parts = model.trees.shares(some, model.encoding.columns)
    mean = np.abs(parts).mean(axis=0) if len(some) else np.zeros(0)
    mean = np.concatenate((mean, np.zeros(len(model.encoding.encoders) - len(mean))))
    found = [{"name": name, "weight": float(w)} for name, w in zip(model.encoding.names, mean, strict=True)]
    return sorted(found, key=lambda one: (-float(str(one["weight"])), str(one["name"])))


def verdict(card: dict[str, Any]) -> dict[str, Any]:
    """`is_useful` and the `reasons` against it: order no better than chance, chances that do not hold, worse in the later time."""
    folds, later = card["out_of_fold"], card["later"]
    reasons = []
    if folds["auc"] < USEFUL_AUC:
        reasons.append({"code": "no_order", "found": folds["auc"], "needed": USEFUL_AUC})
    if folds["ece"] > HELD_ECE:
        reasons.append({"code": "not_held", "found": folds["ece"], "needed": HELD_ECE})
    if later is not None and later["auc"] < FALLEN_AUC:
        reasons.append({"code": "not_later", "found": later["auc"], "needed": FALLEN_AUC})
    return {"is_useful": not reasons, "reasons": reasons}


def told(finding: Finding) -> dict[str, Any]:
    """A finding as the card keeps it."""
    figure = None if np.isnan(finding.figure) else round(finding.figure, 4)
    return {"column": finding.column, "reason": str(finding.reason), "figure": figure, "is_leak": finding.is_leak}


def _edge(days: Floats | None, which: Callable[[Floats], Any]) -> float | None:
    return None if days is None or np.isnan(days).all() else float(which(days))
