"""Who is on which team."""

from django.db import transaction

from lazo.kernel.events import record_event
from lazo.kernel.models import Team, TeamMembership, User


@transaction.atomic
def add_to_team(*, user: User, team: str, by: User | None) -> Team:
    """Put `user` on the team called `team`, which is made when there is none."""
    found, is_new = Team.objects.get_or_create(name=team.strip())
    if is_new:
        record_event(kind="team.made", by=by, table="team", row=found.pk)
    _, joins = TeamMembership.objects.get_or_create(team=found, user=user)
    if joins:
        record_event(kind="team.joined", by=by, table="team", row=found.pk, data={"user": user.pk})
    return found


@transaction.atomic
def take_from_team(*, user: User, team: Team, by: User | None) -> None:
    """Take `user` off `team`, if they are on it."""
    count, _ = TeamMembership.objects.filter(team=team, user=user).delete()
    if count:
        record_event(kind="team.left", by=by, table="team", row=team.pk, data={"user": user.pk})
