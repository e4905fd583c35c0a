"""How the company wants what it spends to be spread over the five areas of the cycle."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class SpendingTarget(models.Model):
    """One version; the newest holds. Nothing is overwritten."""

    id = models.BigAutoField(primary_key=True)
    shares = models.JSONField(help_text="area -> percent; five areas, 100 together")
    created_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"spending target {self.pk}"
