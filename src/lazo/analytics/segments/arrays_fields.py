"""Fields of the customer, columns of the score run and traits, with an element per customer."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lazo.analytics.segments.arrays_base import (
    Base,
    Ints,
    Mask,
    Source,
    Values,
    coded,
    flags,
    integers,
    joined,
    present,
)
from lazo.analytics.segments.definition import TraitCondition
from lazo.analytics.segments.vocabulary import OUTSIDE, Derive, FieldSpec, TraitSpec, ValueType

STRENGTH = ("INFERRED", "APPENDED", "DECLARED", "OBSERVED")


def field_values(base: Base, source: Source, spec: FieldSpec, *, on: date) -> Values:
    """A field of every customer as seen on `on`."""
    key = "party_id" if spec.table == "parties" else "customer_id"
    columns = (key, spec.column, *(("frequency",) if spec.derive == Derive.RISK else ()))
    rows = joined(source, spec.table, columns)
    if not len(rows[key]):
        return Values.unknown(len(base))
    ids = integers(rows[key])
    at = np.searchsorted(base.ids, ids)
    at[at == len(base)] = 0
    own = base.ids[at] == ids if len(base) else np.zeros(len(ids), np.bool_)
    found = _typed(rows[spec.column], spec.type)
    values, known = np.zeros(len(base), found.values.dtype), np.zeros(len(base), np.bool_)
    values[at[own]], known[at[own]] = found.values[own], found.known[own]
    bought: Ints = np.zeros(len(base), np.int64)
    if spec.derive == Derive.RISK:
        bought[at[own]] = integers(rows["frequency"])[own]
    scored = np.zeros(len(base), np.bool_)
    scored[at[own]] = True
    return _derived(Values(values, known, found.words), spec, on=on, scored=scored, bought=bought)


def _derived(found: Values, spec: FieldSpec, *, on: date, scored: Mask, bought: Ints) -> Values:
    if spec.derive == Derive.AGE:
        return Values(_ages(found.values, on), found.known)
    if spec.derive == Derive.RISK:
        percent = np.floor((1 - found.values) * 100 + 0.5)
        return Values(percent, found.known & (bought > 0))
    if spec.derive == Derive.AREA:
        outside = scored & ~found.known
        codes = np.where(outside, len(found.words), found.values)
        return Values(codes, scored, (*found.words, OUTSIDE))
    digits = {Derive.FIRST_DIGIT: 0, Derive.SECOND_DIGIT: 1, Derive.THIRD_DIGIT: 2}
    if spec.derive in digits:
        table = np.array([int(word[digits[spec.derive]]) if word else 0 for word in found.words] or [0])
        return Values(table[found.values], found.known)
    return Values(found.values, found.known, found.words, spec.type == ValueType.WORDS)


def _typed(column: pa.ChunkedArray, type_: ValueType) -> Values:
    if type_ == ValueType.DAY or pa.types.is_date(column.type):
        return Values(integers(column), present(column))
    if (
        type_ in {ValueType.TEXT, ValueType.WORDS}
        or pa.types.is_string(column.type)
        or pa.types.is_dictionary(column.type)
    ):
        codes, words = coded(column)
        blank = np.array([word == "" for word in words] + [False], np.bool_)
        known = (codes >= 0) & ~blank[codes]
        return Values(np.where(known, codes, 0), known, words)
    if type_ == ValueType.FLAG:
        return Values(flags(column), present(column))
    if pa.types.is_floating(column.type):
        values = column.to_numpy()
        known = present(column) & ~np.isnan(values)
        return Values(np.where(known, values, 0.0), known)
    return Values(integers(column), present(column))


def _ages(days: NDArray[Any], on: date) -> Ints:
    born = days.astype("datetime64[D]")
    months = born.astype("datetime64[M]").astype(np.int64)
    year, month = 1970 + months // 12, months % 12 + 1
    day = (born - born.astype("datetime64[M]")).astype(np.int64) + 1
    later = month * 100 + day > on.month * 100 + on.day
    return np.asarray(on.year - year - later)


def trait_values(base: Base, source: Source, spec: TraitSpec, node: TraitCondition) -> Values:
    """The value of a trait that holds: the strongest kind, a person's or a model's before a file's, the newest."""
    column = {ValueType.MONEY: "money", ValueType.DAY: "day", ValueType.PARTY: "other_id", ValueType.TEXT: "text"}
    value = column.get(spec.type, "number")
    names = ("id", "party_id", "definition_id", "kind", "source_id", "set_on", "confidence", value)
    rows = joined(source, "traits", names)
    if not len(rows["id"]):
        return Values.unknown(len(base))
    codes, kinds = coded(rows["kind"])
    who = base.places.of(integers(rows["party_id"]))
    confidence = np.asarray(rows["confidence"].fill_null(1.0).to_numpy(), np.float64)
    kept = (integers(rows["definition_id"]) == spec.definition_id) & (who >= 0) & (confidence >= node.least)
    if node.kinds:
        kept &= np.array([kind in node.kinds for kind in kinds] + [False], np.bool_)[codes]
    strength = np.array([STRENGTH.index(kind) for kind in kinds] + [-1])[codes][kept]
    has_source = present(rows["source_id"])[kept]
    order = np.lexsort((-integers(rows["id"])[kept], -integers(rows["set_on"])[kept], has_source, -strength, who[kept]))
    chosen = np.flatnonzero(kept)[order]
    places, first = np.unique(who[chosen], return_index=True)
    found = _typed(rows[value], ValueType.NUMBER if spec.type == ValueType.FLAG else spec.type)
    values, known = np.zeros(len(base), found.values.dtype), np.zeros(len(base), np.bool_)
    values[places], known[places] = found.values[chosen[first]], found.known[chosen[first]]
    return Values(values == 1, known) if spec.type == ValueType.FLAG else Values(values, known, found.words)
