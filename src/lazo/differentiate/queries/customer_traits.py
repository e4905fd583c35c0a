"""The values of traits that a page of the list shows beside each customer."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from lazo.identify.models import Party, TraitValue


def traits_of_cards(customers: Sequence[int], keys: Sequence[str]) -> dict[int, dict[str, Any]]:
    """By customer and key the value that holds, by `TraitValue.precedence`, of all records found to be the customer. Two queries.

    Asked by the few parties alone: with the field beside them, a database may read the values of everybody.
    """
    born = dict(Party.objects.filter(canonical_id__in=customers).values_list("pk", "canonical_id"))
    values = TraitValue.objects.filter(party_id__in=[*customers, *born]).select_related("definition")
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in sorted((row for row in values if row.definition.key in keys), key=lambda row: row.precedence):
        customer = born.get(row.party_id) or row.party_id
        found[customer].setdefault(row.definition.key, row.value)
    return dict(found)
