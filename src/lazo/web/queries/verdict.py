"""What the back-test of a run says about its projection, and in which interval a total may be believed."""

from dataclasses import dataclass
from typing import Any

from lazo.differentiate.models import ScoreRun


@dataclass(frozen=True)
class Verdict:
    """`state` is reliable, not_reliable or missing. The factors turn a projected total into its interval; None: not known."""

    state: str
    reasons: tuple[str, ...] = ()
    low_factor: float | None = None
    high_factor: float | None = None

    @property
    def uses_model(self) -> bool:
        """Where the model failed on the held-back period, the page shows the naive forecast instead."""
        return self.state == "reliable"

    def interval(self, value: int) -> tuple[int, int] | None:
        """From and to, in the unit of `value`; None when no interval is known or the model is not used."""
        if not self.uses_model or self.low_factor is None or self.high_factor is None:
            return None
        return round(value * self.low_factor), round(value * self.high_factor)


def verdict_of(run: ScoreRun) -> Verdict:
    """Read the stored back-test of `run`; a run without one has no verdict and its projection is the naive one."""
    stored: dict[str, Any] = run.back_test or {}
    if stored.get("verdict") not in {"reliable", "not_reliable"}:
        return Verdict("missing", tuple(stored.get("reasons", ())))
    total = stored.get("total", {})
    return Verdict(
        stored["verdict"], tuple(stored.get("reasons", ())), total.get("low_factor"), total.get("high_factor")
    )
