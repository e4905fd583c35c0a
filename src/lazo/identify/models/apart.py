"""«These are not the same»: remembered for ever, unless a person takes it back."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from lazo.identify.models.party import Party


class ApartQuerySet(models.QuerySet["Apart"]):
    def standing(self) -> "ApartQuerySet":
        return self.filter(taken_back_at__isnull=True)


class Apart(models.Model):
    """The two records, and so whoever they are found to be, are never one customer. `left` has the lower number."""

    id = models.BigAutoField(primary_key=True)
    left = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    right = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=240, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    taken_back_at = models.DateTimeField(null=True)

    objects = ApartQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["left"], name="apart_of_left")]
        constraints = [
            models.UniqueConstraint(
                fields=["left", "right"], condition=models.Q(taken_back_at__isnull=True), name="apart_once"
            ),
            models.CheckConstraint(condition=models.Q(left__lt=models.F("right")), name="apart_left_is_lower"),
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="apart_taken_back_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"apart {self.pk} of parties {self.left_id} and {self.right_id}"
