"""What customers ask about their data, and everything that answers it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_party
from lazo.api.problem import not_found, refused
from lazo.api.shape import Body, Cursor, Day, Id
from lazo.identify.models import DataRequest
from lazo.identify.operations.data_request import (
    UnableToHandleRequest,
    assign_request,
    confirm_identity,
    drop_request,
    extend_request,
    finish_request,
    open_request,
    pause_request,
    refuse_request,
    resume_request,
)
from lazo.identify.operations.erasure import UnableToErase, accept_remaining, search_again, start_erasure
from lazo.identify.operations.party_block import UnableToBlock, carry_out_blocking, carry_out_opposition, lift_block
from lazo.identify.operations.subject_export import UnableToExportSubject, ask_for_export, export_file, export_path
from lazo.identify.queries.data_request import RequestFilter, RequestRow, request_row, request_rows
from lazo.identify.queries.erasure import erasure_preview
from lazo.kernel.models import User

router = Router()
Right = Literal["access", "rectification", "erasure", "opposition", "portability", "blocking"]
Way = Literal["web", "email", "phone", "whatsapp", "letter", "visit"]
State = Literal["", "open", "overdue", "paused", "closed"]
Purpose = Literal["marketing", "service", "surveys", "profiling", "collections", "sharing"]
Note = Annotated[str, Field(max_length=4000)]
STEPS: dict[str, Callable[..., None]] = {
    "identity": confirm_identity,
    "pause": pause_request,
    "resumption": resume_request,
    "extension": extend_request,
    "refusal": refuse_request,
    "withdrawal": drop_request,
    "closing": finish_request,
    "blocking": carry_out_blocking,
    "opposition": carry_out_opposition,
    "acceptance": accept_remaining,
}
StepName = Literal[
    "identity",
    "pause",
    "resumption",
    "extension",
    "refusal",
    "withdrawal",
    "closing",
    "blocking",
    "opposition",
    "acceptance",
]
FAILURES = (UnableToHandleRequest, UnableToErase, UnableToExportSubject)
POINTERS = {"": "/note"}


class RequestStepOut(Schema):
    kind: str
    on: date
    note: str
    by: str
    at: datetime


class DataRequestOut(Schema):
    """`state` is open, overdue, paused or closed, and `outcome` then DONE, REFUSED or DROPPED; `law` is to be confirmed by a lawyer."""

    id: int
    customer: int
    kind: str
    way: str
    country: str
    received_on: date
    due_on: date
    days: int
    unit: str
    law: str
    state: str
    outcome: str
    is_identified: bool
    said: str
    purposes: list[str]
    assignee: int | None = None
    steps: list[RequestStepOut]
    has_file: bool


class DataRequestsOut(Schema):
    data: list[DataRequestOut]
    next: str | None = None


class DataRequestIn(Body):
    """An opposition names its `purposes`; `received_on` is today when it is not said."""

    kind: Right
    way: Way = "email"
    received_on: Day | None = None
    said: Note = ""
    purposes: Annotated[list[Purpose], Field(max_length=6)] = []


class StepNoteIn(Body):
    note: Note = ""


class AssigneeIn(Body):
    """Null: nobody yet."""

    assignee: Id | None = None


class ErasureIn(Body):
    """The customer's name as it is shown, typed again; their number where they have none."""

    name: Annotated[str, Field(min_length=1, max_length=240)]


class ErasureLineOut(Schema):
    """`goes` false: the rows stay without the person."""

    label: str
    rows: int
    goes: bool


class ErasurePreviewOut(Schema):
    """What an erasure would take: rows, values of events, imports whose files go, records of the customer."""

    lines: list[ErasureLineOut]
    details: int
    imports: int
    records: int


@router.get("/data-requests", response=DataRequestsOut)
def list_requests(
    request: HttpRequest, state: State = "open", kind: Right | None = None, mine: bool = False, cursor: Cursor = ""
) -> HttpResponse:
    """Those of customers the person sees, fifty a page, the first due first."""
    user = caller(request, "rights:read")
    before = read_cursor(cursor, str, int) if cursor else None
    wanted = RequestFilter(state=state, kind=kind or "", mine=mine)
    behind = (_day(before[0]), before[1]) if before else None
    rows, following = request_rows(user=user, wanted=wanted, on=today(), before=behind)
    next_cursor = make_cursor(following[0].isoformat(), following[1]) if following else ""
    return page((_row(row) for row in rows), next_cursor=next_cursor)


@router.post("/customers/{customer}/data-requests", response={201: DataRequestOut})
def create_request(request: HttpRequest, customer: Id, payload: DataRequestIn) -> HttpResponse:
    """Write down what a customer asks; the last day to answer follows from their country."""
    user, on = caller(request, "rights:write"), today()
    said = payload.model_dump() | {"received_on": payload.received_on or on}
    try:
        made = open_request(party=found_party(user, customer), **said, on=on, by=user)
    except UnableToHandleRequest as error:
        field = {"future": "/received_on", "no_purpose": "/purposes"}.get(error.code, "/said")
        raise refused(error, pointers={"": field}) from error
    return _told(user, made.pk, status=201)


@router.get("/data-requests/{data_request}", response=DataRequestOut)
def get_request(request: HttpRequest, data_request: Id) -> HttpResponse:
    """One request with its steps."""
    return _told(caller(request, "rights:read"), data_request)


