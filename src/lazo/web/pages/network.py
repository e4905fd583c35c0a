"""The network of a customer, opened step by step: a picture, and the same as a list."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lazo.identify.models import Party
from lazo.web.charts.network import Dot, network
from lazo.web.found_party import found_party
from lazo.web.initials import initials
from lazo.web.markup import drawn
from lazo.web.queries.opened_network import Neighbour, opened_network
from lazo.web.reader import reader
from lazo.web.today import today

OPEN = "abierto"
KIND_CSS = {"ORGANIZATION": "co", "HOUSEHOLD": "ho"}


@require_GET
def customer_network(request: HttpRequest, customer: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    opened = [int(text) for text in request.GET.getlist(OPEN) if text.isdecimal() and len(text) <= 18]
    near, more = opened_network(party, opened=opened, user=user, on=today(request))
    open_now = [one.id for one in near if one.is_open]
    context = {
        "section": "customers",
        "party": party,
        "lines": [(one, _toggled(one.id, open_now)) for one in near],
        "more": more,
        "picture": drawn(_picture(party, near, open_now)) if near else "",
    }
    return render(request, "web/identify/network.html", context)


def _toggled(number: int, opened: list[int]) -> str:
    """The same page with one neighbour opened, or closed where it is open."""
    wanted = [one for one in opened if one != number] if number in opened else [*opened, number]
    return "?" + urlencode({OPEN: wanted}, doseq=True)


def _picture(party: Party, near: tuple[Neighbour, ...], opened: list[int]) -> str:
    dots = [_dot(one, _toggled(one.id, opened)) for one in near]
    title = _("Red de %(name)s. La lista de al lado dice lo mismo.") % {"name": party.name or _("este cliente")}
    return network(initials(party.name) or "·", dots, title=title, css=KIND_CSS.get(party.kind, ""))


def _dot(one: Neighbour, href: str) -> Dot:
    around = tuple(_dot(other, f"/clientes/{other.id}") for other in one.around)
    title = f"{one.words} {one.name}"
    return Dot(
        initials(one.name) or "·",
        title,
        href,
        KIND_CSS.get(one.kind, ""),
        is_inferred=one.candidate is not None,
        name=one.name,
        around=around,
    )
