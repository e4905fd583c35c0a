"""The customer an address names, for the person who asks."""

from collections.abc import Collection
from typing import Any

from lazo.api.problem import FieldError, Problem, not_found
from lazo.identify.models import Party
from lazo.identify.queries.parties import party_for
from lazo.kernel.models import User


def found_party(user: User, number: int) -> Party:
    """Whom `number` stands for today. Raises Problem 404 alike for who is not there and who is not theirs to see."""
    found = party_for(user=user, party=number)
    if found is None:
        raise not_found()
    return found


def named_party(user: User, number: int, field: str) -> Party:
    """A customer named in a body. Raises Problem 422 at `field`."""
    found = party_for(user=user, party=number)
    if found is None:
        raise Problem(422, "invalid", [FieldError(field, "unknown_customer")])
    return found


def canonical_numbers(numbers: Collection[int]) -> dict[int, int]:
    """Whom each number stands for today; one query."""
    pairs = Party.objects.filter(pk__in=numbers).values_list("pk", "canonical_id")
    return {pk: canonical or pk for pk, canonical in pairs}


def found_row(rows: Any, number: int) -> Any:
    """The row of a queryset that holds only what the person may see. Raises Problem 404."""
    found = rows.filter(pk=number).first()
    if found is None:
        raise not_found()
    return found
