"""The records that a customer was found to have: which value holds and why, each leaving again, one more joined by hand."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.identify.models import Party
from lazo.identify.operations.merge import UnableToMerge, UnableToSplit, merge_parties, split_party
from lazo.identify.queries.match_queue import waiting_about
from lazo.identify.queries.merge_preview import merge_preview
from lazo.identify.queries.merges import merges_of
from lazo.identify.queries.parties import AT_MOST, family_of, party_for
from lazo.identify.queries.search import search_parties
from lazo.web.context import company_of, formats_for
from lazo.web.found_party import found_party
from lazo.web.identity_words import refused
from lazo.web.reader import reader
from lazo.web.record_page import preview_context, record_context, split_words
from lazo.web.toasts import toast
from lazo.web.today import today


@require_safe
def records(request: HttpRequest, customer: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    context = record_context(party=party, user=user, formats=formats_for(company_of(request)))
    context |= {
        "section": "customers",
        "party": party,
        "merges": merges_of(party=party, user=user),
        "waiting": waiting_about(family=family_of(party), user=user),
    }
    return render(request, "web/identify/record_list.html", context)


@require_POST
def record_separation(request: HttpRequest, customer: int, record: int) -> HttpResponse:
    """A record leaves its customer, with those that were found to be it."""
    user, party = reader(request), found_party(request, customer)
    born = Party.objects.visible_to(user).filter(pk=record, canonical=party).first()
    if born is None:
        raise Http404
    try:
        done = split_party(party=born, by=user)
    except UnableToSplit as error:
        raise Http404 from error
    toast(request, split_words(done), undo=done.undo)
    return redirect("web:customer", customer=done.party)


@require_http_methods(["GET", "POST"])
def merge_new(request: HttpRequest, customer: int) -> HttpResponse:
    """Somebody is looked for, what would come together is shown, and then they are one."""
    user, party = reader(request), found_party(request, customer)
    sought, other = request.GET.get("q", "").strip()[:120], _other(request)
    if request.method == "POST" and other is not None:
        try:
            done = merge_parties(one=party, other=other, by=user, force=request.POST.get("reason", "").strip())
        except UnableToMerge as error:
            toast(request, refused(error.code))
        else:
            toast(request, _("Ahora son un solo cliente."), undo=done.undo)
            return redirect("web:customer", customer=done.merge.customer_id)
    preview = merge_preview(one=party, other=other, user=user, on=today(request)) if other else None
    found = [one for one in search_parties(user=user, text=sought) if one.id != party.pk] if sought else []
    context = {"section": "customers", "party": party, "other": other, "sought": sought, "found": found[:AT_MOST]}
    context |= preview_context(preview)
    return render(request, "web/identify/merge_new.html", context, status=409 if request.method == "POST" else 200)


def _other(request: HttpRequest) -> Party | None:
    """The customer named in the address or the form; the page is not found when the reader may not see it."""
    named = request.POST.get("con") or request.GET.get("con", "")
    if not named:
        return None
    found = party_for(user=reader(request), party=int(named)) if named.isdecimal() and len(named) < 19 else None
    if found is None:
        raise Http404
    return found
