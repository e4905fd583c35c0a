"""Columns of many customers as arrays, and the conditions of the rules over them: `condition.as_ibis` once more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lazo.differentiate.positions.condition import (
    AllOf,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    OneOf,
    Unknown,
    columns_of,
)

Flags = NDArray[np.bool_]
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Column:
    """An element per customer. Of floats NaN is unknown; of names `values` are positions in `names`, UNKNOWN the null.

    `is_whole` marks whole numbers kept as floats for the sake of their nulls.
    """

    values: NDArray[Any]
    names: tuple[str, ...] = ()
    is_whole: bool = False

    @property
    def unknown(self) -> Flags:
        """Where it is null."""
        if self.names:
            return np.asarray(self.values == UNKNOWN)
        is_float = self.values.dtype.kind == "f"
        return np.asarray(np.isnan(self.values)) if is_float else np.zeros(len(self.values), dtype=np.bool_)

    def taken(self, rows: NDArray[np.int64]) -> Column:
        """The column of these customers."""
        return Column(self.values[rows], self.names, self.is_whole)


def holds_for(condition: Condition, columns: Mapping[str, Column], rows: int) -> Flags:
    """The condition of each of `rows` customers, by the meaning that `condition.holds` has for one."""
    match condition:
        case Compare(column, comparison, value):
            return _compared(columns[column], comparison, value)
        case OneOf(column, values):
            return np.isin(columns[column].values, [_code(columns[column], value) for value in values])
        case Unknown(column):
            return columns[column].unknown
        case AllOf(parts):
            found = [holds_for(part, columns, rows) for part in parts]
            return reduce(np.logical_and, found, np.ones(rows, dtype=np.bool_))
        case AnyOf(parts):
            found = [holds_for(part, columns, rows) for part in parts]
            return reduce(np.logical_or, found, np.zeros(rows, dtype=np.bool_))
    raise TypeError(columns_of(condition))


def _compared(column: Column, comparison: Comparison, value: float | str | bool) -> Flags:
    if isinstance(value, str):
        return np.asarray(column.values == _code(column, value))
    compare = {
        Comparison.EQUAL: np.equal,
        Comparison.BELOW: np.less,
        Comparison.AT_MOST: np.less_equal,
        Comparison.AT_LEAST: np.greater_equal,
        Comparison.ABOVE: np.greater,
    }[comparison]
    return compare(column.values, value)  # type: ignore[no-any-return]  # a ufunc


def _code(column: Column, name: str) -> int:
    """The position of a name; one that nobody has is a code that nobody has."""
    return column.names.index(name) if name in column.names else UNKNOWN - 1
