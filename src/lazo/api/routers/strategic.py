"""The register of strategically significant customers: who is, why, with what plan, and when it is looked at again."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from lazo.api.answer import answer, asked_version, page
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import named_party
from lazo.api.problem import FieldError, Problem, not_found, refused
from lazo.api.shape import Body, Cursor, Day, Id, Limit, UndoOfferOut, Version
from lazo.differentiate.models import StrategicCustomer
from lazo.differentiate.models.strategic_customer import next_review
from lazo.differentiate.operations.strategic import (
    Care,
    Evidence,
    UnableToKeepStrategic,
    add_evidence,
    declare_strategic,
    edit_strategic,
    end_strategic,
    review_strategic,
)
from lazo.differentiate.queries.strategic import (
    OVERDUE,
    UNPLANNED,
    RegisterLine,
    RegisterQuestion,
    entry_for,
    evidence_of,
    line_of,
    register_page,
)
from lazo.kernel.models import User

router = Router()
AnyKind = Literal["HIGH_LTV", "COST_MAGNET", "BENCHMARK", "INSPIRATION", "REFEREE", "DOOR_OPENER"]
Declarable = Literal["BENCHMARK", "INSPIRATION", "REFEREE", "DOOR_OPENER"]
Plan = Annotated[str, Field(max_length=4_000)]
STATES = {"overdue": OVERDUE, "unplanned": UNPLANNED}
POINTERS = {
    "not_declarable": "/kind", "already_there": "/kind", "no_evidence": "/text", "text_too_long": "/text",
    "unknown_owner": "/owner", "owner_cannot_see": "/owner", "unknown_other": "/other", "future": "/said_on",
    "review_past": "/review_on", "review_too_far": "/review_on", "reason_too_long": "/reason",
}  # fmt: skip


class StrategicOut(Schema):
    """`owner` is the entry's, else the customer's; `computed`: score runs open and close it, `evidence` is their number."""

    id: int
    customer: int
    kind: str
    since: date
    until: date | None = None
    computed: bool
    evidence: dict[str, Any]
    owner: int | None = None
    plan: str
    review_on: date
    overdue: bool
    version: int


class StrategicEvidenceOut(Schema):
    text: str
    said_on: date
    other: int | None = None


class StrategicEntryOut(StrategicOut):
    """With what people said shows it, the newest first."""

    told: list[StrategicEvidenceOut]


class StrategicPageOut(Schema):
    data: list[StrategicOut]
    next: str | None = None


class StrategicQuestion(Schema):
    """Nothing said: every open entry, the earliest review first. `owner` 0: nobody's."""

    kind: AnyKind | None = None
    owner: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None
    state: Literal["overdue", "unplanned"] | None = None
    limit: Limit = 50
    cursor: Cursor = ""


class StrategicIn(Body):
    """`said_on` null: today; `review_on` null: in a year, which is the latest; `owner` null: whoever looks after the customer."""

    customer: Id
    kind: Declarable
    text: Annotated[str, Field(min_length=1, max_length=4_000)]
    said_on: Day | None = None
    owner: Id | None = None
    plan: Plan = ""
    review_on: Day | None = None


class StrategicPatch(Body):
    """Only what changes; `version`, unless If-Match says it."""

    owner: Id | None = None
    plan: Plan | None = None
    review_on: Day | None = None
    version: Version | None = None


class StrategicEvidenceIn(Body):
    """`other` is the customer who shows it, such as one won because of this one."""

    text: Annotated[str, Field(min_length=1, max_length=4_000)]
    said_on: Day | None = None
    other: Id | None = None


class StrategicReviewIn(Body):
    """`review_on` null: in a year, which is the latest."""

    note: Plan = ""
    review_on: Day | None = None


class StrategicEndIn(Body):
    reason: Annotated[str, Field(max_length=240)] = ""


@router.get("/strategic-customers", response=StrategicPageOut)
def list_strategic(request: HttpRequest, asked: Query[StrategicQuestion]) -> HttpResponse:
    """The open entries of the customers the person may see."""
    user, on = caller(request, "customers:read"), today()
    question = RegisterQuestion(asked.kind or "", asked.owner, STATES.get(asked.state or "", ""))
    after = _after(asked.cursor) if asked.cursor else None
    found = register_page(user=user, question=question, on=on, after=after, size=asked.limit)
    following = make_cursor(found.next[0].isoformat(), found.next[1]) if found.next else ""
    return page((_row(line, on) for line in found.lines), next_cursor=following)


