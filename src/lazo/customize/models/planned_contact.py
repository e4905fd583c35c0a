"""A contact that is on its way: it counts in the budget of who will receive it before it has left."""

from django.db import models

from lazo.customize.models.experiment import Experiment
from lazo.identify.models import ConsentEntry


class PlannedContact(models.Model):
    """The row goes when the message left (then it is an interaction) or was dropped. `key` is the message's own, so that it is planned once."""

    id = models.BigAutoField(primary_key=True)
    party = models.BigIntegerField()
    purpose = models.CharField(max_length=20, choices=ConsentEntry.Purpose.choices)
    channel = models.CharField(max_length=20, choices=ConsentEntry.Channel.choices)
    on = models.DateField()
    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=120, unique=True)

    class Meta:
        indexes = [models.Index(fields=["party", "on"], name="planned_of_party")]

    def __str__(self) -> str:
        return f"planned contact {self.pk}"
