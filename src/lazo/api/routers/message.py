"""Messages to customers: one put into the outbox by another system, what became of each, and the templates to write with."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.found import found_row, named_party
from lazo.api.newest import newest_page
from lazo.api.problem import FieldError, Problem
from lazo.api.shape import Body, Cursor, Id, Limit
from lazo.interact.models import DeliveryReport, Message, Template
from lazo.interact.operations.outbox import MessagePlan, UnableToQueueMessage, queue_message
from lazo.interact.queries.outbox import visible_messages

router = Router()
Datum = str | int | float | bool | None


class MessageOut(Schema):
    """`state` is QUEUED, SENDING, SENT, FAILED, DOUBTFUL, BLOCKED or CANCELLED; `problem` says why it did not leave.

    `cost` is in thousandths of a minor unit of the account's currency, null where nobody knows.
    """

    id: int
    key: str
    customer: int
    channel: str
    purpose: str
    lane: int
    state: str
    problem: str
    experiment: int | None = None
    arm: int | None = None
    due_at: datetime
    sent_at: datetime | None = None
    cost: int | None = None


class MessagesOut(Schema):
    data: list[MessageOut]
    next: str | None = None


class MessageQuestion(Schema):
    """Of a customer, of a campaign or decision, in a state; nothing said: all."""

    customer: Id | None = None
    experiment: Id | None = None
    state: Annotated[str, Field(max_length=10)] = ""
    limit: Limit = 50
    cursor: Cursor = ""


class MessageIn(Body):
    """`key` names the message for ever: asked again with it, the same message is answered. `data` fills the fields `mensaje.…` of the template.

    A `transactional` message never waits behind those of campaigns; null: advertising does (lane 1), everything else does not (lane 0). The customer's permission for the template's purpose is asked when it leaves.
    """

    key: Annotated[str, Field(min_length=1, max_length=100)]
    customer: Id
    template: Id
    account: Id | None = None
    due_at: datetime | None = None
    transactional: bool | None = None
    data: Annotated[dict[str, Datum], Field(max_length=50)] | None = None


class DeliveryReportOut(Schema):
    """`machine`: no person did it, so it counts as no engagement."""

    kind: str
    at: datetime
    machine: bool
    code: str


class DeliveryReportsOut(Schema):
    data: list[DeliveryReportOut]


class MessageTemplateOut(Schema):
    """`version` is today's; `languages` those it is written in."""

    id: int
    name: str
    channel: str
    purpose: str
    version: int
    languages: list[str]


class MessageTemplatesOut(Schema):
    data: list[MessageTemplateOut]
    next: str | None = None


@router.get("/messages", response=MessagesOut)
def list_messages(request: HttpRequest, asked: Query[MessageQuestion]) -> HttpResponse:
    """Messages to customers the caller may see, the newest first."""
    rows = visible_messages(caller(request, "messages:read"))
    wanted = {"party": asked.customer, "experiment": asked.experiment, "state": asked.state or None}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return newest_page(rows, _row, limit=asked.limit, cursor=asked.cursor)


@router.post("/messages", response={201: MessageOut})
def send_message(request: HttpRequest, payload: MessageIn) -> HttpResponse:
    """Put one message into the outbox."""
    user = caller(request, "messages:write")
    if payload.due_at is not None and payload.due_at.tzinfo is None:
        raise Problem(422, "invalid", [FieldError("/due_at", "no_zone")])
    plan = MessagePlan(
        key=payload.key,
        party=named_party(user, payload.customer, "/customer").pk,
        template=payload.template,
        account=payload.account,
        due_at=payload.due_at,
        is_transactional=payload.transactional,
        data=payload.data,
    )
    try:
        row = queue_message(plan=plan, by=user, at=timezone.now())
    except UnableToQueueMessage as error:
        raise Problem(422, "invalid", [FieldError(f"/{error.field}" if error.field else "", error.code)]) from error
    return answer(_row(row), status=201)


@router.get("/messages/{message}", response=MessageOut)
def read_message(request: HttpRequest, message: Id) -> HttpResponse:
    """One message, and what became of it."""
    return answer(_row(found_row(visible_messages(caller(request, "messages:read")), message)))


@router.get("/messages/{message}/reports", response=DeliveryReportsOut)
def list_message_reports(request: HttpRequest, message: Id) -> HttpResponse:
    """What the provider told of a message, in the order of its happening; at most two hundred."""
    row = found_row(visible_messages(caller(request, "messages:read")), message)
    reports = DeliveryReport.objects.filter(message=row.pk).order_by("at", "pk")[:200]
    told = [{"kind": one.kind, "at": one.at, "machine": one.is_machine, "code": one.code} for one in reports]
    return answer({"data": told})


@router.get("/message-templates", response=MessageTemplatesOut)
def list_message_templates(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> HttpResponse:
    """Templates that are offered, the newest first."""
    caller(request, "messages:read")
    rows = Template.objects.in_use().prefetch_related("versions__texts")
    return newest_page(rows, _template, limit=limit, cursor=cursor)


def _row(one: Message) -> dict[str, Any]:
    names = ("key", "channel", "purpose", "lane", "state", "problem", "experiment", "arm", "due_at", "sent_at")
    told = {name: getattr(one, name) for name in names}
    return {"id": one.pk, "customer": one.party, "cost": one.cost_millis, **told}


def _template(one: Template) -> dict[str, Any]:
    last = max(one.versions.all(), key=lambda version: version.number, default=None)
    languages = sorted(text.language for text in last.texts.all()) if last is not None else []
    return {
        "id": one.pk,
        "name": one.name,
        "channel": one.channel,
        "purpose": one.purpose,
        "version": last.number if last is not None else 0,
        "languages": languages,
    }
