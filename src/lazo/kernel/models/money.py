"""Dated exchange rates and price indexes."""

from django.db import models


class ExchangeRate(models.Model):
    """`rate` units of the base currency for one unit of `currency`, from `day` until the next dated rate."""

    currency = models.CharField(max_length=3)
    day = models.DateField()
    rate = models.DecimalField(max_digits=24, decimal_places=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "day"], name="one_rate_per_currency_and_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="exchange_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"rate {self.currency} {self.day}"


class PriceIndex(models.Model):
    """Level of a price index (UF, UDI, CPI...) in a month, any base."""

    name = models.CharField(max_length=20)
    month = models.DateField()
    level = models.DecimalField(max_digits=24, decimal_places=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "month"], name="one_level_per_index_and_month"),
            models.CheckConstraint(condition=models.Q(level__gt=0), name="price_index_positive"),
        ]

    def __str__(self) -> str:
        return f"index {self.name} {self.month}"
