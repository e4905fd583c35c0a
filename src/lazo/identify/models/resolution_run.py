"""One run of the resolution of identities: what it looked at, by which model and numbers, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ResolutionRun(models.Model):
    """`model` is what was learned, as `lazo.analytics.linkage` writes it; `version` that of its form and of the reading of names.

    A run that is INCREMENTAL looked at the records `changed_after` (the number of a change) and later, against everybody. `watermark` is the last
    change it has seen.
    """

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("en curso")
        DONE = "DONE", _("terminada")
        FAILED = "FAILED", _("con error")

    class Scope(models.TextChoices):
        FULL = "FULL", _("toda la base")
        INCREMENTAL = "INCREMENTAL", _("lo nuevo y lo cambiado")

    id = models.BigAutoField(primary_key=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    scope = models.CharField(max_length=12, choices=Scope.choices)
    model = models.JSONField(default=dict)
    version = models.CharField(max_length=40, blank=True)
    is_trained = models.BooleanField(default=False, help_text="false: it used the model of an earlier run")
    thresholds = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    changed_after = models.BigIntegerField(default=0)
    watermark = models.BigIntegerField(default=0)
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60, blank=True, help_text="of a failed one")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="RUNNING", finished_at__isnull=True)
                | (~models.Q(state="RUNNING") & models.Q(finished_at__isnull=False)),
                name="resolution_ended_when_finished",
            ),
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="RUNNING"), name="one_resolution_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"resolution run {self.pk}"
