"""Where records come from, and which record of which source is which party."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party


class Source(models.Model):
    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("nombre"), max_length=120)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"source {self.key}"


class SourceRecord(models.Model):
    """The customer that source `source` calls `external_id`."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="records")
    external_id = models.CharField(_("identificador en la fuente"), max_length=120)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="source_records")
    batch = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "external_id"], name="source_record_once")]

    def __str__(self) -> str:
        return f"source record {self.pk}"
