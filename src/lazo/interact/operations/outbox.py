"""The outbox as people steer it: what waits is stopped and let go, what is in doubt is decided, what failed is tried again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lazo.customize.models import PlannedContact
from lazo.identify.models import ConsentEntry, Party
from lazo.interact.models import ChannelAccount, Message, SendingPause, TemplateVersion
from lazo.interact.queries.outbox import NOT_AGAIN
from lazo.interact.sending.claim import COLUMNS, Held
from lazo.interact.sending.results import write_as_sent
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.jobs import enqueue
from lazo.kernel.models import User

TABLE = "interact_message"
SEND = "interact.send"
MOST = 10_000
RESEND, COUNT = "resend", "sent"
LONGEST_DATA = 4_000


class UnableToSteerOutbox(Exception):
    """`code` is not_allowed, unknown_message, unknown_choice, not_paused, or too_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnableToQueueMessage(Exception):
    """`code` is not_visible, unknown_template, unknown_account, wrong_channel, no_key, key_used, or bad_data; `field` the one it is about."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


@dataclass(frozen=True)
class MessagePlan:
    """One message to one customer: `key` names it for ever, `data` are merge fields of its own.

    `is_transactional` null: it is, unless its template is advertising, which waits its turn in the bulk lane.
    """

    key: str
    party: int
    template: int
    account: int | None = None
    due_at: datetime | None = None
    is_transactional: bool | None = None
    data: Mapping[str, Any] | None = None


@transaction.atomic
def queue_message(*, plan: MessagePlan, by: User, at: datetime) -> Message:
    """Put one message into the outbox, in the lane that its plan says; the same key again is the message that is there.

    Raises UnableToQueueMessage.
    """
    if not plan.key.strip() or len(plan.key) > 100:
        raise UnableToQueueMessage("no_key", "key")
    if not Party.objects.visible_to(by).current().filter(pk=plan.party).exists():
        raise UnableToQueueMessage("not_visible", "customer")
    version = _version(plan.template)
    account = _account(plan.account, version.template.channel)
    key = f"own:{plan.key.strip()}"
    known = Message.objects.filter(key=key).first()
    if known is not None:
        if (known.party, known.version.template_id) != (plan.party, plan.template):
            raise UnableToQueueMessage("key_used", "key")
        return known
    row = Message.objects.create(
        key=key,
        lane=_lane(plan, version.template.purpose),
        party=plan.party,
        channel=account.channel,
        purpose=version.template.purpose,
        account=account,
        version=version,
        data=_data(plan.data),
        due_at=plan.due_at or at,
    )
    record_event(
        kind="message.queued", by=by, table=TABLE, row=row.pk, data={"party": row.party, "template": plan.template}
    )
    transaction.on_commit(wake_sender)
    return row


def _lane(plan: MessagePlan, purpose: str) -> Message.Lane:
    waits = purpose == ConsentEntry.Purpose.MARKETING if plan.is_transactional is None else not plan.is_transactional
    return Message.Lane.BULK if waits else Message.Lane.TRANSACTIONAL


def wake_sender() -> None:
    """Ask for the sender at once, in place of when it is next looked for."""
    enqueue(SEND, by=None, arguments={}, key=SEND)


@transaction.atomic
def decide_doubtful(*, messages: Sequence[int], choice: str, by: User, at: datetime, day: date) -> int:
    """Say of messages in doubt that they are to be sent again (resend) or count as sent (sent); how many were still in doubt.

    Again may mean twice for the customer: a person decides, nobody else. Raises UnableToSteerOutbox.
    """
    _allow(by)
    if choice not in {RESEND, COUNT}:
        raise UnableToSteerOutbox("unknown_choice")
    if len(messages) > MOST:
        raise UnableToSteerOutbox("too_many")
    rows = Message.objects.select_for_update().doubtful().filter(pk__in=list(messages)).order_by("pk")
    held = [Held(*row) for row in rows.values_list(*COLUMNS)]
    numbers = [message.id for message in held]
    if choice == RESEND:
        Message.objects.filter(pk__in=numbers).update(
            state=Message.State.QUEUED, problem="", answer="", attempts=0, due_at=at
        )
        transaction.on_commit(wake_sender)
    else:
        write_as_sent(held, at=at, day=day)
    if numbers:
        record_event(kind="outbox.decided", by=by, table=TABLE, data={"choice": choice, "messages": numbers})
    return len(numbers)


@transaction.atomic
def retry_failed(*, messages: Sequence[int], by: User, at: datetime) -> int:
    """Try messages again that did not leave, but for those whose address is wrong; how many. Raises UnableToSteerOutbox."""
    _allow(by)
    if len(messages) > MOST:
        raise UnableToSteerOutbox("too_many")
    rows = Message.objects.failed().filter(pk__in=list(messages)).exclude(problem__in=NOT_AGAIN)
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    Message.objects.filter(pk__in=numbers).update(
        state=Message.State.QUEUED, problem="", answer="", attempts=0, due_at=at
    )
    if numbers:
        record_event(kind="outbox.retried", by=by, table=TABLE, data={"messages": numbers})
        transaction.on_commit(wake_sender)
    return len(numbers)


@transaction.atomic
def cancel_message(*, message: int, by: User) -> None:
    """Drop a message that still waits. Raises UnableToSteerOutbox (unknown_message: it is gone, or leaving)."""
    _allow(by)
    held = Message.objects.queued().filter(pk=message)
    key = held.values_list("key", flat=True).first()
    if key is None or not held.update(state=Message.State.CANCELLED):
        raise UnableToSteerOutbox("unknown_message")
    PlannedContact.objects.filter(key=key).delete()
    record_event(kind="message.cancelled", by=by, table=TABLE, row=message)


@transaction.atomic
def pause_sending(*, by: User, account: ChannelAccount | None = None) -> None:
    """Let nothing leave of an account, or (null) of the whole bulk lane. Raises UnableToSteerOutbox."""
    _allow(by)
    if account is not None:
        _pause, is_new = SendingPause.objects.get_or_create(account=account, defaults={"by": by})
    else:
        everything = SendingPause.objects.filter(account__isnull=True, experiment__isnull=True)
        is_new = not everything.exists()
        if is_new:
            SendingPause.objects.create(by=by)
    if is_new:
        table, row = _about(account)
        record_event(kind="outbox.paused", by=by, table=table, row=row)


@transaction.atomic
def resume_sending(*, by: User, account: ChannelAccount | None = None) -> None:
    """Go on with what waits. Raises UnableToSteerOutbox."""
    _allow(by)
    rows = SendingPause.objects.filter(account=account, experiment__isnull=True)
    if not rows.delete()[0]:
        raise UnableToSteerOutbox("not_paused")
    table, row = _about(account)
    record_event(kind="outbox.resumed", by=by, table=table, row=row)
    transaction.on_commit(wake_sender)


def _about(account: ChannelAccount | None) -> tuple[str, int | None]:
    return ("interact_channelaccount", account.pk) if account is not None else ("", None)


def _allow(by: User) -> None:
    if not may(by, "may_administer"):
        raise UnableToSteerOutbox("not_allowed")


def _version(template: int) -> TemplateVersion:
    rows = TemplateVersion.objects.filter(template=template, template__archived_at__isnull=True)
    found = rows.select_related("template").order_by("-number").first()
    if found is None:
        raise UnableToQueueMessage("unknown_template", "template")
    return found


def _account(number: int | None, channel: str) -> ChannelAccount:
    rows = ChannelAccount.objects.in_use().order_by("pk")
    found = rows.filter(pk=number).first() if number is not None else rows.filter(channel=channel).first()
    if found is None:
        raise UnableToQueueMessage("unknown_account", "account")
    if found.channel != channel:
        raise UnableToQueueMessage("wrong_channel", "account")
    return found


def _data(data: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not data:
        return None
    is_plain = all(isinstance(value, str | int | float | bool) or value is None for value in data.values())
    if not is_plain or sum(len(str(key)) + len(str(value)) for key, value in data.items()) > LONGEST_DATA:
        raise UnableToQueueMessage("bad_data", "data")
    return dict(data)
