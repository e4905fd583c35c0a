"""The tabs over the list: the usual views, then the saved ones that are mine or shared with me."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from lazo.differentiate.models import SavedView
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.kernel.models import User
from lazo.web.customer_address import ListAddress, list_href

NEW_DAYS = 30
ASIDE = frozenset({"sort", "after", "size", "columns", "text"})
"""What one changes while looking at a view without leaving it."""


@dataclass(frozen=True)
class Tab:
    """`view` is the number of a saved view, null for a usual one; `customers` null while nobody has counted."""

    label: str
    href: str
    question: ListQuestion
    view: int | None
    is_current: bool
    is_shared: bool = False
    customers: int | None = None

    def counted(self, customers: int) -> "Tab":
        return replace(self, customers=customers)


def tabs(address: ListAddress, *, user: User, today: date, saved: Iterable[SavedView]) -> tuple[Tab, ...]:
    """At most one is current: the saved view of the address, else the first whose filters are those of the address."""
    found = [_tab(label, question, None, address) for label, question in usual_views(user=user, today=today)] + [
        _saved(view, address, user) for view in saved
    ]
    current = next((place for place, tab in enumerate(found) if tab.is_current), None)
    return tuple(replace(tab, is_current=place == current) for place, tab in enumerate(found))


def usual_views(*, user: User, today: date) -> tuple[tuple[str, ListQuestion], ...]:
    """Names and questions of the views everybody has."""
    return (
        (_("Todos"), ListQuestion()),
        (_("Mis cuentas"), ListQuestion(owners=(user.pk,))),
        (_("Estratégicos"), ListQuestion(strategic=True)),
        (_("Se enfrían"), ListQuestion(areas=("RETAIN",))),
        (_("Nuevos"), ListQuestion(created_from=today - timedelta(days=NEW_DAYS), sort="-created_on")),
    )


def question_of(view: SavedView) -> ListQuestion:
    """What a saved view asks."""
    return ListQuestion.from_params(view.params)


def same_filters(one: ListQuestion, other: ListQuestion) -> bool:
    names = [field.name for field in fields(ListQuestion) if field.name not in ASIDE]
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _tab(label: str, question: ListQuestion, view: int | None, address: ListAddress) -> Tab:
    is_current = (
        view == address.view if address.view is not None else view is None and same_filters(question, address.question)
    )
    return Tab(label, list_href(question, view), question, view, is_current)


def _saved(view: SavedView, address: ListAddress, user: User) -> Tab:
    tab = _tab(view.name, question_of(view), view.pk, address)
    is_shared = view.owner_id != user.pk
    return Tab(tab.label, tab.href, tab.question, tab.view, tab.is_current, is_shared)
