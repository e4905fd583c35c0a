"""The columns of purchases, interactions and products, read from a file's text."""

from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.pipeline.money_columns import money_columns
from lazo.identify.imports.pipeline.people_columns import described_columns
from lazo.identify.imports.pipeline.reading import Rows
from lazo.identify.imports.values.dates import parse_dates, parse_instants
from lazo.identify.imports.values.folding import fold_column

Columns = dict[str, pa.Array]
EARLIEST = date(1900, 1, 1)
AHEAD = timedelta(days=366)
INCOMING = r"\b(?:in|inbound|entrante|entrada|recibid[oa]|cliente|recebid[oa]|received)\b"
OUTGOING = r"\b(?:out|outbound|saliente|salida|enviad[oa]|nuestra|realizad[oa]|saida|sent)\b"


def purchase_columns(rows: Rows) -> Columns:
    """One row of purchases: a purchase, or a line of the purchase that its invoice names."""
    found = described_columns(rows) | {"invoice": rows.identifier("external_id"), "day": fact_day(rows)}
    found |= money_columns(rows)
    found["channel"] = rows.texts("channel", 40)
    if rows.reading.has("product_sku", "product_name"):
        name = rows.texts("product_name", 240)
        found |= {
            "sku": pc.coalesce(rows.identifier("product_sku", 80), pc.utf8_slice_codeunits(name, 0, 80)),
            "product_name": name,
            "category": rows.texts("category", 120),
        }
    return found


def interaction_columns(rows: Rows) -> Columns:
    """One row of interactions: something said between a customer and us."""
    name = rows.reading.columns["date"][0]
    at = rows.parsed(name, parse_instants(rows.text(name), rows.reading.dates[name], zone=rows.reading.zone))
    day = pc.assume_timezone(_local(at, rows.reading.zone), "UTC").cast(pa.date32())
    _refuse_day(rows, name, day)
    said = fold_column(rows.texts("direction", 120))
    heard = pc.fill_null(pc.match_substring_regex(said, INCOMING), fill_value=False)
    spoken = pc.fill_null(pc.match_substring_regex(said, OUTGOING), fill_value=False)
    return described_columns(rows) | {
        "invoice": rows.identifier("external_id"),
        "day": day,
        "at": pc.strftime(at, "%Y-%m-%d %H:%M:%S"),
        "channel": rows.texts("channel", 40),
        "direction": pc.if_else(heard, "IN", pc.if_else(spoken, "OUT", "")),
        "kind": rows.texts("kind", 60),
        "subject": rows.texts("subject", 240),
        "text": rows.texts("text", 1_000_000),
    }


def product_columns(rows: Rows) -> Columns:
    """One row of products."""
    sku = rows.identifier("sku", 80)
    rows.refuse(rows.first("sku") or "", None, pc.is_null(sku), "no_sku")
    return {"sku": sku, "product_name": rows.texts("name", 240), "category": rows.texts("category", 120)}


def fact_day(rows: Rows) -> pa.Array:
    """The day of a fact, from the field `date`; a row without one, or with one that cannot be, stays out."""
    name = rows.reading.columns["date"][0]
    day = rows.parsed(name, parse_dates(rows.text(name), rows.reading.dates[name], zone=rows.reading.zone))
    _refuse_day(rows, name, day)
    return day


def _refuse_day(rows: Rows, name: str, day: pa.Array) -> None:
    rows.refuse(name, None, pc.and_(pc.is_null(day), pc.invert(rows.bad)), "no_date")
    rows.refuse(name, day, pc.less(day, pa.scalar(EARLIEST)), "date_out_of_range")
    rows.refuse(name, day, pc.greater(day, pa.scalar(rows.reading.latest + AHEAD)), "date_in_future")


def _local(at: pa.Array, zone: str) -> pa.Array:
    return pc.local_timestamp(at.cast(pa.timestamp("us", zone)))
