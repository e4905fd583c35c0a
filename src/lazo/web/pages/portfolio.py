"""The portfolio of accounts: the matrices, one account in them, the weights."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.differentiate.operations.portfolio import (
    UnableToDecideAccount,
    UnableToSavePortfolioSettings,
    confirm_strategy,
    judge_account,
    save_portfolio_settings,
)
from lazo.differentiate.operations.portfolio_export import UnableToExportPortfolio, export_portfolio
from lazo.differentiate.portfolio.factor import AXIS_NAMES, Axis, factors_of
from lazo.differentiate.portfolio.weights import portfolio_weights
from lazo.differentiate.queries.portfolio import PAGE, account_trail, account_view, portfolio_page
from lazo.identify.models import Party
from lazo.identify.queries.parties import family_of
from lazo.interact.operations.account_plan import PlanDetails, UnableToPlanAccount, add_plan_action, save_plan
from lazo.interact.operations.to_do import ToDoDetails, UnableToWriteToDo
from lazo.interact.queries.account_plan import plan_of
from lazo.kernel.access import may, row_rule
from lazo.kernel.models import User
from lazo.web.context import company_of, formats_for
from lazo.web.csv_file import csv_file
from lazo.web.found_party import found_party
from lazo.web.markup import drawn
from lazo.web.navigation import address
from lazo.web.portfolio_form import ACCOUNT_FAILURES, ActionForm, JudgementForm, PlanForm, StrategyForm, WeightsForm
from lazo.web.portfolio_page import (
    IMPORTANCE,
    PRICE,
    VIEWS,
    cell_views,
    portfolio_csv,
    portfolio_drawing,
    read_portfolio,
)
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today


@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    user, asked, formats = reader(request), read_portfolio(request.GET, size=PAGE), formats_for(company_of(request))
    page = portfolio_page(user=user, question=asked.question)
    common = {"section": "segments", "score_address": address("web:score_runs")}
    if page is None or not page.total:
        return render(request, "web/differentiate/portfolio_empty.html", {**common, "page": page})
    following = (asked.question.start + PAGE) // PAGE if asked.question.start + PAGE < page.fitting else 0
    context = {
        **common,
        "page": page,
        "asked": asked,
        "address": asked.address(),
        "views": [
            (key, words, f"?{asked.address(vista='' if key == IMPORTANCE else key)}") for key, words in VIEWS.items()
        ],
        "svg": drawn(portfolio_drawing(page, asked, formats)),
        "cells": cell_views(page, asked),
        "is_filtered": bool(asked.question.cell or asked.question.strategy),
        "lacks_costs": asked.view == PRICE and not page.has_costs,
        "next": asked.address(pagina=str(following)) if following else "",
        "sees_everything": row_rule(user).everything,
        "may_export": may(user, "may_export"),
        "may_administer": may(user, "may_administer"),
    }
    return render(request, "web/differentiate/portfolio.html", context)


@require_safe
def portfolio_file(request: HttpRequest) -> HttpResponse:
    """The accounts as a file."""
    asked = read_portfolio(request.GET, size=PAGE)
    try:
        lines = export_portfolio(by=reader(request), question=asked.question)
    except UnableToExportPortfolio as error:
        raise PermissionDenied from error
    return csv_file(f"cartera-{today(request)}.csv", portfolio_csv(lines, formats_for(company_of(request))))


@require_safe
def portfolio_svg(request: HttpRequest) -> HttpResponse:
    """The drawing as a file that opens anywhere."""
    user, asked, formats = reader(request), read_portfolio(request.GET, size=PAGE), formats_for(company_of(request))
    if not may(user, "may_export"):
        raise PermissionDenied
    page = portfolio_page(user=user, question=asked.question)
    svg = portfolio_drawing(page, asked, formats) if page else ""
    if not svg:
        raise Http404
    whole = svg.removeprefix('<div class="wide">').partition("</div>")[0]
    styled = whole.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="420" ', 1)
    styled = styled.replace(">", f">{ALONE}", 1)
    response = HttpResponse(styled, content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="cartera-{asked.view}.svg"'
    return response


ALONE = (
    "<style>text{font:12px sans-serif;fill:#444}.em{font-weight:600;fill:#111}.g{stroke:#ddd;fill:none}.zero{stroke:#777;fill:none}"
    ".bub{fill:#1b1b1b;stroke:#fff}.m0{fill:#fff;stroke:#1b1b1b;stroke-width:2}.m1{fill-opacity:.25}.m2{fill-opacity:.45}"
    ".m3{fill-opacity:.7}.mx{fill:none;stroke:#1b1b1b;stroke-dasharray:3 2}</style>"
)


@require_http_methods(["GET", "POST"])
def portfolio_weights_page(request: HttpRequest) -> HttpResponse:
    """What each factor weighs: everybody sees it, who administers changes it."""
    user, held = reader(request), portfolio_weights()
    initial = {**held.of, "cut": held.cut, "version": held.version}
    form = WeightsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            said = form.cleaned_data
            token = save_portfolio_settings(weights=form.weights(), cut=said["cut"], version=said["version"], by=user)
            toast(request, _("Guardado.") if token else _("No había nada que cambiar."), undo=token)
            return redirect("web:portfolio_weights")
        except UnableToSavePortfolioSettings as error:
            for code in {error.code, *error.problems.values()} - {""}:
                form.add_error(None, ACCOUNT_FAILURES[code])
    axes = [(AXIS_NAMES[axis], [(form[one.key], one) for one in factors_of(axis)]) for axis in Axis]
    context = {"section": "segments", "form": form, "axes": axes, "may_administer": may(user, "may_administer")}
    return render(request, "web/differentiate/portfolio_weights.html", context, status=400 if form.is_bound else 200)


@require_safe
def account_portfolio(request: HttpRequest, customer: int) -> HttpResponse:
    return _account_page(request, _company(request, customer))


@require_POST
def account_judgement(request: HttpRequest, customer: int) -> HttpResponse:
    party, form = _company(request, customer), JudgementForm(request.POST)
    if form.is_valid():
        try:
            token = judge_account(account=party, by=reader(request), on=today(request), **form.cleaned_data)
            toast(request, _("Juicio guardado."), undo=token)
            return redirect("web:account_portfolio", customer=party.pk)
        except UnableToDecideAccount as error:
            form.refuse(error.code)
    return _account_page(request, party, judgement=form)


@require_POST
def account_strategy(request: HttpRequest, customer: int) -> HttpResponse:
    party, form = _company(request, customer), StrategyForm(request.POST)
    if form.is_valid():
        view = account_view(account=party, family=family_of(party))
        suggested = view.line.suggested if view.line else ""
        try:
            token = confirm_strategy(
                account=party, by=reader(request), on=today(request), suggested=suggested, **form.cleaned_data
            )
            toast(request, _("Estrategia confirmada."), undo=token)
            return redirect("web:account_portfolio", customer=party.pk)
        except UnableToDecideAccount as error:
            form.refuse(error.code)
    return _account_page(request, party, strategy=form)


@require_POST
def account_plan(request: HttpRequest, customer: int) -> HttpResponse:
    party, form = _company(request, customer), PlanForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        details = PlanDetails(said["goals"], said["review_on"])
        try:
            token = save_plan(
                account=party, details=details, version=said["version"] or 0, by=reader(request), on=today(request)
            )
            toast(request, _("Plan guardado."), undo=token)
            return redirect("web:account_portfolio", customer=party.pk)
        except (UnableToPlanAccount, UnableToWriteToDo) as error:
            form.refuse(error.code)
    return _account_page(request, party, plan_form=form)


@require_POST
def account_action(request: HttpRequest, customer: int) -> HttpResponse:
    party, user = _company(request, customer), reader(request)
    form = ActionForm(request.POST, initial={"assignee": user.pk})
    if form.is_valid():
        said = form.cleaned_data
        try:
            details = ToDoDetails(said["title"], said["due_on"])
            add_plan_action(account=party, details=details, by=user, assignee=User.objects.get(pk=said["assignee"]))
            toast(request, _("Pendiente guardado."))
            return redirect("web:account_portfolio", customer=party.pk)
        except (UnableToPlanAccount, UnableToWriteToDo) as error:
            form.refuse(error.code)
    return _account_page(request, party, action=form)


def _company(request: HttpRequest, customer: int) -> Party:
    party = found_party(request, customer)
    if party.kind != Party.Kind.ORGANIZATION:
        raise Http404
    return party


def _account_page(request: HttpRequest, party: Party, **forms: Any) -> HttpResponse:
    user, family = reader(request), family_of(party)
    view = account_view(account=party, family=family)
    plan = plan_of(family=family, user=user)
    held = view.strategy
    kept = plan.plan
    chosen = held.strategy if held else view.line.suggested if view.line else ""
    context = {
        "section": "segments",
        "party": party,
        "view": view,
        "line": view.line,
        "axes": [(axis.value, AXIS_NAMES[axis], view.factors.get(axis.value, ())) for axis in Axis],
        "trail": account_trail(account=party.pk),
        "plan": plan,
        "today": today(request),
        "judgement": JudgementForm(),
        "strategy": StrategyForm(initial={"strategy": chosen}),
        "plan_form": PlanForm(initial={"goals": kept.goals, "review_on": kept.review_on} if kept else None),
        "action": ActionForm(initial={"assignee": user.pk}),
        "back": reverse("web:portfolio"),
        **forms,
    }
    return render(request, "web/differentiate/account_portfolio.html", context, status=400 if forms else 200)
