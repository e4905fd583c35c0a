"""What a customer is bound by: the list, one more entered by hand, one mended, and the day one ends."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.differentiate.queries.score_run import current_run
from lazo.identify.operations.contract import UnableToEndContract, contract_version, end_contract, is_by_hand
from lazo.identify.queries.contract import contracts_of
from lazo.identify.queries.parties import family_of
from lazo.web.context import company_of, formats_for
from lazo.web.contract_form import PROBLEMS, ContractEditForm, ContractEndForm, ContractForm
from lazo.web.contract_lines import contract_lines, kept_contract
from lazo.web.found_party import found_party
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today


@require_http_methods(["GET", "POST"])
def contracts(request: HttpRequest, customer: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    formats, day = formats_for(company_of(request)), today(request)
    form = ContractForm(
        request.POST if request.method == "POST" else None, formats=formats, initial={"started_on": day, "period": 1}
    )
    if form.is_bound and form.is_valid():
        added = form.save(party=party, by=user)
        if added is not None:
            toast(
                request, _("Contrato guardado. El riesgo y el valor se sabrán con el próximo cálculo."), undo=added.undo
            )
            return redirect("web:contracts", customer=party.pk)
    lines = contract_lines(family_of(party), current_run(), formats, today=day)
    context = {"section": "customers", "party": party, "form": form, "lines": lines, "today": day}
    return render(request, "web/identify/contract_list.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def contract(request: HttpRequest, customer: int, contract: int) -> HttpResponse:
    """A contract by hand, mended; what somebody else saved meanwhile stands beside the fields."""
    user, party = reader(request), found_party(request, customer)
    found = contracts_of(party).filter(pk=contract).first()
    if found is None or not is_by_hand(found):
        raise Http404
    formats = formats_for(company_of(request))
    form = ContractEditForm(request.POST if request.method == "POST" else None, contract=found, formats=formats)
    if form.is_bound and form.is_valid():
        token = form.save_edit(by=user)
        if token is not None:
            toast(request, _("Contrato corregido."), undo=token)
            return redirect("web:contracts", customer=party.pk)
    kept = form.kept and kept_contract(form.kept, formats)
    version = form.kept and contract_version(form.kept)
    context = {"section": "customers", "party": party, "form": form, "kept": kept, "kept_version": version}
    status = 409 if kept else 400 if form.is_bound else 200
    return render(request, "web/identify/contract_edit.html", context, status=status)


@require_POST
def contract_end(request: HttpRequest, customer: int, contract: int) -> HttpResponse:
    """The first day without it."""
    user, party = reader(request), found_party(request, customer)
    found = contracts_of(party).filter(pk=contract).first()
    if found is None:
        raise Http404
    form = ContractEndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Escribe la fecha como 2024-03-15."))
        return redirect("web:contracts", customer=party.pk)
    try:
        toast(request, _("Fin anotado."), undo=end_contract(contract=found, on=form.cleaned_data["on"], by=user))
    except UnableToEndContract as error:
        messages.error(request, str(PROBLEMS[error.code]))
    return redirect("web:contracts", customer=party.pk)
