"""What a customer of an experiment did, where purchases do not say it: a visit, an answer, a renewal."""

from django.db import models

from lazo.customize.models.experiment import Experiment
from lazo.customize.models.party_rows import PartyRowsQuerySet


class OutcomeQuerySet(PartyRowsQuerySet["Outcome"]):
    """Outcomes of customers a user may see."""


class Outcome(models.Model):
    """`amount` is money in base minor units where `name` is `money`, else how often. `key` names the row in its source, so that it counts once."""

    id = models.BigAutoField(primary_key=True)
    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="+", db_index=False)
    party = models.BigIntegerField()
    name = models.SlugField(max_length=60)
    amount = models.BigIntegerField(default=1)
    on = models.DateField()
    key = models.CharField(max_length=120)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["experiment", "name", "key"], name="outcome_once")]
        indexes = [models.Index(fields=["party"], name="outcome_of_party")]

    def __str__(self) -> str:
        return f"outcome {self.pk}"
