"""How the value of the base is spread among its customers, as the run summed it up."""

from dataclasses import dataclass
from typing import Any

from lazo.differentiate.models import ScoreRun

BEST = 0.2


@dataclass(frozen=True)
class Concentration:
    """`curve` and `best` are (share of customers, share of their value); value is what the last 12 months brought."""

    customers: int
    curve: tuple[tuple[float, float], ...]
    best: tuple[float, float]
    best_customers: int
    gini: float | None


def concentration_of(run: ScoreRun) -> Concentration | None:
    """The Pareto curve of the last 12 months; None where nobody brought anything."""
    stored: dict[str, Any] = (run.counts or {}).get("concentration", {}).get("value_12m") or {}
    customers, total, top = stored.get("customers") or 0, stored.get("total") or 0, stored.get("top_20")
    if not customers or total <= 0 or top is None:
        return None
    best_customers = -(-customers * 20 // 100)
    curve = tuple((point["customers"] / customers, point["value"] / total) for point in stored.get("curve", ()))
    return Concentration(
        customers, curve, (best_customers / customers, top / total), best_customers, stored.get("gini")
    )
