"""Ajustes: the company, its logo, and the days on which it is closed."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.identify.operations.company import UnableToEditCompany, currency_is_locked, edit_company
from lazo.kernel.models import ClosedDay, Company
from lazo.kernel.operations.closed_day import UnableToCloseDay, close_day, open_day
from lazo.kernel.operations.logo import LARGEST, UnableToSetLogo, logo_path, remove_logo, set_logo
from lazo.web.company_form import ClosedDayForm, CompanyForm
from lazo.web.company_words import COMPANY_FAILURES, DAY_FAILURES, LOGO_FAILURES, STALE
from lazo.web.context import company_of, formats_for
from lazo.web.permission import administrator
from lazo.web.toasts import toast
from lazo.web.today import today

AHEAD = 366
FOR_A_YEAR = "private, max-age=31536000, immutable"


@require_http_methods(["GET", "POST"])
def company_settings(request: HttpRequest) -> HttpResponse:
    by, company = administrator(request), _company(request)
    form, locale = _form(request, company), formats_for(company).locale
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            said = dict(form.cleaned_data)
            toast(request, _("Guardado."), undo=edit_company(version=said.pop("version"), changes=said, by=by))
            return redirect("web:company_settings")
        except UnableToEditCompany as error:
            problem = str(STALE) if error.code else ""
            for field, code in error.problems.items():
                form.add_error(field, COMPANY_FAILURES[code])
    if problem:
        form = CompanyForm(_company(request), None, locale=locale, is_locked=currency_is_locked())
    context = _context(request, company) | {"form": form, "problem": problem}
    status = (409 if problem else 400) if request.method == "POST" else 200
    return render(request, "web/kernel/company_settings.html", context, status=status)


def _company(request: HttpRequest) -> Company:
    company = company_of(request)
    if company is None:
        raise Http404
    company.refresh_from_db()
    return company


def _form(request: HttpRequest, company: Company) -> CompanyForm:
    locale = formats_for(company).locale
    data = request.POST if request.method == "POST" else None
    return CompanyForm(company, data, locale=locale, is_locked=currency_is_locked())


def _context(request: HttpRequest, company: Company) -> dict[str, Any]:
    return {
        "section": "settings",
        "tab": "company",
        "day_form": ClosedDayForm(),
        "closed": ClosedDay.objects.filter(day__gte=today(request)).order_by("day", "country"),
        "holidays": _holidays(request, company.country),
    }


def _holidays(request: HttpRequest, country: str) -> list[tuple[Any, str]]:
    """The public holidays of the year ahead; none where none are known."""
    from lazo.kernel.calendar.calendar import Calendar, UnableToKnowHolidays  # a slow import that only this page pays

    try:
        calendar = Calendar.load(country)
    except UnableToKnowHolidays:
        return []
    days = [today(request) + timedelta(days=ahead) for ahead in range(AHEAD)]
    return [(day, name) for day in days if (name := calendar.holiday(day))]


@require_POST
def closed_days(request: HttpRequest) -> HttpResponse:
    by, form = administrator(request), ClosedDayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Escribe un día y por qué."))
        return redirect("web:company_settings")
    try:
        close_day(day=form.cleaned_data["day"], country="", reason=form.cleaned_data["reason"], by=by)
        messages.success(request, _("Día cerrado."))
    except UnableToCloseDay as error:
        messages.error(request, DAY_FAILURES[error.code])
    return redirect("web:company_settings")


@require_POST
def closed_day_opening(request: HttpRequest, day: int) -> HttpResponse:
    token = open_day(closed=get_object_or_404(ClosedDay, pk=day), by=administrator(request))
    toast(request, _("Ese día se trabaja."), undo=token)
    return redirect("web:company_settings")


@require_POST
def logo(request: HttpRequest) -> HttpResponse:
    by, chosen = administrator(request), request.FILES.get("logo")
    if chosen is None:
        messages.error(request, _("Elige una imagen antes de guardar."))
        return redirect("web:company_settings")
    try:
        toast(request, _("Logo guardado."), undo=set_logo(content=chosen.read(LARGEST + 1), by=by))
    except UnableToSetLogo as error:
        messages.error(request, LOGO_FAILURES[error.code])
    return redirect("web:company_settings")


@require_POST
def logo_removal(request: HttpRequest) -> HttpResponse:
    """The product's own mark again."""
    toast(request, _("Logo quitado."), undo=remove_logo(by=administrator(request)))
    return redirect("web:company_settings")


@login_not_required  # customers see it on the page of their preferences
@require_safe
def logo_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The logo of now; nothing else of the workspace can be asked for."""
    company = company_of(request)
    if company is None or not name or company.logo != name or not logo_path(name).exists():
        raise Http404
    kind = "image/png" if name.endswith(".png") else "image/jpeg"
    response = FileResponse(logo_path(name).open("rb"), content_type=kind)
    response["Cache-Control"] = FOR_A_YEAR
    return response
