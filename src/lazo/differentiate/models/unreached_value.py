"""What customers are worth whom nobody can reach: counts and sums alone, nobody's record."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class UnreachedValue(models.Model):
    """On `day`, by what is missing: `customers` and what they are expected to bring in 365 days (base minor units), as score run `run_id` says.

    With `is_strategic` only the strategic ones are counted, without it all. The last measurement of a day is the one kept.
    """

    class Gap(models.TextChoices):
        PHONE = "phone", _("sin teléfono que sirva")
        EMAIL = "email", _("sin correo que sirva")
        ANYTHING = "anything", _("sin ningún medio que sirva")
        CONSENT = "consent", _("sin permiso de publicidad")

    id = models.BigAutoField(primary_key=True)
    day = models.DateField(_("día"))
    gap = models.CharField(max_length=8, choices=Gap.choices)
    is_strategic = models.BooleanField()
    customers = models.BigIntegerField(_("clientes"))
    value_365d = models.BigIntegerField(_("valor proyectado"))
    run_id = models.BigIntegerField()
    measured_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "gap", "is_strategic"], name="unreached_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"unreached by {self.gap} on {self.day.isoformat()}"
