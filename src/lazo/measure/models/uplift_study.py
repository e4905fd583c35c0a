"""What was learned from a finished experiment about whom its treatment changes."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from lazo.customize.models import Arm, Experiment


class UpliftStudy(models.Model):
    """The newest of one treated arm against control. `card` is all that was measured, or `code` why nothing could be (with its numbers as
    the card); `numbers` the model. `applied_on` is the day as of which customers were last told theirs; null: never.
    """

    id = models.BigAutoField(primary_key=True)
    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="+")
    arm = models.ForeignKey(Arm, on_delete=models.CASCADE, related_name="+")
    on_date = models.DateField()
    code = models.CharField(max_length=40, blank=True)
    card = models.JSONField(default=dict)
    numbers = models.JSONField(default=dict)
    applied_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arm"], name="uplift_study_once_an_arm")]

    def __str__(self) -> str:
        return f"uplift study {self.pk}"
