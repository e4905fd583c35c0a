"""May a customer be contacted: what the law, their word and the company's limits say; who was not contacted; rules and own limits."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_party
from lazo.api.problem import FieldError, Problem
from lazo.api.shape import Body, Cursor, Day, Id, Limit
from lazo.customize.models import ContactBlock, ContactLimit
from lazo.customize.operations.contact_limit import LimitFields, UnableToLimit, end_limit, save_limit
from lazo.customize.policy.answer import Answer
from lazo.customize.policy.rule import Rule
from lazo.customize.queries.contact_block import blocks_visible
from lazo.customize.queries.contact_policy import MOST_CHECKED, answers_of, limits_standing, packs_shown, policy_of
from lazo.kernel.models import User

router = Router()
Purpose = Literal["marketing", "service", "surveys", "profiling", "collections", "sharing"]
Channel = Literal["email", "phone", "sms", "whatsapp", "letter", "visit"]
Clock = Annotated[str, Field(pattern=r"^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
CODES = {
    "bad_kind": "bad_value",
    "bad_country": "unknown_country",
    "unknown_choice": "bad_value",
    "bad_count": "out_of_range",
    "no_hours": "missing",
    "bad_hours": "bad_value",
}


class PolicyAnswerOut(Schema):
    """`rule` is the key of the first rule that forbids it, `country` whose law that is, `words` say it.

    `until` is the first instant at which it is allowed, null where waiting does not help.
    """

    purpose: str
    channel: str
    allowed: bool
    rule: str
    country: str
    words: str
    until: datetime | None = None


class CustomerPolicyOut(Schema):
    data: list[PolicyAnswerOut]
    next: str | None = None


class PolicyCheckIn(Body):
    """`at` null: now."""

    customers: Annotated[list[Id], Field(min_length=1, max_length=MOST_CHECKED)]
    purpose: Purpose
    channel: Channel
    at: AwareDatetime | None = None


class CheckedCustomerOut(PolicyAnswerOut):
    customer: int


class PolicyChecksOut(Schema):
    """`unknown` are the numbers that nobody has, or that the caller may not see."""

    data: list[CheckedCustomerOut]
    unknown: list[int]


class ContactBlockOut(Schema):
    """`stage`: DECISION or SEND; `experiment` null where it was no campaign or offer."""

    id: int
    customer: int
    experiment: int | None = None
    purpose: str
    channel: str
    rule: str
    country: str
    stage: str
    on: date
    at: datetime


class ContactBlocksOut(Schema):
    data: list[ContactBlockOut]
    next: str | None = None


class BlockFilter(Schema):
    rule: Annotated[str, Field(max_length=60)] = ""
    purpose: Purpose | None = None
    channel: Channel | None = None
    stage: Literal["DECISION", "SEND"] | None = None
    experiment: Id | None = None
    from_: Annotated[Day | None, Field(alias="from", description="first day")] = None
    to: Annotated[Day | None, Field(description="first day that is not asked for")] = None


class ContactRuleOut(Schema):
    """A rule of law, or one that holds everywhere (country blank). `hours` by day of the week; empty lists are all.

    `certainty`: read (the text), secondary (told by others), to_confirm (sources differ), own (no law). Have a local lawyer confirm them.
    """

    key: str
    kind: str
    country: str
    law: str
    source: str
    checked_on: date
    certainty: str
    valid_from: date | None = None
    valid_to: date | None = None
    purposes: list[str]
    channels: list[str]
    hours: dict[str, list[str]]
    holidays: bool
    most: int | None = None
    days: int | None = None
    age: int | None = None
    list: str
    log_days: int | None = None
    note: dict[str, str]


class ContactRulesOut(Schema):
    data: list[ContactRuleOut]
    next: str | None = None


class ContactLimitIn(Body):
    """`kind`: hours, cap (most contacts in days, by its channels), gap (days between two) or budget (by all channels together).

    Empty `purposes` are all but service. `follows` is the version in force that it replaces; null: a new limit.
    """

    kind: Literal["hours", "cap", "gap", "budget"]
    country: Annotated[str, Field(max_length=2)] = ""
    purposes: Annotated[list[Purpose], Field(max_length=6)] = []
    channels: Annotated[list[Channel], Field(max_length=6)] = []
    hours: dict[Weekday, Annotated[list[Clock], Field(min_length=2, max_length=2)]] = {}
    holidays: bool = True
    most: Annotated[int, Field(ge=1, le=1000)] = 1
    days: Annotated[int, Field(ge=1, le=366)] = 1
    follows: Id | None = None


class ContactLimitOut(Schema):
    id: int
    kind: str
    country: str
    purposes: list[str]
    channels: list[str]
    hours: dict[str, list[str]]
    holidays: bool
    most: int
    days: int
    follows: int | None = None
    by: str
    at: datetime


class ContactLimitsOut(Schema):
    data: list[ContactLimitOut]
    next: str | None = None


class ContactLimitSavedOut(ContactLimitsOut):
    """`undo` takes the change back; blank when nothing changed."""

    undo: str


@router.get("/customers/{customer}/contact-policy", response=CustomerPolicyOut)
def get_contact_policy(request: HttpRequest, customer: Id, at: AwareDatetime | None = None) -> HttpResponse:
    """What may be sent to a customer at an instant (now, unless said): each purpose by each channel, with the rule that forbids it."""
    party = found_party(caller(request, "customers:read"), customer)
    return page(
        _told(one.answer, one.purpose, one.channel) for one in policy_of(party=party, when=at or timezone.now())
    )


@router.post("/contact-policy/check", response=PolicyChecksOut)
def check_contact_policy(request: HttpRequest, payload: PolicyCheckIn) -> HttpResponse:
    """The same of up to a thousand customers for one purpose and channel. Nothing is written."""
    user, when = caller(request, "customers:read"), payload.at or timezone.now()
    said = {"purpose": payload.purpose, "channel": payload.channel}
    found = answers_of(user=user, parties=payload.customers, when=when, **said)
    rows = [{"customer": number, **_told(found[number], **said)} for number in payload.customers if number in found]
    return answer({"data": rows, "unknown": [number for number in payload.customers if number not in found]})


@router.get("/contact-blocks", response=ContactBlocksOut)
def list_contact_blocks(
    request: HttpRequest, asked: Query[BlockFilter], limit: Limit = 50, cursor: Cursor = ""
) -> HttpResponse:
    """Who was not contacted, and by which rule; the newest first."""
    user = caller(request, "customers:read")
    before = read_cursor(cursor, int)[0] if cursor else None
    told = asked.model_dump()
    names = {"from_": "on__gte", "to": "on__lt"}
    filters = {names.get(name, name): value for name, value in told.items() if value not in {None, ""}}
    rows = list(blocks_visible(user=user, filters=filters, before=before, limit=limit + 1))
    following = make_cursor(rows[limit - 1].pk) if len(rows) > limit else ""
    return page([_block(row) for row in rows[:limit]], next_cursor=following)


@router.get("/contact-rules", response=ContactRulesOut)
def list_contact_rules(
    request: HttpRequest, country: Annotated[str, Field(max_length=2, description="ISO; blank: all")] = ""
) -> HttpResponse:
    """The rules of law by country with their source and dates, and those that hold everywhere. Few: one page."""
    caller(request, "customers:read")
    found = [rule for pack in packs_shown(on=today()) for rule in pack.rules]
    return page(_rule(rule) for rule in found if rule.country in {"", country} or not country)


@router.get("/contact-limits", response=ContactLimitsOut)
def list_contact_limits(request: HttpRequest) -> HttpResponse:
    """The company's own limits in force. Few: one page."""
    _administrator(request)
    return page(_limit(row) for row in limits_standing())


