"""What came of using a way of contact, told by channels, files and people: the one door to the register."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models.functions import Now

from lazo.identify.kept_health import refresh_health
from lazo.identify.models import ContactOutcome, Party
from lazo.identify.operations.contact_report import KEPT, REFUSED, ContactReport, Reported, Reports
from lazo.kernel.events import record_event
from lazo.kernel.models import Event, User

MOST = 1_000
BY_HAND = "hand"
"""The channel of what people say with a click."""


class UnableToReportOutcome(Exception):
    """`code` is bad_contact, bad_outcome, bad_instant, bad_channel, too_long, party_needed, unknown_party, unknown_contact, bad_replacement or
    too_many.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def report_contact_outcome(*, report: ContactReport, by: User | None) -> Reported:
    """Keep one outcome and derive health anew. Telling it again changes nothing. `by` null is a channel. Raises UnableToReportOutcome."""
    (done,) = report_contact_outcomes(reports=[report], by=by)
    if done.status == REFUSED:
        raise UnableToReportOutcome(done.code)
    return done


@transaction.atomic
def report_contact_outcomes(*, reports: Sequence[ContactReport], by: User | None) -> list[Reported]:
    """Up to a thousand at once, one answer each, in their order; but for REPLACED in a number of queries that does not grow.

    A person reports of customers they see; a channel, for which `by` is null, of all, and of addresses nobody has yet: who gets one later
    finds what is known. A delivery is kept only where something spoke against the address: the message itself is an interaction.
    Raises UnableToReportOutcome (too_many).
    """
    if len(reports) > MOST:
        raise UnableToReportOutcome("too_many")
    work = Reports(reports, by)
    new = [place for place in range(len(reports)) if work.answers[place] is None]
    rows = ContactOutcome.objects.bulk_create(work.row(place) for place in new)
    for place, row in zip(new, rows, strict=True):
        work.answers[place] = Reported(KEPT, row.pk, work.parties(place))
    work.write_points(new)
    refresh_health(work.pairs[place] for place in new)
    Event.objects.bulk_create(_event(answer, rows_by, by) for answer, rows_by in work.kept(rows))
    return [answer for answer in work.answers if answer is not None]


@transaction.atomic
def retract_outcome(*, outcome: ContactOutcome, by: User) -> None:
    """Take an outcome back: the row stays, with who and when, and counts no longer. Raises UnableToReportOutcome (unknown_contact)."""
    if outcome.party_id is None or not Party.objects.visible_to(by).filter(pk=outcome.party_id).exists():
        raise UnableToReportOutcome("unknown_contact")
    standing = ContactOutcome.objects.standing().filter(pk=outcome.pk)
    if standing.update(retracted_at=Now(), retracted_by=by):
        refresh_health([(outcome.kind, outcome.key)])
        data = {"outcome": outcome.outcome, "kind": outcome.kind, "number": outcome.pk}
        record_event(kind="contact.outcome_retracted", by=by, table="identify_party", row=outcome.party_id, data=data)


def _event(answer: Reported, row: ContactOutcome, by: User | None) -> Event:
    """About the customer where it is one; an address that several have is the register's own matter."""
    data = {"outcome": row.outcome, "kind": row.kind, "channel": row.channel, "number": row.pk}
    if len(answer.parties) == 1:
        return Event(kind="contact.outcome_reported", by=by, table="identify_party", row=answer.parties[0], data=data)
    return Event(kind="contact.outcome_reported", by=by, table="identify_contactoutcome", row=row.pk, data=data)
