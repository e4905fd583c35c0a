"""The money ledger: what each area of the cycle cost, brought and saved, and how anybody knows."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.customize.models.experiment import Experiment
from lazo.differentiate.models.score import CycleArea


class UnableToRewriteMoney(Exception):
    """An entry stands as it was written; what was wrong is taken back by another."""


class MoneyEntryQuerySet(models.QuerySet["MoneyEntry"]):
    """Entries are added and read; no statement changes or removes them."""

    def standing(self) -> "MoneyEntryQuerySet":
        """Those that no later entry takes back, and that take none back themselves."""
        return self.filter(takes_back__isnull=True, taken_back_by__isnull=True)

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ARG002 - the signature of a queryset
        raise UnableToRewriteMoney

    def delete(self) -> NoReturn:
        raise UnableToRewriteMoney


class MoneyEntry(models.Model):
    """`amount` is in minor units of `currency`, `base_amount`, `low` and `high` in base minor units (the interval null where none is known).

    Gains and savings count for, costs against. `key` names what was booked, so that it is booked once; `evidence` says from what it follows.
    """

    class Kind(models.TextChoices):
        SALES_GAIN = "SALES_GAIN", _("ingreso")
        COST_SAVING = "COST_SAVING", _("ahorro")
        COST = "COST", _("costo")

    class Method(models.TextChoices):
        CONTROLLED = "CONTROLLED", _("frente a un grupo de control")
        BEFORE_AFTER = "BEFORE_AFTER", _("antes y después")
        OBSERVED = "OBSERVED", _("observado")
        ESTIMATED = "ESTIMATED", _("estimado")

    class Category(models.TextChoices):
        MARGIN = "margin", _("margen")
        MEDIA = "media", _("medios")
        DISCOUNT = "discount", _("descuentos")
        POINTS = "points", _("puntos")
        MESSAGE = "message", _("mensajes")
        AGENT = "agent", _("tiempo de personas")
        TOOL = "tool", _("herramientas")
        OTHER = "other", _("otros")

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=160, unique=True)
    on = models.DateField(_("fecha"))
    area = models.CharField(_("área del ciclo"), max_length=8, choices=CycleArea.choices)
    kind = models.CharField(_("tipo"), max_length=11, choices=Kind.choices)
    method = models.CharField(_("cómo se sabe"), max_length=12, choices=Method.choices)
    category = models.CharField(_("concepto"), max_length=10, choices=Category.choices)
    amount = models.BigIntegerField(_("monto"))
    currency = models.CharField(_("moneda"), max_length=3)
    base_amount = models.BigIntegerField()
    low = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)
    experiment = models.ForeignKey(Experiment, on_delete=models.PROTECT, null=True, related_name="+")
    party = models.BigIntegerField(null=True)
    note = models.CharField(_("detalle"), max_length=240, blank=True)
    evidence = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    takes_back = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="taken_back_by")

    objects = MoneyEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["on", "area"], name="money_of_day"),
            models.Index(fields=["party"], name="money_of_party", condition=models.Q(party__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(low__isnull=True, high__isnull=True)
                | models.Q(low__isnull=False, high__isnull=False, low__lte=models.F("high")),
                name="money_interval_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"money entry {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not kwargs.get("force_insert"):
            raise UnableToRewriteMoney
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002 - the signature of a model
        raise UnableToRewriteMoney
