"""How the value of the base is spread, hundredth by hundredth of its customers: per owner and team, for row access."""

from django.conf import settings
from django.db import models

from lazo.differentiate.models.score_run import ScoreRun
from lazo.kernel.access import VisibleQuerySet
from lazo.kernel.models import Team


class ValueBandQuerySet(VisibleQuerySet["ValueBand"]):
    """The part of the spread that a user may see."""


class ValueBand(models.Model):
    """Customers of one owner and team among one hundredth of the base, from the most valuable (band 0) to the least (99).

    The bands are cut by the whole base, so those of any part of it are in the same order: adding them up from the first
    gives exact points of that part's own curve. Money in base minor units. Only the current run's bands are kept.
    """

    class Measure(models.TextChoices):
        VALUE_12M = "value_12m"
        CLV = "clv"
        NET_12M = "net_12m"

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False)
    measure = models.CharField(max_length=9, choices=Measure.choices)
    band = models.PositiveSmallIntegerField()
    customers = models.BigIntegerField()
    value = models.BigIntegerField()

    objects = ValueBandQuerySet.as_manager()

    def __str__(self) -> str:
        return f"value band {self.pk}"
