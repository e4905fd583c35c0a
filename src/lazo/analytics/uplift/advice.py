"""To whom to direct a treatment that has been tried: everybody, the best part, or nobody; and in how much each part differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lazo.analytics.experiments.readout import read_out
from lazo.analytics.experiments.sample import of_counts
from lazo.analytics.propensity.measures import Labels
from lazo.analytics.tuples import Floats, Ints
from lazo.analytics.uplift.qini import Qini
from lazo.analytics.uplift.verdict import Targeting, Verdict

STEPS = 20
NEARLY = 0.98
"""The smallest part that brings this much of the most that any part brings: beyond it the curve is flat, and what it does there is chance."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Treated less control among some customers, in shares, with the ends of its 95 % interval."""

    difference: float
    low: float
    high: float

    def as_json(self) -> dict[str, float]:
        return {"difference": self.difference, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Advice:
    """`share` of all to treat, the first by score: 0 nobody, 1 everybody. `least` is the lowest score among them, null where it is 0 or 1.

    `inside` and `outside` are null where one arm has nobody there. `net` is what treating them brings per customer of all: value of an
    outcome x outcomes gained - cost, in the units of `value` and `cost`; outcomes where no value is known. `pays`: false where treating
    changes somebody, and costs more than that is worth.
    """

    share: float
    least: float | None
    inside: Difference | None
    outside: Difference | None
    net: float
    pays: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "share": self.share,
            "least": self.least,
            "inside": self.inside and self.inside.as_json(),
            "outside": self.outside and self.outside.as_json(),
            "net": self.net,
            "pays": self.pays,
        }


def advise(
    found: Qini,
    verdict: Verdict,
    score: Floats,
    *,
    treated: Labels,
    outcome: Labels,
    value: float | None = None,
    cost: float = 0.0,
) -> Advice:
    """One row per customer, `score` by models that had not seen them; `value` of an outcome and `cost` of treating one in the same unit.

    Of 5, 10, ... 100 % by score (sleeping dogs never), the smallest part that nets 98 % of the most that any nets.
    """
    shares = _shares(verdict)
    marks, gains = zip(*found.curve, strict=True)
    worth = 1.0 if value is None else value
    price = 0.0 if value is None else cost
    nets = {share: worth * float(np.interp(share, marks, gains)) - price * share for share in shares}
    most = max(nets.values(), default=0.0)
    share = next((one for one in shares if nets[one] >= NEARLY * most), 0.0) if most > 0 else 0.0
    order = np.argsort(-score, kind="stable")
    first, rest = order[: round(len(order) * share)], order[round(len(order) * share) :]
    return Advice(
        share=share,
        least=float(score[first[-1]]) if 0 < share < 1 else None,
        inside=_difference(first, treated, outcome),
        outside=_difference(rest, treated, outcome),
        net=nets.get(share, 0.0),
        pays=not shares or most > 0,
    )


def _shares(verdict: Verdict) -> list[float]:
    """The parts to choose from, the smallest first."""
    if verdict.targeting == Targeting.NONE:
        return []
    if verdict.targeting == Targeting.ALL:
        return [1.0]
    return [step / STEPS for step in range(1, STEPS + 1) if step / STEPS <= 1 - verdict.asleep_share + 1e-9]


def _difference(rows: Ints, treated: Labels, outcome: Labels) -> Difference | None:
    arm, happened = treated[rows], outcome[rows]
    ours, theirs = int(arm.sum()), int((~arm).sum())
    if not ours or not theirs:
        return None
    part = read_out(of_counts(ours, int(happened[arm].sum())), of_counts(theirs, int(happened[~arm].sum())))
    return Difference(part.difference, part.low, part.high)
