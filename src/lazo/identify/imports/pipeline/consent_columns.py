"""The columns of a file of permissions, read from its text."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.pipeline.people_columns import Columns, described_columns
from lazo.identify.imports.pipeline.reading import Rows
from lazo.identify.imports.values.dates import parse_dates
from lazo.identify.imports.values.parsed import Parsed, Texts
from lazo.identify.imports.values.permissions import (
    GRANTED,
    parse_answers,
    parse_bases,
    parse_channels,
    parse_purposes,
    parse_text_versions,
)

LONGEST_EVIDENCE = 4_000
Parse = Callable[[Texts], Parsed]


def consent_columns(rows: Rows) -> Columns:
    """One row of permissions: what a customer said of one purpose, by one or several channels, on a day.

    `basis` of a grant nobody named is consent; `text_version` is `language|number`.
    """
    day, ends = _day(rows, "date"), _day(rows, "expires_on")
    rows.refuse(rows.first("date") or "", None, pc.and_(pc.is_null(day), pc.invert(rows.bad)), "no_date")
    rows.refuse(rows.first("date") or "", day, pc.greater(day, pa.scalar(rows.reading.latest)), "consent_in_future")
    rows.refuse(rows.first("expires_on") or "", ends, pc.less_equal(ends, day), "expires_before")
    state = _needed(rows, "state", parse_answers, "no_answer")
    granted = pc.equal(state, GRANTED)
    basis = pc.coalesce(_read(rows, "basis", parse_bases), pa.scalar("consent"))
    return described_columns(rows) | {
        "day": day,
        "expires_on": pc.if_else(granted, ends, None),
        "purpose": _needed(rows, "purpose", parse_purposes, "no_purpose"),
        "channels": _needed(rows, "channel", parse_channels, "no_channel"),
        "state": state,
        "basis": pc.if_else(granted, basis, ""),
        "evidence": rows.texts("evidence", LONGEST_EVIDENCE),
        "text_version": _read(rows, "text_version", parse_text_versions),
    }


def _read(rows: Rows, key: str, parse: Parse) -> pa.Array:
    name = rows.first(key)
    return rows.nothing() if name is None else rows.parsed(name, parse(rows.text(name)))


def _needed(rows: Rows, key: str, parse: Parse, code: str) -> pa.Array:
    """A cell without which the row says nothing."""
    found = _read(rows, key, parse)
    rows.refuse(rows.first(key) or "", None, pc.and_(pc.is_null(found), pc.invert(rows.bad)), code)
    return found


def _day(rows: Rows, key: str) -> pa.Array:
    name = rows.first(key)
    if name is None:
        return rows.nothing(pa.date32())
    return rows.parsed(name, parse_dates(rows.text(name), rows.reading.dates[name], zone=rows.reading.zone))
