"""The import wizard: a file, its columns, a look at what would happen, the import; and taking it back."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.identify.imports.operations.discard_batch import UnableToDiscardBatch, discard_batch
from lazo.identify.imports.operations.receive_file import UnableToReceiveFile
from lazo.identify.imports.operations.rejects import rejects_path
from lazo.identify.imports.operations.run_batch import start_import, start_undo
from lazo.identify.imports.pipeline.refusal import UnableToImport
from lazo.identify.imports.readers.problem import UnableToRead
from lazo.web.import_context import EDITABLE, State, due_after, found_view, step_context
from lazo.web.import_words import failure_sentence
from lazo.web.permission import importer
from lazo.web.receiving import UploadForm, receive_upload


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Step 1: choose the file. What it brings and from where is asked, and guessed when not said."""
    user = importer(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        try:
            batch = receive_upload(form, by=user)
            return redirect("web:import_columns", batch=batch.pk)
        except (UnableToReceiveFile, UnableToRead) as error:
            form.add_error("file", failure_sentence(error.code, getattr(error, "params", {})))
    status = 400 if request.method == "POST" else 200
    return render(request, "web/identify/import_new.html", {"section": "data", "form": form, "step": 1}, status=status)


@require_safe
def import_check(request: HttpRequest, batch: int) -> HttpResponse:
    """Step 3: what the import would do, row by row, before it does anything."""
    importer(request)
    view = found_view(batch)
    if view.batch.state in {State.RUNNING, State.DONE, State.UNDOING, State.UNDONE}:
        return redirect("web:import_detail", batch=batch)
    return render(request, "web/identify/import_check.html", step_context(view, step=3))


@require_http_methods(["GET", "POST"])
def import_detail(request: HttpRequest, batch: int) -> HttpResponse:
    """Step 4: the import itself, under way and afterwards."""
    user, view = importer(request), found_view(batch)
    if request.method == "POST":
        try:
            start_import(batch=view.batch, by=user)
        except UnableToImport as error:
            messages.error(request, failure_sentence(error.code, error.params, entity=view.batch.entity))
            page = "web:import_check" if error.code == "check_running" else "web:import_columns"
            return redirect(page, batch=batch)
        return redirect("web:import_detail", batch=batch)
    if view.batch.state in EDITABLE and not view.is_busy and not view.batch.watermark:
        return redirect("web:import_columns" if view.batch.state == State.UPLOADED else "web:import_check", batch=batch)
    context = {**step_context(view, step=4), "due": due_after(view)}
    return render(request, "web/identify/import_detail.html", context)


@require_POST
def import_undo(request: HttpRequest, batch: int) -> HttpResponse:
    """Take the whole batch back."""
    user, view = importer(request), found_view(batch)
    try:
        start_undo(batch=view.batch, by=user)
        messages.info(request, _("Deshaciendo la importación. Lo que alguien haya corregido a mano se conserva."))
    except UnableToImport as error:
        messages.error(request, failure_sentence(error.code, error.params))
    return redirect("web:import_detail", batch=batch)


@require_POST
def import_discard(request: HttpRequest, batch: int) -> HttpResponse:
    """Let go of a file that was never imported."""
    user, view = importer(request), found_view(batch)
    try:
        discard_batch(batch=view.batch, by=user)
    except UnableToDiscardBatch as error:
        messages.error(request, failure_sentence(error.code, error.params))
        return redirect("web:import_detail", batch=batch)
    messages.info(request, _("Descartaste el archivo. De él no quedó nada."))
    return redirect("web:imports")


@require_safe
def import_progress(request: HttpRequest, batch: int) -> HttpResponse:
    """The part of a wizard page that moves; when the work ends, the browser gets the whole page again."""
    importer(request)
    view = found_view(batch)
    if view.is_busy:
        return render(request, "web/identify/_import_progress.html", step_context(view, step=0))
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    return response


@require_safe
def import_rejects(request: HttpRequest, batch: int) -> FileResponse:
    """The rejected rows with their reasons, to be mended and brought in again."""
    importer(request)
    view = found_view(batch)
    path = rejects_path(view.batch)
    if path is None:
        raise Http404
    stem = view.batch.file_name.rsplit(".", 1)[0]
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{stem}-rechazadas{path.suffix}")
