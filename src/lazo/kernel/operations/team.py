"""Teams, and who is on which."""

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lazo.kernel.events import record_event
from lazo.kernel.models import Team, TeamMembership, User
from lazo.kernel.operations.administrators import require_administrator
from lazo.kernel.undo import Undone, offer_undo, register_undo

LONGEST_NAME = 120
UNDO_MEMBERS, UNDO_TEAMS = "team.members", "team.of_user"


class UnableToNameTeam(ValueError):
    """`code` is no_name, too_long or name_taken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def make_team(*, name: str, by: User | None) -> Team:
    """Make a team with nobody on it. Raises UnableToNameTeam."""
    name = _checked(name)
    if Team.objects.filter(name=name).exists():
        raise UnableToNameTeam("name_taken")
    team = Team.objects.create(name=name)
    record_event(kind="team.made", by=by, table="team", row=team.pk, after={"name": name})
    return team


@transaction.atomic
def rename_team(*, team: Team, name: str, by: User | None) -> None:
    """Call a team otherwise. Raises UnableToNameTeam."""
    before, team.name = team.name, _checked(name)
    if team.name == before:
        return
    try:
        with transaction.atomic():
            team.save(update_fields=["name"])
    except IntegrityError as error:
        raise UnableToNameTeam("name_taken") from error
    after = {"name": team.name}
    record_event(kind="team.renamed", by=by, table="team", row=team.pk, before={"name": before}, after=after)


@transaction.atomic
def add_to_team(*, user: User, team: str, by: User | None) -> Team:
    """Put `user` on the team called `team`, which is made when there is none."""
    found = Team.objects.filter(name=team.strip()).first() or make_team(name=team, by=by)
    join_team(user=user, team=found, by=by)
    return found


@transaction.atomic
def join_team(*, user: User, team: Team, by: User | None) -> None:
    """Put `user` on `team`, if they are not on it."""
    _membership, joins = TeamMembership.objects.get_or_create(team=team, user=user)
    if joins:
        record_event(kind="team.joined", by=by, table="team", row=team.pk, data={"user": user.pk})


@transaction.atomic
def take_from_team(*, user: User, team: Team, by: User | None) -> None:
    """Take `user` off `team`, if they are on it."""
    count, _rows = TeamMembership.objects.filter(team=team, user=user).delete()
    if count:
        record_event(kind="team.left", by=by, table="team", row=team.pk, data={"user": user.pk})


@transaction.atomic
def set_members(*, team: Team, users: Collection[int], by: User) -> str:
    """Make these people, by number, the members of `team`. Returns the token that takes it back, blank for no change.

    Numbers of nobody are passed over.
    """
    had = set(TeamMembership.objects.filter(team=team).values_list("user_id", flat=True))
    wanted = set(User.objects.filter(pk__in=users).values_list("pk", flat=True))
    people = User.objects.in_bulk(had ^ wanted)
    for number in sorted(wanted - had):
        join_team(user=people[number], team=team, by=by)
    for number in sorted(had - wanted):
        take_from_team(user=people[number], team=team, by=by)
    if had == wanted:
        return ""
    label = _("Equipo %(name)s cambiado") % {"name": team.name}
    return offer_undo(by=by, label=label, kind=UNDO_MEMBERS, data={"team": team.pk, "users": sorted(had)})


@transaction.atomic
def set_teams(*, user: User, teams: Collection[Team], by: User) -> str:
    """Put `user` on these teams and no other. Returns the token that takes it back, blank for no change."""
    held = {one.team_id: one.team for one in TeamMembership.objects.filter(user=user).select_related("team")}
    wanted = {team.pk: team for team in teams}
    for number in sorted(wanted.keys() - held.keys()):
        join_team(user=user, team=wanted[number], by=by)
    for number in sorted(held.keys() - wanted.keys()):
        take_from_team(user=user, team=held[number], by=by)
    if held.keys() == wanted.keys():
        return ""
    data = {"user": user.pk, "teams": sorted(held)}
    return offer_undo(by=by, label=_("Equipos cambiados"), kind=UNDO_TEAMS, data=data)


def _checked(name: str) -> str:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise UnableToNameTeam("too_long" if name else "no_name")
    return name


def _undo_members(by: User, data: dict[str, Any]) -> Undone:
    require_administrator(by)
    set_members(team=Team.objects.get(pk=data["team"]), users=data["users"], by=by)
    return Undone(1)


def _undo_teams(by: User, data: dict[str, Any]) -> Undone:
    require_administrator(by)
    teams = list(Team.objects.filter(pk__in=data["teams"]))
    set_teams(user=User.objects.get(pk=data["user"]), teams=teams, by=by)
    return Undone(1)


register_undo(UNDO_MEMBERS, _undo_members)
register_undo(UNDO_TEAMS, _undo_teams)
