"""Typed, directed relations between parties, each readable from both ends."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party

HOUSEHOLD_MEMBER = "household-member"
"""The type that leads from a person to the household they are part of."""


class PartyRelationshipQuerySet(models.QuerySet["PartyRelationship"]):
    def open(self) -> "PartyRelationshipQuerySet":
        return self.filter(valid_to__isnull=True)

    def touching(self, parties: Collection[int]) -> "PartyRelationshipQuerySet":
        """With one of `parties` at either end."""
        return self.filter(models.Q(origin_id__in=parties) | models.Q(target_id__in=parties))


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
    """`origin` <type> `target`, from `valid_from` (null: not known since when) until before `valid_to` (null: it holds)."""

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

    objects = PartyRelationshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "target", "type"],
                condition=models.Q(valid_to__isnull=True),
                name="relation_open_once",
            ),
            models.UniqueConstraint(
                fields=["origin"],
                condition=models.Q(type=HOUSEHOLD_MEMBER, valid_to__isnull=True),
                name="one_household_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="relation_period_ordered",
            ),
            models.CheckConstraint(condition=~models.Q(origin=models.F("target")), name="relation_between_two"),
        ]

    def __str__(self) -> str:
        return f"relation {self.pk}"
