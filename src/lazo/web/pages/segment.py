"""A segment: its rules as a form that counts while one writes, its numbers, its versions, and the list that keeps it as it is."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.analytics.segments.parsing import UnableToParseSegment
from lazo.differentiate.models import Segment
from lazo.differentiate.operations.segment import (
    UnableToSaveSegment,
    create_segment,
    edit_segment,
    offer_edit_undo,
    remove_segment,
    restore_version,
)
from lazo.differentiate.operations.segment_list import freeze_segment
from lazo.differentiate.queries.segments import found_segment, live_segments, numbers_of, versions_of
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse
from lazo.web.context import company_of, formats_for
from lazo.web.permission import adder
from lazo.web.reader import reader
from lazo.web.segment_builder.builder_request import asked, begun, whole_page
from lazo.web.segment_history_page import passage_lines
from lazo.web.segment_page import FAILURES, numbers_context, people_href
from lazo.web.toasts import toast

SAVE = "guardar"


@require_http_methods(["GET", "POST"])
def segment_new(request: HttpRequest) -> HttpResponse:
    """A new segment: blank, a copy of another (`de`), or begun with rules that a picture of the base says (`reglas`)."""
    by = adder(request)
    if request.method == "GET":
        return _page(request, begun(request), None)
    form = asked(request)
    if request.POST.get("hacer", SAVE) != SAVE:
        return _page(request, form, None)
    if form.problem:
        return _page(request, form, None, problem=form.problem)
    try:
        made = create_segment(by=by, name=form.name, description=form.description, definition=form.definition)
    except (UnableToSaveSegment, UnableToParseSegment) as error:
        return _page(request, form, None, problem=error.code)
    toast(request, _("Segmento guardado."))
    return redirect("web:segment", made.pk)


@require_http_methods(["GET", "POST"])
def segment(request: HttpRequest, number: int) -> HttpResponse:
    by, held = reader(request), _found(number)
    if held.kind == Segment.Kind.LIST:
        return _list_page(request, held)
    if request.method == "GET":
        return _page(request, begun(request, held), held)
    form = asked(request)
    if request.POST.get("hacer", SAVE) != SAVE:
        return _page(request, form, held)
    if form.problem:
        return _page(request, form, held, problem=form.problem)
    said = {"name": form.name, "description": form.description, "definition": form.definition}
    try:
        edited = edit_segment(segment=held, by=by, version=form.version, **said)
    except (UnableToSaveSegment, UnableToParseSegment) as error:
        return _page(request, form, held, problem=error.code)
    token = offer_edit_undo(segment=edited, by=by) if edited.version != form.version else ""
    toast(request, _("Segmento guardado."), undo=token)
    return redirect("web:segment", edited.pk)


@require_POST
def segment_rules(request: HttpRequest) -> HttpResponse:
    """The rules and the numbers beside them while one writes: what the form says now, counted."""
    user, form = reader(request), asked(request)
    held = found_segment(request.POST.get("clave", "")) if request.POST.get("clave") else None
    context = whole_page(form, held, user=user, formats=formats_for(company_of(request)))
    part = "_segment_counts" if request.GET.get("parte") == "cuenta" else "_segment_builder"
    return render(request, f"web/differentiate/{part}.html", context)


@require_safe
def segment_versions(request: HttpRequest, number: int) -> HttpResponse:
    reader(request)
    held = _found(number)
    context = {"section": "segments", "segment": held, "versions": list(versions_of(held)[:100])}
    return render(request, "web/differentiate/segment_versions.html", context)


@require_POST
def segment_restoration(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """A former version becomes the newest."""
    by, held = reader(request), _found(number)
    try:
        edited = restore_version(segment=held, by=by, number=version, version=held.version)
    except (UnableToSaveSegment, UnableToParseSegment) as error:
        toast(
            request, str(FAILURES.get(error.code, _("Esa versión ya no se puede usar: habla de algo que no existe.")))
        )
        return redirect("web:segment_versions", held.pk)
    token = offer_edit_undo(segment=edited, by=by)
    toast(request, _("Volvió la versión %(number)s.") % {"number": version}, undo=token)
    return redirect("web:segment", held.pk)


@require_POST
def segment_removal(request: HttpRequest, number: int) -> HttpResponse:
    """Throw a segment away; a line on the next page brings it back."""
    by, held = reader(request), _found(number)
    try:
        token = remove_segment(segment=held, by=by)
    except UnableToSaveSegment as error:
        toast(request, str(FAILURES[error.code]))
        return redirect("web:segment", held.pk)
    toast(request, _("Segmento «%(name)s» eliminado.") % {"name": held.name}, undo=token)
    return redirect("web:segments")


@require_POST
def segment_snapshot(request: HttpRequest, number: int) -> HttpResponse:
    """Keep who is in it today as a list of its own."""
    by, held = adder(request), _found(number)
    try:
        made = freeze_segment(segment=held, by=by, name=request.POST.get("nombre", ""))
    except UnableToSaveSegment as error:
        toast(request, str(FAILURES.get(error.code, FAILURES["nameless"])))
        return redirect("web:segment", held.pk)
    except UnableToOpenWarehouse:
        toast(request, str(FAILURES["no_warehouse"]))
        return redirect("web:segment", held.pk)
    toast(request, _("Lista guardada: quienes cumplen hoy se quedan en ella."))
    return redirect("web:segment", made.pk)


def _found(number: int) -> Segment:
    found = live_segments().filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, form: Any, held: Segment | None, *, problem: str = "") -> HttpResponse:
    context = whole_page(form, held, user=reader(request), formats=formats_for(company_of(request)))
    said = str(FAILURES.get(problem, _("Las reglas no se entienden: revisa las marcadas."))) if problem else ""
    told = {
        "section": "segments",
        "problem": said,
        "people_href": people_href(held.key) if held else "",
        "passages": passage_lines(held, user=reader(request)) if held and request.method == "GET" else [],
    }
    status = 400 if problem else 200
    return render(request, "web/differentiate/segment.html", {**context, **told}, status=status)


def _list_page(request: HttpRequest, held: Segment) -> HttpResponse:
    user = reader(request)
    try:
        numbers = numbers_of(user=user, segment=held)
    except UnableToOpenWarehouse:
        numbers = None
    context = {
        "section": "segments",
        "segment": held,
        "people_href": people_href(held.key),
        "is_cold": numbers is None,
        "passages": passage_lines(held, user=user),
    }
    return render(request, "web/differentiate/segment_list.html", {**context, **numbers_context(numbers, user=user)})
