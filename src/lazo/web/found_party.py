"""The party that an address names, for a reader who may see it."""

from django.http import Http404, HttpRequest

from lazo.identify.models import Party
from lazo.identify.queries.parties import party_for
from lazo.web.reader import reader


def found_party(request: HttpRequest, customer: int) -> Party:
    """The party that `customer` stands for today; the page is not found when it is not there or the reader may not see it."""
    party = party_for(user=reader(request), party=customer)
    if party is None:
        raise Http404
    return party
