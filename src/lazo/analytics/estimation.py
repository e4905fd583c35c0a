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
OPTIONS = {"maxiter": MAX_ITERATIONS, "ftol": 1e-14, "gtol": 1e-8, "maxcor": 20}
NEARLY = OPTIONS | {"ftol": 1e-13}  # so near to the end a sum of a million is no more exact
STEP = 1e-4
ROUGH = 20_000
"""Elements that show roughly where the likelihood of many is highest."""
WORTH_A_ROUGH_SEARCH = 5 * ROUGH


class FitProblem(StrEnum):
    """Why a model cannot be fitted; the doors translate the code, the numbers come with the error."""

    FEW_CUSTOMERS = "few_customers"
    FEW_REPEATERS = "few_repeaters"
    FEW_ENDED = "few_ended"
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


def minimise_positive(objective: Objective, start: Floats, *, rough: Objective | None = None) -> Optimum:
    """Minimise over log parameters by L-BFGS-B, within e^-12 .. e^12; `objective` takes logs and gives value, gradient.

    `rough` is about the same and costs little. Its lowest point and curvature tell where to search and how far to step in
    each direction, so that `objective` is asked a tenth as often; what is found is the lowest point of `objective`.
    """
    near = None if rough is None else _near(rough, np.log(start))
    found = None if near is None else _refined(objective, *near)
    return found or _optimum(*_searched(objective, np.log(start)))


def thinned(elements: int) -> int:
    """Every how manieth of `elements` is enough for a rough search; 1 where all of them cost no more."""
    return elements // ROUGH if elements >= WORTH_A_ROUGH_SEARCH else 1


def _searched(objective: Objective, logs: Floats) -> tuple[Floats, float, int]:
    from scipy.optimize import minimize  # half a second that a run with the parameters of last week does not need

    bounds = [(-LOG_BOUND, LOG_BOUND)] * len(logs)
    found = minimize(objective, logs, jac=True, method="L-BFGS-B", bounds=bounds, options=OPTIONS)
    return found.x, float(found.fun), int(found.nit)


def _optimum(logs: Floats, value: float, iterations: int) -> Optimum:
    if not np.isfinite(value):
        raise UnableToFit(FitProblem.NOT_CONVERGED, found=float(iterations), needed=MAX_ITERATIONS)
    return Optimum(np.exp(logs), value, iterations, converged=iterations < MAX_ITERATIONS)


def _near(rough: Objective, logs: Floats) -> tuple[Floats, Floats] | None:
    """The lowest point, and steps that each raise the value alike and leave what lies at a bound there; null where it is no hollow."""
    lowest, value, _ = _searched(rough, logs)
    free = np.abs(lowest) < LOG_BOUND
    if not (np.isfinite(value) and free.any()):
        return None
    nudges = np.eye(len(logs))[free] * STEP
    curvature = np.array([rough(lowest + nudge)[1] - rough(lowest - nudge)[1] for nudge in nudges]) / (2 * STEP)
    try:
        curvature = curvature[:, free]
        root = np.linalg.cholesky((curvature + curvature.T) / 2)
    except np.linalg.LinAlgError:
        return None
    steps = np.zeros((len(logs), int(free.sum())))
    steps[free] = np.linalg.inv(root).T
    return lowest, steps


def _refined(objective: Objective, centre: Floats, steps: Floats) -> Optimum | None:
    """The lowest point near `centre`, searched in `steps`; null where it leaves the bounds, or would leave one that was not touched."""
    from scipy.optimize import minimize

    def in_steps(along: Floats) -> tuple[float, Floats]:
        value, gradient = objective(centre + steps @ along)
        return value, gradient @ steps

    found = minimize(in_steps, np.zeros(steps.shape[1]), jac=True, method="L-BFGS-B", options=NEARLY)
    logs = centre + steps @ found.x
    held = np.abs(centre) >= LOG_BOUND
    if not np.isfinite(found.fun) or np.any(np.abs(logs) > LOG_BOUND):
        return None
    if held.any() and np.any((objective(logs)[1] * np.sign(logs))[held] > 0):
        return None
    return _optimum(logs, float(found.fun), int(found.nit))
