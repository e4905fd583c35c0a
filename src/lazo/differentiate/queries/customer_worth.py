"""What customers could be worth, what serving them cost and what is left, for the rows of a page."""

from collections.abc import Sequence
from typing import Any

from lazo.differentiate.models import Score
from lazo.differentiate.queries.served import served_values


def values_of_cards(customers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """By customer: potential_value, unrealised (potential less lifetime value), migrator, cost_12m, net_12m. One query.

    Money in base minor units, null where it is not known. Who calls has made sure that the reader may see the customers.
    """
    scores = Score.objects.filter(pk__in=customers).only("run_id", "clv", "potential_value", "migrator", "n_purchases")
    found = {score.pk: score for score in scores}
    runs = {score.run_id for score in found.values()}
    served = {one: values for run in runs for one, values in served_values(customers, run_id=run).items()}
    return {one: _values(score) | _costs(served.get(one)) for one, score in found.items()}


def _values(score: Score) -> dict[str, Any]:
    return {
        "potential_value": score.potential_value,
        "unrealised": score.unrealised,
        "migrator": score.migrator if score.n_purchases else None,
    }


def _costs(served: Any) -> dict[str, Any]:
    return {"cost_12m": served and served.cost, "net_12m": served and served.net_12m}
