"""Everything long is a job: a row with its arguments, progress and checkpoint, that survives the process running it."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.kernel.models.user import User


class Job(models.Model):
    class State(models.TextChoices):
        QUEUED = "QUEUED", _("en espera")
        RUNNING = "RUNNING", _("en curso")
        DONE = "DONE", _("terminado")
        FAILED = "FAILED", _("con error")
        CANCELLED = "CANCELLED", _("cancelado")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=120, null=True, help_text="at most one unfinished job has this key")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    step = models.CharField(max_length=120, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    checkpoint = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    error = models.JSONField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True, help_text="the process that holds it: place/pid/start")
    lease_until = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="job_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state__in=["QUEUED", "RUNNING"]), name="one_unfinished_job_per_key"
            )
        ]

    def __str__(self) -> str:
        return f"job {self.pk} {self.kind}"

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}
