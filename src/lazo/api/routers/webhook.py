"""Webhooks: who is told of what happens, what was sent, and sending it again."""

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.found import found_row
from lazo.api.problem import refused
from lazo.api.shape import LARGEST, Body, Id, UndoOfferOut
from lazo.kernel.models import User, Webhook, WebhookDelivery
from lazo.kernel.operations.webhook import (
    UnableToReplay,
    UnableToSaveWebhook,
    add_webhook,
    change_webhook,
    pause_webhook,
    remove_webhook,
    replay_webhook,
    resume_webhook,
)

router = Router()
SHOWN = 200


class WebhookOut(Schema):
    """`position`: the number of the last event that is done with. `paused`: nothing is sent until it is resumed."""

    id: int
    url: str
    kinds: list[str]
    paused: bool
    failures: int
    position: int
    next_try_at: datetime | None = None
    created_at: datetime


class NewWebhookOut(WebhookOut):
    """`secret` signs what is sent; it is told here and never again."""

    secret: str


class WebhooksOut(Schema):
    data: list[WebhookOut]
    next: str | None = None


class WebhookIn(Body):
    """`kinds` of events; empty: all that the person may see."""

    url: Annotated[str, Field(min_length=1, max_length=500)]
    kinds: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=50)] = []


class ReplayIn(Body):
    """The number of the first event to be sent again."""

    from_event: Annotated[int, Field(ge=1, le=LARGEST)]


class DeliveryOut(Schema):
    """`status`: of the last answer, null when none came; `problem`: why the last attempt failed, blank when it did not."""

    id: int
    first_event: int
    last_event: int
    attempts: int
    status: int | None = None
    problem: str
    made_at: datetime
    delivered_at: datetime | None = None


class DeliveriesOut(Schema):
    data: list[DeliveryOut]
    next: str | None = None


@router.get("/webhooks", response=WebhooksOut)
def list_webhooks(request: HttpRequest) -> HttpResponse:
    """One's own."""
    user = caller(request, "webhooks:write")
    return page(_row(one) for one in _own(user).order_by("pk"))


@router.post("/webhooks", response={201: NewWebhookOut})
def create_webhook(request: HttpRequest, payload: WebhookIn) -> HttpResponse:
    """Be told of every event from now on that the person may see. The secret is told once."""
    user = caller(request, "webhooks:write")
    try:
        made = add_webhook(
            user=user,
            url=payload.url,
            kinds=payload.kinds,
            by=user,
            allow_private=settings.LAZO_WEBHOOKS_PRIVATE,
        )
    except UnableToSaveWebhook as error:
        raise refused(error) from error
    return answer({**_row(made.webhook), "secret": made.secret}, status=201)


@router.get("/webhooks/{webhook}", response=WebhookOut)
def get_webhook(request: HttpRequest, webhook: Id) -> HttpResponse:
    """One webhook."""
    return answer(_row(_found(request, webhook)[1]))


@router.put("/webhooks/{webhook}", response=WebhookOut)
def edit_webhook(request: HttpRequest, webhook: Id, payload: WebhookIn) -> HttpResponse:
    """Another address, or other kinds."""
    user, held = _found(request, webhook)
    try:
        changed = change_webhook(
            webhook=held,
            url=payload.url,
            kinds=payload.kinds,
            by=user,
            allow_private=settings.LAZO_WEBHOOKS_PRIVATE,
        )
        return answer(_row(changed))
    except UnableToSaveWebhook as error:
        raise refused(error) from error


@router.delete("/webhooks/{webhook}", response=UndoOfferOut)
def delete_webhook(request: HttpRequest, webhook: Id) -> HttpResponse:
    """Send nothing more; `undo` takes it back, by `/undos`."""
    user, held = _found(request, webhook)
    return answer({"undo": remove_webhook(webhook=held, by=user)})


@router.post("/webhooks/{webhook}/pause", response={201: WebhookOut})
def pause(request: HttpRequest, webhook: Id) -> HttpResponse:
    """Send nothing until it is resumed; what happens meanwhile waits."""
    user, held = _found(request, webhook)
    pause_webhook(webhook=held, by=user)
    return answer(_row(_own(user).get(pk=held.pk)), status=201)


@router.delete("/webhooks/{webhook}/pause", response=WebhookOut)
def resume(request: HttpRequest, webhook: Id) -> HttpResponse:
    """Send again, beginning with what waits."""
    user, held = _found(request, webhook)
    resume_webhook(webhook=held, by=user)
    return answer(_row(_own(user).get(pk=held.pk)))


@router.post("/webhooks/{webhook}/replay", response={202: WebhookOut})
def replay(request: HttpRequest, webhook: Id, payload: ReplayIn) -> HttpResponse:
    """Send everything from an event on once more."""
    user, held = _found(request, webhook)
    try:
        return answer(_row(replay_webhook(webhook=held, from_event=payload.from_event, by=user)), status=202)
    except UnableToReplay as error:
        raise refused(error, pointers={"": "/from_event"}) from error


@router.get("/webhooks/{webhook}/deliveries", response=DeliveriesOut)
def list_deliveries(request: HttpRequest, webhook: Id) -> HttpResponse:
    """The last letters, the newest first; the one without `delivered_at` is tried again."""
    _, held = _found(request, webhook)
    return page(_delivery(one) for one in held.deliveries.order_by("-pk")[:SHOWN])


def _own(user: User) -> Any:
    return Webhook.objects.filter(user=user).select_related("pause")


def _found(request: HttpRequest, number: int) -> tuple[User, Webhook]:
    user = caller(request, "webhooks:write")
    return user, found_row(_own(user), number)


def _row(webhook: Webhook) -> dict[str, Any]:
    names = ("url", "kinds", "failures", "position", "next_try_at", "created_at")
    return {"id": webhook.pk, **{name: getattr(webhook, name) for name in names}, "paused": webhook.is_paused}


def _delivery(one: WebhookDelivery) -> dict[str, Any]:
    names = ("id", "first_event", "last_event", "attempts", "status", "problem", "made_at", "delivered_at")
    return {name: getattr(one, name) for name in names}
