"""The columns of contracts, read from a file's text."""

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.pipeline.fact_columns import Columns, fact_day
from lazo.identify.imports.pipeline.money_columns import amount_of, currency_column
from lazo.identify.imports.pipeline.people_columns import described_columns
from lazo.identify.imports.pipeline.reading import Rows
from lazo.identify.imports.values.dates import parse_dates
from lazo.identify.imports.values.folding import fold_column

PERIODS = {
    1: r"^(?:1|mes|mensual|mensal|monthly|month|m)$",
    2: r"^(?:2|bimestral|bimestre|bimonthly)$",
    3: r"^(?:3|trimestral|trimestre|quarterly|quarter|q)$",
    4: r"^(?:4|cuatrimestral|quadrimestral)$",
    6: r"^(?:6|semestral|semestre|half yearly|semiannual)$",
    12: r"^(?:12|anual|ano|year|yearly|annual|annually|y)$",
    24: r"^(?:24|bienal|biennial)$",
}
DAYS = {"ends_on": "ends_on", "cancelled_on": "cancelled_on", "renews_on": "renews_on"}


def contract_columns(rows: Rows) -> Columns:
    """One row of contracts: what a customer pays by period, from when, and until when if it ended."""
    currency = currency_column(rows)
    amount = amount_of(rows, "amount", currency)
    rows.refuse(rows.first("amount") or "", None, pc.and_(pc.is_null(amount), pc.invert(rows.bad)), "no_amount")
    found = described_columns(rows) | {"invoice": rows.identifier("external_id"), "day": fact_day(rows)}
    found |= {name: _day(rows, key) for key, name in DAYS.items()}
    for name in ("ends_on", "cancelled_on"):
        column = rows.first(name) or ""
        rows.refuse(column, found[name], pc.less(found[name], found["day"]), "ends_before_start")
    return found | {
        "period_months": _period(rows),
        "currency": currency,
        "amount": amount,
        "sku": rows.identifier("product_sku", 80),
        "product_name": rows.texts("product_name", 240),
        "category": rows.nothing(),
    }


def _day(rows: Rows, key: str) -> pa.Array:
    name = rows.first(key)
    if name is None:
        return rows.nothing(pa.date32())
    return rows.parsed(name, parse_dates(rows.text(name), rows.reading.dates[name], zone=rows.reading.zone))


def _period(rows: Rows) -> pa.Array:
    name = rows.first("period")
    if name is None:
        return pa.array([1] * len(rows), pa.int64())
    written = fold_column(rows.text(name))
    found = rows.nothing(pa.int64())
    for months, words in PERIODS.items():
        found = pc.if_else(pc.fill_null(pc.match_substring_regex(written, words), fill_value=False), months, found)
    rows.refuse(name, rows.text(name), pc.and_(pc.is_null(found), pc.is_valid(written)), "period_unknown")
    return pc.coalesce(found, pa.scalar(1, pa.int64()))
