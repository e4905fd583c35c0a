"""A purchase, and its lines. Amounts are BIGINT minor units, net of returns and of tax."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party
from lazo.identify.models.product import Product
from lazo.identify.models.source import Source


class Purchase(models.Model):
    """A negative amount is a return. Without a party it is anonymous: it counts in the totals and in no customer."""

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="purchases", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    external_id = models.CharField(_("factura o pedido"), max_length=120, null=True)
    occurred_on = models.DateField(_("fecha"))
    occurred_at = models.DateTimeField(_("hora"), null=True)
    currency = models.CharField(_("moneda"), max_length=3)
    amount = models.BigIntegerField(_("importe neto"))
    tax = models.BigIntegerField(_("impuesto"), null=True)
    margin = models.BigIntegerField(_("margen"), null=True)
    base_amount = models.BigIntegerField(help_text="in the base currency, at the rate of the purchase date")
    base_margin = models.BigIntegerField(null=True)
    channel = models.CharField(_("canal"), max_length=40, blank=True)
    batch = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party", "occurred_on"], name="purchase_of_party")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=models.Q(external_id__isnull=False),
                name="purchase_once_per_source",
            )
        ]

    def __str__(self) -> str:
        return f"purchase {self.pk}"


class PurchaseLine(models.Model):
    """`quantity_milli` is thousandths of the unit of sale, so that 0.250 kg is an exact integer in both databases."""

    id = models.BigAutoField(primary_key=True)
    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    quantity_milli = models.BigIntegerField(default=1000)
    amount = models.BigIntegerField(_("importe neto"))
    margin = models.BigIntegerField(_("margen"), null=True)

    def __str__(self) -> str:
        return f"purchase line {self.pk}"
