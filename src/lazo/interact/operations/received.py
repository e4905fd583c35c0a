"""What customers write to us: an interaction each, once, of whoever has that address or number; who is nobody's yet becomes a prospect."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lazo.identify.contact_keys import contact_key
from lazo.identify.models import ContactOutcome, ContactPoint, Interaction, Party
from lazo.identify.operations.contact_outcome import report_contact_outcomes
from lazo.identify.operations.contact_report import ContactReport
from lazo.interact.channels.contract import Received
from lazo.interact.models import ChannelAccount, DeliveryReport, Message
from lazo.interact.sending.results import messages_source
from lazo.kernel.changes import note_changes, runs
from lazo.kernel.events import record_event
from lazo.kernel.models import Change
from lazo.kernel.today import company_zone

KIND, AUTOMATIC = "answer", "automatic"
UNUSABLE = ("OTHER_OWNER", "WRONG_PERSON")


@transaction.atomic
def note_received(*, account: ChannelAccount, received: Sequence[Received], at: datetime) -> int:
    """Keep what was not kept before; how many. Of an answer it is noted that its message was answered.

    An automatic answer is kept and counts as nothing a person did. Of several who have the same address the first is meant.
    """
    found = {_name(account, one): one for one in received}
    source = messages_source()
    told = Interaction.objects.filter(source=source, external_id__in=list(found)).values_list("external_id", flat=True)
    known = set(told)
    new = {name: one for name, one in found.items() if name not in known}
    if not new:
        return 0
    senders = _senders(list(new.values()))
    zone = company_zone()
    rows = [
        Interaction(
            party_id=senders[one.kind, one.sender],
            source=source,
            external_id=name,
            occurred_on=one.at.astimezone(zone).date(),
            occurred_at=one.at,
            channel=account.channel,
            direction=Interaction.Direction.IN,
            kind=AUTOMATIC if one.is_automatic else KIND,
            subject=one.subject[:240],
            text=one.text,
        )
        for name, one in new.items()
    ]
    written = Interaction.objects.bulk_create(rows)
    append = Change.Operation.APPEND
    ranges = runs(row.pk for row in written)
    note_changes([Change(table="interactions", operation=append, row_from=low, row_to=high) for low, high in ranges])
    _note_answers(account, list(new.values()), at=at)
    data = {"account": account.pk, "channel": account.channel, "interactions": [row.pk for row in written]}
    record_event(kind="messages.received", by=None, table="interact_channelaccount", row=account.pk, data=data)
    return len(written)


def _name(account: ChannelAccount, one: Received) -> str:
    return f"in:{account.pk}:{one.event}"[:120]


def _senders(received: Sequence[Received]) -> dict[tuple[str, str], int]:
    """Whose address or number each is. Somebody new is kept as a record with that one way of contact, for the next import to recognise."""
    found: dict[tuple[str, str], int] = {}
    for one in received:
        if (one.kind, one.sender) in found:
            continue
        ways = [(one.kind, one.sender), *((kind, value) for kind, value in one.other.items() if value)]
        keys = [(kind, value, key.key) for kind, value in ways if (key := contact_key(kind, value)) is not None]
        party = next((known for kind, _value, key in keys if (known := _party_of(kind, key)) is not None), None)
        if party is None:
            party = Party.objects.create(name=one.name[:240], folded_name=one.name.lower()[:240]).pk
            note_changes([Change(table="parties", operation=Change.Operation.APPEND, row_from=party, row_to=party)])
        _learn(party, keys)
        found[one.kind, one.sender] = party
    return found


def _party_of(kind: str, key: str) -> int | None:
    points = ContactPoint.objects.filter(kind=kind, key=key).exclude(health_why__in=UNUSABLE)
    row = points.order_by("party__canonical_id", "pk").values_list("party_id", "party__canonical_id").first()
    return (row[1] or row[0]) if row is not None else None


def _learn(party: int, keys: Sequence[tuple[str, str, str]]) -> None:
    """Ways of contact that the provider told are theirs: an identity without a number beside the number."""
    made = [ContactPoint(party_id=party, kind=kind, value=value[:254], key=key[:254]) for kind, value, key in keys]
    ContactPoint.objects.bulk_create(made, ignore_conflicts=True)


def _note_answers(account: ChannelAccount, received: Sequence[Received], *, at: datetime) -> None:
    answered = {one.answers: one for one in received if one.answers is not None and not one.is_automatic}
    rows = Message.objects.filter(pk__in=list(answered), account=account)
    DeliveryReport.objects.bulk_create(
        (
            DeliveryReport(
                account=account,
                event=f"answer:{answered[row.pk].event}"[:200],
                message=row.pk,
                kind=DeliveryReport.Kind.REPLIED,
                at=answered[row.pk].at,
            )
            for row in rows
        ),
        ignore_conflicts=True,
    )
    reports = [
        ContactReport(
            kind=one.kind,
            text=one.sender,
            outcome=ContactOutcome.Outcome.REPLIED,
            channel=account.channel,
            happened_at=min(one.at, at),
            reference=_name(account, one),
        )
        for one in received
        if not one.is_automatic
    ]
    if reports:
        report_contact_outcomes(reports=reports, by=None)
