"""The views of the list that people have kept or that come with Lazo, and what each asks of whom on which day."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, ExpressionWrapper, Q, QuerySet, Value, When

from lazo.differentiate.models import SavedView
from lazo.differentiate.models.saved_view import ME
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.kernel.access import may
from lazo.kernel.models import TeamMembership, User
from lazo.kernel.prepared import PreparedRows

OWNER = "responsable"
DAYS = ("compra_desde", "compra_hasta", "creado_desde", "contacto_hasta")
DAYS_AGO = re.compile(r"-\d{1,4}", re.ASCII)
Params = dict[str, list[str]]


def views_for(user: User) -> "QuerySet[SavedView]":
    """Those that come with Lazo, one's own in their order (`is_mine`), then those shown to `user`, with who made them. One query."""
    teams = TeamMembership.objects.filter(user=user).values("team_id")
    shown = Q(owner=user) | Q(audience=SavedView.Audience.ALL) | Q(audience=SavedView.Audience.TEAM, team__in=teams)
    # Nobody's view is nobody's: compared with an owner that is not there, the answer would be unknown.
    mine = ExpressionWrapper(Q(owner__isnull=False) & Q(owner=user), output_field=BooleanField())
    rank = Case(When(owner__isnull=True, then=Value(0)), When(owner=user, then=Value(1)), default=Value(2))
    rows = SavedView.objects.filter(shown, removed_at__isnull=True).annotate(is_mine=mine)
    return rows.select_related("owner", "team").order_by(rank, "position", "pk")


_views = PreparedRows(lambda user: views_for(User(pk=user)), int)


def first_views(user: User, most: int) -> tuple[SavedView, ...]:
    """The first of `views_for`, as many as there is room for: the list asks for them with every page."""
    return tuple(_views(user.pk)[:most])


def changeable_views(user: User) -> "QuerySet[SavedView]":
    """The views that `user` may change: one's own, and those that come with Lazo for who administers."""
    own = Q(owner=user)
    return SavedView.objects.filter(
        own | ~Q(shipped="") if may(user, "may_administer") else own, removed_at__isnull=True
    )


def question_of(view: SavedView, *, user: User, on: date) -> ListQuestion:
    """What a view asks when `user` opens it on that day."""
    return ListQuestion.from_params(spelt_out(view.params, user=user, on=on))


def spelt_out(params: Mapping[str, Any], *, user: User, on: date) -> Params:
    """The parameters with the reader's number in the place of ME, and days in that of numbers of days."""
    return {
        name: [_spelt(name, value, user=user, on=on) for value in values] for name, values in listed(params).items()
    }


def kept_params(params: Mapping[str, Any]) -> Params:
    """What a view keeps of an address: what the list understands, with the words of a view."""
    told = listed(params)
    kept = ListQuestion.from_params(told).without().as_params()
    for name, values in told.items():
        words = [value for value in values if _is_word(name, value)]
        if words:
            kept[name] = words[:1] if name in DAYS else [*words[:1], *kept.get(name, [])]
    return kept


def with_words(params: Params, view: SavedView, *, user: User, on: date) -> Params:
    """`params` of an address, with the words of the view wherever they say what it says today: a changed order keeps «mine» mine."""
    said = spelt_out(view.params, user=user, on=on)
    words = {name: values for name, values in listed(view.params).items() if any(_is_word(name, one) for one in values)}
    return params | {name: values for name, values in words.items() if params.get(name) == said[name]}


def listed(params: Mapping[str, Any]) -> Params:
    """Each parameter as a list of text."""
    return {
        name: [str(value) for value in ([values] if isinstance(values, str) else values)]
        for name, values in params.items()
    }


def _is_word(name: str, value: str) -> bool:
    return (name == OWNER and value == ME) or (name in DAYS and DAYS_AGO.fullmatch(value) is not None)


def _spelt(name: str, value: str, *, user: User, on: date) -> str:
    if not _is_word(name, value):
        return value
    return str(user.pk) if value == ME else (on - timedelta(days=int(value[1:]))).isoformat()
