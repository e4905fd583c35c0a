"""Where a customer stood in the cycle, from when to when, by which rule and on what evidence. Never overwritten."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.models.score import CycleArea
from lazo.identify.models import Party
from lazo.kernel.access import VisibleQuerySet


class CyclePositionQuerySet(VisibleQuerySet["CyclePosition"]):
    """Positions of the customers a user may see."""

    row_access_prefix = "customer__"

    def open(self) -> "CyclePositionQuerySet":
        return self.filter(valid_to__isnull=True)


class CyclePosition(models.Model):
    """`valid_from` is included, `valid_to` is not; an open position has no `valid_to`. A blank area is outside.

    Two runs of one day may place a customer twice; the first of both positions then has no length.
    """

    id = models.BigAutoField(primary_key=True)
    customer = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    area = models.CharField(_("área"), max_length=8, choices=CycleArea.choices, blank=True)
    sub_state = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    rule = models.CharField(max_length=40)
    evidence = models.JSONField(default=dict)
    run_id = models.BigIntegerField()
    closed_by_run = models.BigIntegerField(null=True)

    objects = CyclePositionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_from__lte=models.F("valid_to")),
                name="position_period_ordered",
            ),
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(valid_to__isnull=True), name="one_open_position_per_customer"
            ),
        ]

    def __str__(self) -> str:
        return f"position {self.pk}"
