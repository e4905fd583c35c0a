"""What was decided about a customer in an experiment: the group they fell into, once and for ever."""

from typing import Self

from django.db import models

from lazo.customize.models.experiment import Arm, Experiment
from lazo.customize.models.party_rows import PartyRowsQuerySet


class DecisionQuerySet(PartyRowsQuerySet["Decision"]):
    """Decisions about customers a user may see."""

    def standing(self) -> Self:
        """Those that no merge put aside: a customer counts once."""
        return self.filter(set_aside__isnull=True)


class Decision(models.Model):
    """`expected` is the money it was to bring, in base minor units (null: nobody said); `why` what it was decided from, where that differs
    from person to person. `set_aside` is the number of the merge by which the customer has an earlier decision.
    """

    id = models.BigAutoField(primary_key=True)
    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="+", db_index=False)
    party = models.BigIntegerField()
    arm = models.ForeignKey(Arm, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    expected = models.BigIntegerField(null=True)
    why = models.JSONField(null=True)
    set_aside = models.BigIntegerField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["experiment", "party"], name="decision_once")]
        indexes = [models.Index(fields=["party"], name="decision_of_party")]

    def __str__(self) -> str:
        return f"decision {self.pk}"
