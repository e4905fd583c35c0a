"""What a customer allows: the ledger, line by line, and the two things one can write into it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.identify.legal_bases import LegalBases, bases_of
from lazo.identify.models import Party
from lazo.identify.operations.consent import UnableToWriteConsent, grant_consent, withdraw_consent
from lazo.identify.queries.consent import consent_of, ledger_of
from lazo.web.consent_form import GrantForm, WithdrawalForm
from lazo.web.context import company_of
from lazo.web.found_party import found_party
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, customer: int) -> HttpResponse:
    user, party, on = reader(request), found_party(request, customer), today(request)
    form = GrantForm(request.POST if request.method == "POST" else None, on=on, bases=_bases(request, party))
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = {
            name: form.cleaned_data[name] for name in ("basis", "evidence", "said_on", "expires_on")
        }
        try:
            written = grant_consent(party=party, permission=form.permission(), **said, by=user, on=on)
            toast(request, _("Permiso guardado."), undo=written.undo)
            return redirect("web:consent", customer=party.pk)
        except UnableToWriteConsent as error:
            _refuse(form, error)
    return _page(request, party, form, WithdrawalForm(None, on=on))


@require_POST
def consent_withdrawal(request: HttpRequest, customer: int) -> HttpResponse:
    user, party, on = reader(request), found_party(request, customer), today(request)
    form = WithdrawalForm(request.POST, on=on)
    if form.is_valid():
        said: dict[str, Any] = {name: form.cleaned_data[name] for name in ("evidence", "said_on")}
        try:
            written = withdraw_consent(party=party, permission=form.permission(), **said, by=user, on=on)
            toast(request, _("Retiro guardado."), undo=written.undo)
            return redirect("web:consent", customer=party.pk)
        except UnableToWriteConsent as error:
            _refuse(form, error)
    return _page(request, party, GrantForm(None, on=on, bases=_bases(request, party)), form)


def _refuse(form: WithdrawalForm, error: UnableToWriteConsent) -> None:
    if error.code == "not_visible":
        raise Http404 from error
    form.refuse(error.code)


def _page(request: HttpRequest, party: Party, grant: GrantForm, withdrawal: WithdrawalForm) -> HttpResponse:
    context = {
        "section": "customers",
        "party": party,
        "grant": grant,
        "withdrawal": withdrawal,
        "current": consent_of(party=party, on=today(request)),
        "ledger": ledger_of(party=party),
    }
    is_refused = grant.is_bound or withdrawal.is_bound
    return render(request, "web/identify/consent_list.html", context, status=400 if is_refused else 200)


def _bases(request: HttpRequest, party: Party) -> LegalBases:
    company = company_of(request)
    return bases_of(party.country or (company.country if company else ""))
