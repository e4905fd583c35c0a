"""Exchange rates as the page of currencies shows them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from lazo.kernel.models import ExchangeRate

SHOWN_RATES = 60


@dataclass(frozen=True)
class RateLineShown:
    """A rate with the decimals it needs, two at least."""

    day: date
    rate: Decimal
    digits: int


@dataclass(frozen=True)
class CurrencyRates:
    """The newest rates of a currency, and how many older ones there are."""

    currency: str
    rates: list[RateLineShown]
    older: int


def currency_rates() -> list[CurrencyRates]:
    """Every currency that has a rate, by its code; its rates newest first."""
    rows = ExchangeRate.objects.order_by("currency", "-day").values_list("currency", "day", "rate")
    found = []
    for currency, own in groupby(rows, key=lambda row: row[0]):
        lines = [_line(day, rate) for _, day, rate in own]
        found.append(CurrencyRates(currency, lines[:SHOWN_RATES], max(len(lines) - SHOWN_RATES, 0)))
    return found


def _line(day: date, rate: Decimal) -> RateLineShown:
    exponent = rate.normalize().as_tuple().exponent
    return RateLineShown(day, rate, max(2, -exponent if isinstance(exponent, int) else 0))
