"""The best thing to do with customers today, and what came of it."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_party
from lazo.api.problem import Problem, not_found, refused
from lazo.api.shape import Body, Cursor, Day, Id, Limit, UndoOfferOut
from lazo.customize.models import NextAction
from lazo.customize.operations.action_answer import UnableToAnswerAction, answer_action
from lazo.customize.queries.next_action import Reckoning, action_of, actions_for, hidden_from, reckoning_of
from lazo.customize.queries.replay import UnableToReplay, replay
from lazo.identify.models import Party

router = Router()
Answer = Literal["done", "postponed", "withheld", "accepted", "declined", "ignored"]
POINTERS = {"unknown_answer": "/outcome", "not_carried_out": "/outcome", "too_far": "/until"}


class NextActionOut(Schema):
    """Money is minor units of the base currency: `expected` = `uplift` x `margin` - `cost`."""

    id: int
    customer: int
    owner: int | None = None
    offer: str
    name: str
    what: str
    area: str
    kind: str
    channel: str
    expected: int
    uplift: float
    margin: int
    cost: int
    on: date


class NextActionsOut(Schema):
    data: list[NextActionOut]
    next: str | None = None


class AlternativeOut(Schema):
    """An offer beside the others: `verdict` says why it was chosen or lost, `evidence` where the belief of its uplift comes from."""

    offer: str
    name: str
    verdict: str
    expected: int
    uplift: float
    margin: int
    cost: int
    evidence: str
    mean: float
    deviation: float


class CustomerActionOut(Schema):
    """`action` null: it is best to do nothing. `alternatives` has every offer that was weighed, the most money first; to do nothing is worth 0."""

    customer: int
    on: date | None = None
    action: NextActionOut | None = None
    alternatives: list[AlternativeOut]


class ActionQuestion(Schema):
    """`owner` me: of the customers the person looks after; otherwise of all they see."""

    owner: Literal["me", "all"] = "all"
    area: Literal["", "ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN"] = ""
    limit: Limit = 50
    cursor: Cursor = ""


class ActionOutcomeIn(Body):
    """`until` is the day until which a postponed action waits; null: a week. What the customer says is told of an action that was done."""

    outcome: Answer
    until: Day | None = None


class ReplayedAlternativeOut(Schema):
    offer: int
    version: int
    verdict: str
    again: str
    expected: int
    uplift: float
    margin: int
    cost: int


class ReplayOut(Schema):
    """A decision made again from what was kept of it; `is_equal`: it came out to the last unit as it was."""

    action: int
    run: int
    customer: int
    on: date
    seed: int
    manifest: str
    score_run: int | None = None
    chosen: int | None = None
    arm: str
    is_equal: bool
    alternatives: list[ReplayedAlternativeOut]


ActionNumber = Annotated[int, Field(ge=1, le=2**63 - 1)]


@router.get("/actions", response=NextActionsOut)
def list_actions(request: HttpRequest, asked: Query[ActionQuestion]) -> HttpResponse:
    """What is best done today with the customers the person sees, the most expected money first."""
    user = caller(request, "scores:read")
    after = read_cursor(asked.cursor, int, int) if asked.cursor else None
    found = actions_for(
        user=user,
        mine=asked.owner == "me",
        area=asked.area,
        after=(after[0], after[1]) if after else None,
        size=asked.limit,
    )
    return page((_row(one) for one in found.rows), next_cursor=make_cursor(*found.next) if found.next else "")


@router.post("/actions/{action}/outcome", response={201: UndoOfferOut})
def create_action_outcome(request: HttpRequest, action: ActionNumber, payload: ActionOutcomeIn) -> HttpResponse:
    """Say what became of an action, and then what the customer said."""
    user = caller(request, "customers:write")
    try:
        token = answer_action(action=action, said=payload.outcome, by=user, on=today(), until=payload.until)
    except UnableToAnswerAction as error:
        if error.code == "gone":
            raise not_found() from error
        raise refused(error, pointers={"": POINTERS.get(error.code, "")}) from error
    return answer({"undo": token}, status=201)


@router.get("/actions/{action}/replay", response=ReplayOut)
def get_replay(request: HttpRequest, action: ActionNumber) -> HttpResponse:
    """Decide again what was decided, and say whether it comes out the same."""
    from dataclasses import asdict

    from django.conf import settings

    user = caller(request, "scores:read")
    if hidden_from(user=user, action=action):
        raise not_found()
    try:
        found = replay(workspace=settings.WORKSPACE, action=action)
    except UnableToReplay as error:
        if error.code == "unknown":
            raise not_found() from error
        raise Problem(409, f"replay_{error.code}") from error
    if not Party.objects.visible_to(user).filter(pk=found.customer).exists():
        raise not_found()
    return answer(asdict(found))


@router.get("/customers/{customer}/next-action", response=CustomerActionOut)
def get_next_action(request: HttpRequest, customer: Id) -> HttpResponse:
    """The best thing to do with a customer today, and everything that was weighed."""
    user = caller(request, "scores:read")
    party = found_party(user, customer)
    found = action_of(customer=party.pk)
    reckoning = reckoning_of(customer=party.pk, action=found)
    return answer(
        {
            "customer": party.pk,
            "on": reckoning.run.on_date if reckoning else None,
            "action": _row(found) if found else None,
            "alternatives": _alternatives(reckoning),
        }
    )


def _alternatives(reckoning: Reckoning | None) -> list[dict[str, Any]]:
    if reckoning is None:
        return []
    return [
        {
            "offer": one.offer.key,
            "name": one.offer.name,
            "verdict": one.verdict,
            "expected": one.expected,
            "uplift": one.uplift,
            "margin": one.margin,
            "cost": one.cost,
            "evidence": one.belief.evidence.value,
            "mean": one.belief.mean,
            "deviation": one.belief.deviation,
        }
        for one in reckoning.rivals
    ]


def _row(one: NextAction) -> dict[str, Any]:
    return {
        "id": one.pk,
        "customer": one.party_id,
        "owner": one.owner_id,
        "offer": one.offer.key,
        "name": one.offer.name,
        "what": one.offer.what,
        "area": one.offer.area,
        "kind": one.offer.kind,
        "channel": one.channel,
        "expected": one.expected,
        "uplift": one.uplift,
        "margin": one.margin,
        "cost": one.cost,
        "on": one.run.on_date,
    }
