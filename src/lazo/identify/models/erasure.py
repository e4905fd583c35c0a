"""One erasure of a person: how far it is, and what it needs to know until it has looked everywhere."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from lazo.identify.models.data_request import DataRequest
from lazo.identify.models.party import Party


class Erasure(models.Model):
    """`values` are what is looked for, and they go with the end of the work: then `report` says what was done and `finished_at` when."""

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="erasures")
    request = models.ForeignKey(DataRequest, on_delete=models.SET_NULL, null=True, related_name="erasures")
    family = models.JSONField(default=list, help_text="ids of all records of the customer")
    values = models.JSONField(default=list)
    batches = models.JSONField(default=list, help_text="ids of the imports that brought something of them")
    done = models.JSONField(default=dict, help_text="step -> what went")
    report = models.JSONField(default=dict)
    job = models.BigIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=models.Q(finished_at__isnull=True), name="one_erasure_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"erasure {self.pk}"
