"""Typed, directed relations between parties, each readable from both ends."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party


class RelationshipType(models.Model):
    class Family(models.TextChoices):
        FAMILY = "FAMILY", _("familia")
        SOCIAL = "SOCIAL", _("amigos y social")
        COMPANY = "COMPANY", _("empresas")
        BUYING_CENTER = "BUYING", _("centro de compra")
        MONEY = "MONEY", _("dinero")

    key = models.SlugField(max_length=40, primary_key=True)
    family = models.CharField(max_length=8, choices=Family.choices)
    name = models.CharField(_("de ida"), max_length=80, help_text="A <name> B: «es madre o padre de»")
    inverse_name = models.CharField(_("de vuelta"), max_length=80)
    is_symmetric = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"relationship type {self.key}"


class PartyRelationship(models.Model):
    class Kind(models.TextChoices):
        DECLARED = "DECLARED", _("declarado")
        OBSERVED = "OBSERVED", _("observado")
        INFERRED = "INFERRED", _("inferido")

    id = models.BigAutoField(primary_key=True)
    origin = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="relations_out")
    target = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="relations_in")
    type = models.ForeignKey(RelationshipType, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.DECLARED)
    confidence = models.DecimalField(max_digits=4, decimal_places=3, default=1)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "target", "type"], name="relation_once"),
            models.CheckConstraint(condition=~models.Q(origin=models.F("target")), name="relation_between_two"),
        ]

    def __str__(self) -> str:
        return f"relation {self.pk}"
