"""With whom a customer is shared beyond its owner and its team."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.identify.models import Party
from lazo.identify.operations.share import UnableToShare, end_share, share_customer
from lazo.identify.queries.parties import family_of
from lazo.kernel.access import CUSTOMERS
from lazo.kernel.models import Share, Team, User
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.words_of_access import SHARE_FAILURES


@require_http_methods(["GET", "POST"])
def shares(request: HttpRequest, customer: int) -> HttpResponse:
    by, party = reader(request), _party(request, customer)
    problem = ""
    if request.method == "POST":
        try:
            share_customer(party=party, who=_chosen(request.POST.get("who", "")), by=by)
            messages.success(request, _("Compartido."))
            return redirect("web:shares", customer=customer)
        except UnableToShare as error:
            problem = str(SHARE_FAILURES[error.code])
    context = {
        "section": "customers",
        "party": party,
        "problem": problem,
        "shares": Share.objects.filter(table=CUSTOMERS, row__in=family_of(party))
        .select_related("user", "team", "by")
        .order_by("id"),
        "people": User.objects.filter(is_active=True)
        .exclude(pk__in=[by.pk, party.owner_id or 0])
        .order_by("name", "id"),
        "teams": Team.objects.order_by("name", "id"),
    }
    return render(request, "web/identify/share_list.html", context, status=400 if problem else 200)


@require_POST
def share_end(request: HttpRequest, customer: int, share: int) -> HttpResponse:
    by, party = reader(request), _party(request, customer)
    found = get_object_or_404(Share, pk=share, table=CUSTOMERS, row__in=family_of(party))
    toast(request, _("Ya no se comparte."), undo=end_share(share=found, by=by))
    return redirect("web:shares", customer=customer)


def _party(request: HttpRequest, customer: int) -> Party:
    return get_object_or_404(Party.objects.visible_to(reader(request)), pk=customer)


def _chosen(said: str) -> User | Team:
    """Whom `user-7` or `team-3` names. Raises Http404."""
    kind, _dash, number = said.partition("-")
    if kind not in {"user", "team"} or not number.isdecimal():
        raise Http404
    return get_object_or_404(User, pk=number) if kind == "user" else get_object_or_404(Team, pk=number)
