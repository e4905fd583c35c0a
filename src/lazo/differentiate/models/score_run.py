"""A dated, versioned computation of every customer's value and place."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ScoreRun(models.Model):
    class State(models.TextChoices):
        RUNNING = "RUNNING", _("calculando")
        DONE = "DONE", _("terminado")
        FAILED = "FAILED", _("con error")

    id = models.BigAutoField(primary_key=True)
    on_date = models.DateField(_("hasta el día"), help_text="the last day included")
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    version = models.CharField(max_length=20, help_text="of the rules and models")
    manifest = models.CharField(max_length=64, blank=True, help_text="snapshot of the warehouse it read")
    is_refit = models.BooleanField(default=True, help_text="false: the parameters of an earlier run were used")
    fitted_on = models.DateField(_("ajustado con datos hasta"), null=True)
    parameters = models.JSONField(default=dict, help_text="r, alpha, a, b, p, q, gamma; time in weeks")
    thresholds = models.JSONField(default=dict, help_text="the numbers of the rules it used")
    log_likelihood = models.FloatField(null=True)
    back_test = models.JSONField(default=dict)
    is_reliable = models.BooleanField(_("el modelo acertó"), default=False, help_text="the verdict of the back-test")
    counts = models.JSONField(default=dict, help_text="customers per area, tier, class; concentration; cohorts")
    reason = models.CharField(max_length=60, blank=True, help_text="why it failed: the name of the failure")
    is_current = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="one_current_score_run"
            )
        ]

    def __str__(self) -> str:
        return f"score run {self.pk}"
