"""What customers could be worth, for the rows of a page."""

from collections.abc import Sequence
from typing import Any

from lazo.differentiate.models import Score


def values_of_cards(customers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """By customer: potential_value, unrealised (potential less lifetime value), migrator. One query.

    Money in base minor units, null where it is not known. Who calls has made sure that the reader may see the customers.
    """
    scores = Score.objects.filter(pk__in=customers).only("clv", "potential_value", "migrator", "n_purchases")
    return {score.pk: _values(score) for score in scores}


def _values(score: Score) -> dict[str, Any]:
    return {
        "potential_value": score.potential_value,
        "unrealised": score.unrealised,
        "migrator": score.migrator if score.n_purchases else None,
    }
