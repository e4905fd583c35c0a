"""Constant money: what factors bring the money of each month to that of the run's, by the workspace's price index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from lazo.kernel.models import Company
from lazo.kernel.money.deflator import Deflator, UnableToDeflate
from lazo.kernel.warehouse.snapshot import Snapshot


@dataclass(frozen=True)
class Prices:
    """`factors` by the first day of a month: null leaves money as it was paid, and then `problem` says whether that was asked for.

    `month` is the month whose money values are in: the last level known on the day of the run.
    """

    index: str = ""
    month: date | None = None
    factors: Mapping[date, float] | None = None
    problem: str = ""

    @classmethod
    def on(cls, day: date, months: Iterable[date]) -> Self:
        """Those of the index in use, for money of these months; no work where none is in use.

        An index that begins after the first month is not used: a part of the values would be of other money than the rest.
        """
        index = Company.objects.values_list("price_index", flat=True).get(pk=1)
        if not index:
            return cls()
        deflator = Deflator.load(index)
        try:
            base = deflator.month(day)
            factors = {month: float(deflator.factor(month, to=base)) for month in months}
        except UnableToDeflate:
            return cls(index=index, problem="starts_late" if deflator.months else "no_levels")
        return cls(index, base, factors)

    @property
    def label(self) -> str:
        """What `Company.priced_in` keeps: index and month; blank where money is as it was paid."""
        return f"{self.index} {self.month:%Y-%m}" if self.factors is not None and self.month else ""

    def as_json(self) -> dict[str, Any] | None:
        """What a run keeps; null where no index is in use."""
        if not self.index:
            return None
        return {"index": self.index, "month": f"{self.month:%Y-%m}" if self.month else None, "problem": self.problem}


def snapshot_months(snapshot: Snapshot) -> list[date]:
    """First days of the months with purchases."""
    return [date.fromisoformat(f"{month}-01") for month in snapshot.months("customer_month")]
