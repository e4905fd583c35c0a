"""Views of the list that people keep: made, renamed, shared, put in order, thrown away and taken back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from lazo.differentiate.models import SavedView
from lazo.differentiate.queries.customer_question import ListQuestion
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
    """`code` is nameless, too_long, name_taken, too_many, unknown_audience, not_on_team, not_allowed (to show it to all), not_yours or stale."""

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
        name=_name(name), params=_params(params), owner=by, position=last + 1, **_audience(by, audience, team)
    )
    _write(view)
    data = {"audience": view.audience, "team": view.team_id}
    record_event(kind="saved_view.made", by=by, table=TABLE, row=view.pk, data=data)
    return view


@transaction.atomic
def change_view(*, view: SavedView, by: User, version: int, **changes: Any) -> SavedView:
    """Give a view of one's own another `name`, other `params`, or another `audience` with its `team`. Raises UnableToSaveView.

    `version` is that of the view when the person began; without a difference nothing is written.
    """
    held = _own(view, by)
    if held.version != version:
        raise UnableToSaveView("stale")
    before = {field: getattr(held, field) for field in KEPT}
    if "name" in changes:
        held.name = _name(changes["name"])
    if "params" in changes:
        held.params = _params(changes["params"])
    if "audience" in changes:
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
    """Throw a view of one's own away; returns the token that takes it back. Raises UnableToSaveView."""
    held = _own(view, by)
    kept = {field: getattr(held, field) for field in KEPT}
    record_event(kind="saved_view.removed", by=by, table=TABLE, row=held.pk, data={"audience": held.audience})
    token = offer_undo(by=by, label=held.name, kind=UNDO, data=kept)
    held.delete()
    return token


@transaction.atomic
def order_views(*, by: User, views: Sequence[int]) -> None:
    """Put one's own views in the order of these ids; those not named come behind, as they were."""
    own = list(SavedView.objects.filter(owner=by).order_by("position", "pk"))
    wanted = {pk: place for place, pk in enumerate(views)}
    own.sort(key=lambda view: wanted.get(view.pk, len(wanted)))
    for place, view in enumerate(own, start=1):
        view.position = place
    SavedView.objects.bulk_update(own, ["position"])
    record_event(kind="saved_view.ordered", by=by, table=TABLE, data={"views": [view.pk for view in own]})


def undo_removal(by: User, data: dict[str, Any]) -> Undone:
    """Bring a thrown away view back. Raises UnableToUndo when its name was given to another meanwhile."""
    try:
        with transaction.atomic():
            view = SavedView.objects.create(owner=by, **data)
    except IntegrityError as error:
        raise UnableToUndo("changed_since") from error
    record_event(kind="saved_view.made", by=by, table=TABLE, row=view.pk, data={"audience": view.audience})
    return Undone(restored=1)


def _own(view: SavedView, by: User) -> SavedView:
    held = SavedView.objects.select_for_update().filter(pk=view.pk, owner=by).first()
    if held is None:
        raise UnableToSaveView("not_yours")
    return held


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


def _params(params: Mapping[str, Any]) -> dict[str, list[str]]:
    return ListQuestion.from_params(params).without().as_params()


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
