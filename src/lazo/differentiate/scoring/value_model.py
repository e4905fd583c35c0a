"""The fitted value models of a run: fitted on this run's facts, or taken over from the last fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from lazo.analytics.bgnbd import BgNbd, fit_bgnbd_tuples
from lazo.analytics.estimation import UnableToFit
from lazo.analytics.gamma_gamma import GammaGamma, fit_gamma_gamma
from lazo.analytics.tuples import DistinctTuples
from lazo.differentiate.models import ScoreRun
from lazo.differentiate.scoring.history import History


@dataclass(frozen=True, slots=True)
class ValueModel:
    """BG/NBD and Gamma-Gamma with their likelihoods; a part that could not be fitted is null and `problems` says why."""

    bgnbd: BgNbd | None
    gamma_gamma: GammaGamma | None
    log_likelihood: float | None
    fitted_on: date
    diagnostics: dict[str, Any]

    @classmethod
    def of(cls, earlier: ScoreRun | None, history: History, *, on: date) -> Self:
        """The models of an earlier run, or without one those fitted on this history."""
        if earlier is None or earlier.fitted_on is None:
            return cls.fit(history, history.tuples(), on=on)
        return cls.from_json(earlier.parameters, log_likelihood=earlier.log_likelihood, fitted_on=earlier.fitted_on)

    @classmethod
    def fit(cls, history: History, tuples: DistinctTuples, *, on: date) -> Self:
        """Fit both models on the base as it stood at the end of `on`; never raises for a base too small."""
        diagnostics: dict[str, Any] = {"customers": len(history), "distinct_histories": len(tuples), "problems": {}}
        bgnbd = likelihood = gamma_gamma = None
        try:
            fit = fit_bgnbd_tuples(tuples)
            bgnbd, likelihood = fit.params, fit.log_likelihood
            diagnostics |= {"iterations": fit.iterations, "converged": fit.converged}
        except UnableToFit as problem:
            diagnostics["problems"]["bgnbd"] = _told(problem)
        try:
            spend = fit_gamma_gamma(history.x, history.mean)
            gamma_gamma = spend.params
            diagnostics |= {"gamma_gamma_log_likelihood": spend.log_likelihood, "correlation": spend.correlation}
            diagnostics |= {"spenders": spend.n}
        except UnableToFit as problem:
            diagnostics["problems"]["gamma_gamma"] = _told(problem)
        return cls(bgnbd, gamma_gamma, likelihood, on, diagnostics)

    @classmethod
    def from_json(cls, stored: dict[str, Any], *, log_likelihood: float | None, fitted_on: date) -> Self:
        """The models of an earlier run, from what `as_json` gave."""
        has_bgnbd, has_spend = stored.get("r") is not None, stored.get("p") is not None
        return cls(
            bgnbd=BgNbd(**{key: stored[key] for key in ("r", "alpha", "a", "b")}) if has_bgnbd else None,
            gamma_gamma=GammaGamma(**{key: stored[key] for key in ("p", "q", "gamma")}) if has_spend else None,
            log_likelihood=log_likelihood,
            fitted_on=fitted_on,
            diagnostics=stored.get("diagnostics", {}),
        )

    def as_json(self) -> dict[str, Any]:
        """r, alpha, a, b, p, q, gamma (null without a fit) and the diagnostics; time in weeks, money in minor units."""
        bgnbd, spend = self.bgnbd, self.gamma_gamma
        return {
            "r": bgnbd and bgnbd.r,
            "alpha": bgnbd and bgnbd.alpha,
            "a": bgnbd and bgnbd.a,
            "b": bgnbd and bgnbd.b,
            "p": spend and spend.p,
            "q": spend and spend.q,
            "gamma": spend and spend.gamma,
            "diagnostics": self.diagnostics,
        }


def _told(problem: UnableToFit) -> dict[str, Any]:
    return {"code": str(problem.problem), "found": problem.found, "needed": problem.needed}
