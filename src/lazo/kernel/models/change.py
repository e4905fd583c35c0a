"""Change capture: which rows of a mirrored table the warehouse must read again or forget.

A change names a contiguous range of row ids, so that a batch of a million new purchases is one row here. It is written
in the transaction of the rows themselves. `DELETE` is a tombstone: the rows are gone from the truth.
"""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    class Operation(models.TextChoices):
        APPEND = "A", _("filas nuevas")
        UPDATE = "U", _("filas cambiadas")
        DELETE = "D", _("filas borradas")

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    table = models.CharField(max_length=60)
    operation = models.CharField(max_length=1, choices=Operation.choices)
    row_from = models.BigIntegerField()
    row_to = models.BigIntegerField(help_text="included")
    party = models.BigIntegerField(null=True)
    batch = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(row_from__lte=models.F("row_to")), name="change_range_ordered")
        ]

    def __str__(self) -> str:
        return f"change {self.pk} {self.table}"
