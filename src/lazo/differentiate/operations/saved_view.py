"""Views of the list that people keep: made, renamed, shared, put in order, thrown away and taken back."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.db.models.functions import Now

from lazo.differentiate.models import SavedView
from lazo.differentiate.queries.saved_view import changeable_views, kept_params
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import Team, TeamMembership, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

Audience = SavedView.Audience
TABLE = "differentiate_savedview"
LONGEST_NAME = 80
MOST_VIEWS = 100
UNDO = "saved_view.removed"
KEPT = ("name", "params", "audience", "team_id", "position")


class UnableToSaveView(Exception):
    """`code` is nameless, too_long, name_taken, too_many, unknown_audience, not_on_team, not_allowed (to show it to all), for_everybody (what
    comes with Lazo is), not_yours or stale.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def save_view(*, by: User, name: str, params: Any, audience: str = Audience.OWN, team: Team | None = None) -> SavedView:
    """Keep a question to the list under a name; `params` are those of the list's address, of which the understood ones are kept.

    Shared with a team by its members, with all by who may administer. Raises UnableToSaveView.
    """
    if SavedView.objects.filter(owner=by).count() >= MOST_VIEWS:
        raise UnableToSaveView("too_many")
    last = SavedView.objects.filter(owner=by).aggregate(last=Max("position"))["last"] or 0
    view = SavedView(
        name=_name(name), params=kept_params(params), owner=by, position=last + 1, **_audience(by, audience, team)
    )
    _write(view)
    data = {"audience": view.audience, "team": view.team_id}
    record_event(kind="saved_view.made", by=by, table=TABLE, row=view.pk, data=data)
    return view


@transaction.atomic
def change_view(*, view: SavedView, by: User, version: int, **changes: Any) -> SavedView:
    """Give a view of one's own another `name`, other `params`, or another `audience` with its `team`. Raises UnableToSaveView.

    `version` is that of the view when the person began; without a difference nothing is written. A view that comes with Lazo is
    changed by who administers, for everybody; with the name that Lazo gives it, it goes on having that of each language.
    """
    held = _changeable(view, by)
    if held.version != version:
        raise UnableToSaveView("stale")
    before = {field: getattr(held, field) for field in KEPT}
    if "name" in changes:
        held.name = _name(changes["name"]) if changes["name"] != held.label else held.name
    if "params" in changes:
        held.params = kept_params(changes["params"])
    if "audience" in changes and held.shipped:
        _check_for_everybody(changes["audience"])
    elif "audience" in changes:
        for field, value in _audience(by, changes["audience"], changes.get("team")).items():
            setattr(held, field, value)
    changed = sorted(field for field in KEPT if getattr(held, field) != before[field])
    if changed:
        held.version = version + 1
        _write(held)
        record_event(kind="saved_view.changed", by=by, table=TABLE, row=held.pk, data={"fields": changed})
    return held


@transaction.atomic
def remove_view(*, view: SavedView, by: User) -> str:
    """Throw a view of one's own away, or take away one that comes with Lazo (who administers); returns the token that takes it back.

    Raises UnableToSaveView.
    """
    held = _changeable(view, by)
    if held.shipped:
        return _take_away(held, by)
    kept = {field: getattr(held, field) for field in KEPT}
    record_event(kind="saved_view.removed", by=by, table=TABLE, row=held.pk, data={"audience": held.audience})
    token = offer_undo(by=by, label=held.name, kind=UNDO, data=kept)
    held.delete()
    return token


@transaction.atomic
def order_views(*, by: User, views: Sequence[int]) -> None:
    """Put the views that one may change in the order of these ids; those not named come behind, as they were.

    Those that come with Lazo stand before everybody's own: who administers puts them in order among themselves.
    """
    wanted = {pk: place for place, pk in enumerate(views)}
    ordered: list[SavedView] = []
    for some in (Q(owner=by), ~Q(shipped="")):
        rows = sorted(
            changeable_views(by).filter(some).order_by("position", "pk"),
            key=lambda view: wanted.get(view.pk, len(wanted)),
        )
        if wanted.keys() & {view.pk for view in rows}:
            for place, view in enumerate(rows, start=1):
                view.position = place
            ordered += rows
    SavedView.objects.bulk_update(ordered, ["position"])
    record_event(kind="saved_view.ordered", by=by, table=TABLE, data={"views": [view.pk for view in ordered]})


def undo_removal(by: User, data: dict[str, Any]) -> Undone:
    """Bring a thrown away view back. Raises UnableToUndo when its name was given to another meanwhile."""
    if "shipped" in data:
        return _bring_back(by, data["shipped"])
    try:
        with transaction.atomic():
            view = SavedView.objects.create(owner=by, **data)
    except IntegrityError as error:
        raise UnableToUndo("changed_since") from error
    record_event(kind="saved_view.made", by=by, table=TABLE, row=view.pk, data={"audience": view.audience})
    return Undone(restored=1)


def _take_away(held: SavedView, by: User) -> str:
    SavedView.objects.filter(pk=held.pk).update(removed_at=Now(), removed_by=by, version=held.version + 1)
    record_event(kind="saved_view.removed", by=by, table=TABLE, row=held.pk, data={"audience": held.audience})
    return offer_undo(by=by, label=held.label, kind=UNDO, data={"shipped": held.shipped})


def _bring_back(by: User, shipped: str) -> Undone:
    if not may(by, "may_administer"):
        raise UnableToUndo("not_allowed")
    rows = SavedView.objects.filter(shipped=shipped, removed_at__isnull=False)
    number = rows.values_list("pk", flat=True).first()
    if number is None:
        raise UnableToUndo("changed_since")
    rows.update(removed_at=None, removed_by=None)
    record_event(kind="saved_view.made", by=by, table=TABLE, row=number, data={"audience": Audience.ALL})
    return Undone(restored=1)


def _changeable(view: SavedView, by: User) -> SavedView:
    held = changeable_views(by).select_for_update().filter(pk=view.pk).first()
    if held is None:
        raise UnableToSaveView("not_yours")
    return held


def _check_for_everybody(audience: str) -> None:
    if audience != Audience.ALL:
        raise UnableToSaveView("for_everybody")


def _write(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise UnableToSaveView("name_taken") from error


def _name(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise UnableToSaveView("nameless")
    if len(name) > LONGEST_NAME:
        raise UnableToSaveView("too_long")
    return name


def _audience(by: User, audience: str, team: Team | None) -> dict[str, Any]:
    if audience not in Audience.values:
        raise UnableToSaveView("unknown_audience")
    if audience == Audience.ALL and not may(by, "may_administer"):
        raise UnableToSaveView("not_allowed")
    if audience != Audience.TEAM:
        return {"audience": audience, "team_id": None}
    if team is None or not TeamMembership.objects.filter(user=by, team=team).exists():
        raise UnableToSaveView("not_on_team")
    return {"audience": audience, "team_id": team.pk}