@router.post("/strategic-customers", response={201: StrategicEntryOut})
def declare(request: HttpRequest, payload: StrategicIn) -> HttpResponse:
    """Enter a customer in the register, with what shows that they belong there."""
    user, on = caller(request, "customers:write"), today()
    customer = named_party(user, payload.customer, "/customer")
    care = Care(payload.review_on or next_review(on), _owner(payload.owner), payload.plan)
    evidence = Evidence(payload.text, payload.said_on or on)
    try:
        made = declare_strategic(customer=customer, kind=payload.kind, evidence=evidence, care=care, by=user, on=on)
    except UnableToKeepStrategic as error:
        raise _refused(error) from error
    return _told(user, made.pk, status=201)


@router.get("/strategic-customers/{entry}", response=StrategicEntryOut)
def get_strategic(request: HttpRequest, entry: Id) -> HttpResponse:
    """One entry, open or ended, with what people said shows it."""
    return _told(caller(request, "customers:read"), entry)


@router.patch("/strategic-customers/{entry}", response=StrategicEntryOut)
def patch_strategic(request: HttpRequest, entry: Id, payload: StrategicPatch) -> HttpResponse:
    """Another owner, plan or day of review."""
    user = caller(request, "customers:write")
    held, said = _found(user, entry), payload.model_dump(exclude_unset=True)
    owner = _owner(said["owner"]) if "owner" in said else held.owner
    care = Care(payload.review_on or held.review_on, owner, held.plan if payload.plan is None else payload.plan)
    try:
        version = asked_version(request, payload.version)
        edit_strategic(entry=held, care=care, version=version, by=user, on=today())
    except UnableToKeepStrategic as error:
        raise _refused(error, held) from error
    return _told(user, entry)


@router.post("/strategic-customers/{entry}/evidence", response={201: StrategicEntryOut})
def create_evidence(request: HttpRequest, entry: Id, payload: StrategicEvidenceIn) -> HttpResponse:
    """Add what somebody saw."""
    user, on = caller(request, "customers:write"), today()
    other = named_party(user, payload.other, "/other") if payload.other else None
    try:
        evidence = Evidence(payload.text, payload.said_on or on, other)
        add_evidence(entry=_found(user, entry), evidence=evidence, by=user, on=on)
    except UnableToKeepStrategic as error:
        raise _refused(error) from error
    return _told(user, entry, status=201)


@router.post("/strategic-customers/{entry}/reviews", response={201: StrategicEntryOut})
def create_review(request: HttpRequest, entry: Id, payload: StrategicReviewIn) -> HttpResponse:
    """It was looked at today and still holds."""
    user, on = caller(request, "customers:write"), today()
    try:
        review_strategic(entry=_found(user, entry), by=user, on=on, note=payload.note, next_on=payload.review_on)
    except UnableToKeepStrategic as error:
        raise _refused(error) from error
    return _told(user, entry, status=201)


@router.post("/strategic-customers/{entry}/end", response={201: UndoOfferOut})
def create_end(request: HttpRequest, entry: Id, payload: StrategicEndIn) -> HttpResponse:
    """Take a declared entry off the register; it stays in the history."""
    user = caller(request, "customers:write")
    try:
        token = end_strategic(entry=_found(user, entry), by=user, on=today(), reason=payload.reason)
    except UnableToKeepStrategic as error:
        raise _refused(error) from error
    return answer({"undo": token}, status=201)


def _after(cursor: str) -> tuple[date, int]:
    day, number = read_cursor(cursor, str, int)
    try:
        return date.fromisoformat(day), number
    except ValueError as error:
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")]) from error


def _found(user: User, number: int) -> StrategicCustomer:
    found = entry_for(user=user, entry=number)
    if found is None:
        raise not_found()
    return found


def _owner(number: int | None) -> User | None:
    if number is None:
        return None
    found = User.objects.filter(pk=number).first()
    if found is None:
        raise Problem(422, "invalid", [FieldError("/owner", "unknown_owner")])
    return found


def _told(user: User, number: int, *, status: int = 200) -> HttpResponse:
    held = _found(user, number)
    told = [
        {"text": one.text, "said_on": one.said_on, "other": one.other_id} for one in evidence_of(entry=held, user=user)
    ]
    row = {**_row(line_of(held), today()), "until": held.valid_to, "told": told}
    return answer(row, status=status, version=held.version, location=f"/api/v1/strategic-customers/{number}")


def _refused(error: UnableToKeepStrategic, held: StrategicCustomer | None = None) -> Problem:
    if error.code == "stale" and held is not None:
        held.refresh_from_db()
        return Problem(409, "stale", params={"version": held.version}, extra={"version": held.version})
    return refused(error, pointers={"": POINTERS.get(error.code, "")})


def _row(line: RegisterLine, on: date) -> dict[str, Any]:
    names = ("id", "customer", "kind", "since", "evidence", "owner", "plan", "review_on", "version")
    told = {name: getattr(line, name) for name in names}
    return {**told, "until": None, "computed": line.is_computed, "overdue": line.is_overdue(on)}
