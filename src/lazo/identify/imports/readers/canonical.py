"""Typed cells as the one text that every parser of values reads the same way."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

THREE_DECIMALS = re.compile(r"\.\d{3}$")

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta | None


def text_of(cell: Cell) -> str | None:
    """Write a typed cell of a workbook: ISO dates, plain decimals, null where blank.

    A number never ends in exactly three decimals (1.234 is written 1.2340): then no reader takes the point for one of thousands.
    """
    if isinstance(cell, str):
        return cell if cell and not cell.isspace() else None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _decimal(cell)
    if isinstance(cell, dt.datetime):
        return str(cell.date()) if cell.time() == dt.time() else cell.isoformat(sep=" ", timespec="seconds")
    return None if cell is None else str(cell)


def _decimal(number: float) -> str | None:
    if not math.isfinite(number):
        return None
    # Fifteen digits are what a spreadsheet shows; further ones are noise of binary fractions.
    text = format(Decimal(f"{number + 0.0:.15g}"), "f")  # a zero below zero is a zero
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text + "0" if THREE_DECIMALS.search(text) else text


def texts_of(cells: list[Cell]) -> pa.Array:
    """Write the typed cells of one column of a workbook by the rules of `text_of`, whole columns of one type at once."""
    present = [None if cell == "" else cell for cell in cells]
    kinds = {type(cell) for cell in present} - {type(None)}
    if kinds <= {str}:
        return text_column(pa.array(present, pa.string()))
    if kinds == {float}:
        return text_column(pa.array(present, pa.float64()))
    return pa.array([text_of(cell) for cell in present], pa.string())


def text_column(column: pa.Array) -> pa.Array:
    """Write a typed column of a Parquet file as text, by the rules of `text_of`."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return text_column(column.dictionary_decode())
    for recognises, writes in _WRITERS:
        if recognises(kind):
            return writes(column)
    return column.cast(pa.string())


def _without_blanks(texts: pa.Array) -> pa.Array:
    texts = texts.cast(pa.string())
    blank = pc.equal(pc.binary_length(pc.utf8_trim_whitespace(texts)), 0)
    return pc.if_else(blank, None, texts) if pc.any(blank).as_py() else texts


def _floats(column: pa.Array) -> pa.Array:
    whole = pc.equal(pc.floor(column), column)
    if column.null_count == len(column):
        return pa.nulls(len(column), pa.string())
    small = pc.all(pc.less(pc.abs(column.cast(pa.float64())), 1e15)).as_py()
    if small and pc.all(whole).as_py():
        return column.cast(pa.int64()).cast(pa.string())
    unique = column.dictionary_encode()
    texts = pa.array([text_of(float(value)) for value in unique.dictionary.cast(pa.string()).to_pylist()], pa.string())
    return texts.take(unique.indices)


def _decimals(column: pa.Array) -> pa.Array:
    return _never_three(pc.replace_substring_regex(column.cast(pa.string()), r"(\.\d*?)0+$", r"\1"))


def _never_three(texts: pa.Array) -> pa.Array:
    trimmed = pc.replace_substring_regex(texts, r"\.$", "")
    return pc.replace_substring_regex(trimmed, r"(\.\d{3})$", r"\10")


def _instants(column: pa.Array) -> pa.Array:
    zoned = column.type.tz is not None
    plain = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    dates = pc.all(pc.equal(pc.floor_temporal(plain, unit="day"), plain)).as_py()
    if dates and not zoned:
        return plain.cast(pa.date32()).cast(pa.string())
    seconds = plain.cast(pa.timestamp("s", column.type.tz), safe=False)
    return pc.strftime(seconds, "%Y-%m-%d %H:%M:%S%z" if zoned else "%Y-%m-%d %H:%M:%S")


def _structures(column: pa.Array) -> pa.Array:
    return pa.array([_structure(value) for value in column.to_pylist()], pa.string())


def _structure(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace") or None
    return json.dumps(value, ensure_ascii=False, default=str)


def _is_string(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_structure(kind: pa.DataType) -> bool:
    return bool(pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


_WRITERS: tuple[tuple[Callable[[pa.DataType], bool], Callable[[pa.Array], pa.Array]], ...] = (
    (_is_string, _without_blanks),
    (pa.types.is_floating, _floats),
    (pa.types.is_decimal, _decimals),
    (pa.types.is_timestamp, _instants),
    (_is_structure, _structures),
)
