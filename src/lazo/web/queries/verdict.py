"""What the back-test of a run says about its projection, and in which interval a total may be believed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from lazo.differentiate.models import ScoreRun


@dataclass(frozen=True)
class Reason:
    """One thing that speaks against the model: its code, what was found and what would have done."""

    code: str
    found: float
    limit: float


@dataclass(frozen=True)
class GroupProof:
    """Customers alike in how often they came back: what was foreseen and what came, in base minor units."""

    x_from: int
    x_below: int | None
    customers: int
    predicted: float
    actual: float


@dataclass(frozen=True)
class Verdict:
    """`state` is reliable, not_reliable or missing. Dates and totals are null while nothing could be held back.

    `predicted` and `actual` are the model's money over the days held back, `low_factor` and `high_factor` the band round
    the total of what is shown.
    """

    state: str
    reasons: tuple[Reason, ...] = ()
    doubts: tuple[str, ...] = ()
    low_factor: float | None = None
    high_factor: float | None = None
    cutoff: date | None = None
    until: date | None = None
    predicted: float | None = None
    actual: float | None = None
    groups: tuple[GroupProof, ...] = ()

    @property
    def uses_model(self) -> bool:
        """Where the model failed on the held-back period, what is shown is the naive forecast."""
        return self.state == "reliable"

    def interval(self, value: int) -> tuple[int, int] | None:
        """From and to, in the unit of `value`; None when no interval is known."""
        if self.low_factor is None or self.high_factor is None:
            return None
        return round(value * self.low_factor), round(value * self.high_factor)


def verdict_of(run: ScoreRun) -> Verdict:
    """Read the stored back-test of `run`; a run that could hold nothing back has no verdict, only what was missing."""
    stored: dict[str, Any] = run.back_test or {}
    reasons = tuple(Reason(r["code"], r["found"], r["limit"]) for r in stored.get("reasons", ()))
    if "cutoff" not in stored:
        return Verdict("missing", reasons)
    band = stored.get("total_band") or {}
    model = (stored.get("money") or {}).get("model") or {}
    return Verdict(
        state="reliable" if stored["is_reliable"] else "not_reliable",
        reasons=reasons,
        doubts=tuple(stored.get("doubts", ())),
        low_factor=band.get("low"),
        high_factor=band.get("high"),
        cutoff=date.fromisoformat(stored["cutoff"]),
        until=date.fromisoformat(stored["until"]),
        predicted=model.get("predicted"),
        actual=model.get("actual"),
        groups=_groups(stored.get("strata", ())),
    )


def _groups(strata: list[dict[str, Any]]) -> tuple[GroupProof, ...]:
    """The strata of the test, those with the same frequency together."""
    alike: defaultdict[tuple[int, int | None], list[dict[str, Any]]] = defaultdict(list)
    for stratum in strata:
        alike[stratum["x_from"], stratum["x_below"]].append(stratum)
    return tuple(
        GroupProof(
            x_from,
            x_below,
            sum(s["customers"] for s in same),
            sum(s["predicted_money"] for s in same),
            sum(s["actual_money"] for s in same),
        )
        for (x_from, x_below), same in sorted(alike.items(), key=lambda entry: entry[0][0])
    )
