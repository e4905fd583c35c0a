"""The values of traits that a page of the list shows beside each customer."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from lazo.identify.models import TraitValue


def traits_of_cards(customers: Sequence[int], keys: Sequence[str]) -> dict[int, dict[str, Any]]:
    """By customer and key the value that holds, by `TraitValue.precedence`, of all records found to be the customer. One query."""
    values = TraitValue.objects.filter(
        Q(party__in=customers) | Q(party__canonical__in=customers), definition__key__in=keys
    )
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in sorted(values.select_related("definition", "party"), key=lambda row: row.precedence):
        found[row.party.canonical_id or row.party_id].setdefault(row.definition.key, row.value)
    return dict(found)
