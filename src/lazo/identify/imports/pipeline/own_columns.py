"""The columns of a file that fill the company's own fields, read by the type of each field.

A cell becomes plain text that the plan turns into the typed column: a number with a point, money in minor units, an ISO day, 1 or 0 for
yes and no, a choice as it is defined. What cannot be read is left out and said; the customer stays welcome.
"""

from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.pipeline.own_field import OwnColumn
from lazo.identify.imports.pipeline.reading import LEFT_OUT, Rows
from lazo.identify.imports.readers.problem import Problem
from lazo.identify.imports.values.dates import DateFormat, parse_dates
from lazo.identify.imports.values.folding import fold
from lazo.identify.imports.values.money import parse_money
from lazo.identify.imports.values.numbers import NumberFormat, parse_decimals

LONGEST = 240
YES = frozenset({"si", "s", "sim", "yes", "y", "true", "verdadero", "1", "x", "v"})
NO = frozenset({"no", "n", "nao", "false", "falso", "0", "f"})


def own_column(rows: Rows, key: str) -> pa.Array:
    """The cells of a free column, as plain text of the type of its field; a column without a field is text."""
    how = rows.reading.own.get(key)
    if how is None or how.type == "TEXT":
        return rows.texts(key, LONGEST)
    name = rows.reading.columns[key][0]
    cells = rows.text(name)
    values = READ[how.type](cells, how)
    lost = pc.fill_null(pc.and_(pc.is_valid(cells), pc.is_null(values)), fill_value=False)
    if pc.any(lost).as_py():
        rows.problems += [
            Problem(row, name, LEFT_OUT, value)
            for row, value in zip(rows.number.filter(lost).to_pylist(), cells.filter(lost).to_pylist(), strict=True)
        ]
    return values


def _numbers(cells: pa.Array, how: OwnColumn) -> pa.Array:
    return parse_decimals(cells, how.number or _FALLBACK).values.cast(pa.string())


def _money(cells: pa.Array, how: OwnColumn) -> pa.Array:
    return parse_money(cells, how.number or _FALLBACK, digits=how.digits).values.cast(pa.string())


def _days(cells: pa.Array, how: OwnColumn) -> pa.Array:
    return parse_dates(cells, how.day or DateFormat("DMY", ambiguous=False, why="chosen")).values.cast(pa.string())


def _flags(cells: pa.Array, _how: OwnColumn) -> pa.Array:
    return _each(cells, lambda text: "1" if fold(text) in YES else "0" if fold(text) in NO else None)


def _choices(cells: pa.Array, how: OwnColumn) -> pa.Array:
    known: Mapping[str, str] = {fold(choice): choice for choice in how.choices}
    return _each(cells, lambda text: known.get(fold(text)))


def _nobody(cells: pa.Array, _how: OwnColumn) -> pa.Array:
    """Another customer is not told by a cell: relations have their own page."""
    return pa.nulls(len(cells), pa.string())


def _each(cells: pa.Array, read: Callable[[str], str | None]) -> pa.Array:
    known = {text: read(text) for text in pc.unique(cells).to_pylist() if text is not None}
    return pa.array([known.get(text) for text in cells.to_pylist()], pa.string())


_FALLBACK = NumberFormat(",", ambiguous=False, why="no_marks")
READ: dict[str, Callable[[pa.Array, OwnColumn], pa.Array]] = {
    "NUMBER": _numbers,
    "MONEY": _money,
    "DATE": _days,
    "FLAG": _flags,
    "CHOICE": _choices,
    "PARTY": _nobody,
}
