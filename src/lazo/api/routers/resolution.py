"""Runs that look for who is the same, how good they are, and the numbers they go by."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.found import found_row
from lazo.api.newest import newest_page
from lazo.api.problem import refused
from lazo.api.routers.job import JobOut, job_row
from lazo.api.shape import Body, Cursor, Id, Limit, UndoOfferOut
from lazo.identify.models import ResolutionRun
from lazo.identify.operations.identity_settings import UnableToSaveIdentitySettings, save_identity_settings
from lazo.identify.queries.identity_settings import match_thresholds, orders_now
from lazo.identify.queries.precision import Share, measured_precision
from lazo.identify.resolution.due import RESOLVE, resolution_due
from lazo.kernel.jobs import enqueue

router = Router()
Probability = Annotated[float, Field(ge=0.5, le=1.0)]


class ResolutionRunOut(Schema):
    """`counts` has records, proposed, same, households, companies, merges, waiting and held_back by reason."""

    id: int
    state: str
    scope: str
    is_trained: bool
    version: str
    thresholds: dict[str, float]
    counts: dict[str, Any]
    started_at: datetime
    finished_at: datetime | None = None
    reason: str


class ResolutionRunsOut(Schema):
    data: list[ResolutionRunOut]
    next: str | None = None


class ResolutionRunIn(Body):
    full: bool = False


class MeasuredShareOut(Schema):
    """`hits` of `total`; rate and the interval at 95 % are null of nothing."""

    hits: int
    total: int
    rate: float | None = None
    low: float | None = None
    high: float | None = None


class ResolutionDueOut(Schema):
    """`records` new or changed since the last run, or all of them when `scope` is FULL; 0: nothing to do. `running`: one is on its way."""

    records: int
    scope: str
    running: bool


class ResolutionPrecisionOut(Schema):
    """Of the queue's answers those that were the same, of the checked merges those that are right, of all merges of runs those that were undone."""

    queue: MeasuredShareOut
    sample: MeasuredShareOut
    undone: MeasuredShareOut
    duplicate_rate: float | None = None


class IdentitySettingsOut(Schema):
    """`overrides`: by field the kinds of value, the one that holds first."""

    automatic: float
    review: float
    overrides: dict[str, list[str]]


class IdentitySettingsIn(Body):
    automatic: Probability
    review: Probability
    overrides: Annotated[dict[str, list[str]], Field(max_length=20)] = {}


@router.get("/resolution-runs", response=ResolutionRunsOut)
def list_runs(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> HttpResponse:
    """The newest first: numbers of the whole company, nobody's record."""
    caller(request, "customers:read", permission="may_import")
    return newest_page(ResolutionRun.objects.defer("model"), _row, limit=limit, cursor=cursor)


@router.post("/resolution-runs", response={202: JobOut})
def start_run(request: HttpRequest, payload: ResolutionRunIn) -> HttpResponse:
    """Look for who is the same; the answer is the job. One that waits or runs already is answered again."""
    user = caller(request, "customers:write", permission="may_import")
    key = f"{RESOLVE}.full" if payload.full else RESOLVE
    job = enqueue(RESOLVE, by=user, arguments={"full": payload.full}, key=key)
    job.refresh_from_db()
    return answer(job_row(job), status=202, location=f"/api/v1/jobs/{job.pk}")


@router.get("/resolution-due", response=ResolutionDueOut)
def get_due(request: HttpRequest) -> HttpResponse:
    """What the next run would look at: to be asked after an import."""
    caller(request, "customers:read", permission="may_import")
    due = resolution_due()
    scope = ResolutionRun.Scope.FULL if due.is_full else ResolutionRun.Scope.INCREMENTAL
    return answer({"records": due.records, "scope": scope, "running": due.is_running})


@router.get("/resolution-runs/{run}", response=ResolutionRunOut)
def get_run(request: HttpRequest, run: Id) -> HttpResponse:
    """One run."""
    caller(request, "customers:read", permission="may_import")
    return answer(_row(found_row(ResolutionRun.objects.defer("model"), run)))


@router.get("/resolution-precision", response=ResolutionPrecisionOut)
def get_precision(request: HttpRequest) -> HttpResponse:
    """How good it is, measured by what people decided, what they undid and what they checked."""
    caller(request, "customers:read", permission="may_import")
    found = measured_precision()
    shares = {name: _share(getattr(found, name)) for name in ("queue", "sample", "undone")}
    return answer({**shares, "duplicate_rate": found.duplicate_rate})


@router.get("/identity-settings", response=IdentitySettingsOut)
def get_settings(request: HttpRequest) -> HttpResponse:
    """The numbers and orders in force."""
    caller(request, "customers:read")
    kept = match_thresholds()
    orders = {field: list(order) for field, order in orders_now().items()}
    return answer({"automatic": kept.automatic, "review": kept.review, "overrides": orders})


@router.put("/identity-settings", response=UndoOfferOut)
def put_settings(request: HttpRequest, payload: IdentitySettingsIn) -> HttpResponse:
    """The next run takes these numbers; the values that hold follow the orders at once. Undone by `/undos`."""
    user = caller(request, "admin", permission="may_administer")
    try:
        undo = save_identity_settings(
            automatic=payload.automatic, review=payload.review, overrides=payload.overrides, by=user
        )
    except UnableToSaveIdentitySettings as error:
        raise refused(error, pointers={error.field: f"/{error.field}"}) from error
    return answer({"undo": undo})


def _row(one: ResolutionRun) -> dict[str, Any]:
    names = ("state", "scope", "is_trained", "version", "thresholds", "counts", "started_at", "finished_at", "reason")
    return {"id": one.pk, **{name: getattr(one, name) for name in names}}


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval or (None, None)
    return {"hits": share.hits, "total": share.total, "rate": share.rate, "low": low, "high": high}
