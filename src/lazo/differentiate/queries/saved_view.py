"""The views of the list that people have kept: one's own, and those shown to one's teams or to all."""

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from lazo.differentiate.models import SavedView
from lazo.kernel.models import TeamMembership, User


def views_for(user: User) -> "QuerySet[SavedView]":
    """One's own views in their order (`is_mine`), then those shown to `user`, with who made them. One query."""
    teams = TeamMembership.objects.filter(user=user).values("team_id")
    shown = Q(owner=user) | Q(audience=SavedView.Audience.ALL) | Q(audience=SavedView.Audience.TEAM, team__in=teams)
    mine = ExpressionWrapper(Q(owner=user), output_field=BooleanField())
    rows = SavedView.objects.filter(shown).annotate(is_mine=mine).select_related("owner", "team")
    return rows.order_by("-is_mine", "position", "pk")
