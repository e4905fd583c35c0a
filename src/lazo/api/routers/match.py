"""Pairs of records that may be one customer: those that wait, one with its reasons, what a person says of them."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.company import company, currency_of, today
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_row
from lazo.api.problem import not_found, refused
from lazo.api.shape import Body, Cursor, Id, Limit, Money, ShortText
from lazo.identify.models import MatchPair
from lazo.identify.operations.match_decision import Decided, UnableToDecide, decide_pair, decide_pairs
from lazo.identify.queries.match_pair import PairView, pair_view
from lazo.identify.queries.match_queue import QueuedPair, audit_sample, look_alikes, review_queue
from lazo.identify.queries.pair_fields import RecordSide

router = Router()
Kind = Literal["SAME", "HOUSEHOLD", "COMPANY"]
Verdict = Literal["SAME", "NOT", "RELATED", "LATER"]


class MatchOut(Schema):
    """`stake` is what both bought in twelve months; `held_back` why a sure pair was not joined: documents, chain, crowd, nameless; blank otherwise."""

    id: int
    kind: str
    left: int
    left_name: str
    right: int
    right_name: str
    probability: float
    stake: Money
    held_back: str
    put_off: int


class MatchesOut(Schema):
    data: list[MatchOut]
    next: str | None = None


class RecordOut(Schema):
    """One record; `customer` is whom it stands for today."""

    record: int
    customer: int
    name: str
    known_since: date | None = None
    purchases: int
    amount: Money
    first_purchase: date | None = None
    last_purchase: date | None = None
    interactions: int


class FieldPairOut(Schema):
    """`verdict`: same, near, differs, missing, untold (both have it, but of kinds that cannot be compared). Documents are masked."""

    field: str
    left: list[str]
    right: list[str]
    verdict: str


class WeightOut(Schema):
    """What a comparison adds, in bits: positive speaks for the same. `level` null: unknown on a side."""

    comparison: str
    level: str | None = None
    weight: float


class WouldBeOut(Schema):
    """What joining them would make: whose number stays, and what speaks against it."""

    customer: int
    records: int
    purchases: int
    amount_12m: Money
    against: list[str]
    warnings: list[str]


class MatchDetailOut(Schema):
    """One pair; `sentence` is `steps` in words, `would_be` null when they are one already, `decision` blank while there is none.

    `has_changed`: `fields` are of today, and something that `steps` weighed is no longer what it was.
    """

    id: int
    kind: str
    state: str
    probability: float
    weight: float
    sentence: str
    left: RecordOut
    right: RecordOut
    fields: list[FieldPairOut]
    steps: list[WeightOut]
    has_changed: bool
    would_be: WouldBeOut | None = None
    decision: str


class MatchDecisionIn(Body):
    """`force`: the reason, where something speaks against joining. `relation`: of what type, when they are two and related."""

    verdict: Verdict
    force: ShortText = ""
    relation: Annotated[str, Field(max_length=40)] = ""


class MatchDecisionsIn(Body):
    matches: Annotated[list[Id], Field(min_length=1, max_length=200)]
    verdict: Verdict


class SkippedOut(Schema):
    match: int
    code: str


class MatchDecidedOut(Schema):
    """`skipped` could not be decided so; `undo` is a token for /undos, blank when nothing was decided."""

    decided: int
    skipped: list[SkippedOut]
    undo: str


@router.get("/matches", response=MatchesOut)
def list_matches(
    request: HttpRequest, kind: Kind = "SAME", audit: bool = False, limit: Limit = 50, cursor: Cursor = ""
) -> HttpResponse:
    """Those that wait, of whose two customers the person sees both: money at stake times doubt first. `audit`: merges to be checked."""
    user = caller(request, "customers:read")
    currency = currency_of(company())
    if audit:
        return page(_row(one, currency) for one in audit_sample(user=user, size=min(limit, 200)))
    after = None
    if cursor:
        turn, priority, number = read_cursor(cursor, int, float, int)
        after = (turn, priority, number)
    found = review_queue(user=user, kind=kind, after=after, size=limit)
    following = make_cursor(*found.following) if found.following else ""
    return page((_row(one, currency) for one in found.pairs), next_cursor=following)


@router.post("/matches/decisions", response={201: MatchDecidedOut})
def decide_many(request: HttpRequest, payload: MatchDecisionsIn) -> HttpResponse:
    """Say the same of pairs that look alike, at most two hundred."""
    user = caller(request, "customers:write")
    return _decided(decide_pairs(pairs=payload.matches, verdict=payload.verdict, by=user, on=today()))


@router.get("/matches/{match}", response=MatchDetailOut)
def get_match(request: HttpRequest, match: Id) -> HttpResponse:
    """One pair, field by field, with what each comparison adds."""
    user = caller(request, "customers:read")
    view = pair_view(user=user, pair=match, on=today())
    if view is None:
        raise not_found()
    return answer(_detail(view, currency_of(company())))


@router.get("/matches/{match}/alike", response=MatchesOut)
def list_alike(request: HttpRequest, match: Id) -> HttpResponse:
    """Those that wait and whose comparisons came out as those of this pair, itself among them; at most two hundred."""
    user = caller(request, "customers:read")
    pair = found_row(MatchPair.objects.visible_to(user), match)
    currency = currency_of(company())
    return page(_row(one, currency) for one in look_alikes(pair=pair, user=user))


@router.post("/matches/{match}/decision", response={201: MatchDecidedOut})
def decide(request: HttpRequest, match: Id, payload: MatchDecisionIn) -> HttpResponse:
    """The same: they are one customer. Not: remembered for ever. Related: two, and a relation. Later: to the end of the queue."""
    user = caller(request, "customers:write")
    pair = found_row(MatchPair.objects.visible_to(user), match)
    try:
        done = decide_pair(
            pair=pair, verdict=payload.verdict, by=user, on=today(), force=payload.force, relation=payload.relation
        )
    except UnableToDecide as error:
        raise refused(error, pointers={"": "/verdict"}) from error
    return _decided(done)


def _decided(done: Decided) -> HttpResponse:
    skipped = [{"match": number, "code": code} for number, code in done.skipped]
    return answer({"decided": len(done.decisions), "skipped": skipped, "undo": done.undo}, status=201)


def _row(one: QueuedPair, currency: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "left": one.left_id,
        "left_name": one.left_name,
        "right": one.right_id,
        "right_name": one.right_name,
        "probability": one.probability,
        "stake": {"amount": one.stake, "currency": currency},
        "held_back": one.held_back,
        "put_off": one.turn,
    }


def _detail(view: PairView, currency: str) -> dict[str, Any]:
    pair, would = view.pair, view.preview
    return {
        "id": pair.pk,
        "kind": pair.kind,
        "state": pair.state,
        "probability": pair.probability,
        "weight": pair.weight,
        "sentence": view.sentence,
        "left": _side(view.left, currency),
        "right": _side(view.right, currency),
        "fields": [
            {
                "field": one.field,
                "left": _shown(one.field, one.left),
                "right": _shown(one.field, one.right),
                "verdict": one.verdict,
            }
            for one in view.fields
        ],
        "steps": [{"comparison": one.comparison, "level": one.level, "weight": one.weight} for one in view.steps],
        "has_changed": view.has_changed,
        "would_be": would
        and {
            "customer": would.customer,
            "records": would.records,
            "purchases": would.purchases,
            "amount_12m": {"amount": would.amount_12m, "currency": currency},
            "against": list(would.guard.codes),
            "warnings": list(would.warnings),
        },
        "decision": view.decision,
    }


def _shown(field: str, values: tuple[str, ...]) -> list[str]:
    return [f"•••{value[-3:]}" for value in values] if field == "documents" else list(values)


def _side(side: RecordSide, currency: str) -> dict[str, Any]:
    return {
        "record": side.id,
        "customer": side.customer,
        "name": side.name,
        "known_since": side.known_since,
        "purchases": side.purchases,
        "amount": {"amount": side.amount, "currency": currency},
        "first_purchase": side.first_purchase,
        "last_purchase": side.last_purchase,
        "interactions": side.interactions,
    }
