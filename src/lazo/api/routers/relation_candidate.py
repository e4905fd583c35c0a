"""Relations that were found in the data: those that wait, and what is said of them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_party
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.routers.job import JobOut, job_row
from lazo.api.shape import Body, Cursor, Id, Limit
from lazo.identify.models import RelationCandidate
from lazo.identify.operations.relation_decision import UnableToDecide, decide_candidates
from lazo.identify.queries.relation_candidates import Question, candidates_of, waiting_candidates
from lazo.kernel.jobs import enqueue

router = Router()
SEARCH = "identify.relations"
Rule = Literal["", "ADDRESS", "CONTACT", "DOMAIN", "TOLD", "TAX_ROOT", "LEGAL_NAME", "WEB_DOMAIN", "DIRECTOR"]


class SeenOut(Schema):
    """What a rule saw: how many share it, and a domain, a field or a kind of contact point."""

    rule: str
    people: int
    detail: str


class CandidateOut(Schema):
    """«<origin> <words> <target>», as sure as `confidence`; `rule` is the strongest that found it."""

    id: int
    type: str
    words: str
    origin: int
    origin_name: str
    target: int
    target_name: str
    rule: str
    confidence: str
    evidence: list[SeenOut]
    found_at: datetime


class CandidatesOut(Schema):
    data: list[CandidateOut]
    next: str | None = None


class DecisionIn(Body):
    """Refused is for ever; later is asked again in 30 days."""

    candidates: Annotated[list[Id], Field(min_length=1, max_length=500)]
    outcome: Literal["CONFIRMED", "REFUSED", "LATER"]


class DecidedOut(Schema):
    """`left` could not be decided any more; `undo` is a token for /undos, blank when nothing was."""

    decided: int
    left: int
    undo: str


@router.get("/relation-candidates", response=CandidatesOut)
def list_candidates(
    request: HttpRequest, rule: Rule = "", customer: Id | None = None, limit: Limit = 50, cursor: Cursor = ""
) -> HttpResponse:
    """The surest first, of those whose two ends the person may see; of one customer at most twenty."""
    user = caller(request, "customers:read")
    if customer is not None:
        found = candidates_of(party=found_party(user, customer), user=user, on=today())
        return page(_row(one) for one in found if rule in {"", one.rule})
    question = Question(rules=(rule,) if rule else (), after=_after(cursor), size=limit)
    known = waiting_candidates(user=user, question=question, on=today())
    following = make_cursor(str(known.after[0]), known.after[1]) if known.after else ""
    return page((_row(one) for one in known.rows), next_cursor=following)


@router.post("/relation-candidates/decisions", response={201: DecidedOut})
def decide(request: HttpRequest, payload: DecisionIn) -> HttpResponse:
    """Say the same of one candidate or of many."""
    user = caller(request, "customers:write")
    try:
        done = decide_candidates(candidates=payload.candidates, outcome=payload.outcome, by=user, on=today())
    except UnableToDecide as error:
        raise refused(error, pointers={"": "/candidates"}) from error
    return answer({"decided": done.decided, "left": done.left, "undo": done.undo}, status=201)


@router.post("/relation-searches", response={202: JobOut})
def search(request: HttpRequest) -> HttpResponse:
    """Look for relations in the whole base; the answer is the job. One that waits or runs already is answered again."""
    user = caller(request, "customers:write", permission="may_import")
    job = enqueue(SEARCH, by=user, arguments={}, key=SEARCH)
    job.refresh_from_db()
    return answer(job_row(job), status=202, location=f"/api/v1/jobs/{job.pk}")


def _after(cursor: str) -> tuple[Decimal, int] | None:
    if not cursor:
        return None
    sure, number = read_cursor(cursor, str, int)
    if not sure.replace(".", "", 1).isdecimal() or not sure.isascii() or len(sure) > 8:
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")])
    return Decimal(sure), number


def _row(one: RelationCandidate) -> dict[str, Any]:
    return {
        "id": one.pk,
        "type": one.type_id,
        "words": one.words,
        "origin": one.origin_id,
        "origin_name": one.origin.name,
        "target": one.target_id,
        "target_name": one.target.name,
        "rule": one.rule,
        "confidence": str(one.confidence),
        "evidence": [
            {"rule": seen["rule"], "people": seen.get("people") or 0, "detail": seen.get("detail") or ""}
            for seen in one.evidence
        ],
        "found_at": one.found_at,
    }
