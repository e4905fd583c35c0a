"""A question of likelihood that is learned again and again, and its versions."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.models.label_table import LabelTable


class PropensityModel(models.Model):
    """`table` is where it learns from; without one, from the customers' own purchases.

    `horizon_days` is how far ahead it looks; null where the table does not say.
    """

    class Kind(models.TextChoices):
        CHURN = "CHURN", _("Se va")
        SILENCE = "SILENCE", _("Calla más de lo suyo")
        LATE_PAYMENT = "LATE_PAYMENT", _("Paga tarde")
        NEXT_CATEGORY = "NEXT_CATEGORY", _("Siguiente categoría")
        RESPONSE = "RESPONSE", _("Responde")

    FROM_PURCHASES = frozenset({Kind.SILENCE, Kind.NEXT_CATEGORY})

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(_("qué predice"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("nombre"), max_length=120)
    table = models.ForeignKey(LabelTable, on_delete=models.PROTECT, null=True, related_name="+")
    horizon_days = models.PositiveIntegerField(_("días por delante"), null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(table__isnull=True), name="one_purchase_model_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"propensity model {self.pk}"


class ModelVersion(models.Model):
    """One training: `card` is everything that was measured (see docs/reference/propensity.md); `numbers` the model itself, as numbers."""

    id = models.BigAutoField(primary_key=True)
    model = models.ForeignKey(PropensityModel, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("versión"))
    on_date = models.DateField(_("con datos hasta"))
    card = models.JSONField(default=dict)
    numbers = models.JSONField(default=dict)
    is_useful = models.BooleanField(_("sirve"), help_text="the verdict of its proof")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "number"], name="model_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of propensity model {self.model_id}"
