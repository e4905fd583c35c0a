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

    `shown` is which forecast the pages show: model, repaired or naive. `predicted` and `actual` are the money of the days held
    back as foreseen by the one shown (the model where that is naive) and as it came; `correction` is the factor on a repaired
    total and `shares` how the proportions of model, last period and past were mixed; `has_break` that the company's pace is of
    few months, since something changed. `low_factor` and `high_factor` the band round
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
    shown: str = "model"
    correction: float = 1.0
    shares: tuple[float, float, float] | None = None
    has_break: bool = False

    @property
    def uses_model(self) -> bool:
        """Whether the pages show what the model alone says."""
        return self.shown == "model"

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
        return Verdict("missing", reasons, shown="naive")
    band = stored.get("total_band") or {}
    shown = stored.get("shown") or ("model" if stored["is_reliable"] else "naive")
    money = (stored.get("repair") or {}).get("money") or {}
    mix = money.get("mix")
    tried = (stored.get("money") or {}).get("repaired" if shown == "repaired" else "model") or {}
    return Verdict(
        state="reliable" if stored["is_reliable"] else "not_reliable",
        reasons=reasons,
        doubts=tuple(stored.get("doubts", ())),
        low_factor=band.get("low"),
        high_factor=band.get("high"),
        cutoff=date.fromisoformat(stored["cutoff"]),
        until=date.fromisoformat(stored["until"]),
        predicted=tried.get("predicted"),
        actual=tried.get("actual"),
        groups=_groups(stored.get("strata", ())),
        shown=shown,
        correction=money.get("factor", 1.0),
        shares=(mix["model"], mix["window"], mix["past"]) if mix else None,
        has_break=bool((stored.get("pace") or {}).get("is_break")),
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
