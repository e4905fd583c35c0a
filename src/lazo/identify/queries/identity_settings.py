"""What the company decided about identity, and what is in force while it decided nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from lazo.identify.models import IdentitySettings

VERIFIED, OBSERVED, DECLARED, APPENDED, INFERRED = "VERIFIED", "OBSERVED", "DECLARED", "APPENDED", "INFERRED"
USUAL_ORDER = (VERIFIED, OBSERVED, DECLARED, APPENDED, INFERRED)
"""Which kind of value holds: what a person confirmed, a fact of our records, what the customer said, a third party's, a guess."""


@dataclass(frozen=True)
class MatchThresholds:
    """Probabilities: from `automatic` on a run joins, from `review` on a person is asked."""

    automatic: float = 0.95
    review: float = 0.75


def settings_now() -> IdentitySettings | None:
    """The version in force; null while the company decided nothing."""
    return IdentitySettings.objects.order_by("-pk").first()


def match_thresholds() -> MatchThresholds:
    kept = settings_now()
    told = {} if kept is None else kept.thresholds
    return MatchThresholds(
        automatic=float(told.get("automatic", MatchThresholds.automatic)),
        review=float(told.get("review", MatchThresholds.review)),
    )


def orders_now() -> Mapping[str, tuple[str, ...]]:
    """The order of kinds of value by field, of those the company has another order for."""
    kept = settings_now()
    return {} if kept is None else {field: tuple(order) for field, order in kept.overrides.items()}
