"""Who knows whom: by whom a customer is reached, from our own people and from another customer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lazo.identify.queries.acquaintance import ways_between, ways_from_us
from lazo.identify.queries.parties import AT_MOST, parties_named, party_for
from lazo.kernel.models import User
from lazo.web.found_party import found_party
from lazo.web.reader import reader


@require_GET
def ways(request: HttpRequest, customer: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    name = request.GET.get("q", "").strip()[:120]
    found = parties_named(user=user, prefix=name, without=party.pk)
    number = request.GET.get("desde", "")
    other = party_for(user=user, party=int(number)) if number.isdecimal() and len(number) <= 18 else None
    ours = ways_from_us(target=party, user=user)
    owners = User.objects.in_bulk({way.parties[0].owner_id for way in ours if way.parties[0].owner_id})
    context = {
        "section": "customers",
        "party": party,
        "ours": [(owners.get(way.parties[0].owner_id or 0), way) for way in ours],
        "other": other,
        "ways": ways_between(origin=other, target=party, user=user) if other and other.pk != party.pk else [],
        "found": found,
        "more": len(found) == AT_MOST,
        "name": name,
    }
    return render(request, "web/identify/way_list.html", context)