@router.post("/contact-limits", response={201: ContactLimitSavedOut})
def create_contact_limit(request: HttpRequest, payload: ContactLimitIn) -> HttpResponse:
    """Set a limit, or a new version of the one it `follows`. It never loosens what the law asks."""
    user = _administrator(request)
    told = payload.model_dump()
    follows = told.pop("follows")
    fields = LimitFields(**{**told, "purposes": tuple(payload.purposes), "channels": tuple(payload.channels)})
    try:
        _made, undo = save_limit(fields=fields, follows=follows, by=user)
    except UnableToLimit as error:
        raise _refused(error) from error
    return answer({"data": [_limit(row) for row in limits_standing()], "next": None, "undo": undo}, status=201)


@router.delete("/contact-limits/{limit}", response=ContactLimitSavedOut)
def delete_contact_limit(request: HttpRequest, limit: Id) -> HttpResponse:
    """End a limit in force."""
    user = _administrator(request)
    try:
        undo = end_limit(limit=limit, by=user)
    except UnableToLimit as error:
        raise _refused(error) from error
    return answer({"data": [_limit(row) for row in limits_standing()], "next": None, "undo": undo})


def _administrator(request: HttpRequest) -> User:
    return caller(request, "admin", permission="may_administer")


def _refused(error: UnableToLimit) -> Problem:
    if error.code == "stale":
        return Problem(409, "gone")
    if error.code:
        return Problem(403, error.code)
    return Problem(
        422, "invalid", [FieldError(f"/{name}", CODES.get(code, code)) for name, code in error.problems.items()]
    )


def _told(found: Answer, purpose: str, channel: str) -> dict[str, Any]:
    return {
        "purpose": purpose,
        "channel": channel,
        "allowed": found.allowed,
        "rule": found.rule,
        "country": found.country,
        "words": found.words,
        "until": found.until,
    }


def _block(row: ContactBlock) -> dict[str, Any]:
    names = ("id", "purpose", "channel", "rule", "country", "stage", "on", "at")
    return {**{name: getattr(row, name) for name in names}, "customer": row.party, "experiment": row.experiment_id}


def _rule(rule: Rule) -> dict[str, Any]:
    names = ("key", "kind", "country", "law", "source", "checked_on", "certainty", "valid_from", "valid_to", "holidays")
    return {
        **{name: getattr(rule, name) for name in names},
        "purposes": sorted(rule.purposes),
        "channels": sorted(rule.channels),
        "hours": rule.hours,
        "most": rule.most if rule.kind == "cap" else None,
        "days": rule.days if rule.kind in {"cap", "gap", "mix"} else None,
        "age": rule.age or None,
        "list": rule.registry,
        "log_days": rule.log_days or None,
        "note": dict(rule.note),
    }


def _limit(row: ContactLimit) -> dict[str, Any]:
    names = ("kind", "country", "purposes", "channels", "hours", "holidays", "most", "days", "at")
    told = {name: getattr(row, name) for name in names}
    return {"id": row.pk, **told, "follows": row.follows_id, "by": row.by.name if row.by else ""}
