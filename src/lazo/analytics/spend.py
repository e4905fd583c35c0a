"""Expected money per purchase day of every customer, by Gamma-Gamma, or plainly where that cannot be fitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lazo.analytics.estimation import UnableToFit
from lazo.analytics.gamma_gamma import GammaGammaFit, fit_gamma_gamma
from lazo.analytics.tuples import Floats, Ints


@dataclass(frozen=True, slots=True)
class Spend:
    """`per_purchase`: one element per customer, minor units. Without a `fit`, `problem` says why there is none."""

    per_purchase: Floats
    fit: GammaGammaFit | None
    problem: UnableToFit | None


def expected_spend(x: Ints, mean: Floats) -> Spend:
    """What each customer is expected to spend on a purchase day.

    `x` repeat purchase days; `mean` their mean money, NaN where there are none. Where Gamma-Gamma cannot be fitted: the
    customer's own mean, and everyone's where that is unknown (0 in a base without any).
    """
    try:
        fit = fit_gamma_gamma(x, mean)
    except UnableToFit as problem:
        return Spend(per_purchase=_plain(x, mean), fit=None, problem=problem)
    return Spend(per_purchase=fit.params.expected_value(x, mean), fit=fit, problem=None)


def _plain(x: Ints, mean: Floats) -> Floats:
    known = (x > 0) & np.isfinite(mean) & (mean > 0)
    repeats = float(x[known].sum())
    everyone = float((x[known] * mean[known]).sum()) / repeats if repeats else 0.0
    return np.where(known, mean, everyone)
