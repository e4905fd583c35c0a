"""The small cube the cycle map reads: per owner and team, so that row access holds on the map as well."""

from django.conf import settings
from django.db import models

from lazo.differentiate.models.score import CycleArea
from lazo.differentiate.models.score_run import ScoreRun
from lazo.kernel.models import Team


class MapCell(models.Model):
    """Customers of one owner and team in one of the 14 bins of an area; money in base minor units."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="cells")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    area = models.CharField(max_length=8, choices=CycleArea.choices)
    bin = models.PositiveSmallIntegerField()
    customers = models.BigIntegerField()
    strategic = models.BigIntegerField()
    value_12m = models.BigIntegerField()
    value_365d = models.BigIntegerField()
    value_365d_naive = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"map cell {self.pk}"


class Movement(models.Model):
    """Customers who went from `origin` to `destination` in `month`; blank is outside."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="movements")
    month = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    origin = models.CharField(max_length=8, blank=True)
    destination = models.CharField(max_length=8, blank=True)
    customers = models.BigIntegerField()

    def __str__(self) -> str:
        return f"movement {self.pk}"
