"""Where a customer stood in the cycle, from when to when, by which rule and on what evidence. Never overwritten."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.models.score import CycleArea
from lazo.identify.models import Party


class CyclePosition(models.Model):
    """`valid_from` is included, `valid_to` is not; an open position has no `valid_to`."""

    id = models.BigAutoField(primary_key=True)
    customer = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    area = models.CharField(_("área"), max_length=8, choices=CycleArea.choices)
    sub_state = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    rule = models.CharField(max_length=40)
    evidence = models.JSONField(default=dict)
    run_id = models.BigIntegerField()
    closed_by_run = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(valid_to__isnull=True), name="one_open_position_per_customer"
            )
        ]

    def __str__(self) -> str:
        return f"position {self.pk}"
