"""Taking a party out of lists and counts, by hand."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from lazo.identify.models import Party
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User


class UnableToRetireParty(Exception):
    """`code` is not_visible or not_current."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def retire_party(*, party: Party, by: User) -> Party:
    """Take a party out: no list or count has it any more, what it bought and said stays. Raises UnableToRetireParty."""
    held = Party.objects.visible_to(by).select_for_update().filter(pk=party.pk).first()
    if held is None:
        raise UnableToRetireParty("not_visible")
    if held.canonical_id is not None or held.retired_at is not None:
        raise UnableToRetireParty("not_current")
    Party.objects.filter(pk=held.pk).update(retired_at=Now(), version=F("version") + 1)
    held.refresh_from_db()
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=held.pk)
    record_event(kind="party.retired", by=by, table="identify_party", row=held.pk, data={"version": held.version})
    return held
