"""The page of one customer: who they are, where they stand, what they are worth and everything that happened."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lazo.customize.queries.next_action import action_of, reckoning_of, unanswered_by
from lazo.differentiate.queries.household_value import household_values
from lazo.identify.models import Party
from lazo.identify.operations.identifier import UnableToReveal, reveal_identifier
from lazo.identify.queries.relation_candidates import candidates_of
from lazo.web.action_words import customer_action
from lazo.web.context import company_of, formats_for
from lazo.web.contract_lines import contract_lines, counted_sentence
from lazo.web.customer_doors import things_to_create
from lazo.web.customer_origin import origin_of, walk_of
from lazo.web.customer_page import identity_context, network_context, place_context, value_context
from lazo.web.formats import Formats
from lazo.web.found_party import found_party
from lazo.web.history_page import SHORT_PAGE, history_context, history_question
from lazo.web.party_page import consent_lines, trait_lines
from lazo.web.queries.customer import CustomerView, canonical_id, customer_view
from lazo.web.queries.customer_identity import identity_of
from lazo.web.queries.customer_network import network_of
from lazo.web.queries.group import company_context
from lazo.web.reader import reader
from lazo.web.rights_context import rights_context
from lazo.web.today import today


@require_safe
def customer(request: HttpRequest, customer: int) -> HttpResponse:
    canonical = canonical_id(user=reader(request), customer=customer)
    if canonical is None:
        raise Http404
    if canonical != customer:
        return redirect(origin_of(request).customer_address(canonical))
    return render(request, "web/identify/customer_detail.html", _context(request, customer))


@require_POST
def identifier_reveal(request: HttpRequest, customer: int, identifier: int) -> HttpResponse:
    party = found_party(request, customer)
    try:
        found = reveal_identifier(party=party, identifier=identifier, by=reader(request))
    except UnableToReveal as error:
        raise Http404 from error
    if request.headers.get("HX-Request"):
        response = render(request, "web/identify/_customer_detail_document.html", {"identifier": found})
    else:
        response = render(
            request, "web/identify/customer_detail.html", _context(request, party.pk) | {"revealed": found}
        )
    response["Cache-Control"] = "no-store"
    return response


def _next_action(view: CustomerView, formats: Formats) -> dict[str, Any]:
    """What is best done with them today, and what waits for their answer; nothing of a household or of who was taken out."""
    if view.party.kind == Party.Kind.HOUSEHOLD or view.party.retired_at:
        return {}
    action = action_of(customer=view.party.pk)
    reckoning = reckoning_of(customer=view.party.pk, action=action)
    awaiting = unanswered_by(family=view.family)
    return {**customer_action(reckoning, action, score=view.score, formats=formats), "awaiting": awaiting}


def _context(request: HttpRequest, customer: int) -> dict[str, Any]:
    """Everything the page shows; the page is not found when the reader may not see the customer."""
    user, formats = reader(request), formats_for(company_of(request))
    view = customer_view(user=user, customer=customer)
    if view is None:
        raise Http404
    network = network_of(view, user=user)
    is_home = view.party.kind == Party.Kind.HOUSEHOLD
    contracts = contract_lines(view.family, view.run, formats, today=today(request))
    return {
        "section": "customers",
        "view": view,
        "party": view.party,
        "score": view.score,
        "origin": (origin := origin_of(request)),
        "today": today(request),
        "walk": walk_of(origin, user=user, customer=customer, formats=formats),
        **place_context(view, formats),
        **identity_context(identity_of(view), formats),
        **value_context(view, network, formats),
        "contracts": contracts,
        "contracts_counted": counted_sentence(view.run, view.score, contracts),
        **network_context(view, network, candidates_of(party=view.party, user=user, on=today(request))),
        "home_value": household_values([view.party.pk], user=user).get(view.party.pk) if is_home else None,
        **company_context(view.party, user=user, family=view.family),
        **history_context(request, history_question(request, view.party), size=SHORT_PAGE),
        **_next_action(view, formats),
        "creations": things_to_create(view.party, user=user, on=today(request)),
        "country": formats.country_name(view.party.country),
        "traits": trait_lines(view.party, user=user, formats=formats),
        "consent": consent_lines(view.family, on=today(request)),
        **rights_context(view.family, user=user, on=today(request)),
    }
