"""The tabs over the list: the views that come with Lazo, then those that are mine or shared with me."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date

from lazo.differentiate.models import SavedView
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.differentiate.queries.saved_view import question_of
from lazo.kernel.models import User
from lazo.web.customer_address import ListAddress, list_href

ASIDE = frozenset({"sort", "after", "size", "columns", "text"})
"""What one changes while looking at a view without leaving it."""


@dataclass(frozen=True)
class Tab:
    """`row` is the view; `customers` null while nobody has counted."""

    label: str
    href: str
    question: ListQuestion
    row: SavedView
    is_current: bool
    is_shared: bool = False
    customers: int | None = None

    def counted(self, customers: int) -> "Tab":
        return replace(self, customers=customers)


def tabs(address: ListAddress, *, user: User, today: date, saved: Iterable[SavedView]) -> tuple[Tab, ...]:
    """At most one is current: the view of the address, else the first that comes with Lazo whose filters are those of the address."""
    found = [_tab(view, address, user=user, today=today) for view in saved]
    current = next((place for place, tab in enumerate(found) if tab.is_current), None)
    return tuple(replace(tab, is_current=place == current) for place, tab in enumerate(found))


def same_filters(one: ListQuestion, other: ListQuestion) -> bool:
    names = [field.name for field in fields(ListQuestion) if field.name not in ASIDE]
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _tab(view: SavedView, address: ListAddress, *, user: User, today: date) -> Tab:
    """A view that comes with Lazo is known by its filters, so that its address is as short as people say it."""
    question = question_of(view, user=user, on=today)
    is_current = view.pk == address.view if address.view is not None else _is_shown(view, question, address)
    href = list_href(question, None if view.shipped else view.pk)
    return Tab(view.label, href, question, view, is_current, is_shared=view.owner_id not in {None, user.pk})


def _is_shown(view: SavedView, question: ListQuestion, address: ListAddress) -> bool:
    return bool(view.shipped) and same_filters(question, address.question)
