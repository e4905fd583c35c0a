"""The ledger as its page shows it: areas by method, never mixed, and the entries behind each number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lazo.analytics.balance import AREAS
from lazo.customize.models import MoneyEntry
from lazo.measure.queries.balance import balance_of
from lazo.measure.queries.coverage import cycle_coverage
from lazo.measure.queries.ledger import (
    Ledger,
    Money,
    entries_of,
    month_after,
    months_with_money,
)
from lazo.measure.queries.pressure import retention_pressure
from lazo.web.balance_page import balance_context
from lazo.web.coverage_words import coverage_part
from lazo.web.formats import Formats
from lazo.web.pressure_words import pressure_part

MOST = 100
METHOD_NAMES = dict(MoneyEntry.Method.choices)
SURE = MoneyEntry.Method.CONTROLLED


@dataclass(frozen=True)
class LedgerRow:
    """One area (blank: all of them): what it cost, and what it brought by each method told, in the order of the columns."""

    area: str
    cost: int
    returned: tuple[tuple[str, Money], ...]
    per_unit: float | None


def money_context(*, month: date, asked: dict[str, str], formats: Formats) -> dict[str, Any]:
    """Everything the page of a month needs; `asked` filters the entries by area, kind and method."""
    until = month_after(month)
    balance = balance_of(first=month, until=until)
    entries = list(entries_of(first=month, until=until, **asked)[: MOST + 1])
    months = months_with_money()
    methods = balance.ledger.methods or (SURE,)
    return {
        "section": "money",
        "month": month,
        "earlier": next((one for one in months if one < month), None),
        "later": next((one for one in reversed(months) if one > month), None),
        "rows": ledger_rows(balance.ledger, methods),
        "methods": [(method, METHOD_NAMES[method]) for method in methods],
        "method_names": METHOD_NAMES,
        "entries": entries[:MOST],
        "more_entries": len(entries) > MOST,
        "asked": asked,
        "is_empty": not balance.ledger.cells,
        **balance_context(balance, formats),
    }


def whole_base_context(*, month: date, on: date, formats: Formats) -> dict[str, Any]:
    """What only who sees all customers reads: who began to leave, how much of the cycle is served, the report."""
    until = month_after(month)
    coverage = cycle_coverage(first=month, until=last_day_known(month, on))
    return {
        "may_report": True,
        "pressure": pressure_part(retention_pressure(first=month, until=until), formats),
        "coverage": coverage_part(coverage, balance_of(first=month, until=until).ledger, formats),
    }


def last_day_known(month: date, on: date) -> date:
    """Where a month ends that may not be over yet: the day after `on` at the latest."""
    until = month_after(month)
    return min(until, on + timedelta(days=1)) if on >= month else until


def ledger_rows(found: Ledger, methods: tuple[str, ...]) -> list[LedgerRow]:
    """The five areas and all together."""
    return [
        LedgerRow(
            area,
            found.cost(area),
            tuple((method, found.returned(area, method=method)) for method in methods),
            found.per_unit(area),
        )
        for area in (*AREAS, "")
    ]


def money_csv(entries: Any, formats: Formats) -> Iterator[tuple[object, ...]]:
    """Every entry as a row of plain values, the header first; money in whole units of the base currency with decimals."""
    yield "on", "area", "kind", "method", "category", "amount", "low", "high", "experiment", "note", "taken_back"
    for entry in entries:
        low, high = (None if end is None else formats.major(end) for end in (entry.low, entry.high))
        yield (
            entry.on,
            entry.area,
            entry.kind,
            entry.method,
            entry.category,
            formats.major(entry.base_amount),
            low,
            high,
            entry.experiment.key if entry.experiment else "",
            entry.note,
            hasattr(entry, "taken_back_by"),
        )
