"""What the company says that attending a customer costs: unit costs by activity, from a day on."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class CostSheet(models.Model):
    """One version of the unit costs that hold from `valid_from` on (null: since ever). Nothing is overwritten.

    Of the versions of a day the newest counts, and with `is_withdrawn` the day has none: the costs before it go on.
    """

    id = models.BigAutoField(primary_key=True)
    valid_from = models.DateField(_("rige desde"), null=True)
    costs = models.JSONField(
        default=list, help_text="activity, channel, direction, kind (blank: any), amount in base minor units"
    )
    is_withdrawn = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"cost sheet {self.pk}"
