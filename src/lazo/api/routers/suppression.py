"""Lists of who must not be contacted: how recent they are, a file taken in, the own list, and whether somebody is on any."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.problem import refused
from lazo.api.shape import Body, Day
from lazo.identify.operations.suppression import (
    UnableToSuppress,
    add_to_own_list,
    receive_consultation,
    take_off_own_list,
)
from lazo.identify.operations.suppression_words import read_key, read_keys
from lazo.identify.queries.suppression import list_standings, suppressed
from lazo.kernel.models import Company

router = Router()
Text = Annotated[str, Field(min_length=1, max_length=254)]
Texts = Annotated[list[Text], Field(min_length=1, max_length=1000)]
Purpose = Literal["marketing", "service", "surveys", "profiling", "collections", "sharing"]
Channel = Literal["email", "phone", "sms", "whatsapp", "letter", "visit"]


class ListOut(Schema):
    """`freshness`: fresh, too_old, never or ageless; empty `channels` and `purposes` cover all."""

    key: str
    name: str
    country: str
    law: str
    holds: str
    channels: list[str]
    purposes: list[str]
    freshness: str
    entries: int
    consulted_on: date | None = None
    expires_on: date | None = None
    reference: str


class ListsOut(Schema):
    data: list[ListOut]
    next: str | None = None


class ConsultationOut(Schema):
    """`job` reads the file; until it ends the former consultation counts."""

    id: int
    list: str
    state: str
    consulted_on: date
    expires_on: date | None = None
    sha256: str
    size: int
    job: int


class CountOut(Schema):
    count: int


class EntriesIn(Body):
    """Telephones, e-mails or documents as anybody writes them."""

    texts: Texts


class CheckIn(Body):
    texts: Texts
    purpose: Purpose
    channel: Channel


class SuppressionOut(Schema):
    list: str
    name: str
    country: str
    consulted_on: date
    is_too_old: bool


class CheckedOut(Schema):
    """In the order of the question; `is_readable` false: it is no telephone, e-mail or document, so nobody can say."""

    text: str
    is_readable: bool
    lists: list[SuppressionOut]


class ChecksOut(Schema):
    data: list[CheckedOut]
    next: str | None = None


@router.get("/suppression-lists", response=ListsOut)
def list_lists(request: HttpRequest) -> HttpResponse:
    """Every registry we know and the own list, with how recent each is."""
    caller(request, "rights:read")
    return page(_row(one) for one in list_standings(on=today()))


@router.post("/suppression-lists/{key}/consultations", response={201: ConsultationOut})
def consult(
    request: HttpRequest,
    key: Annotated[str, Field(max_length=40)],
    file: Annotated[UploadedFile, File(...)],
    consulted_on: Form[Day | None] = None,
    reference: Annotated[str | None, Form(max_length=240)] = None,
) -> HttpResponse:
    """Hand a registry's file over, CSV, TXT or XLSX. Only digests are kept."""
    user, on = caller(request, "imports:write", permission="may_import"), today()
    try:
        made = receive_consultation(
            key=key, file_name=str(file.name), stream=file, consulted_on=consulted_on or on,  # type: ignore[arg-type]  # it reads as one
            by=user, on=on, reference=reference or "",
        )  # fmt: skip
    except UnableToSuppress as error:
        raise refused(error, pointers={"": "/consulted_on" if error.code == "future" else "/key"}) from error
    names = ("state", "consulted_on", "expires_on", "sha256", "size", "job")
    return answer({"id": made.pk, "list": key, **{name: getattr(made, name) for name in names}}, status=201)


@router.post("/suppression-lists/own/entries", response={201: CountOut})
def add_entries(request: HttpRequest, payload: EntriesIn) -> HttpResponse:
    """Put people on the own list; how many were not there."""
    user = caller(request, "rights:write")
    try:
        count = add_to_own_list(keys=_keys(payload.texts), by=user, on=today())
    except UnableToSuppress as error:
        raise refused(error, pointers={"": "/texts"}) from error
    return answer({"count": count}, status=201)


@router.post("/suppression-lists/own/removals", response={201: CountOut})
def remove_entries(request: HttpRequest, payload: EntriesIn) -> HttpResponse:
    """Take people off the own list; how many were there."""
    user = caller(request, "imports:write", permission="may_import")
    return answer({"count": take_off_own_list(keys=_keys(payload.texts), by=user)}, status=201)


@router.post("/suppression-checks", response={201: ChecksOut})
def check(request: HttpRequest, payload: CheckIn) -> HttpResponse:
    """Which of these no list lets us contact for a purpose by a channel."""
    caller(request, "rights:read")
    country = _country()
    keys = {text: read_key(text, country=country) for text in payload.texts}
    known = {key for key in keys.values() if key}
    found = suppressed(keys=known, purpose=payload.purpose, channel=payload.channel, on=today())
    told = [
        {"text": text, "is_readable": bool(keys[text]), "lists": [vars(one) for one in found.get(keys[text], ())]}
        for text in payload.texts
    ]
    return answer({"data": told, "next": None}, status=201)


def _keys(texts: list[str]) -> list[str]:
    return read_keys("\n".join(texts), country=_country())


def _country() -> str:
    return Company.objects.values_list("country", flat=True).first() or ""


def _row(one: Any) -> dict[str, Any]:
    registry = one.registry
    return {
        **{name: getattr(registry, name) for name in ("key", "country", "law")},
        "name": str(registry.name),
        "holds": str(registry.holds),
        "channels": [str(channel) for channel in registry.channels],
        "purposes": [str(purpose) for purpose in registry.purposes],
        "freshness": str(one.freshness),
        **{name: getattr(one, name) for name in ("entries", "consulted_on", "expires_on", "reference")},
    }
