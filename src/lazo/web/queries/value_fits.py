"""The value models as the workbench shows them: the fits, the one that holds, their back-tests."""

from dataclasses import dataclass

from lazo.differentiate.models import ModelPin, ScoreRun
from lazo.differentiate.queries.model_versions import VALUE, fits, open_pins
from lazo.web.queries.verdict import Verdict, verdict_of

SHOWN = 20


@dataclass(frozen=True)
class Fit:
    """A run that fitted, and how its back-test ended."""

    run: ScoreRun
    verdict: Verdict


@dataclass(frozen=True)
class ValueLine:
    """`holds` is the fit whose parameters are used: the pinned one, else the newest."""

    holds: Fit
    fits: list[Fit]
    pin: ModelPin | None


def value_line() -> ValueLine | None:
    """Null before the first fit."""
    found = [Fit(run, verdict_of(run)) for run in fits()[:SHOWN]]
    if not found:
        return None
    pin = open_pins([VALUE]).get(VALUE)
    pinned = None if pin is None else next((one for one in found if one.run.pk == pin.version), None)
    if pin is not None and pinned is None:
        run = fits().filter(pk=pin.version).first()
        pinned = Fit(run, verdict_of(run)) if run else None
    return ValueLine(pinned or found[0], found, pin)
