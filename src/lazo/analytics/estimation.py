"""Maximum likelihood over positive parameters, and the reasons for which a model cannot be fitted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lazo.analytics.tuples import Floats

Objective = Callable[[Floats], tuple[float, Floats]]

LOG_BOUND = 12.0
MAX_ITERATIONS = 500


class FitProblem(StrEnum):
    """Why a model cannot be fitted; the doors translate the code, the numbers come with the error."""

    FEW_CUSTOMERS = "few_customers"
    FEW_REPEATERS = "few_repeaters"
    NO_TIME = "no_time"
    HEAVY_TAIL = "heavy_tail"
    NOT_CONVERGED = "not_converged"


class UnableToFit(ValueError):
    """Raised when a base is too small or too odd for a model; carries the reason, what was found, what is needed."""

    def __init__(self, problem: FitProblem, *, found: float, needed: float) -> None:
        super().__init__(f"{problem}: found {found:g}, needed {needed:g}")
        self.problem = problem
        self.found = found
        self.needed = needed


@dataclass(frozen=True, slots=True)
class Optimum:
    """Where the likelihood is highest: parameters (not their logarithms), iterations, and whether the search settled."""

    parameters: Floats
    objective: float
    iterations: int
    converged: bool


def require(found: float, needed: float, problem: FitProblem) -> None:
    """Raise `UnableToFit` unless at least `needed` was found."""
    if not found >= needed:
        raise UnableToFit(problem, found=found, needed=needed)


def minimise_positive(objective: Objective, start: Floats) -> Optimum:
    """Minimise over log parameters by L-BFGS-B, within e^-12 .. e^12; `objective` takes logs and gives value, gradient."""
    from scipy.optimize import minimize  # half a second that a run with the parameters of last week does not need

    found = minimize(
        objective,
        np.log(start),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-LOG_BOUND, LOG_BOUND)] * len(start),
        options={"maxiter": MAX_ITERATIONS, "ftol": 1e-14, "gtol": 1e-8, "maxcor": 20},
    )
    if not np.isfinite(found.fun):
        raise UnableToFit(FitProblem.NOT_CONVERGED, found=float(found.nit), needed=MAX_ITERATIONS)
    return Optimum(
        parameters=np.exp(found.x),
        objective=float(found.fun),
        iterations=int(found.nit),
        converged=bool(found.nit < MAX_ITERATIONS),
    )
