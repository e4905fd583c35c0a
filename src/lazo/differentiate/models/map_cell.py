"""The small cube the cycle map reads: per owner and team, so that row access holds on the map as well."""

from django.conf import settings
from django.db import models

from lazo.differentiate.models.score import CycleArea
from lazo.differentiate.models.score_run import ScoreRun
from lazo.kernel.access import VisibleQuerySet
from lazo.kernel.models import Team


class MapCellQuerySet(VisibleQuerySet["MapCell"]):
    """The part of the map a user may see."""


class MapCell(models.Model):
    """Customers of one owner and team in one of the 14 bins of an area; money in base minor units."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="cells")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False)
    area = models.CharField(max_length=8, choices=CycleArea.choices)
    bin = models.PositiveSmallIntegerField()
    customers = models.BigIntegerField()
    strategic = models.BigIntegerField()
    value_12m = models.BigIntegerField()
    value_365d = models.BigIntegerField()
    value_365d_naive = models.BigIntegerField(default=0)

    objects = MapCellQuerySet.as_manager()

    def __str__(self) -> str:
        return f"map cell {self.pk}"


class MovementQuerySet(VisibleQuerySet["Movement"]):
    """Movements of the customers a user may see."""


class Movement(models.Model):
    """Customers who went from `origin` to `destination` since the day `since`; blank is outside.

    Who came in and bought for the first time within the month took two steps, and counts in both: outside to ACQUIRE
    and ACQUIRE to where they are. So whoever comes from outside to another area had been a customer before and returns.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="movements")
    month = models.DateField(help_text="first day of the month of the run")
    since = models.DateField(help_text="the day whose positions it compares with")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False)
    origin = models.CharField(max_length=8, blank=True)
    destination = models.CharField(max_length=8, blank=True)
    customers = models.BigIntegerField()

    objects = MovementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"movement {self.pk}"
