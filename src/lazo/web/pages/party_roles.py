"""What a customer is to us: today and before, a role given, a role ended."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.identify.models import PartyRole
from lazo.identify.operations.party_role import UnableToEndRole, end_role
from lazo.identify.queries.parties import family_of
from lazo.identify.queries.roles import roles_of
from lazo.web.found_party import found_party
from lazo.web.reader import reader
from lazo.web.role_form import WORDS, RoleForm
from lazo.web.toasts import toast
from lazo.web.today import today


@require_http_methods(["GET", "POST"])
def party_roles(request: HttpRequest, customer: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    form = RoleForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        token = form.save(party=party, by=user, on=today(request))
        if token is not None:
            toast(request, _("Rol guardado."), undo=token)
            return redirect("web:party_roles", customer=party.pk)
    held = roles_of(party=party)
    context = {
        "section": "customers",
        "party": party,
        "form": form,
        "open": [role for role in held if role.is_open],
        "past": [role for role in held if not role.is_open],
        "today": today(request),
    }
    return render(request, "web/identify/party_role_list.html", context, status=400 if form.is_bound else 200)


@require_POST
def party_role_end(request: HttpRequest, customer: int, role: int) -> HttpResponse:
    """The role ends today."""
    user, party = reader(request), found_party(request, customer)
    held = get_object_or_404(PartyRole.objects.filter(party_id__in=family_of(party)), pk=role)
    try:
        toast(request, _("Rol terminado."), undo=end_role(role=held, by=user, on=today(request)))
    except UnableToEndRole as error:
        if error.code == "not_visible":
            raise Http404 from error
        toast(request, str(WORDS[error.code]))
    return redirect("web:party_roles", customer=party.pk)
