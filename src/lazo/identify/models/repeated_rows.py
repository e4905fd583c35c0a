"""Rows of an earlier import that a later file says again: should the earlier one be undone, they belong to the later."""

from django.db import models

from lazo.identify.models.import_batch import ImportBatch


class RepeatedRows(models.Model):
    """Rows `row_from` to `row_to` (included) of `table`, which `batch` found already there and left as they were."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="repeated")
    table = models.CharField(max_length=60)
    row_from = models.BigIntegerField()
    row_to = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["table", "row_to", "row_from"], name="repeated_by_row")]
        constraints = [
            models.CheckConstraint(condition=models.Q(row_from__lte=models.F("row_to")), name="repeated_range_ordered")
        ]

    def __str__(self) -> str:
        return f"repeated rows {self.pk} of batch {self.batch_id}"
