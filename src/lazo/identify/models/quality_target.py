"""Who answers for an attribute, and how much of it should be usable."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class QualityTarget(models.Model):
    """One row per attribute for which something was decided; `percent` null wants no share, `owner` null: nobody answers for it."""

    id = models.BigAutoField(primary_key=True)
    attribute = models.CharField(_("dato"), max_length=20, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("responsable"),
    )
    percent = models.PositiveSmallIntegerField(_("meta"), null=True)
    version = models.PositiveIntegerField(default=1)
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__gte=1, percent__lte=100),
                name="quality_target_is_a_share",
            )
        ]

    def __str__(self) -> str:
        return f"target of {self.attribute}"
