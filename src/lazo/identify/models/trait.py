"""Traits: the narrow waist through which packages tell segments, models, lists and the API about a customer."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party
from lazo.identify.models.source import Source


class TraitDefinition(models.Model):
    """A field that a company defines itself has the package "custom"; the columns from `help` on are of such a field.

    `choices` are the texts of a CHOICE in order, `party_kinds` the kinds of party it is for (empty: all), `archived_at` when it was put away:
    its values stay, and no form or list offers it.
    """

    class Type(models.TextChoices):
        TEXT = "TEXT", _("texto")
        NUMBER = "NUMBER", _("número")
        MONEY = "MONEY", _("dinero")
        DATE = "DATE", _("fecha")
        CHOICE = "CHOICE", _("opción")
        FLAG = "FLAG", _("sí o no")
        PARTY = "PARTY", _("persona o empresa")

    class Kind(models.TextChoices):
        DECLARED = "DECLARED", _("declarado")
        OBSERVED = "OBSERVED", _("observado")
        APPENDED = "APPENDED", _("de un tercero")
        INFERRED = "INFERRED", _("inferido")

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("nombre"), max_length=120)
    type = models.CharField(_("tipo"), max_length=8, choices=Type.choices)
    kind = models.CharField(_("origen"), max_length=8, choices=Kind.choices)
    method = models.CharField(_("método"), max_length=240, blank=True)
    unit = models.CharField(_("unidad"), max_length=40, blank=True)
    package = models.CharField(max_length=40, help_text="who registered it; 'custom' for the company's own")
    help = models.CharField(_("ayuda"), max_length=240, blank=True, db_default="")
    choices = models.JSONField(_("opciones"), default=list, db_default=[])
    party_kinds = models.JSONField(_("para"), default=list, db_default=[])
    is_required = models.BooleanField(_("obligatorio"), default=False, db_default=False)
    position = models.PositiveIntegerField(_("orden"), default=0, db_default=0)
    archived_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"trait {self.key}"


STRENGTH = (
    TraitDefinition.Kind.INFERRED,
    TraitDefinition.Kind.APPENDED,
    TraitDefinition.Kind.DECLARED,
    TraitDefinition.Kind.OBSERVED,
)
"""From the weakest: a fact of our records outweighs what the customer said, and anything outweighs a guess."""


class TraitValue(models.Model):
    """Exactly one of the value columns is filled, the one of the definition's type. Money is in base minor units, a flag is the number 0 or 1,
    and of another party `other` is filled.

    A value without source is a person's or a model's: one of each kind, so that what was inferred stands beside what was declared.
    """

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="traits")
    definition = models.ForeignKey(TraitDefinition, on_delete=models.CASCADE, related_name="values")
    text = models.CharField(max_length=240, null=True)
    number = models.FloatField(null=True)
    money = models.BigIntegerField(null=True)
    date = models.DateField(null=True)
    other = models.ForeignKey(Party, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(
        _("origen"),
        max_length=8,
        choices=TraitDefinition.Kind.choices,
        default=TraitDefinition.Kind.DECLARED,
        db_default=TraitDefinition.Kind.DECLARED,
    )
    confidence = models.FloatField(default=1.0)
    set_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="+")
    batch = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["set_at"], condition=models.Q(kind="INFERRED"), name="inferred_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["party", "definition", "source"], name="trait_once_per_source"),
            models.UniqueConstraint(
                fields=["party", "definition", "kind"],
                condition=models.Q(source__isnull=True),
                name="trait_once_per_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"trait value {self.pk}"

    @property
    def value(self) -> str | float | int | dt.date | bool | None:
        """The value in the type of its definition: money is int in base minor units, a flag is a bool, another party its id."""
        match self.definition.type:
            case TraitDefinition.Type.NUMBER:
                return self.number
            case TraitDefinition.Type.MONEY:
                return self.money
            case TraitDefinition.Type.DATE:
                return self.date
            case TraitDefinition.Type.FLAG:
                return None if self.number is None else bool(self.number)
            case TraitDefinition.Type.PARTY:
                return self.other_id
        return self.text

    @property
    def strength(self) -> int:
        """Which of two values counts: the one of the stronger kind, whoever spoke last."""
        return STRENGTH.index(TraitDefinition.Kind(self.kind))

    @property
    def precedence(self) -> tuple[int, int, float, int]:
        """Sorts the value that holds first: the stronger kind, a person's or a model's before a file's, then the newest."""
        return (-self.strength, 0 if self.source_id is None else 1, -self.set_at.timestamp(), -self.pk)
