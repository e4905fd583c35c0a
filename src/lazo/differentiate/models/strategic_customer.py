"""The register of strategically significant customers: kinds that are computed, from when to when, on what evidence."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Party
from lazo.kernel.access import VisibleQuerySet


class StrategicCustomerQuerySet(VisibleQuerySet["StrategicCustomer"]):
    """Entries of the customers a user may see."""

    row_access_prefix = "customer__"


class StrategicCustomer(models.Model):
    class Kind(models.TextChoices):
        HIGH_LTV = "HIGH_LTV", _("alto valor de vida")
        COST_MAGNET = "COST_MAGNET", _("absorbe costo fijo")

    id = models.BigAutoField(primary_key=True)
    customer = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    evidence = models.JSONField(default=dict)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    run_id = models.BigIntegerField()
    closed_by_run = models.BigIntegerField(null=True)

    objects = StrategicCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_from__lte=models.F("valid_to")),
                name="strategic_period_ordered",
            ),
            models.UniqueConstraint(
                fields=["customer", "kind"], condition=models.Q(valid_to__isnull=True), name="strategic_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"strategic customer {self.pk}"
