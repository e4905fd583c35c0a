"""The import wizard: a file, its columns, a look at what would happen, the import; and taking it back."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.identify.imports.columns.fields import ENTITIES
from lazo.identify.imports.operations.map_batch import UnableToMapBatch, map_batch
from lazo.identify.imports.operations.preview_batch import preview_batch
from lazo.identify.imports.operations.receive_file import UnableToReceiveFile
from lazo.identify.imports.operations.rejects import rejects_path
from lazo.identify.imports.operations.run_batch import UnableToImport, start_check, start_import, start_undo
from lazo.identify.imports.readers.problem import UnableToRead
from lazo.identify.models import ImportBatch
from lazo.kernel.models import User
from lazo.web.import_page import column_rows, mapping_from, options_from, preview_row
from lazo.web.import_words import failure_sentence
from lazo.web.permission import importer
from lazo.web.queries.batches import BatchView, batch_view
from lazo.web.receiving import UploadForm, receive_upload

State = ImportBatch.State
EDITABLE = {State.UPLOADED, State.MAPPED, State.CHECKED, State.FAILED}


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Step 1: choose the file. What it brings and from where is asked, and guessed when not said."""
    user = importer(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = receive_upload(form, by=user)
            return redirect("web:import_columns", batch=batch.pk)
        except (UnableToReceiveFile, UnableToRead) as error:
            form.add_error("file", failure_sentence(error.code, getattr(error, "params", {})))
    status = 400 if request.method == "POST" else 200
    return render(request, "web/identify/import_new.html", {"section": "data", "form": form, "step": 1}, status=status)


@require_http_methods(["GET", "POST"])
def import_columns(request: HttpRequest, batch: int) -> HttpResponse:
    """Step 2: what each column is. Saving it asks for the dry run."""
    user, view = importer(request), _view(batch)
    if view.batch.state not in EDITABLE or view.batch.watermark:
        return redirect("web:import_detail", batch=batch)
    failure = ""
    if request.method == "POST":
        failure = _map_and_check(request, view, by=user)
        if not failure:
            return redirect("web:import_check", batch=batch)
    return _columns_page(request, view, failure)


@require_safe
def import_check(request: HttpRequest, batch: int) -> HttpResponse:
    """Step 3: what the import would do, row by row, before it does anything."""
    importer(request)
    view = _view(batch)
    if view.batch.state in {State.RUNNING, State.DONE, State.UNDOING, State.UNDONE}:
        return redirect("web:import_detail", batch=batch)
    return render(request, "web/identify/import_check.html", _context(view, step=3))


@require_http_methods(["GET", "POST"])
def import_detail(request: HttpRequest, batch: int) -> HttpResponse:
    """Step 4: the import itself, under way and afterwards."""
    user, view = importer(request), _view(batch)
    if request.method == "POST":
        try:
            start_import(batch=view.batch, by=user)
        except UnableToImport as error:
            messages.error(request, failure_sentence(error.code, error.params, entity=view.batch.entity))
            return redirect("web:import_columns", batch=batch)
        return redirect("web:import_detail", batch=batch)
    if view.batch.state in EDITABLE and not view.is_busy and not view.batch.watermark:
        return redirect("web:import_columns" if view.batch.state == State.UPLOADED else "web:import_check", batch=batch)
    return render(request, "web/identify/import_detail.html", _context(view, step=4))


@require_POST
def import_undo(request: HttpRequest, batch: int) -> HttpResponse:
    """Take the whole batch back."""
    user, view = importer(request), _view(batch)
    try:
        start_undo(batch=view.batch, by=user)
        messages.info(request, _("Deshaciendo la importación. Lo que alguien haya corregido a mano se conserva."))
    except UnableToImport as error:
        messages.error(request, failure_sentence(error.code, error.params))
    return redirect("web:import_detail", batch=batch)


@require_safe
def import_progress(request: HttpRequest, batch: int) -> HttpResponse:
    """The part of a wizard page that moves; when the work ends, the browser gets the whole page again."""
    importer(request)
    view = _view(batch)
    if view.is_busy:
        return render(request, "web/identify/_import_progress.html", _context(view, step=0))
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    return response


@require_safe
def import_rejects(request: HttpRequest, batch: int) -> FileResponse:
    """The rejected rows with their reasons, to be mended and brought in again."""
    importer(request)
    view = _view(batch)
    path = rejects_path(view.batch)
    if path is None:
        raise Http404
    stem = view.batch.file_name.rsplit(".", 1)[0]
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{stem}-rechazadas{path.suffix}")


def _map_and_check(request: HttpRequest, view: BatchView, *, by: User) -> str:
    """Save the columns and ask for the dry run; the sentence of what went wrong, or nothing."""
    try:
        header = preview_batch(view.batch).header
        batch = map_batch(
            batch=view.batch, mapping=mapping_from(request.POST, header), options=options_from(request.POST), by=by
        )
        start_check(batch=batch, by=by)
    except (UnableToMapBatch, UnableToImport, UnableToRead) as error:
        return failure_sentence(error.code, error.params, entity=view.batch.entity)
    return ""


def _columns_page(request: HttpRequest, view: BatchView, failure: str) -> HttpResponse:
    try:
        preview = preview_batch(view.batch)
    except UnableToRead as error:
        failure = failure_sentence(error.code, error.params)
        return render(
            request, "web/identify/import_unreadable.html", {**_context(view, step=2), "failure": failure}, status=422
        )
    number = request.GET.get("fila", "1")
    context = {
        **_context(view, step=2),
        "preview": preview,
        "columns": column_rows(preview, view.batch, view.groups),
        "example": preview_row(preview, view.batch, int(number) if number.isdecimal() else 1),
        "failure": failure,
    }
    return render(request, "web/identify/import_columns.html", context, status=400 if failure else 200)


def _context(view: BatchView, *, step: int) -> dict[str, object]:
    error = view.batch.error or {}
    sentence = failure_sentence(error["code"], error.get("params", {}), entity=view.batch.entity) if error else ""
    return {"section": "data", "view": view, "batch": view.batch, "step": step, "error": sentence, "entities": ENTITIES}


def _view(batch: int) -> BatchView:
    view = batch_view(batch)
    if view is None:
        raise Http404
    return view
