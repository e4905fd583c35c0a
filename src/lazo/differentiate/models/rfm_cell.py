"""The small cube that the pictures of the base read: per owner and team, so that row access holds on them as well."""

from django.conf import settings
from django.db import models

from lazo.differentiate.models.score import CycleArea
from lazo.differentiate.models.score_run import ScoreRun
from lazo.kernel.access import VisibleQuerySet
from lazo.kernel.models import Team


class RfmCellQuerySet(VisibleQuerySet["RfmCell"]):
    """The part of the map of recency and frequency that a user may see."""


class RfmCell(models.Model):
    """Customers of one owner and team, in one area, with one score of recency and of frequency; money in base minor units.

    A blank `area` is outside the cycle. `recency_from` to `recency_to` are the days since the last purchase that occur
    in the cell, `purchases_from` to `purchases_to` the days with a purchase. Only the current run's cells are kept.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False)
    area = models.CharField(max_length=8, choices=CycleArea.choices, blank=True)
    r = models.PositiveSmallIntegerField()
    f = models.PositiveSmallIntegerField()
    recency_from = models.IntegerField()
    recency_to = models.IntegerField()
    purchases_from = models.IntegerField()
    purchases_to = models.IntegerField()
    customers = models.BigIntegerField()
    value_12m = models.BigIntegerField()
    value_365d = models.BigIntegerField()
    strategic = models.BigIntegerField()
    high_ltv = models.BigIntegerField()
    cost_magnet = models.BigIntegerField()
    strategic_value_12m = models.BigIntegerField()

    objects = RfmCellQuerySet.as_manager()

    def __str__(self) -> str:
        return f"rfm cell {self.pk}"
