"""A way to reach a party: evidence, not a column."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party


class ContactPoint(models.Model):
    """`value` is what people see; `key` is the canonical form by which equal ones match."""

    class Kind(models.TextChoices):
        EMAIL = "EMAIL", _("correo")
        PHONE = "PHONE", _("teléfono")

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.CharField(_("valor"), max_length=254)
    key = models.CharField(max_length=254)
    is_likely = models.BooleanField(_("parece correcto"), default=True)
    verified_at = models.DateTimeField(_("verificado"), null=True)
    created_at = models.DateTimeField(db_default=Now())
    batch = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["key", "kind"], name="contact_point_key")]
        constraints = [models.UniqueConstraint(fields=["party", "kind", "key"], name="contact_point_once_per_party")]

    def __str__(self) -> str:
        return f"contact point {self.pk}"
