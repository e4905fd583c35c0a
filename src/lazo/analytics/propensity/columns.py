"""Columns of a table of text as what they are: numbers, days, or words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lazo.analytics.tuples import Floats, Ints

ENOUGH = 0.98
"""Of the filled cells must read as numbers (or days) for the column to be of numbers (or days)."""
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%m/%d/%Y", "%Y%m%d")
NUMBERS = (
    ("", r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"),
    (".", r"^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$"),
    (",", r"^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$"),
)
"""The sign of thousands and the shape: 1234.5, then 1.234,5, then 1,234.5."""


class ColumnKind(StrEnum):
    NUMBER = "number"
    DAY = "day"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """`numbers` has one value per row, NaN where blank: numbers, days since 1970, or the position in `words` (NaN where blank too)."""

    name: str
    kind: ColumnKind
    numbers: Floats
    words: tuple[str, ...] = ()

    @property
    def is_filled(self) -> Any:
        return ~np.isnan(self.numbers)

    def taken(self, rows: Any) -> ReadColumn:
        """The column of these rows."""
        return ReadColumn(self.name, self.kind, self.numbers[rows], self.words)

    def texts(self) -> list[str]:
        """As a person reads it; blank where there is nothing."""
        if self.kind == ColumnKind.WORD:
            return ["" if np.isnan(one) else self.words[int(one)] for one in self.numbers]
        if self.kind == ColumnKind.DAY:
            return ["" if np.isnan(one) else str(np.datetime64(int(one), "D")) for one in self.numbers]
        return ["" if np.isnan(one) else f"{one:.10g}" for one in self.numbers]


def read_column(name: str, cells: pa.ChunkedArray | pa.Array) -> ReadColumn:
    """Read a column of text (null or blank: missing) by what nearly all of it is."""
    texts = pc.utf8_trim_whitespace(cells.cast(pa.string()))
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    texts = pc.if_else(pc.equal(texts, ""), None, texts)
    filled = len(texts) - texts.null_count
    for reads, kind in ((_days, ColumnKind.DAY), (_numbers, ColumnKind.NUMBER)):
        found = reads(texts, filled)
        if found is not None:
            return ReadColumn(name, kind, found)
    packed = texts.dictionary_encode()
    numbers = packed.indices.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return ReadColumn(name, ColumnKind.WORD, np.array(numbers, dtype=np.float64), tuple(packed.dictionary.to_pylist()))


def read_table(table: pa.Table, *, leave_out: frozenset[str] = frozenset()) -> list[ReadColumn]:
    """All columns but those named."""
    return [read_column(name, table.column(name)) for name in table.column_names if name not in leave_out]


def _numbers(texts: pa.Array, filled: int) -> Floats | None:
    for thousands, shape in NUMBERS:
        good = pc.match_substring_regex(texts, shape)
        plain = pc.replace_substring(texts, thousands, "") if thousands else texts
        plain = pc.replace_substring(plain, ",", ".") if thousands == "." else plain
        if filled and pc.sum(good).as_py() is not None and pc.sum(good).as_py() >= ENOUGH * filled:
            kept = pc.if_else(good, plain, None).cast(pa.float64())
            return np.array(kept.to_numpy(zero_copy_only=False), dtype=np.float64)
    return None


def _days(texts: pa.Array, filled: int) -> Floats | None:
    if not filled or not pc.any(pc.match_substring_regex(texts, r"\d[-/]\d|^\d{8}$")).as_py():
        return None
    start = pc.utf8_slice_codeunits(texts, 0, 10)
    for form in DAY_FORMATS:
        shape = r"^(19|20)\d{6}$" if form == "%Y%m%d" else r"^\d{1,4}[-/]\d{1,2}[-/]\d{1,4}$"
        good = pc.match_substring_regex(start, shape)
        read = pc.strptime(pc.if_else(good, start, None), format=form, unit="s", error_is_null=True)
        if len(read) - read.null_count >= ENOUGH * filled:
            days = read.cast(pa.date32()).cast(pa.int32()).cast(pa.float64())
            return np.array(days.to_numpy(zero_copy_only=False), dtype=np.float64)
    return None


def codes_of(column: ReadColumn) -> Ints:
    """A whole number per row that is equal where the cells are; -1 where blank."""
    _, place = np.unique(column.numbers, return_inverse=True)
    return np.where(np.isnan(column.numbers), -1, place).astype(np.int64)
