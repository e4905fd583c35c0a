"""Dates and instants as people and programs write them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.values.calendar_text import YEARS, Written, take_apart
from lazo.identify.imports.values.numbers import NOTHING
from lazo.identify.imports.values.parsed import Outcome, Parsed, Texts, one_array, parse_each_unique

Order = Literal["DMY", "MDY", "YMD"]
INSTANT = pa.timestamp("us", "UTC")
# What may follow a day of ten signs without changing which day it is.
_TAIL = (
    r"^.{10}[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s?[ap]\.?\s?m\.?)?(?:\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$"
)
_ZONE = r"(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})$"


@dataclass(frozen=True, slots=True)
class DateFormat:
    """The convention of one column: day first, month first, or a form that leaves no doubt (YMD).

    `ambiguous` when every date reads both ways: a person decides, and day first is proposed. `why` is one of day_above_12,
    month_second_above_12, both_seen, all_at_most_12, year_first, no_dates.
    """

    order: Order
    ambiguous: bool
    why: str


def guess_date_format(sample: Texts) -> DateFormat:
    """Decide the order of day and month of a column from its cells: one 25/03 or 03/25 settles it."""
    seen: Counter[str] = Counter()
    for text in pc.unique(one_array(sample)).to_pylist():
        written = take_apart(text.strip()) if text else None
        if written is None:
            continue
        if written.fixed:
            seen["fixed"] += 1
        elif written.first == written.second:
            seen["same"] += 1
        else:
            seen["DMY" if written.first > 12 else "MDY" if written.second > 12 else "either"] += 1
    return _decide(seen)


def _decide(seen: Counter[str]) -> DateFormat:
    if seen["DMY"] and seen["MDY"]:
        return DateFormat("DMY" if seen["DMY"] >= seen["MDY"] else "MDY", ambiguous=True, why="both_seen")
    if seen["DMY"]:
        return DateFormat("DMY", ambiguous=False, why="day_above_12")
    if seen["MDY"]:
        return DateFormat("MDY", ambiguous=False, why="month_second_above_12")
    if seen["either"]:
        return DateFormat("DMY", ambiguous=True, why="all_at_most_12")
    if seen["same"]:
        return DateFormat("DMY", ambiguous=False, why="all_at_most_12")
    return DateFormat("YMD", ambiguous=False, why="year_first" if seen["fixed"] else "no_dates")


def parse_dates(texts: Texts, fmt: DateFormat, *, zone: str | None = None, latest: dt.date | None = None) -> Parsed:
    """Parse a column to date32.

    With `zone`, cells that name a zone give the day it is in this one; without, the day as it is written. A year of two figures that would
    fall after `latest` belongs to the century before (births).

    Codes: not_a_date, no_such_day (31/02), date_out_of_range.
    """
    whole = pc.utf8_trim_whitespace(one_array(texts))
    here = ZoneInfo(zone) if zone else None
    if here is None or not pc.any(pc.match_substring_regex(whole, _ZONE)).as_py():
        whole = _days_alone(whole)
    return parse_each_unique(whole, lambda text: _day(text, fmt.order, here, latest), pa.date32())


def parse_instants(texts: Texts, fmt: DateFormat, *, zone: str) -> Parsed:
    """Parse a column to instants in UTC; a cell without zone is local time of `zone`, one without time is midnight there.

    Codes: not_a_date, no_such_day, date_out_of_range.
    """
    here = ZoneInfo(zone)
    return parse_each_unique(texts, lambda text: _instant(text, fmt.order, here), INSTANT)


def _days_alone(texts: pa.Array) -> pa.Array:
    """Cut the time off when every cell is ten signs and a time: then distinct days are few."""
    if not pc.all(pc.greater(pc.utf8_length(texts), 10)).as_py():
        return texts
    timed = pc.match_substring_regex(texts, _TAIL, ignore_case=True)
    return pc.utf8_slice_codeunits(texts, 0, 10) if pc.all(timed).as_py() else texts


def _day(text: str, order: Order, here: dt.tzinfo | None, latest: dt.date | None) -> Outcome:
    def as_day(day: dt.date, written: Written) -> dt.date:
        if here and written.zone:
            aware = dt.datetime.combine(day, written.time or dt.time(), written.zone)
            return aware.astimezone(here).date()
        if latest and written.short_year and day > latest:
            return day.replace(year=day.year - 100)
        return day

    return _checked(text, order, as_day)


def _instant(text: str, order: Order, here: dt.tzinfo) -> Outcome:
    def as_instant(day: dt.date, written: Written) -> dt.datetime:
        return dt.datetime.combine(day, written.time or dt.time(), written.zone or here).astimezone(dt.UTC)

    return _checked(text, order, as_instant)


def _checked(text: str, order: Order, finish: Callable[[dt.date, Written], dt.date]) -> Outcome:
    text = text.strip()
    if text.lower() in NOTHING or text.startswith(("0000-00-00", "00/00/0000")):
        return None, None
    written = take_apart(text)
    if written is None:
        return None, "not_a_date"
    month_first = written.fixed or order == "MDY"
    month, day = (written.first, written.second) if month_first else (written.second, written.first)
    if written.year not in YEARS:
        return None, "date_out_of_range"
    try:
        return finish(dt.date(written.year, month, day), written), None
    except ValueError:
        return None, "no_such_day"
