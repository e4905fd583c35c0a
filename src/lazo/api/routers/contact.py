"""Ways of contact: what is known of each, what a person says of one, and what channels tell of many."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.found import found_party
from lazo.api.problem import refused
from lazo.api.problem_words import remedy_of
from lazo.api.shape import Body, Id, UndoOfferOut
from lazo.identify.models import Party
from lazo.identify.operations.contact_evidence import (
    UnableToMarkContact,
    disown_contact,
    prefer_contact,
    verify_contact,
)
from lazo.identify.operations.contact_outcome import MOST, report_contact_outcomes
from lazo.identify.operations.contact_report import REFUSED, ContactReport, Reported
from lazo.identify.queries.contact_point import ContactLine, contact_book
from lazo.identify.queries.parties import family_of
from lazo.kernel.models import User

router = Router()
Kind = Literal["EMAIL", "PHONE", "WHATSAPP", "INSTAGRAM", "FACEBOOK", "X", "TIKTOK", "LINKEDIN", "TELEGRAM", "ADDRESS"]
How = Literal["BY_HAND", "CODE", "LINK", "REPLY", "SOURCE"]
Outcome = Literal[
    "DELIVERED",
    "REPLIED",
    "VERIFIED",
    "SOFT_BOUNCE",
    "HARD_BOUNCE",
    "UNREACHABLE",
    "WRONG_PERSON",
    "OTHER_OWNER",
    "REPLACED",
]
Moment = Annotated[AwareDatetime, Field(ge=datetime.fromisoformat("1970-01-01T00:00:00+00:00"))]


class ContactPointOut(Schema):
    """`state`: USABLE, DOUBTFUL or DEAD, and `why` the outcome that decided. `is_first`: the one of its kind to use; `is_shared`: a desk's.

    `source` is blank where a person wrote it; `meant` the address that a slip of the finger hides.
    """

    id: int
    kind: str
    value: str
    key: str
    state: str
    why: str
    why_at: datetime | None = None
    is_first: bool
    is_preferred: bool
    is_shared: bool
    meant: str
    verified_at: datetime | None = None
    verified_how: str
    source: str
    first_seen: date
    last_seen: date


class ContactPointsOut(Schema):
    data: list[ContactPointOut]
    next: str | None = None


class VerificationIn(Body):
    how: How = "BY_HAND"


class OutcomeIn(Body):
    """What came of using `text`, as it is written there. `reference` names the message or call: the same one is kept once.

    `party` is of whom it is said; VERIFIED and WRONG_PERSON need it. `replaced_by`, with REPLACED: what took its place.
    """

    kind: Kind
    text: Annotated[str, Field(min_length=1, max_length=254)]
    outcome: Outcome
    channel: Annotated[str, Field(min_length=1, max_length=20)]
    happened_at: Moment
    reference: Annotated[str, Field(max_length=120)] = ""
    evidence: Annotated[str, Field(max_length=240, description="what the channel answered, without personal data")] = ""
    party: Id | None = None
    country: Annotated[str, Field(max_length=2, description="of numbers written without theirs, ISO 3166")] = ""
    how: Literal["", "BY_HAND", "CODE", "LINK", "REPLY", "SOURCE"] = ""
    replaced_by: Annotated[str, Field(max_length=254)] = ""


class OutcomesIn(Body):
    rows: Annotated[list[OutcomeIn], Field(min_length=1, max_length=MOST)]


class OutcomeResult(Schema):
    """`row` from 0. `status`: kept, known (told before), unneeded (a delivery that proves nothing new) or refused, with `code` and `message`."""

    row: int
    status: Literal["kept", "known", "unneeded", "refused"]
    id: int | None = None
    customers: list[int]
    code: str
    message: str


class OutcomesOut(Schema):
    results: list[OutcomeResult]


@router.get("/customers/{customer}/contact-points", response=ContactPointsOut)
def list_contact_points(request: HttpRequest, customer: Id) -> HttpResponse:
    """Every way of contact of the customer and its records, by kind, the best first; at most sixty."""
    user = caller(request, "customers:read")
    book = contact_book(family_of(found_party(user, customer)))
    return answer({"data": [_row(line) for line in book], "next": None})


@router.post("/customers/{customer}/contact-points/{point}/verification", response={201: UndoOfferOut})
def verify_contact_point(request: HttpRequest, customer: Id, point: Id, payload: VerificationIn) -> HttpResponse:
    """The way of contact is the customer's and works; `how` it was verified."""

    def mark(party: Party, user: User) -> str:
        return verify_contact(party=party, point=point, by=user, at=timezone.now(), how=payload.how)

    return _marked(request, customer, mark)


@router.post("/customers/{customer}/contact-points/{point}/disowning", response={201: UndoOfferOut})
def disown_contact_point(request: HttpRequest, customer: Id, point: Id) -> HttpResponse:
    """The way of contact is not the customer's: it is used no more, and recognises nobody."""

    def mark(party: Party, user: User) -> str:
        return disown_contact(party=party, point=point, by=user, at=timezone.now())

    return _marked(request, customer, mark)


@router.post("/customers/{customer}/contact-points/{point}/preference", response={201: UndoOfferOut})
def prefer_contact_point(request: HttpRequest, customer: Id, point: Id) -> HttpResponse:
    """The way of contact of its kind to use first; of the one that is, none is any more."""

    def mark(party: Party, user: User) -> str:
        return prefer_contact(party=party, point=point, by=user)

    return _marked(request, customer, mark)


@router.post("/contact-outcomes", response={201: OutcomesOut})
def report_outcomes(request: HttpRequest, payload: OutcomesIn) -> HttpResponse:
    """What came of up to 1,000 messages and calls: bounces, replies, wrong numbers. Each row is kept or refused alone, and health follows."""
    user = caller(request, "customers:write")
    reports = [ContactReport(**row.model_dump()) for row in payload.rows]
    done = report_contact_outcomes(reports=reports, by=user)
    return answer({"results": [_result(place, one) for place, one in enumerate(done)]}, status=201)


def _marked(request: HttpRequest, customer: int, mark: Callable[[Party, User], str]) -> HttpResponse:
    user = caller(request, "customers:write")
    try:
        return answer({"undo": mark(found_party(user, customer), user)}, status=201)
    except UnableToMarkContact as error:
        raise refused(error) from error


def _row(line: ContactLine) -> dict[str, Any]:
    point = line.point
    return {
        "id": point.pk,
        "kind": point.kind,
        "value": point.value,
        "key": point.key,
        "state": line.state,
        "why": line.outcome,
        "why_at": line.outcome_at,
        "is_first": line.is_first,
        "is_preferred": line.is_preferred,
        "is_shared": line.is_shared,
        "meant": line.meant,
        "verified_at": point.verified_at,
        "verified_how": point.verified_how,
        "source": line.source,
        "first_seen": point.created_at.date(),
        "last_seen": line.last_seen,
    }


def _result(place: int, one: Reported) -> dict[str, Any]:
    return {
        "row": place,
        "status": one.status,
        "id": one.outcome,
        "customers": list(one.parties),
        "code": one.code,
        "message": remedy_of(one.code, {}) if one.status == REFUSED else "",
    }
