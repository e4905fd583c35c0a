"""What became of a batch, written in one transaction: the messages, the customers' history, the cost, what is learned of addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from lazo.customize.models import ContactBlock, PlannedContact
from lazo.identify.models import ContactOutcome, Interaction, Party, Source
from lazo.identify.operations.contact_outcome import report_contact_outcomes
from lazo.identify.operations.contact_report import ContactReport
from lazo.interact.channels.contract import Handed, Letter, Outcome
from lazo.interact.models import ChannelAccount, Message, MessageCost
from lazo.interact.sending.claim import Batch, Held, release, wait_after
from lazo.interact.sending.permission import Verdict
from lazo.kernel.changes import note_changes, runs
from lazo.kernel.events import record_event
from lazo.kernel.models import Change

State = Message.State
MOST_ATTEMPTS = 5
SOURCE_KEY = "lazo-messages"
SOURCE_NAME = "Mensajes de Lazo"
TABLE = "interact_message"
WRITE = (
    "UPDATE interact_message SET state = %s, claim = NULL, claimed_at = NULL, sent_at = %s, provider_id = %s, cost_millis = %s,"
    " problem = %s, answer = %s WHERE id = %s AND claim = %s AND state = 'SENDING'"
)


@dataclass
class Results:
    """What is known of a batch: what was handed over, what was not allowed, what could not be written."""

    batch: Batch
    channel: str
    handed: Sequence[Handed] = ()
    letters: Mapping[int, Letter] = field(default_factory=dict)
    points: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    blocked: Mapping[int, Verdict] = field(default_factory=dict)
    problems: Mapping[int, str] = field(default_factory=dict)
    left: Sequence[int] = ()
    takes_key: bool = False
    price_millis: int | None = None
    """What a message of the account costs whatever its channel says of each, in thousandths of a minor unit; null: what its channel says."""


@transaction.atomic
def write_results(results: Results, *, at: datetime, day: date) -> dict[str, int]:
    """Write what is known, once: rows that somebody else holds by now are left alone. Returns how many by state.

    `day` is the company's.
    """
    held = _still_held(results.batch)
    rows, later = _rows(results, held, at)
    with connection.cursor() as cursor:
        cursor.executemany(WRITE, [(*row, number, results.batch.claim) for number, row in rows.items()])
    for wait in set(later.values()):
        numbers = [number for number, one in later.items() if one == wait]
        waiting = [number for number in numbers if number in results.blocked]
        release(waiting, claim=results.batch.claim, due_at=at + wait)
        release(
            [number for number in numbers if number not in results.blocked],
            claim=results.batch.claim,
            due_at=at + wait,
            is_attempt=True,
        )
    release(results.left, claim=results.batch.claim)
    sent = [number for number, row in rows.items() if row[0] == State.SENT]
    _write_history([held[number] for number in sent], results, at=at, day=day)
    _write_costs([(held[number].experiment or 0, rows[number][3] or 0) for number in sent], results.batch.account, day)
    gone = [held[number].key for number, row in rows.items() if row[0] != State.DOUBTFUL]
    PlannedContact.objects.filter(key__in=gone).delete()
    _write_blocks(results, held, at=at, day=day)
    _report_bounces(results, held, at=at)
    counts = _counts(rows)
    if counts:
        data = {**counts, "channel": results.channel, "account": results.batch.account, "messages": sorted(rows)}
        record_event(kind="messages.sent", by=None, table=TABLE, data=data)
    return counts


def write_as_sent(messages: Sequence[Held], *, at: datetime, day: date) -> None:
    """Count messages as sent of which nobody knew, part of an operation: history and cost as of one that was answered."""
    prices = {
        row.pk: row.price for row in ChannelAccount.objects.filter(pk__in={message.account for message in messages})
    }
    channels = dict(ChannelAccount.objects.values_list("pk", "channel"))
    for account in sorted(prices):
        own = [message for message in messages if message.account == account]
        numbers = [message.id for message in own]
        Message.objects.filter(pk__in=numbers).update(
            state=State.SENT, sent_at=at, cost_millis=prices[account], problem=""
        )
        results = Results(Batch(account, "", "", tuple(own)), channels[account])
        _write_history(own, results, at=at, day=day)
        _write_costs([(message.experiment or 0, prices[account] or 0) for message in own], account, day)
    PlannedContact.objects.filter(key__in=[message.key for message in messages]).delete()


def _still_held(batch: Batch) -> dict[int, Held]:
    """The messages of the batch that nobody took from it: one that was thought dead and woke up writes nothing."""
    numbers = [message.id for message in batch.messages]
    rows = Message.objects.select_for_update().filter(pk__in=numbers, claim=batch.claim, state=State.SENDING)
    standing = set(rows.values_list("pk", flat=True))
    return {message.id: message for message in batch.messages if message.id in standing}


def _rows(
    results: Results, held: Mapping[int, Held], at: datetime
) -> tuple[dict[int, tuple[Any, ...]], dict[int, timedelta]]:
    """The new columns of each message that is done with, and how long those wait that are to be tried again."""
    rows: dict[int, tuple[Any, ...]] = {}
    later: dict[int, timedelta] = {}
    for one in results.handed:
        message = held.get(one.number)
        if message is None:
            continue
        is_again = one.outcome == Outcome.LATER or (one.outcome == Outcome.UNKNOWN and results.takes_key)
        if is_again and message.attempts + 1 < MOST_ATTEMPTS:
            later[one.number] = wait_after(message.attempts + 1)
        elif one.outcome == Outcome.SENT:
            cost = results.price_millis if results.price_millis is not None else one.cost_millis
            rows[one.number] = (State.SENT, at, one.provider_id or None, cost, "", one.answer)
        elif one.outcome == Outcome.UNKNOWN:
            rows[one.number] = (State.DOUBTFUL, None, None, None, one.problem or "no_answer", one.answer)
        else:
            rows[one.number] = (State.FAILED, None, None, None, one.problem or "refused", one.answer)
    for number in results.problems.keys() & held.keys():
        rows[number] = (State.FAILED, None, None, None, results.problems[number], "")
    for number in results.blocked.keys() & held.keys():
        verdict = results.blocked[number]
        if verdict.until is not None:
            later[number] = verdict.until - at
        else:
            rows[number] = (State.BLOCKED, None, None, None, verdict.rule[:60], "")
    return rows, later


def _write_history(messages: Sequence[Held], results: Results, *, at: datetime, day: date) -> None:
    if not messages:
        return
    source = messages_source()
    there = set(Party.objects.filter(pk__in={message.party for message in messages}).values_list("pk", flat=True))
    rows = [
        Interaction(
            party_id=message.party,
            source=source,
            external_id=message.key,
            occurred_on=day,
            occurred_at=at,
            channel=results.channel,
            direction=Interaction.Direction.OUT,
            kind=message.purpose,
            subject=results.letters[message.id].subject[:240] if message.id in results.letters else "",
            text=results.letters[message.id].text if message.id in results.letters else "",
        )
        for message in messages
        if message.party in there
    ]
    written = Interaction.objects.bulk_create(rows)
    append = Change.Operation.APPEND
    ranges = runs(row.pk for row in written)
    note_changes([Change(table="interactions", operation=append, row_from=low, row_to=high) for low, high in ranges])


def messages_source() -> Source:
    """Where the history of what we sent comes from."""
    return Source.objects.get_or_create(key=SOURCE_KEY, defaults={"name": SOURCE_NAME})[0]


def _write_costs(sent: Sequence[tuple[int, int]], account: int, day: date) -> None:
    for experiment in {one for one, _cost in sent}:
        costs = [cost for one, cost in sent if one == experiment]
        row, _new = MessageCost.objects.get_or_create(account_id=account, experiment=experiment, day=day)
        MessageCost.objects.filter(pk=row.pk).update(
            messages=F("messages") + len(costs), millis=F("millis") + sum(costs)
        )


def _write_blocks(results: Results, held: Mapping[int, Held], *, at: datetime, day: date) -> None:
    ContactBlock.objects.bulk_create(
        ContactBlock(
            party=held[number].party,
            experiment_id=held[number].experiment,
            purpose=held[number].purpose,
            channel=results.channel,
            rule=verdict.rule[:60],
            country=verdict.country,
            stage=ContactBlock.Stage.SEND,
            on=day,
            at=at,
        )
        for number, verdict in results.blocked.items()
        if number in held and verdict.until is None
    )


def _report_bounces(results: Results, held: Mapping[int, Held], *, at: datetime) -> None:
    """What the answer said of the address itself: who has it should not be written to again, whoever they are."""
    reports = [
        ContactReport(
            kind=results.points[one.number][0],
            text="",
            key=results.points[one.number][1],
            outcome=ContactOutcome.Outcome(one.bounce),
            channel=results.channel,
            happened_at=at,
            reference=f"message {one.number}",
            evidence=one.answer,
        )
        for one in results.handed
        if one.bounce
        and one.number in held
        and one.outcome == Outcome.FAILED
        and results.points.get(one.number, ("", ""))[1]
    ]
    if reports:
        report_contact_outcomes(reports=reports, by=None)


def _counts(rows: Mapping[int, tuple[Any, ...]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows.values():
        name = str(row[0]).lower()
        counts[name] = counts.get(name, 0) + 1
    return counts
