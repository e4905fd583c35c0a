"""Files brought in: handed over, looked at, their columns decided, tried dry, imported, taken back."""

from typing import Annotated, Any, Literal

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile
from pydantic import Field

from lazo.api.answer import answer, nothing, page
from lazo.api.caller import caller
from lazo.api.found import found_row
from lazo.api.newest import newest_page
from lazo.api.problem import Problem, not_found, refused
from lazo.api.schemas.imports import ImportOut, ImportsOut, MappingIn, PreviewOut, ProblemRows
from lazo.api.shape import Cursor, Id, Limit
from lazo.identify.imports.operations.discard_batch import UnableToDiscardBatch, discard_batch
from lazo.identify.imports.operations.map_batch import UnableToMapBatch, map_batch
from lazo.identify.imports.operations.preview_batch import preview_batch
from lazo.identify.imports.operations.receive_file import UnableToReceiveFile, receive_file
from lazo.identify.imports.operations.rejects import problem_reason, rejects_path
from lazo.identify.imports.operations.run_batch import start_check, start_import, start_undo
from lazo.identify.imports.pipeline.refusal import UnableToImport
from lazo.identify.imports.readers.problem import UnableToRead
from lazo.identify.imports.readers.reason import explain
from lazo.identify.models import ImportBatch
from lazo.identify.operations.source import UnableToEnsureSource, ensure_source
from lazo.kernel.models import Job, User

router = Router()
Entity = Literal["customers", "purchases", "interactions", "products", "contracts", "consents"]
SourceName = Annotated[str, Field(min_length=1, max_length=120)]


@router.get("/imports", response=ImportsOut)
def list_imports(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> HttpResponse:
    """The newest first, for who may import."""
    _importer(request)
    return newest_page(_rows(), _row, limit=limit, cursor=cursor)


@router.post("/imports", response={201: ImportOut})
def upload(
    request: HttpRequest, entity: Form[Entity], source: Form[SourceName], file: Annotated[UploadedFile, File(...)]
) -> HttpResponse:
    """Hand a file over: CSV, TXT, JSON lines, XLSX, ODS or Parquet, also compressed. It is kept as it is; nothing is imported yet."""
    user = _importer(request)
    try:
        found = ensure_source(name=source, by=user)
        batch = receive_file(source=found, entity=entity, file_name=str(file.name), stream=file, by=user)  # type: ignore[arg-type]  # it reads as one
    except UnableToEnsureSource as error:
        raise Problem(422, "no_key") from error
    except UnableToReceiveFile as error:
        raise refused(error) from error
    try:
        preview_batch(batch)
    except UnableToRead as error:
        if error.code != "no_header":
            discard_batch(batch=batch, by=user)
            raise _unreadable(error) from error
    return answer(_row(_found(batch.pk)), status=201, location=f"/api/v1/imports/{batch.pk}")


@router.get("/imports/{batch}", response=ImportOut)
def get_import(request: HttpRequest, batch: Id) -> HttpResponse:
    """One import with its counts; `job` is the last thing asked to be done with it."""
    _importer(request)
    return answer(_row(_found(batch), with_job=True))


@router.delete("/imports/{batch}", response={204: None})
def discard(request: HttpRequest, batch: Id) -> HttpResponse:
    """Let go of a file of which nothing was imported."""
    user = _importer(request)
    try:
        discard_batch(batch=_found(batch), by=user)
    except UnableToDiscardBatch as error:
        raise refused(error) from error
    return nothing()


@router.get("/imports/{batch}/preview", response=PreviewOut)
def preview(request: HttpRequest, batch: Id) -> HttpResponse:
    """How the file would be read."""
    _importer(request)
    try:
        found = preview_batch(_found(batch))
    except UnableToRead as error:
        raise _unreadable(error) from error
    names = (
        "header",
        "sample",
        "mapping",
        "options",
        "remembered",
        "questions",
        "n_rows",
        "sheets",
        "suggested_entity",
    )
    return answer({name: getattr(found, name) for name in names})


@router.put("/imports/{batch}/mapping", response=ImportOut)
def decide_columns(request: HttpRequest, batch: Id, payload: MappingIn) -> HttpResponse:
    """Say which field each column fills."""
    user = _importer(request)
    options = payload.options.model_dump(exclude_none=True)
    try:
        map_batch(batch=_found(batch), mapping=payload.mapping, options=options, by=user)
    except UnableToMapBatch as error:
        raise refused(error, pointers={"": "/options" if error.code == "unknown_option" else "/mapping"}) from error
    except UnableToRead as error:
        raise _unreadable(error) from error
    return answer(_row(_found(batch)))


@router.post("/imports/{batch}/check", response={202: ImportOut})
def check(request: HttpRequest, batch: Id) -> HttpResponse:
    """Ask for the dry run: it counts and finds what is wrong, and writes nothing."""
    return _started(request, batch, start_check)


@router.post("/imports/{batch}/run", response={202: ImportOut})
def run(request: HttpRequest, batch: Id) -> HttpResponse:
    """Ask for the import."""
    return _started(request, batch, start_import)


@router.post("/imports/{batch}/undo", response={202: ImportOut})
def undo(request: HttpRequest, batch: Id) -> HttpResponse:
    """Ask for all of it to be taken back; what people corrected by hand since is kept."""
    return _started(request, batch, start_undo)


@router.get("/imports/{batch}/problems", response=ProblemRows)
def list_problems(request: HttpRequest, batch: Id) -> HttpResponse:
    """The rows that stay out or go in with a doubt, with reason and remedy, of the last check or run."""
    _importer(request)
    names = ("row", "column", "code", "rejects")
    rows = _found(batch).problems.order_by("row", "pk")
    return page({**{name: getattr(one, name) for name in names}, "reason": problem_reason(one)} for one in rows)


@router.get(
    "/imports/{batch}/rejects",
    openapi_extra={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
)
def download_rejects(request: HttpRequest, batch: Id) -> FileResponse:
    """The rejected rows as CSV, to be mended and brought in again."""
    _importer(request)
    path = rejects_path(_found(batch))
    if path is None:
        raise not_found()
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"rechazadas-{batch}.csv", content_type="text/csv"
    )


def _importer(request: HttpRequest) -> User:
    return caller(request, "imports:write", permission="may_import")


def _rows() -> Any:
    return ImportBatch.objects.select_related("source")


def _found(number: int) -> ImportBatch:
    found: ImportBatch = found_row(_rows(), number)
    return found


def _started(request: HttpRequest, number: int, start: Any) -> HttpResponse:
    user = _importer(request)
    batch = _found(number)
    try:
        start(batch=batch, by=user)
    except UnableToImport as error:
        raise refused(error) from error
    return answer(_row(_found(number), with_job=True), status=202, location=f"/api/v1/imports/{number}")


def _unreadable(error: UnableToRead) -> Problem:
    return Problem(422, error.code, extra={"detail": explain(error)})


def _row(batch: ImportBatch, *, with_job: bool = False) -> dict[str, Any]:
    names = (
        "entity", "state", "file_name", "size", "mapping", "options", "rows", "new", "updated", "duplicate", "rejected", "kept",
        "report", "error", "created_at", "finished_at", "undone_at",
    )  # fmt: skip
    job = Job.objects.filter(key=f"import:{batch.pk}").order_by("-pk").first() if with_job else None
    told = {name: getattr(batch, name) for name in names}
    return {"id": batch.pk, "source": batch.source.key, **told, "job": job.pk if job else None}
