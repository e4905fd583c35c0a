"""A row shown to somebody beyond its owner and its team: with whom, since when, by whom."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lazo.kernel.models.team import Team
from lazo.kernel.models.user import User


class Share(models.Model):
    """`row` of `table` is shown to `user` or to the members of `team`: one of the two."""

    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    since = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["table", "row"], name="share_of_row")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "table", "row"], condition=Q(user__isnull=False), name="shared_with_user_once"
            ),
            models.UniqueConstraint(
                fields=["team", "table", "row"], condition=Q(team__isnull=False), name="shared_with_team_once"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True, team__isnull=False) | Q(user__isnull=False, team__isnull=True),
                name="shared_with_user_or_team",
            ),
        ]

    def __str__(self) -> str:
        return f"share {self.pk}"
