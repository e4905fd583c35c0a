"""What the company decided about its cycle: the numbers of the rules of place, and how it wants its customers spread."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class CycleSettings(models.Model):
    """One version; the newest is in force from the next score run on. Nothing is overwritten."""

    id = models.BigAutoField(primary_key=True)
    thresholds = models.JSONField(default=dict, help_text="name -> number; what is left out is as proposed")
    target_mix = models.JSONField(
        default=dict, help_text="area -> percent; five areas, 100 together; empty: none is set"
    )
    created_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"cycle settings {self.pk}"
