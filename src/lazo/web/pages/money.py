"""Dinero: what each area of the cycle cost and brought, the entries behind it, costs by hand and from a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.analytics.balance import AREAS
from lazo.customize.models import MoneyEntry
from lazo.customize.operations.money import UnableToTakeBackMoney
from lazo.measure.operations.cost import take_back_cost
from lazo.measure.operations.spending_target import UnableToSetTarget, set_spending_target
from lazo.measure.queries.ledger import entries_of, month_after
from lazo.web.context import company_of, formats_for
from lazo.web.csv_file import csv_file
from lazo.web.money_form import MoneyForm, first_of_month, received
from lazo.web.money_page import money_context, money_csv, whole_base_context
from lazo.web.permission import money_keeper
from lazo.web.report.reading import may_read_report
from lazo.web.toasts import toast
from lazo.web.today import today

FILTERS = {"area": AREAS, "kind": MoneyEntry.Kind.values, "method": MoneyEntry.Method.values}


@require_http_methods(["GET", "POST"])
def money(request: HttpRequest) -> HttpResponse:
    by, formats = money_keeper(request), formats_for(company_of(request))
    form = MoneyForm(request.POST or None, formats=formats, initial={"on": today(request)})
    if request.method == "POST" and form.is_valid() and (undo := form.save(by=by)):
        toast(request, _("Costo anotado."), undo=undo)
        return redirect(f"{request.path}?mes={form.cleaned_data['on']:%Y-%m}")
    month = first_of_month(request.GET.get("mes", ""), today(request))
    context = money_context(month=month, asked=_asked(request), formats=formats)
    refused = request.method == "POST"
    context["form"] = form
    if may_read_report(by):
        context |= whole_base_context(month=month, on=today(request), formats=formats)
    return render(request, "web/measure/money.html", context, status=400 if refused else 200)


@require_POST
def money_file(request: HttpRequest) -> HttpResponse:
    """A file of costs."""
    from lazo.identify.imports.readers.problem import UnableToRead
    from lazo.measure.imports.cost_table import SENTENCES, UnableToReadCostTable
    from lazo.measure.operations.import_costs import import_costs

    by, file = money_keeper(request), request.FILES.get("file")
    if file is None:
        toast(request, _("Elige un archivo."))
        return redirect("web:money")
    path = received(file)
    try:
        done = import_costs(file=path, file_name=str(file.name), by=by)
        context = {
            "section": "money",
            "done": done,
            "refused": [(r.row, SENTENCES.get(r.code, r.code)) for r in done.refused],
        }
        return render(request, "web/measure/money_file.html", context, status=200)
    except (UnableToRead, UnableToReadCostTable):
        toast(request, _("El archivo no se entiende: sus columnas son fecha, área, concepto y monto."))
        return redirect("web:money")
    finally:
        path.unlink(missing_ok=True)


@require_POST
def money_taking_back(request: HttpRequest, entry: int) -> HttpResponse:
    """Take an entered cost back, by another entry."""
    by = money_keeper(request)
    row = get_object_or_404(MoneyEntry, pk=entry)
    try:
        take_back_cost(entry=row, by=by)
        toast(request, _("Deshecho: queda escrito que no vale."))
    except UnableToTakeBackMoney:
        toast(request, _("Eso ya no se puede deshacer aquí."))
    return redirect(f"{_address(request)}?mes={row.on:%Y-%m}")


@require_POST
def money_target(request: HttpRequest) -> HttpResponse:
    """How spending should be spread."""
    by = money_keeper(request)
    said = {area: request.POST.get(area, "") for area in AREAS}
    shares = {area: int(text) if text.isdecimal() and len(text) < 4 else -1 for area, text in said.items()}
    try:
        toast(request, _("Guardado."), undo=set_spending_target(shares=shares, by=by))
    except UnableToSetTarget:
        toast(request, _("Las cinco partes tienen que sumar 100."))
    return redirect("web:money")


@require_safe
def money_entries(request: HttpRequest) -> HttpResponse:
    """The entries of a month as a file."""
    money_keeper(request)
    month = first_of_month(request.GET.get("mes", ""), today(request))
    rows = entries_of(first=month, until=month_after(month), **_asked(request))
    name = f"dinero-{month:%Y-%m}.csv"
    return csv_file(name, money_csv(rows.iterator(chunk_size=2_000), formats_for(company_of(request))))


@require_safe
def money_report(request: HttpRequest) -> HttpResponse:
    """The month on paper, for the board."""
    from lazo.web.report.board import board_page, report_name  # a slow import that only this page pays

    by, day = money_keeper(request), today(request)
    month = first_of_month(request.GET.get("mes", ""), day)
    made = board_page(by=by, month=month, on=day)
    headers = {"Content-Disposition": f'inline; filename="{report_name(month)}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """The filters of the address that mean something."""
    return {name: request.GET[name] for name, known in FILTERS.items() if request.GET.get(name) in known}


def _address(_request: HttpRequest) -> str:
    from lazo.web.navigation import address

    return address("web:money")
