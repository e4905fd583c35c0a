"""What a run takes from those before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.scoring.prices import Prices


@dataclass(frozen=True)
class Earlier:
    """What this run builds on: `fit` lends its parameters, `previous` (a file of scores) its tiers, P(alive) and gaps.

    `prices` say in whose month's money this run counts: a fit in other money lends nothing. `compared` is a file with
    everyone's area on the day `since`, a month ago; without it these places are computed from the data themselves, with
    today's parameters and today's rhythm of each customer, and kept for the runs that follow.
    """

    fit: ScoreRun | None
    previous: Path | None
    compared: Path | None
    since: date
    prices: Prices = field(default_factory=Prices)
