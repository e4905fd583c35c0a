"""The second step of the import wizard: what each column is, and how the file is read."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lazo.identify.imports.operations.choose_entity import UnableToChooseEntity, choose_entity
from lazo.identify.imports.operations.map_batch import UnableToMapBatch, map_batch
from lazo.identify.imports.operations.preview_batch import preview_batch
from lazo.identify.imports.operations.run_batch import start_check
from lazo.identify.imports.pipeline.refusal import UnableToImport
from lazo.identify.imports.readers.problem import UnableToRead
from lazo.identify.imports.readers.reason import explain
from lazo.identify.models import ImportBatch
from lazo.kernel.models import User
from lazo.web.context import company_of, formats_for, permissions_of
from lazo.web.import_context import EDITABLE, found_view, step_context
from lazo.web.import_page import (
    column_rows,
    mapping_from,
    options_from,
    proposed_formats,
    read_as,
    reading_from,
    recognised,
)
from lazo.web.import_words import failure_sentence
from lazo.web.permission import importer
from lazo.web.queries.batches import BatchView
from lazo.web.receiving import named


@require_http_methods(["GET", "POST"])
def import_columns(request: HttpRequest, batch: int) -> HttpResponse:
    """What each column is. Saving it asks for the dry run; moving to another example row saves nothing."""
    user, view = importer(request), found_view(batch)
    if view.batch.state not in EDITABLE or view.batch.watermark:
        return redirect("web:import_detail", batch=batch)
    if view.is_busy:
        return redirect("web:import_check", batch=batch)
    form = request.POST if request.method == "POST" else None
    read_as(view.batch, reading_from(form or request.GET))
    try:
        failure = "" if form is None or _only_looks(request) else _map_and_check(view, form, by=user)
        if form is not None and not failure and not _only_looks(request):
            return redirect("web:import_check", batch=batch)
        return _columns_page(request, view, form, failure)
    except UnableToRead as error:
        return _unreadable_page(request, view, error)


@require_POST
def import_entity(request: HttpRequest, batch: int) -> HttpResponse:
    """Say that the file brings something else than was recognised."""
    user, view = importer(request), found_view(batch)
    try:
        choose_entity(batch=view.batch, entity=request.POST.get("trae", ""), by=user)
    except UnableToChooseEntity as error:
        messages.error(request, failure_sentence(error.code, {}))
    reading = {key: request.POST[key] for key in ("hoja", "titulos") if request.POST.get(key)}
    return redirect(f"{reverse('web:import_columns', args=[batch])}{'?' if reading else ''}{urlencode(reading)}")


def _only_looks(request: HttpRequest) -> bool:
    """Another example row, or a change of mind that is only to be shown."""
    return "fila" in request.POST or bool(request.headers.get("HX-Request"))


def _map_and_check(view: BatchView, form: QueryDict, *, by: User) -> str:
    """Save the columns and ask for the dry run; the sentence of what went wrong, or nothing. Raises UnableToRead."""
    header = preview_batch(view.batch).header
    try:
        batch = map_batch(batch=view.batch, mapping=mapping_from(form, header), options=options_from(form), by=by)
        start_check(batch=batch, by=by)
    except (UnableToMapBatch, UnableToImport) as error:
        return failure_sentence(error.code, error.params, entity=view.batch.entity)
    return ""


def _columns_page(request: HttpRequest, view: BatchView, form: QueryDict | None, failure: str) -> HttpResponse:
    # Reading cells brings the libraries of columns, which a process that only serves pages need not hold.
    from lazo.web.import_example import example_row

    is_known = bool(view.batch.mapping)
    preview = preview_batch(view.batch)
    if form is not None:
        preview = replace(preview, mapping=mapping_from(form, preview.header), options=options_from(form))
    number = (form or request.GET).get("fila") or (form or request.GET).get("ejemplo") or "1"
    columns = column_rows(preview, view.batch, view.groups)
    chosen, count = recognised(columns)
    context = {
        **step_context(view, step=2),
        **proposed_formats(preview),
        "preview": preview,
        "columns": columns,
        "chosen": chosen,
        "count": count,
        "is_remembered": preview.remembered and not is_known,
        "example": example_row(
            preview, view.batch.entity, int(number) if number.isdecimal() else 1, formats_for(company_of(request))
        ),
        "notes": [explain(problem) for problem in preview.problems],
        "failure": failure,
        "entities": ImportBatch.Entity.choices,
        "may_let_in": "may_erase" in permissions_of(request),
        "may_change_entity": view.batch.state == ImportBatch.State.UPLOADED,
    }
    return render(request, "web/identify/import_columns.html", context, status=400 if failure else 200)


def _unreadable_page(request: HttpRequest, view: BatchView, error: UnableToRead) -> HttpResponse:
    failure = failure_sentence(error.code, named(error, view.batch.file_name))
    context = {**step_context(view, step=2), "failure": failure, "asks_titles": error.code == "no_header"}
    return render(request, "web/identify/import_unreadable.html", context, status=422)
