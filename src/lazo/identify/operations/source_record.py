"""What another system calls a party."""

from django.db import IntegrityError, transaction

from lazo.identify.models import Party, SourceRecord
from lazo.identify.operations.source import UnableToEnsureSource, ensure_source
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User

LONGEST = 120


class UnableToNameRecord(Exception):
    """`code` is no_source, no_external_id, too_long, or already_named when the source calls another party so; `field` the one it is about."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


@transaction.atomic
def name_record(*, party: Party, source: str, external_id: str, by: User) -> SourceRecord:
    """Remember that the source of that name (made on first use) calls the party `external_id`. Raises UnableToNameRecord."""
    external_id = external_id.strip()
    if not external_id:
        raise UnableToNameRecord("no_external_id", "external_id")
    if len(external_id) > LONGEST:
        raise UnableToNameRecord("too_long", "external_id")
    try:
        found = ensure_source(name=source, by=by)
    except UnableToEnsureSource as error:
        raise UnableToNameRecord("no_source", "source") from error
    try:
        with transaction.atomic():
            record, is_new = SourceRecord.objects.get_or_create(
                source=found, external_id=external_id, defaults={"party": party}
            )
    except IntegrityError:
        record, is_new = SourceRecord.objects.get(source=found, external_id=external_id), False
    if record.party_id != party.pk:
        raise UnableToNameRecord("already_named", "external_id")
    if is_new:
        note_change(table="parties", operation=Change.Operation.UPDATE, row_from=party.pk)
        data = {"source": found.pk}
        after = {"external_id": external_id}
        record_event(kind="party.named", by=by, table="identify_party", row=party.pk, data=data, after=after)
    return record
