"""May a forecast be shown? The reasons against it, and the doubts that are said beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lazo.analytics.accuracy import correlation, is_worse, ranks
from lazo.analytics.outlook import Outlook
from lazo.analytics.trial import FittedModel, Trial
from lazo.analytics.tuples import Floats


class Against(StrEnum):
    """Why a forecast is not reliable. Codes: the doors translate them."""

    UNABLE_TO_FIT = "unable_to_fit"
    SHORT_HISTORY = "short_history"
    SHORT_HOLDOUT = "short_holdout"
    FEW_REPEATERS = "few_repeaters"
    NOTHING_HAPPENED = "nothing_happened"
    PURCHASES_BIASED = "purchases_biased"
    MONEY_BIASED = "money_biased"
    PURCHASES_WORSE_THAN_NAIVE = "purchases_worse_than_naive"
    MONEY_WORSE_THAN_NAIVE = "money_worse_than_naive"


BIASED = frozenset({Against.PURCHASES_BIASED, Against.MONEY_BIASED})


class Doubt(StrEnum):
    """What a reader of a forecast should know, though it does not forbid showing it."""

    SEASON_UNSEEN = "season_unseen"
    DROPOUT_UNSEEN = "dropout_unseen"
    SPEND_FOLLOWS_FREQUENCY = "spend_follows_frequency"
    SPEND_NOT_MODELLED = "spend_not_modelled"
    ORDER_IS_CHANCE = "order_is_chance"
    NOT_CONVERGED = "not_converged"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with the number found and the number that would do. `detail` refines the code (which problem of a fit)."""

    code: Against
    found: float
    limit: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a forecast must keep to. Days and customers at the cut-off; `bias` of totals in both directions."""

    history_days: int = 180
    holdout_days: int = 28
    repeaters: int = 200
    bias: float = 0.25


@dataclass(frozen=True, slots=True)
class Verdict:
    """A forecast without reasons against it is reliable."""

    reasons: tuple[Reason, ...]
    doubts: tuple[Doubt, ...]

    @property
    def is_reliable(self) -> bool:
        """Nothing speaks against showing the forecast."""
        return not self.reasons

    @property
    def is_near(self) -> bool:
        """Whether both totals kept to the limit."""
        return not {reason.code for reason in self.reasons} & BIASED


def judge(trial: Trial, limits: Limits, shown: Outlook | None = None) -> Verdict:
    """Hold the model on trial, or another outlook in its place, against the limits and against the naive outlooks."""
    reasons = _too_little(trial, limits)
    outlook = shown or (trial.model.outlook if trial.model else None)
    if outlook is None:
        return Verdict(reasons=tuple(reasons), doubts=())
    outcome = trial.holdout.outcome
    reasons += _biased(Against.PURCHASES_BIASED, outlook.purchases, outcome.purchases, limits.bias)
    reasons += _biased(Against.MONEY_BIASED, outlook.money, outcome.money, limits.bias)
    reasons += _worse_than_naive(trial, outlook, outcome)
    doubts = _doubts(trial, trial.model, outlook) if trial.model else []
    return Verdict(reasons=tuple(reasons), doubts=tuple(doubts))


def _too_little(trial: Trial, limits: Limits) -> list[Reason]:
    reasons = []
    if trial.problem is not None:
        problem = trial.problem
        reasons.append(Reason(Against.UNABLE_TO_FIT, problem.found, problem.needed, detail=problem.problem.value))
    for code, found, limit in (
        (Against.SHORT_HISTORY, trial.calibration.history_days, limits.history_days),
        (Against.SHORT_HOLDOUT, trial.holdout.days, limits.holdout_days),
        (Against.FEW_REPEATERS, trial.calibration.repeaters, limits.repeaters),
        (Against.NOTHING_HAPPENED, int(trial.holdout.purchases.sum()), 1),
    ):
        if found < limit:
            reasons.append(Reason(code, found, limit))
    return reasons


def _biased(code: Against, predicted: Floats, actual: Floats, limit: float) -> list[Reason]:
    happened = float(actual.sum())
    bias = float(predicted.sum()) / happened - 1 if happened > 0 else 0.0
    return [Reason(code, bias, limit)] if abs(bias) > limit else []


def _worse_than_naive(trial: Trial, model: Outlook, outcome: Outlook) -> list[Reason]:
    """A naive outlook counts if its total is no further off: one that foresees nothing errs little per customer."""
    reasons = []
    naive = trial.naive.values()
    for code, mine, others, actual in (
        (Against.PURCHASES_WORSE_THAN_NAIVE, model.purchases, [one.purchases for one in naive], outcome.purchases),
        (Against.MONEY_WORSE_THAN_NAIVE, model.money, [one.money for one in naive], outcome.money),
    ):
        better = _better(mine, others, actual)
        if better is not None:
            reasons.append(Reason(code, float(np.abs(mine - actual).mean()), better))
    return reasons


def _better(mine: Floats, others: Sequence[Floats], actual: Floats) -> float | None:
    """The least mean absolute error among the naive outlooks that beat mine, or null."""
    errors, off = np.abs(mine - actual), abs(mine.sum() - actual.sum())
    beaten_by = [
        float(np.abs(other - actual).mean())
        for other in others
        if abs(other.sum() - actual.sum()) <= off and is_worse(errors, np.abs(other - actual))
    ]
    return min(beaten_by, default=None)


def _doubts(trial: Trial, model: FittedModel, shown: Outlook) -> list[Doubt]:
    spend = model.spend.fit
    order = correlation(ranks(shown.money), ranks(trial.holdout.outcome.money))
    found = {
        Doubt.SEASON_UNSEEN: trial.calibration.history_days < 365,
        Doubt.DROPOUT_UNSEEN: model.mean_p_alive > 0.99,
        Doubt.SPEND_FOLLOWS_FREQUENCY: spend is not None and abs(spend.correlation) > 0.3,
        Doubt.SPEND_NOT_MODELLED: spend is None,
        Doubt.ORDER_IS_CHANCE: order is not None and order < 0.1,
        Doubt.NOT_CONVERGED: not model.fit.converged or (spend is not None and not spend.converged),
    }
    return [doubt for doubt, applies in found.items() if applies]
