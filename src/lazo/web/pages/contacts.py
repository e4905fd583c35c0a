"""What somebody says of a way of contact with a click: it is right, it is another's, it is the one to use."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lazo.identify.models import Party
from lazo.identify.operations.contact_evidence import (
    UnableToMarkContact,
    disown_contact,
    prefer_contact,
    verify_contact,
)
from lazo.kernel.models import User
from lazo.web.found_party import found_party
from lazo.web.reader import reader
from lazo.web.redirect import back
from lazo.web.toasts import toast


@require_POST
def contact_verification(request: HttpRequest, customer: int, point: int) -> HttpResponse:
    def mark(party: Party, user: User) -> str:
        return verify_contact(party=party, point=point, by=user, at=timezone.now())

    return _marked(request, customer, mark, _("Verificado."))


@require_POST
def contact_disowning(request: HttpRequest, customer: int, point: int) -> HttpResponse:
    def mark(party: Party, user: User) -> str:
        return disown_contact(party=party, point=point, by=user, at=timezone.now())

    return _marked(request, customer, mark, _("Anotado: no es de esta persona."))


@require_POST
def contact_preference(request: HttpRequest, customer: int, point: int) -> HttpResponse:
    def mark(party: Party, user: User) -> str:
        return prefer_contact(party=party, point=point, by=user)

    return _marked(request, customer, mark, _("Preferencia guardada."))


def _marked(request: HttpRequest, customer: int, mark: Callable[[Party, User], str], words: str) -> HttpResponse:
    """Back to the block of the page, with the way to take it back."""
    user, party = reader(request), found_party(request, customer)
    try:
        token = mark(party, user)
    except UnableToMarkContact as error:
        raise Http404 from error
    toast(request, words, undo=token)
    return back(request, reverse("web:customer", args=[party.pk]) + "#h-id")
