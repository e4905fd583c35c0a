"""The list a reader came from: its question travels with the customer's address as `de`, so that K and J walk it."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from lazo.differentiate.queries.customer_list import neighbours
from lazo.differentiate.queries.saved_view import views_for
from lazo.kernel.models import User
from lazo.web.customer_address import read_address
from lazo.web.formats import Formats

PARAMETER = "de"
LONGEST = 1500


@dataclass(frozen=True)
class Origin:
    """`query` is the list's address after its question mark; `was_said` that the reader did come from a list."""

    query: str
    was_said: bool

    @property
    def list_address(self) -> str:
        return f"{reverse('web:customers')}?{self.query}" if self.query else reverse("web:customers")

    @property
    def params(self) -> QueryDict:
        return QueryDict(self.query)

    def customer_address(self, customer: int) -> str:
        """The page of a customer, who keeps the list."""
        address = reverse("web:customer", args=[customer])
        return f"{address}?{urlencode({PARAMETER: self.query})}" if self.was_said else address


def origin_of(request: HttpRequest) -> Origin:
    """What the address says of the list; without its cursor, for a customer stands on no page of it."""
    said = request.GET.get(PARAMETER)
    if said is None or len(said) > LONGEST:
        return Origin("", was_said=False)
    pairs = [(name, value) for name, value in parse_qsl(said) if name != "desde"]
    return Origin(urlencode(pairs), was_said=True)


@dataclass(frozen=True)
class Walk:
    """The way through the list: addresses of the customers before and after, blank at its ends; `position` null where it is not known.

    `view` is the name of the saved view the list was opened from, blank for none.
    """

    view: str
    position: int | None
    previous: str
    next: str


def walk_of(origin: Origin, *, user: User, customer: int, formats: Formats) -> Walk | None:
    """The customer's place in the list the reader came from; None when they came from nowhere or the customer is not on it."""
    if not origin.was_said:
        return None
    address = read_address(origin.params, formats)
    found = neighbours(user=user, question=address.question, customer=customer)
    if found is None:
        return None
    before = origin.customer_address(found.previous) if found.previous else ""
    after = origin.customer_address(found.next) if found.next else ""
    return Walk(_name_of(address.view, user), found.position, before, after)


def _name_of(view: int | None, user: User) -> str:
    if view is None:
        return ""
    found = views_for(user).filter(pk=view).first()
    return found.label if found else ""
