"""Datos: where the records come from, what was brought in, how the values were computed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lazo.kernel.access import may
from lazo.web.permission import importer
from lazo.web.queries.batches import batch_page, source_rows, totals
from lazo.web.reader import reader


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The front door of Datos: the sources, for those who only analyse the score runs, for those who answer for data the requests."""
    user = reader(request)
    if may(user, "may_import"):
        return redirect("web:sources")
    return redirect("web:score_runs" if may(user, "may_export") or not may(user, "may_erase") else "web:data_requests")


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    importer(request)
    rows = source_rows()
    context = {"section": "data", "tab": "sources", "sources": rows, "totals": totals(rows)}
    return render(request, "web/identify/source_list.html", context)


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    importer(request)
    before = request.GET.get("desde", "")
    batches, following = batch_page(before=int(before) if before.isdecimal() else None)
    context = {"section": "data", "tab": "imports", "batches": batches, "next": following}
    return render(request, "web/identify/import_list.html", context)
