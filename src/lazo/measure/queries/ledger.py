"""The money ledger by area of the cycle and by method: what was spent, brought and saved, and how anybody knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import sqrt
from typing import Any

from django.db.models import Count, F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Cast

from lazo.analytics.balance import AREAS
from lazo.customize.models import MoneyEntry

Kind, Method = MoneyEntry.Kind, MoneyEntry.Method


@dataclass(frozen=True)
class LedgerCell:
    """Standing entries of one area, kind and method: their sum in base minor units, and the ends of its 95 % interval where all have one."""

    area: str
    kind: str
    method: str
    entries: int
    amount: int
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Money:
    """A sum with its interval; `low` and `high` null where not all of it has one."""

    amount: int = 0
    low: int | None = None
    high: int | None = None
    entries: int = 0


@dataclass(frozen=True)
class Ledger:
    """The days [`first`, `until`); cells without entries are left out."""

    first: date
    until: date
    cells: tuple[LedgerCell, ...]

    def cost(self, area: str = "") -> int:
        """What was spent in an area (blank: in all), by whatever method it is known."""
        return sum(cell.amount for cell in self._of(area, kinds=(Kind.COST,)))

    def returned(self, area: str = "", *, method: str = Method.CONTROLLED) -> Money:
        """Gains and savings by ONE method: methods are never added up unseen."""
        return _together(self._of(area, kinds=(Kind.SALES_GAIN, Kind.COST_SAVING), method=method))

    def returned_of(self, areas: Iterable[str], *, method: str = Method.CONTROLLED) -> Money:
        """The same of some areas together."""
        kinds = (Kind.SALES_GAIN, Kind.COST_SAVING)
        return _together([cell for area in areas for cell in self._of(area, kinds=kinds, method=method)])

    @cached_property
    def methods(self) -> tuple[str, ...]:
        """The methods by which any gain or saving is known, the surest first."""
        known = {cell.method for cell in self.cells if cell.kind != Kind.COST}
        return tuple(method for method in Method.values if method in known)

    def per_unit(self, area: str = "") -> float | None:
        """Return by control groups for each unit spent; null where nothing was spent or nothing measured."""
        cost, money = self.cost(area), self.returned(area)
        return money.amount / cost if cost > 0 and money.entries else None

    def _of(self, area: str, *, kinds: Iterable[str], method: str = "") -> list[LedgerCell]:
        return [
            cell
            for cell in self.cells
            if (not area or cell.area == area) and cell.kind in kinds and (not method or cell.method == method)
        ]


def ledger(*, first: date, until: date) -> Ledger:
    """What stands in the ledger of the days [`first`, `until`). One query, whatever the entries."""
    half = Cast((F("high") - F("low")) * 0.5, FloatField())
    rows = (
        MoneyEntry.objects.standing()
        .filter(on__gte=first, on__lt=until)
        .values("area", "kind", "method")
        .annotate(
            entries=Count("pk"),
            total=Sum("base_amount"),
            with_interval=Count("pk", filter=Q(low__isnull=False)),
            spread=Sum(half * half),
        )
        .order_by()
    )
    cells = [_cell(row) for row in rows]
    order = {area: place for place, area in enumerate(AREAS)}
    cells.sort(key=lambda cell: (order.get(cell.area, len(order)), cell.kind, cell.method))
    return Ledger(first, until, tuple(cells))


def entries_of(*, first: date, until: date, area: str = "", kind: str = "", method: str = "") -> QuerySet[MoneyEntry]:
    """The entries behind a number, the newest first, with what took them back; standing or not."""
    asked = {name: value for name, value in (("area", area), ("kind", kind), ("method", method)) if value}
    rows = MoneyEntry.objects.filter(on__gte=first, on__lt=until, takes_back__isnull=True, **asked)
    return rows.select_related("experiment", "by", "taken_back_by").order_by("-on", "-pk")


def categories(*, first: date, until: date) -> dict[tuple[str, str], int]:
    """Costs by area and category, in base minor units. One query."""
    rows = MoneyEntry.objects.standing().filter(on__gte=first, on__lt=until, kind=Kind.COST)
    summed = rows.values_list("area", "category").annotate(total=Sum("base_amount")).order_by()
    return {(area, category): total for area, category, total in summed}


def months_with_money() -> list[date]:
    """First days of the months that have entries, the newest first. One query."""
    return list(MoneyEntry.objects.standing().dates("on", "month", order="DESC"))


def month_after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(day: date) -> date:
    """The first day of the month before that of `day`."""
    return date(day.year - (day.month == 1), (day.month + 10) % 12 + 1, 1)


def _cell(row: Mapping[str, Any]) -> LedgerCell:
    total, entries = int(row["total"]), int(row["entries"])
    low = high = None
    if row["with_interval"] == entries:
        half = sqrt(float(row["spread"] or 0))
        low, high = round(total - half), round(total + half)
    return LedgerCell(row["area"], row["kind"], row["method"], entries, total, low, high)


def _together(cells: list[LedgerCell]) -> Money:
    """Independent sums: half-widths add in squares."""
    amount, entries = sum(cell.amount for cell in cells), sum(cell.entries for cell in cells)
    halves = [(cell.high - cell.low) / 2 for cell in cells if cell.low is not None and cell.high is not None]
    if not cells or len(halves) < len(cells):
        return Money(amount, entries=entries)
    half = sqrt(sum(one**2 for one in halves))
    return Money(amount, round(amount - half), round(amount + half), entries)
