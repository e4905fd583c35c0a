"""Amounts in the workspace's base currency, at the rate of their day."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext

from lazo.kernel.models import Company, ExchangeRate
from lazo.kernel.money.currency import digits_of
from lazo.kernel.money.money import rounded


class UnableToConvert(LookupError):
    """No rate is known for that currency on or before that day; `params` says which."""

    def __init__(self, currency: str, on: date) -> None:
        super().__init__(f"{currency} {on.isoformat()}")
        self.params = {"currency": currency, "on": on.isoformat()}


@dataclass(frozen=True)
class Rates:
    """Dated rates of one currency, oldest first: each holds from its day until the next one."""

    days: tuple[date, ...]
    rates: tuple[Decimal, ...]

    def on(self, day: date) -> Decimal | None:
        """The rate that holds on `day`; null before the first."""
        place = bisect_right(self.days, day)
        return self.rates[place - 1] if place else None


@dataclass(frozen=True)
class ExchangeTable:
    """All rates of a workspace, read once, for converting many amounts."""

    base: str
    rates: Mapping[str, Rates] = field(default_factory=dict)

    @classmethod
    def load(cls, currencies: Iterable[str] | None = None) -> "ExchangeTable":
        """Read the rates of `currencies` (all when null) to the company's base currency."""
        rows = ExchangeRate.objects.order_by("currency", "day")
        if currencies is not None:
            rows = rows.filter(currency__in=set(currencies))
        found: dict[str, list[tuple[date, Decimal]]] = {}
        for currency, day, rate in rows.values_list("currency", "day", "rate"):
            found.setdefault(currency, []).append((day, rate))
        base = Company.objects.get(pk=1).currency
        return cls(base, {currency: _rates(dated) for currency, dated in found.items()})

    def factor(self, currency: str, on: date) -> Decimal:
        """Base minor units for one minor unit of `currency` on the day. Raises UnableToConvert, UnableToKnowCurrency."""
        if currency == self.base:
            return Decimal(1)
        known = self.rates.get(currency)
        rate = known.on(on) if known else None
        if rate is None:
            raise UnableToConvert(currency, on)
        return rate.scaleb(digits_of(self.base) - digits_of(currency))

    def base_amount(self, minor: int, currency: str, on: date) -> int:
        """`minor` units of `currency` in base minor units at the rate of the day, rounded half away from zero."""
        with localcontext(prec=60):
            return rounded(Decimal(minor) * self.factor(currency, on))


def base_amount(minor: int, currency: str, on: date) -> int:
    """One amount in base minor units at the rate of its day. For many, load an ExchangeTable once.

    Raises UnableToConvert, UnableToKnowCurrency.
    """
    return ExchangeTable.load([currency]).base_amount(minor, currency, on)


def _rates(dated: list[tuple[date, Decimal]]) -> Rates:
    return Rates(tuple(day for day, _ in dated), tuple(rate for _, rate in dated))
