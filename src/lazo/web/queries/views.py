"""The saved views of the list of customers that somebody has: their own, their teams', everybody's."""

from django.db.models import Q

from lazo.differentiate.models import SavedView
from lazo.kernel.models import TeamMembership, User

MOST = 20


def views_of(user: User) -> tuple[SavedView, ...]:
    """In the order of their places, the own ones first; at most MOST. One query."""
    teams = TeamMembership.objects.filter(user=user).values("team_id")
    shared = Q(audience=SavedView.Audience.ALL) | Q(audience=SavedView.Audience.TEAM, team__in=teams)
    found = SavedView.objects.filter(Q(owner=user) | shared)
    return tuple(sorted(found.order_by("position", "pk")[:MOST], key=lambda view: view.owner_id != user.pk))


def teams_of(user: User) -> list[tuple[int, str]]:
    """The teams somebody is on, by name: with those a view can be shared."""
    return list(user.teams.order_by("name", "pk").values_list("pk", "name"))
