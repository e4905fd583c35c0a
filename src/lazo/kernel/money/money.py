"""An amount and its currency, inseparable."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Self

from lazo.kernel.money.currency import digits_of


class UnableToCombineMoney(ValueError):
    """The amounts are of different currencies."""


@dataclass(frozen=True, order=False)
class Money:
    """`minor` counts the smallest unit of `currency` (centavos; the peso itself for CLP), so that sums are exact."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Self:
        """From an amount in units, rounded half away from zero to the currency's decimals; a float is refused.

        Raises UnableToKnowCurrency.
        """
        if isinstance(amount, float):
            raise TypeError("money is made from Decimal, int or str, never from float")
        return cls(to_minor(Decimal(amount), currency), currency)

    @property
    def amount(self) -> Decimal:
        """In units of the currency, exact, with the currency's decimals."""
        return Decimal(self.minor).scaleb(-digits_of(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def times(self, factor: Decimal | int) -> "Money":
        """`factor` times as much, rounded half away from zero to the minor unit."""
        return Money(rounded(Decimal(self.minor) * factor), self.currency)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise UnableToCombineMoney(f"{self.currency} and {other.currency}")
        return other.minor


def to_minor(amount: Decimal, currency: str) -> int:
    """Units to minor units, rounded half away from zero. Raises UnableToKnowCurrency."""
    return rounded(amount.scaleb(digits_of(currency)))


def rounded(value: Decimal) -> int:
    """To a whole number, half away from zero: what people and invoices expect, and the same on every engine."""
    with localcontext(prec=60):
        return int(value.to_integral_value(rounding=ROUND_HALF_UP))
