"""Ajustes: the teams and who is on them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lazo.kernel.models import Team, User
from lazo.kernel.operations.team import UnableToNameTeam, make_team, rename_team, set_members
from lazo.web.people_form import TeamForm
from lazo.web.permission import administrator
from lazo.web.queries.people import Holdings, team_rows
from lazo.web.toasts import toast
from lazo.web.words_of_access import TEAM_FAILURES


@require_http_methods(["GET", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    by = administrator(request)
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            team = make_team(name=form.cleaned_data["name"], by=by)
            return redirect("web:team", team=team.pk)
        except UnableToNameTeam as error:
            form.add_error("name", TEAM_FAILURES[error.code])
    context = {"section": "settings", "tab": "teams", "form": form, "teams": team_rows(Holdings())}
    return render(request, "web/kernel/team_list.html", context, status=400 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, team: int) -> HttpResponse:
    by = administrator(request)
    found = get_object_or_404(Team, pk=team)
    form = TeamForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_team(team=found, name=form.cleaned_data["name"], by=by)
            members = [person.pk for person in form.cleaned_data["members"]]
            toast(request, _("Guardado."), undo=set_members(team=found, users=members, by=by))
            return redirect("web:team", team=team)
        except UnableToNameTeam as error:
            form.add_error("name", TEAM_FAILURES[error.code])
    context = {
        "section": "settings",
        "tab": "teams",
        "form": form,
        "team": Team.objects.get(pk=team),
        "on": set(found.memberships.values_list("user_id", flat=True)),
        "people": User.objects.filter(is_active=True).order_by("name", "id"),
    }
    return render(request, "web/kernel/team_detail.html", context, status=400 if request.method == "POST" else 200)
