"""The values of traits that a page of the list shows beside each customer."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import BigIntegerField, ExpressionWrapper, F

from lazo.identify.models import Party, TraitDefinition, TraitValue
from lazo.identify.queries.custom_fields import ORDER, VALUE_COLUMNS

Type = TraitDefinition.Type


def traits_of_cards(customers: Sequence[int], keys: Sequence[str]) -> dict[int, dict[str, Any]]:
    """By customer and key the value that holds, by `TraitValue.precedence`, of all records found to be the customer. Three queries."""
    defined = TraitDefinition.objects.filter(key__in=keys).values_list("pk", "key", "type")
    fields = {number: (key, Type(of)) for number, key, of in defined}
    born = dict(Party.objects.filter(canonical_id__in=customers).values_list("pk", "canonical_id"))
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for party, definition, *stored in _stored([*customers, *born], list(fields)):
        key, of = fields[definition]
        value = dict(zip(STORED, stored, strict=True))[VALUE_COLUMNS[of]]
        told = bool(value) if of == Type.FLAG and value is not None else value
        found[born.get(party) or party].setdefault(key, told)
    return dict(found)


STORED = tuple(dict.fromkeys(VALUE_COLUMNS.values()))


def _stored(parties: Sequence[int], definitions: Sequence[int]) -> list[tuple[Any, ...]]:
    """Party, definition and the value columns, what holds before what does not."""
    # Added to nothing, the definition is no way in: its index leads to the values of everybody, that of the party to a few.
    of = ExpressionWrapper(F("definition_id") + 0, output_field=BigIntegerField())
    rows = TraitValue.objects.alias(of=of).filter(party_id__in=parties, of__in=definitions).order_by(*ORDER)
    return list(rows.values_list("party_id", "definition_id", *STORED))
