"""What the company decided about who is the same: from which probability on, and which value of a field counts."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class IdentitySettings(models.Model):
    """One version; the newest is in force from the next run on. Nothing is overwritten."""

    id = models.BigAutoField(primary_key=True)
    thresholds = models.JSONField(
        default=dict, help_text="automatic, review -> probability; what is left out is as proposed"
    )
    overrides = models.JSONField(default=dict, help_text="field -> kinds of value, the one that counts first")
    created_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"identity settings {self.pk}"
