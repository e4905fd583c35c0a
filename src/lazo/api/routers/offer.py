"""What can be proposed to customers: kept, edited, thrown away, and what it brought."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from lazo.analytics.segments.parsing_values import UnableToParseSegment
from lazo.api.answer import answer, asked_version, page
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.problem import FieldError, Problem, not_found, refused
from lazo.api.shape import Body, Cursor, Day, Limit, Minor, Name, ShortText, UndoOfferOut, Version
from lazo.customize.models import Offer
from lazo.customize.operations.offer import create_offer, edit_offer, offer_edit_undo, remove_offer
from lazo.customize.operations.offer_details import OfferDetails, UnableToSaveOffer
from lazo.customize.queries.offer import OfferLine, control_share, found_offer, live_offers, offer_lines
from lazo.customize.queries.offer_people import lost_of, offer_people
from lazo.kernel.models import User

router = Router()
OfferKey = Annotated[str, Field(max_length=60)]
OfferKind = Literal["cross", "up", "referral", "welcome", "service", "visit", "reward", "save", "win_back", "collect"]
Area = Literal["ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN"]
ContactPurpose = Literal["marketing", "service", "surveys", "profiling", "collections", "sharing"]
Way = Literal["email", "phone", "sms", "whatsapp", "letter", "visit"]
Behind = Literal[
    "treated", "control", "done", "postponed", "withheld", "accepted", "declined", "ignored", "worth_less", "cap", "capacity", "not_eligible",
    "resting", "enough", "not_allowed", "no_gain", "held_back", "waiting",
]  # fmt: skip
Many = Annotated[int, Field(ge=0, le=2**31 - 1)]
MoneyAmount = Annotated[Minor, Field(ge=0)]
PLAIN = (
    "key", "name", "what", "kind", "area", "maker", "definition", "channels", "purpose", "unit_cost", "margin", "margin_share", "guess",
    "budget", "cap_total", "cap_day", "cap_person", "rest_days", "capacity", "valid_from", "valid_to", "version", "created_at", "changed_at",
)  # fmt: skip


class BeliefOut(Schema):
    """What is believed of the uplift (additional successes by treated customer) in an area of the cycle, OUT outside of it.

    `evidence` none: somebody's guess; answers: what customers said; measured: against the control group.
    """

    area: str
    evidence: str
    mean: float
    deviation: float
    treated: int
    control: int


class OfferOut(Schema):
    """Money is minor units of the base currency; `maker` names who finds its customers, blank: `definition`, a segment's rules (empty: everybody).

    Of the customers the person sees: `proposed` and `expected` are the actions that wait, `lost` those the current decision does not propose it to, by
    reason, `treated` and `held_back` the groups of its experiment, `answers` customers by what was said.
    """

    key: str
    name: str
    what: str
    kind: str
    area: str
    maker: str
    definition: dict[str, Any]
    channels: list[str]
    purpose: str
    unit_cost: int
    margin: int | None = None
    margin_share: float | None = None
    guess: float
    budget: int | None = None
    cap_total: int | None = None
    cap_day: int | None = None
    cap_person: int
    rest_days: int
    capacity: int | None = None
    valid_from: date
    valid_to: date | None = None
    version: int
    created_at: datetime
    changed_at: datetime
    experiment: str
    metric: str
    window_days: int
    control: int
    proposed: int
    expected: int
    lost: dict[str, int]
    treated: int
    held_back: int
    answers: dict[str, int]
    beliefs: list[BeliefOut]


class OffersOut(Schema):
    data: list[OfferOut]
    next: str | None = None


class OfferCustomersQuestion(Schema):
    """`why` is a group (`treated`, `control`), something that was said, or the reason for which it is not proposed (a key of `lost`)."""

    why: Behind
    limit: Limit = 50
    cursor: Cursor = ""


class OfferCustomerOut(Schema):
    customer: int


class OfferCustomersOut(Schema):
    """`total` is how many there are on all pages."""

    data: list[OfferCustomerOut]
    next: str | None = None
    total: int


class OfferSavedOut(OfferOut):
    """`undo` is the token that takes the edit back; blank when nothing changed."""

    undo: str


class OfferPatch(Body):
    """Only what changes; `version`, unless If-Match says it. One of `margin` and `margin_share` (percent of 365 days' value) is null."""

    name: ShortText | None = None
    what: Name | None = None
    kind: OfferKind | None = None
    area: Area | None = None
    definition: dict[str, Any] | None = None
    channels: list[Way] | None = None
    purpose: ContactPurpose | None = None
    unit_cost: MoneyAmount | None = None
    margin: MoneyAmount | None = None
    margin_share: float | None = None
    guess: float | None = None
    budget: MoneyAmount | None = None
    cap_total: Many | None = None
    cap_day: Many | None = None
    cap_person: Many | None = None
    rest_days: Many | None = None
    capacity: Many | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    version: Version | None = None


class OfferIn(Body):
    """`key` blank: made from the name. `control` is the share of the control group in parts of ten thousand; `metric` what counts as a success."""

    name: ShortText
    kind: OfferKind
    area: Area
    purpose: ContactPurpose = "marketing"
    guess: float
    key: OfferKey = ""
    what: Name = ""
    definition: dict[str, Any] = {}
    channels: list[Way]
    unit_cost: MoneyAmount = 0
    margin: MoneyAmount | None = None
    margin_share: float | None = None
    budget: MoneyAmount | None = None
    cap_total: Many | None = None
    cap_day: Many | None = None
    cap_person: Many = 1
    rest_days: Many = 90
    capacity: Many | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    control: Annotated[int, Field(ge=0, lt=10_000)] = 1_000
    metric: Literal["purchase", "accepted"] = "purchase"
    window_days: Annotated[int, Field(ge=1, le=365)] = 30


NEVER_NULL = {
    "name",
    "what",
    "kind",
    "area",
    "definition",
    "channels",
    "purpose",
    "unit_cost",
    "guess",
    "cap_person",
    "rest_days",
    "valid_from",
}


@router.get("/offers", response=OffersOut)
def list_offers(request: HttpRequest) -> HttpResponse:
    """All of them, with what the current decision makes of each."""
    user = caller(request, "scores:read")
    lines = offer_lines(user=user)
    lost = lost_of([line.offer for line in lines], user=user)
    return page(_row(line, lost.get(line.offer.pk, {})) for line in lines)


@router.post("/offers", response={201: OfferOut})
def make_offer(request: HttpRequest, payload: OfferIn) -> HttpResponse:
    """Keep something that can be proposed, and begin its experiment."""
    user, on = caller(request, "customers:write"), today()
    said = payload.model_dump()
    said |= {"channels": tuple(said["channels"]), "valid_from": said["valid_from"] or on}
    with _told():
        made = create_offer(details=OfferDetails(**said), by=user, on=on)
    return answer(_shown(made.key, user), status=201)


@router.get("/offers/{key}", response=OfferOut)
def get_offer(request: HttpRequest, key: OfferKey) -> HttpResponse:
    """One of them."""
    user = caller(request, "scores:read")
    return answer(_shown(_found(key).key, user))


@router.get("/offers/{key}/customers", response=OfferCustomersOut)
def list_offer_customers(request: HttpRequest, key: OfferKey, asked: Query[OfferCustomersQuestion]) -> HttpResponse:
    """The customers behind one of its numbers, of those the person sees, by growing number."""
    user = caller(request, "scores:read")
    after = read_cursor(asked.cursor, int)[0] if asked.cursor else 0
    found = offer_people(user=user, offer=_found(key), why=asked.why, after=after, limit=asked.limit)
    rows = ({"customer": customer} for customer, _name in found.rows) if found else ()
    cursor = make_cursor(found.next) if found and found.next else ""
    return page(rows, next_cursor=cursor, total=found.total if found else 0)


@router.patch("/offers/{key}", response=OfferSavedOut)
def change_offer(request: HttpRequest, key: OfferKey, payload: OfferPatch) -> HttpResponse:
    """Other words, rules, costs or limits: a new version."""
    user = caller(request, "customers:write")
    held = _found(key)
    said = payload.model_dump(exclude_unset=True, exclude={"version"})
    changes = {name: value for name, value in said.items() if value is not None or name not in NEVER_NULL}
    if "channels" in changes:
        changes["channels"] = tuple(changes["channels"])
    version = asked_version(request, payload.version)
    with _told():
        made = edit_offer(offer=held, by=user, version=version, changes=changes)
    undo = offer_edit_undo(offer=made, by=user) if made.version != version else ""
    return answer({**_shown(key, user), "undo": undo})


@router.delete("/offers/{key}", response=UndoOfferOut)
def delete_offer(request: HttpRequest, key: OfferKey) -> HttpResponse:
    """Propose it to nobody any more; what it brought stays."""
    user = caller(request, "customers:write")
    with _told():
        return answer({"undo": remove_offer(offer=_found(key), by=user)})


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except UnableToSaveOffer as error:
        raise refused(error) from error
    except UnableToParseSegment as error:
        raise Problem(422, "invalid", [FieldError(f"/definition/{error.path}", error.code, error.params)]) from error


def _found(key: str) -> Offer:
    found = found_offer(key)
    if found is None:
        raise not_found()
    return found


def _shown(key: str, user: User) -> dict[str, Any]:
    line = offer_lines(live_offers().filter(key=key), user=user)[0]
    return _row(line, lost_of([line.offer], user=user).get(line.offer.pk, {}))


def _row(line: OfferLine, lost: dict[str, int]) -> dict[str, Any]:
    from lazo.customize.facts import STRATA

    offer = line.offer
    beliefs = [
        {
            "area": STRATA[place],
            "evidence": one.evidence.value,
            "mean": one.mean,
            "deviation": one.deviation,
            "treated": one.treated,
            "control": one.control,
        }
        for place, one in enumerate(line.beliefs)
    ]
    return {
        **{name: getattr(offer, name) for name in PLAIN},
        "experiment": offer.experiment.key,
        "metric": offer.experiment.metric,
        "window_days": offer.experiment.window_days,
        "control": control_share(offer),
        "proposed": line.proposed,
        "expected": line.expected,
        "lost": lost,
        "treated": line.treated,
        "held_back": line.held_back,
        "answers": line.said,
        "beliefs": beliefs,
    }
