"""What a person said of a party by hand: an import that comes later leaves it as it is."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from lazo.identify.models.party import Party


class HandWrittenField(models.Model):
    """`field` is a name of `party_details.FIELDS`, `custom:<key>` of an own field, or of a list what was taken off it: `emails-<md5 of the key>`.

    `by` is who wrote it last, and `at` when.
    """

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="hand_written", db_index=False)
    field = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "field"], name="hand_written_once")]

    def __str__(self) -> str:
        return f"hand-written field {self.pk}"
