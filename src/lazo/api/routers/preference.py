"""Links by which customers open their own preferences, and the words they read there."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.found import found_party
from lazo.api.problem import refused
from lazo.api.shape import Body, Id
from lazo.identify.models import ConsentText
from lazo.identify.operations.consent_text import UnableToWriteText, write_text
from lazo.identify.operations.preferences import UnableToMakeLink, make_link, revoke_links
from lazo.identify.queries.consent_text import text_versions

router = Router()
Purpose = Literal["marketing", "service", "surveys", "profiling", "collections", "sharing"]
Language = Literal["es", "en", "pt-br"]


class LinkIn(Body):
    """Without a language the customer's country decides."""

    language: Language | None = None
    days: Annotated[int, Field(ge=1, le=365)] = 30


class LinkOut(Schema):
    """`url` is told once: only its digest is kept. `one_click` takes a POST without a form, for the header List-Unsubscribe."""

    id: int
    url: str
    one_click: str
    language: str
    expires_at: datetime


class RevokedOut(Schema):
    count: int


class TextIn(Body):
    purpose: Purpose
    language: Language
    body: Annotated[str, Field(min_length=1, max_length=2000)]


class TextOut(Schema):
    id: int
    purpose: str
    language: str
    version: int
    body: str
    at: datetime


class TextsOut(Schema):
    data: list[TextOut]
    next: str | None = None


@router.post("/customers/{customer}/preference-links", response={201: LinkOut})
def create_link(request: HttpRequest, customer: Id, payload: LinkIn) -> HttpResponse:
    """A link for the customer, who needs no account to open it."""
    user = caller(request, "customers:write")
    lasts = timedelta(days=payload.days)
    try:
        link, token = make_link(
            party=found_party(user, customer), by=user, at=timezone.now(), language=payload.language or "", lasts=lasts
        )
    except UnableToMakeLink as error:
        raise refused(error) from error
    told = {
        "id": link.pk,
        "url": request.build_absolute_uri(reverse("web:preferences", args=[token])),
        "one_click": request.build_absolute_uri(reverse("web:preferences_withdrawal", args=[token])),
        "language": link.language,
        "expires_at": link.expires_at,
    }
    return answer(told, status=201)


@router.delete("/customers/{customer}/preference-links", response=RevokedOut)
def delete_links(request: HttpRequest, customer: Id) -> HttpResponse:
    """Let no link of the customer work any more; how many did."""
    user = caller(request, "customers:write")
    try:
        return answer({"count": revoke_links(party=found_party(user, customer), by=user)})
    except UnableToMakeLink as error:
        raise refused(error) from error


@router.get("/consent-texts", response=TextsOut)
def list_texts(request: HttpRequest) -> HttpResponse:
    """Every version of what is said about each purpose, the newest of each first."""
    caller(request, "customers:read")
    return page(_row(one) for one in text_versions())


@router.post("/consent-texts", response={201: TextOut})
def create_text(request: HttpRequest, payload: TextIn) -> HttpResponse:
    """Say something else from now on; the same words again make no new version."""
    user = caller(request, "admin", permission="may_administer")
    try:
        made = write_text(purpose=payload.purpose, language=payload.language, body=payload.body, by=user)
    except UnableToWriteText as error:
        raise refused(error, pointers={"": "/body"}) from error
    return answer(_row(ConsentText.objects.get(pk=made.pk)), status=201)


def _row(one: ConsentText) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("id", "purpose", "language", "version", "body", "at")}
