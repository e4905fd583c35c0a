"""What an uplift score is good for: treat everybody, treat some, leave those alone whom the treatment drives away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lazo.analytics.experiments.readout import read_out
from lazo.analytics.experiments.sample import of_counts
from lazo.analytics.propensity.measures import Labels
from lazo.analytics.tuples import Floats
from lazo.analytics.uplift.qini import Qini

LOWEST = tuple(step / 20 for step in range(1, 11))
SURE = 2.807
"""One-sided 0.05 over the ten shares looked at (Bonferroni: 0.0025 on that side)."""


class Targeting(StrEnum):
    """ALL: nothing tells apart whom it changes more. SOME: some are changed much more. NONE: it changes nobody for the better."""

    ALL = "ALL"
    SOME = "SOME"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`asleep_below`: customers with a lower uplift are left alone, as it surely drives them away; None: nobody is. `asleep_share`: of all."""

    targeting: Targeting
    asleep_below: float | None
    asleep_share: float


def judge(found: Qini, score: Floats, *, treated: Labels, outcome: Labels) -> Verdict:
    """One row per customer, `score` by models that had not seen them.

    Sleeping dogs: the largest lowest part by score (5, 10, ... 50 %) in which the treated did it less than control with certainty: the
    upper end of the difference lies below 0, at 5 % over all parts looked at together.
    """
    below, share = _asleep(score, treated, outcome)
    if below is None and found.is_noise:
        whole = read_out(
            of_counts(int(treated.sum()), int(outcome[treated].sum())),
            of_counts(int((~treated).sum()), int(outcome[~treated].sum())),
        )
        return Verdict(Targeting.ALL if whole.low > 0 else Targeting.NONE, None, 0.0)
    return Verdict(Targeting.SOME, below, share)


def _asleep(score: Floats, treated: Labels, outcome: Labels) -> tuple[float | None, float]:
    order = np.argsort(score, kind="stable")
    for share in reversed(LOWEST):
        lowest = order[: int(len(order) * share)]
        arm, happened = treated[lowest], outcome[lowest]
        ours, theirs = int(arm.sum()), int((~arm).sum())
        if not ours or not theirs:
            continue
        part = read_out(of_counts(ours, int(happened[arm].sum())), of_counts(theirs, int(happened[~arm].sum())))
        if part.difference + SURE * part.error < 0:
            return float(score[order[len(lowest)]]), share
    return None, 0.0
