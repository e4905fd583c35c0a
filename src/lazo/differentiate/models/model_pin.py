"""A version that somebody wants to go on holding whatever is trained after it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class ModelPin(models.Model):
    """`subject` is `value` (versions are score runs that fitted) or `propensity-N` (versions are model versions). Open until released."""

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=40)
    version = models.BigIntegerField()
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    pinned_at = models.DateTimeField(db_default=Now())
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(released_at__isnull=True), name="one_open_pin_a_model"
            )
        ]

    def __str__(self) -> str:
        return f"pin {self.pk} of {self.subject}"
