"""Conditions as data, with two evaluators: a set at a time (Ibis) and one customer at a time (plain Python).

A comparison with an unknown value is false in both, and so is its negation by another comparison; there is no `Not`, so
that nobody is placed anywhere because something is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table


class Comparison(StrEnum):
    EQUAL = "="
    BELOW = "<"
    AT_MOST = "<="
    AT_LEAST = ">="
    ABOVE = ">"


@dataclass(frozen=True, slots=True)
class Compare:
    """`column` compared with a constant; false where the column is null."""

    column: str
    comparison: Comparison
    value: float | str | bool


@dataclass(frozen=True, slots=True)
class OneOf:
    """`column` is one of `values`; false where the column is null."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """`column` is null."""

    column: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; true when there is no part."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds; false when there is no part."""

    parts: tuple[Condition, ...]


Condition = Compare | OneOf | Unknown | AllOf | AnyOf


def equal(column: str, value: float | str | bool) -> Compare:
    return Compare(column, Comparison.EQUAL, value)


def below(column: str, value: float) -> Compare:
    return Compare(column, Comparison.BELOW, value)


def at_most(column: str, value: float) -> Compare:
    return Compare(column, Comparison.AT_MOST, value)


def at_least(column: str, value: float) -> Compare:
    return Compare(column, Comparison.AT_LEAST, value)


def above(column: str, value: float) -> Compare:
    return Compare(column, Comparison.ABOVE, value)


def one_of(column: str, values: tuple[str, ...]) -> OneOf:
    return OneOf(column, values)


def unknown(column: str) -> Unknown:
    return Unknown(column)


def all_of(*parts: Condition) -> AllOf:
    return AllOf(parts)


def any_of(*parts: Condition) -> AnyOf:
    return AnyOf(parts)


def columns_of(condition: Condition) -> frozenset[str]:
    """Every column the condition reads."""
    if isinstance(condition, AllOf | AnyOf):
        return frozenset().union(*(columns_of(part) for part in condition.parts))
    return frozenset({condition.column})


def as_ibis(condition: Condition, table: Table) -> BooleanValue:
    """The condition over every row of `table`: a boolean column without nulls."""
    import ibis

    match condition:
        case Compare(column, comparison, value):
            return _compared(table[column], comparison, value).fill_null(False)
        case OneOf(column, values):
            return table[column].isin(values).fill_null(False)
        case Unknown(column):
            return table[column].isnull()
        case AllOf(parts):
            return reduce(lambda left, right: left & right, [as_ibis(p, table) for p in parts], ibis.literal(True))
        case AnyOf(parts):
            return reduce(lambda left, right: left | right, [as_ibis(p, table) for p in parts], ibis.literal(False))


def holds(condition: Condition, row: Mapping[str, Any]) -> bool:
    """The condition for one customer, by the meaning that `as_ibis` must have; a missing column is unknown."""
    match condition:
        case Compare(column, comparison, value):
            known = row.get(column)
            return known is not None and bool(_compared(known, comparison, value))
        case OneOf(column, values):
            return row.get(column) in values
        case Unknown(column):
            return row.get(column) is None
        case AllOf(parts):
            return all(holds(part, row) for part in parts)
        case AnyOf(parts):
            return any(holds(part, row) for part in parts)


def _compared(left: Any, comparison: Comparison, value: float | str | bool) -> Any:
    match comparison:
        case Comparison.EQUAL:
            return left == value
        case Comparison.BELOW:
            return left < value
        case Comparison.AT_MOST:
            return left <= value
        case Comparison.AT_LEAST:
            return left >= value
        case Comparison.ABOVE:
            return left > value
