"""Constant money: amounts of different months made comparable by a price index (UF, UDI, CPI)."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from lazo.kernel.models import PriceIndex
from lazo.kernel.money.money import rounded


class UnableToDeflate(LookupError):
    """The index has no level on or before that month; `params` says which."""

    def __init__(self, index: str, month: date) -> None:
        super().__init__(f"{index} {month:%Y-%m}")
        self.params = {"index": index, "month": f"{month:%Y-%m}"}


@dataclass(frozen=True)
class Deflator:
    """Levels of one index by month, oldest first; a month without a level has that of the month before it."""

    index: str
    months: tuple[date, ...]
    levels: tuple[Decimal, ...]

    @classmethod
    def load(cls, index: str) -> "Deflator":
        """Read the levels of the price index called `index`; without any, nothing can be deflated by it."""
        rows = PriceIndex.objects.filter(name=index).order_by("month").values_list("month", "level")
        dated = [(month.replace(day=1), level) for month, level in rows]
        return cls(index, tuple(month for month, _ in dated), tuple(level for _, level in dated))

    def level(self, day: date) -> Decimal:
        """The level of the day's month. Raises UnableToDeflate before the first month."""
        place = bisect_right(self.months, day.replace(day=1))
        if not place:
            raise UnableToDeflate(self.index, day)
        return self.levels[place - 1]

    def month(self, day: date) -> date:
        """The month whose level holds on the day. Raises UnableToDeflate before the first month."""
        place = bisect_right(self.months, day.replace(day=1))
        if not place:
            raise UnableToDeflate(self.index, day)
        return self.months[place - 1]

    def factor(self, day: date, *, to: date) -> Decimal:
        """By how much money of the day's month is multiplied to be money of the month of `to`."""
        with localcontext(prec=40):
            return self.level(to) / self.level(day)

    def constant(self, minor: int, day: date, *, to: date) -> int:
        """`minor` units of the day's month in minor units of the month of `to`, rounded half away from zero."""
        with localcontext(prec=60):
            return rounded(minor * self.level(to) / self.level(day))
