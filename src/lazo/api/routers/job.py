"""Long work: how far it is, what came of it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from lazo.api.answer import answer
from lazo.api.caller import Caller
from lazo.api.found import found_row
from lazo.api.newest import newest_page
from lazo.api.problem import Problem
from lazo.api.shape import Cursor, Id, Limit
from lazo.kernel.access import may
from lazo.kernel.jobs import UnableToCancelJob, cancel_job
from lazo.kernel.models import Job

router = Router()


class JobOut(Schema):
    """`state`: QUEUED, RUNNING, DONE, FAILED, CANCELLED."""

    id: int
    kind: str
    state: str
    step: str
    done: int
    total: int
    attempt: int
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    created_at: datetime
    created_by: int | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


class JobsOut(Schema):
    data: list[JobOut]
    next: str | None = None


@router.get("/jobs", response=JobsOut)
def list_jobs(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> HttpResponse:
    """The newest first: those the person asked for; with the role that administers and the scope `admin`, all."""
    return newest_page(_jobs(request), job_row, limit=limit, cursor=cursor)


@router.get("/jobs/{job}", response=JobOut)
def get_job(request: HttpRequest, job: Id) -> HttpResponse:
    """One job."""
    return answer(job_row(found_row(_jobs(request), job)))


@router.post("/jobs/{job}/cancellation", response={202: JobOut})
def cancel(request: HttpRequest, job: Id) -> HttpResponse:
    """Ask a job to stop: at once when it waits, between two batches when it runs."""
    found: Caller = request.auth  # type: ignore[attr-defined]  # set by the door
    if found.token is None or (
        not found.has("admin") and not found.has("imports:write") and not found.has("scores:write")
    ):
        raise Problem(403, "no_scope", params={"scope": "admin"})
    row = found_row(_jobs(request), job)
    try:
        cancel_job(job=row, by=found.user)
    except UnableToCancelJob as error:
        raise Problem(409, "already_ended") from error
    row.refresh_from_db()
    return answer(job_row(row), status=202)


def job_row(job: Job) -> dict[str, Any]:
    names = (
        "kind",
        "state",
        "step",
        "done",
        "total",
        "attempt",
        "result",
        "error",
        "created_at",
        "started_at",
        "finished_at",
    )
    return {"id": job.pk, **{name: getattr(job, name) for name in names}, "created_by": job.created_by_id}


def _jobs(request: HttpRequest) -> Any:
    found: Caller = request.auth  # type: ignore[attr-defined]  # set by the door
    if found.has("admin") and may(found.user, "may_administer"):
        return Job.objects.all()
    return Job.objects.filter(created_by=found.user)
