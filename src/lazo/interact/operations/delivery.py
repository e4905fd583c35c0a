"""What a provider tells of messages after they left: kept once, a machine's told from a person's, and what follows from it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from lazo.identify.models import ContactOutcome
from lazo.identify.operations.contact_outcome import report_contact_outcomes
from lazo.identify.operations.contact_report import ContactReport
from lazo.interact.channels.contract import Report
from lazo.interact.channels.machine import is_machine
from lazo.interact.models import ChannelAccount, DeliveryReport, Message
from lazo.interact.operations.unsubscribe import leave
from lazo.interact.sending.claim import COLUMNS, Held
from lazo.interact.sending.results import write_as_sent
from lazo.kernel.events import record_event

Kind = DeliveryReport.Kind
MOST = 1_000
OUTCOMES = {Kind.DELIVERED: "DELIVERED", Kind.SOFT_BOUNCE: "SOFT_BOUNCE", Kind.HARD_BOUNCE: "HARD_BOUNCE"}
PROVES = frozenset({Kind.SENT, Kind.DELIVERED, Kind.READ, Kind.OPENED, Kind.CLICKED, Kind.SOFT_BOUNCE, Kind.HARD_BOUNCE})  # fmt: skip
"""Whatever happened to it, the message had left."""
LEAVES = frozenset({Kind.COMPLAINED, Kind.UNSUBSCRIBED})


@transaction.atomic
def note_reports(*, account: ChannelAccount, reports: Sequence[Report], at: datetime, day: date) -> int:
    """Keep what was not told before; how much that was. `day` is the company's.

    A message in doubt of which something is told had left: it counts as sent. A bounce is learned of the address, whoever has it. A complaint
    and an unsubscription withdraw the permission. A failure is the message's own.
    """
    found = {report.event: report for report in reports[:MOST]}
    told = set(DeliveryReport.objects.filter(account=account, event__in=list(found)).values_list("event", flat=True))
    new = [report for event, report in found.items() if event not in told]
    messages = _messages(account, new)
    DeliveryReport.objects.bulk_create(
        [_row(account, report, messages.get(report.event)) for report in new], ignore_conflicts=True
    )
    _settle_doubts(new, messages, at=at, day=day)
    _fail(new, messages)
    _report_outcomes(account, new)
    for report in new:
        message = messages.get(report.event)
        if message is not None and report.kind in LEAVES:
            leave(message=message, on=day, how=report.kind)
    if new:
        kinds = Counter(str(report.kind).lower() for report in new)
        numbers = sorted({one.pk for one in messages.values()})
        data = {"account": account.pk, "reports": len(new), "kinds": dict(sorted(kinds.items())), "messages": numbers}
        record_event(kind="messages.reported", by=None, table="interact_message", data=data)
    return len(new)


def _messages(account: ChannelAccount, reports: Sequence[Report]) -> dict[str, Message]:
    """The message that each report is about, by the report's event."""
    rows = Message.objects.filter(account=account)
    numbers = {report.message for report in reports if report.message is not None}
    keys = {report.key for report in reports if report.key}
    ids = {report.provider_id for report in reports if report.provider_id}
    by_number = {row.pk: row for row in rows.filter(pk__in=numbers)} if numbers else {}
    by_key = {row.key: row for row in rows.filter(key__in=keys)} if keys else {}
    by_id = {row.provider_id: row for row in rows.filter(provider_id__in=ids)} if ids else {}
    found = {}
    for report in reports:
        row = by_number.get(report.message or 0) or by_key.get(report.key) or by_id.get(report.provider_id)
        if row is not None:
            found[report.event] = row
    return found


def _row(account: ChannelAccount, report: Report, message: Message | None) -> DeliveryReport:
    by_machine = report.is_machine
    if by_machine is None:
        sent = message.sent_at if message is not None else None
        by_machine = is_machine(report.kind, report.agent, at=report.at, delivered_at=sent)
    return DeliveryReport(
        account=account,
        event=report.event,
        message=message.pk if message is not None else None,
        kind=report.kind,
        is_machine=by_machine,
        code=report.code[:60],
        at=report.at,
    )


def _settle_doubts(reports: Sequence[Report], messages: dict[str, Message], *, at: datetime, day: date) -> None:
    doubted = {
        messages[report.event].pk: report
        for report in reports
        if report.event in messages and report.kind in PROVES and messages[report.event].state == Message.State.DOUBTFUL
    }
    if not doubted:
        return
    rows = Message.objects.select_for_update().doubtful().filter(pk__in=list(doubted)).order_by("pk")
    write_as_sent([Held(*row) for row in rows.values_list(*COLUMNS)], at=at, day=day)
    for number, report in doubted.items():
        Message.objects.filter(pk=number, provider_id__isnull=True).update(provider_id=report.provider_id or None)


def _fail(reports: Sequence[Report], messages: dict[str, Message]) -> None:
    """What the provider could not deliver after all stays in the history as sent; that it failed is said on the message."""
    for report in reports:
        if report.kind in {Kind.FAILED, Kind.HARD_BOUNCE} and report.event in messages:
            problem = "bad_address" if report.kind == Kind.HARD_BOUNCE else "refused"
            row = Message.objects.filter(pk=messages[report.event].pk, problem="")
            row.update(problem=problem, answer=report.code[:160])


def _report_outcomes(account: ChannelAccount, reports: Sequence[Report]) -> None:
    kind = "EMAIL" if account.channel == ChannelAccount.Channel.EMAIL else "PHONE"
    told = [
        ContactReport(
            kind=kind,
            text=report.about,
            outcome=ContactOutcome.Outcome(OUTCOMES[Kind(report.kind)]),
            channel=account.channel,
            happened_at=report.at,
            reference=f"{account.pk}:{report.event}"[:120],
            evidence=report.code,
        )
        for report in reports
        if report.about and report.kind in OUTCOMES
    ]
    if told:
        report_contact_outcomes(reports=told, by=None)
