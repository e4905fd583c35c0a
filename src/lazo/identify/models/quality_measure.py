"""How good the data were on a day: counts alone, nobody's record."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.source import Source


class QualityMeasure(models.Model):
    """`hits` of `total` by attribute and dimension, on `day`; the last measurement of a day is the one kept.

    `attribute` is a key of `identify.queries.quality_attributes`. Without a source it counts customers, with one the records that the source
    knows; `total` is what the dimension is asked of (see docs/reference/quality.md).
    """

    class Dimension(models.TextChoices):
        COMPLETENESS = "COMPLETENESS", _("completitud")
        VALIDITY = "VALIDITY", _("validez")
        UNIQUENESS = "UNIQUENESS", _("unicidad")
        TIMELINESS = "TIMELINESS", _("actualidad")
        CONSISTENCY = "CONSISTENCY", _("coherencia")

    id = models.BigAutoField(primary_key=True)
    day = models.DateField(_("día"))
    attribute = models.CharField(_("dato"), max_length=20)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    dimension = models.CharField(_("dimensión"), max_length=12, choices=Dimension.choices)
    hits = models.BigIntegerField()
    total = models.BigIntegerField()
    measured_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "attribute", "dimension"],
                condition=models.Q(source__isnull=True),
                name="quality_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["day", "source", "attribute", "dimension"],
                condition=models.Q(source__isnull=False),
                name="quality_once_a_day_of_source",
            ),
            models.CheckConstraint(
                condition=models.Q(hits__gte=0, hits__lte=models.F("total")), name="quality_hits_of_total"
            ),
        ]

    def __str__(self) -> str:
        return f"quality of {self.attribute} on {self.day.isoformat()}"