@router.post("/data-requests/{data_request}/steps/{step}", response={201: DataRequestOut})
def take_step(request: HttpRequest, data_request: Id, step: StepName, payload: StepNoteIn) -> HttpResponse:
    """One of the steps that need no more than a note: what was done, or why."""
    user, held = _held(request, data_request)
    try:
        STEPS[step](request=held, note=payload.note, by=user, on=today())
    except FAILURES as error:
        raise refused(error, pointers=POINTERS) from error
    return _told(user, data_request, status=201)


@router.put("/data-requests/{data_request}/assignee", response=DataRequestOut)
def set_assignee(request: HttpRequest, data_request: Id, payload: AssigneeIn) -> HttpResponse:
    """Say who answers it; they must see the customer."""
    user, held = _held(request, data_request)
    assignee = User.objects.filter(pk=payload.assignee or 0, is_active=True).first()
    try:
        assign_request(request=held, assignee=assignee, by=user, on=today())
    except FAILURES as error:
        raise refused(error, pointers={"": "/assignee"}) from error
    return _told(user, data_request)


@router.post("/data-requests/{data_request}/export", response={202: DataRequestOut})
def gather_data(request: HttpRequest, data_request: Id) -> HttpResponse:
    """Gather everything held of the customer; `has_file` says when the file is there."""
    user, held = _held(request, data_request)
    try:
        ask_for_export(request=held, by=user, on=today())
    except FAILURES as error:
        raise refused(error) from error
    return _told(user, data_request, status=202)


@router.get(
    "/data-requests/{data_request}/export",
    openapi_extra={
        "responses": {200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}}
    },
)
def download_data(request: HttpRequest, data_request: Id) -> FileResponse:
    """The packed file: a page to read, JSON and CSV."""
    user = caller(request, "rights:write", permission="may_erase")
    row = request_row(user=user, request=data_request, on=today())
    if row is None:
        raise not_found()
    try:
        path = export_file(request=row.request, by=user)
    except UnableToExportSubject as error:
        raise not_found() from error
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type="application/zip")


@router.get("/data-requests/{data_request}/erasure", response=ErasurePreviewOut)
def preview_erasure(request: HttpRequest, data_request: Id) -> HttpResponse:
    """What would go; nothing is changed."""
    user = caller(request, "rights:read", permission="may_erase")
    row = request_row(user=user, request=data_request, on=today())
    if row is None:
        raise not_found()
    preview = erasure_preview(party=row.request.party)
    lines = [{"label": str(line.label), "rows": line.rows, "goes": line.goes} for line in preview.lines]
    return answer({"lines": lines, "details": preview.details, "imports": preview.imports, "records": preview.records})


@router.post("/data-requests/{data_request}/erasure", response={202: DataRequestOut})
def erase(request: HttpRequest, data_request: Id, payload: ErasureIn) -> HttpResponse:
    """Erase the customer everywhere. It cannot be undone."""
    user, held = _held(request, data_request)
    try:
        start_erasure(request=held, name=payload.name, by=user, on=today())
    except FAILURES as error:
        raise refused(error, pointers={"": "/name"}) from error
    return _told(user, data_request, status=202)


@router.post("/data-requests/{data_request}/erasure/search", response={202: DataRequestOut})
def look_again(request: HttpRequest, data_request: Id) -> HttpResponse:
    """Look again for what an erasure left, after somebody took it away."""
    user, held = _held(request, data_request)
    try:
        search_again(request=held, by=user, on=today())
    except FAILURES as error:
        raise refused(error) from error
    return _told(user, data_request, status=202)


@router.delete("/customers/{customer}/block", response={204: None})
def end_block(request: HttpRequest, customer: Id) -> HttpResponse:
    """Let a customer's data be used again."""
    user = caller(request, "rights:write")
    try:
        lift_block(party=found_party(user, customer), by=user)
    except UnableToBlock as error:
        raise refused(error) from error
    return HttpResponse(status=204)


def _held(request: HttpRequest, data_request: int) -> tuple[User, DataRequest]:
    user = caller(request, "rights:write")
    row = request_row(user=user, request=data_request, on=today())
    if row is None:
        raise not_found()
    return user, row.request


def _told(user: User, data_request: int, *, status: int = 200) -> HttpResponse:
    row = request_row(user=user, request=data_request, on=today())
    if row is None:
        raise not_found()
    return answer(_row(row), status=status, location=f"/api/v1/data-requests/{data_request}" if status != 200 else "")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise not_found() from error


def _row(row: RequestRow) -> dict[str, Any]:
    held = row.request
    names = ("kind", "way", "country", "received_on", "due_on", "days", "unit", "law", "said", "purposes")
    return {
        "id": held.pk,
        "customer": held.party_id,
        **{name: getattr(held, name) for name in names},
        "state": row.state,
        "outcome": row.outcome,
        "is_identified": row.is_identified,
        "assignee": held.assignee_id,
        "steps": [
            {"kind": step.kind, "on": step.on, "note": step.note, "by": step.by.name if step.by else "", "at": step.at}
            for step in row.steps
        ],
        "has_file": export_path(settings.WORKSPACE, held).exists(),
    }
