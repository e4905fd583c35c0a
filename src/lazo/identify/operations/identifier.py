"""Looking at a whole document number: who did it stays written."""

from django.db import transaction

from lazo.identify.models import Party, PartyIdentifier
from lazo.identify.queries.parties import family_of
from lazo.kernel.events import record_event
from lazo.kernel.models import User


class UnableToReveal(Exception):
    """`code` is not_visible: the customer is not the reader's to see, or has no such document."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def reveal_identifier(*, party: Party, identifier: int, by: User) -> PartyIdentifier:
    """The document `identifier` of one of the records found to be `party`, whole; that `by` saw it is written each time.

    Raises UnableToReveal.
    """
    held = Party.objects.visible_to(by).filter(pk=party.pk).first()
    found = PartyIdentifier.objects.filter(pk=identifier, party_id__in=family_of(held)).first() if held else None
    if found is None:
        raise UnableToReveal("not_visible")
    data = {"identifier": found.pk, "scheme": found.scheme}
    record_event(kind="identifier.revealed", by=by, table="identify_party", row=party.pk, data=data)
    return found
