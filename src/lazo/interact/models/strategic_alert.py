"""That somebody was told about an entry of the register of strategic customers: that it began, that it ended, that it is to be looked at again."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.models import StrategicCustomer
from lazo.interact.models.to_do import ToDo


class StrategicAlert(models.Model):
    """Once for each entry, kind and day; `to_do` is what was written for its owner, null where nobody could be told or it is gone."""

    class Kind(models.TextChoices):
        ENTRY = "ENTRY", _("entró")
        EXIT = "EXIT", _("salió")
        REVIEW = "REVIEW", _("toca revisar")

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(StrategicCustomer, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    day = models.DateField()
    to_do = models.ForeignKey(ToDo, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "kind", "day"], name="strategic_alert_once")]

    def __str__(self) -> str:
        return f"strategic alert {self.pk}"
