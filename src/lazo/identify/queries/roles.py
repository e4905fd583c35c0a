"""What a customer is and was to us."""

from dataclasses import dataclass
from datetime import date

from lazo.identify.models import Party, PartyRole
from lazo.identify.queries.parties import family_of


@dataclass(frozen=True)
class RoleHeld:
    """`kind` of PartyRole.Kind, `words` what people call it; `valid_from` null is not known since when, `valid_to` null that it holds.

    `record` is the record of the customer that has it; an open role that several have is told once.
    """

    id: int
    kind: str
    words: str
    valid_from: date | None
    valid_to: date | None
    record: int

    @property
    def is_open(self) -> bool:
        return self.valid_to is None


def roles_of(*, party: Party) -> list[RoleHeld]:
    """The roles of a party whom the caller has shown to be visible, of all its records: open ones first, by name; then the past, the latest first."""
    rows = PartyRole.objects.filter(party_id__in=family_of(party)).order_by("pk")
    held = [
        RoleHeld(row.pk, row.kind, str(row.get_kind_display()), row.valid_from, row.valid_to, row.party_id)
        for row in rows
    ]
    # Two records may have the same role: it is one, since the earliest day that anybody knows.
    longest = sorted((one for one in held if one.is_open), key=lambda one: (one.valid_from or date.max, one.id))
    once = {one.kind: one for one in reversed(longest)}
    open_ones = sorted(once.values(), key=lambda one: (one.words, one.id))
    past = sorted((one for one in held if one.valid_to), key=lambda one: (one.valid_to, one.id), reverse=True)
    return [*open_ones, *past]
