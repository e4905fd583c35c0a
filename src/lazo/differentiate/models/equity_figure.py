"""Customer equity of a run and why it changed: per owner and team, for row access."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from lazo.differentiate.models.score_run import ScoreRun
from lazo.kernel.access import VisibleQuerySet
from lazo.kernel.models import Team


class EquityFigureQuerySet(VisibleQuerySet["EquityFigure"]):
    """The part of the figures that a user may see."""


class EquityFigure(models.Model):
    """Customers and money (base minor units) of one owner and team under one name; figures of different owners add up.

    Customers count for who looks after them in `run`, those who are gone for who did in `since`, the run it is compared with (null: there was
    none). OPENING + NEW + LOST + GROWN + SHRUNK + REFIT = CLOSING, exactly. The names from YEAR_START on compare what customers bought in
    the last 12 months with the 12 before.
    """

    class Name(models.TextChoices):
        OPENING = "opening"
        CLOSING = "closing"
        NEW = "new"
        LOST = "lost"
        GROWN = "grown"
        SHRUNK = "shrunk"
        REFIT = "refit"
        CASH = "cash"
        YEAR_START = "year_start"
        YEAR_KEPT = "year_kept"
        YEAR_CHURNED = "year_churned"
        YEAR_CONTRACTION = "year_contraction"
        YEAR_EXPANSION = "year_expansion"
        YEAR_NEW = "year_new"

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="+")
    since = models.ForeignKey(ScoreRun, on_delete=models.SET_NULL, null=True, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False)
    name = models.CharField(max_length=16, choices=Name.choices)
    customers = models.BigIntegerField()
    amount = models.BigIntegerField()

    objects = EquityFigureQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["run", "name"], name="equity_of_run")]

    def __str__(self) -> str:
        return f"equity figure {self.pk}"
