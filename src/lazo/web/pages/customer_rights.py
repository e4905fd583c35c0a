"""What is done about one customer's rights from their page: a link to their preferences, their data used again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.identify.operations.party_block import UnableToBlock, lift_block
from lazo.identify.operations.preferences import UnableToMakeLink, make_link, revoke_links
from lazo.identify.queries.preferences import open_links
from lazo.web.found_party import found_party
from lazo.web.reader import reader
from lazo.web.rights_words import REQUEST_FAILURES
from lazo.web.toasts import toast


@require_http_methods(["GET", "POST"])
def preference_links(request: HttpRequest, customer: int) -> HttpResponse:
    """The links of a customer that still work; a new one is shown once."""
    user, party, made = reader(request), found_party(request, customer), ""
    if request.method == "POST":
        try:
            language = request.POST.get("language", "")
            _link, token = make_link(party=party, by=user, at=timezone.now(), language=language)
            made = request.build_absolute_uri(reverse("web:preferences", args=[token]))
        except UnableToMakeLink as error:
            raise Http404 from error
    context = {"section": "customers", "party": party, "made": made, "links": open_links(party=party)}
    response = render(request, "web/identify/preference_link_list.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def preference_links_end(request: HttpRequest, customer: int) -> HttpResponse:
    try:
        revoke_links(party=found_party(request, customer), by=reader(request))
    except UnableToMakeLink as error:
        raise Http404 from error
    toast(request, _("Enlaces anulados: ninguno abre ya su página."))
    return redirect("web:preference_links", customer=customer)


@require_POST
def block_end(request: HttpRequest, customer: int) -> HttpResponse:
    try:
        lift_block(party=found_party(request, customer), by=reader(request))
        toast(request, _("Sus datos se vuelven a usar."))
    except UnableToBlock as error:
        if error.code == "not_visible":
            raise Http404 from error
        toast(request, str(REQUEST_FAILURES.get(error.code, REQUEST_FAILURES["closed"])))
    return redirect("web:customer", customer=customer)
