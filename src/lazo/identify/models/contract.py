"""A contract or subscription: what a customer pays by period until it ends. Its end is observed, unlike that of who just buys."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party
from lazo.identify.models.product import Product
from lazo.identify.models.source import Source


class ContractQuerySet(models.QuerySet["Contract"]):
    def running(self, *, on: date) -> "ContractQuerySet":
        """Begun and neither ended nor cancelled on the day."""
        begun = self.filter(started_on__lte=on)
        return begun.exclude(ends_on__lte=on).exclude(cancelled_on__lte=on)


class Contract(models.Model):
    """`ends_on` and `cancelled_on` are the first day without it, agreed or because the customer left; null while nobody said so.

    `amount` is of a period of `period_months`, minor units of its currency; `base_amount` at the rate of the first day.
    `renews_on` is the next renewal as the source tells it; null: it follows from start and period.
    """

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contracts", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    external_id = models.CharField(_("contrato"), max_length=120, null=True)
    started_on = models.DateField(_("inicio"))
    ends_on = models.DateField(_("fin"), null=True)
    cancelled_on = models.DateField(_("cancelado"), null=True)
    renews_on = models.DateField(_("renovación"), null=True)
    period_months = models.PositiveSmallIntegerField(_("meses por periodo"), default=1)
    currency = models.CharField(_("moneda"), max_length=3)
    amount = models.BigIntegerField(_("importe por periodo"))
    base_amount = models.BigIntegerField(help_text="in the base currency, at the rate of the first day")
    batch = models.BigIntegerField(null=True)

    objects: Any = ContractQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["party", "started_on"], name="contract_of_party")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=models.Q(external_id__isnull=False),
                name="contract_once_per_source",
            ),
            models.CheckConstraint(
                condition=models.Q(period_months__gte=1, period_months__lte=120), name="contract_period_1_to_120_months"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("started_on")),
                name="contract_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"contract {self.pk}"

    def ended_on(self) -> date | None:
        """The first day without it; null while nobody said so."""
        return min((day for day in (self.ends_on, self.cancelled_on) if day is not None), default=None)
