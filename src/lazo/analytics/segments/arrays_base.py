"""A base in memory: its customers in order, whose every party is, and values with an element per customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
SPARSEST = 16
"""A table by id is looked up at once; where ids lie further apart it would be larger than what it saves."""


@dataclass(frozen=True)
class Part:
    """A piece of a table; all its days lie from `first` to `last` (null: not known)."""

    rows: pa.Table
    first: date | None = None
    last: date | None = None


class Source(Protocol):
    """Where tables of the warehouse come from; "scores" is the file of the run."""

    def parts(
        self, table: str, columns: Sequence[str], *, first: date | None = None, last: date | None = None
    ) -> Iterator[Part]:
        """The rows of a table in pieces, all rows of a month in one; pieces without a day between `first` and `last` may be left out."""


class Places:
    """The place of the customer of every party; -1 of one nobody knows or who is taken out."""

    def __init__(self, parties: Ints, places: NDArray[np.int32]) -> None:
        order = np.argsort(parties, kind="stable")
        self._ids, self._places = parties[order], places[order]
        spread = int(self._ids[-1] - self._ids[0]) if len(parties) else 0
        self._table: NDArray[np.int32] | None = None
        if len(parties) and spread < SPARSEST * len(parties) + 1024:
            self._table = np.full(spread + 2, -1, np.int32)
            self._table[self._ids - self._ids[0]] = self._places

    def of(self, parties: Ints) -> NDArray[np.int32]:
        if not len(self._ids):
            return np.full(len(parties), -1, np.int32)
        if self._table is None:
            at = np.minimum(np.searchsorted(self._ids, parties), len(self._ids) - 1)
            return np.where(self._ids[at] == parties, self._places[at], np.int32(-1))
        if len(parties) and parties.min() >= self._ids[0] and parties.max() <= self._ids[-1]:
            return np.asarray(self._table[parties - self._ids[0]])
        offset = parties - self._ids[0]
        outside = (offset < 0) | (offset >= len(self._table))
        return np.asarray(self._table[np.where(outside, len(self._table) - 1, offset)])


@dataclass(frozen=True)
class Base:
    """`ids` of the customers, growing; `places` leads from any party to one of them."""

    ids: Ints
    places: Places

    @classmethod
    def of(cls, source: Source) -> Base:
        """Whoever stands for themselves and is not taken out."""
        rows = joined(source, "parties", ("party_id", "canonical_id", "retired"))
        party, canonical = integers(rows["party_id"]), integers(rows["canonical_id"])
        retired = flags(rows["retired"])
        ids = np.sort(party[(party == canonical) & ~retired])
        found = np.searchsorted(ids, canonical).astype(np.int32)
        known = found < len(ids)
        known[known] = ids[found[known]] == canonical[known]
        return cls(ids, Places(party, np.where(known, found, np.int32(-1))))

    def __len__(self) -> int:
        return len(self.ids)

    def mask_of(self, customers: Ints) -> Mask:
        """The customers among these ids, or whose records they are."""
        mask = np.zeros(len(self.ids), np.bool_)
        places = self.places.of(customers)
        mask[places[places >= 0]] = True
        return mask


@dataclass(frozen=True)
class Values:
    """An element per customer; of texts `words` says what a code means, `is_many` that one is several words with commas.

    Where `known` is false there is no value.
    """

    values: NDArray[Any]
    known: Mask
    words: tuple[str, ...] = ()
    is_many: bool = False

    @classmethod
    def unknown(cls, rows: int) -> Values:
        return cls(np.zeros(rows, np.int64), np.zeros(rows, np.bool_))


def joined(source: Source, table: str, columns: Sequence[str]) -> dict[str, pa.ChunkedArray]:
    """All rows of a table, by column."""
    parts = [part.rows for part in source.parts(table, columns)]
    if not parts:
        return {name: pa.chunked_array([pa.array([], pa.int64())]) for name in columns}
    whole = pa.concat_tables([part.select(list(columns)) for part in parts], promote_options="permissive")
    return {name: whole[name] for name in columns}


def integers(column: pa.ChunkedArray, null: int = 0) -> Ints:
    """Whole numbers, or days as numbers since 1970."""
    if pa.types.is_date(column.type):
        column = column.cast(pa.int32())
    if column.null_count:
        column = column.fill_null(null)
    return np.asarray(column.to_numpy(), dtype=np.int64)


def days(column: pa.ChunkedArray) -> NDArray[np.int32]:
    """Days without nulls as numbers since 1970."""
    return np.asarray(column.cast(pa.int32()).to_numpy())


def flags(column: pa.ChunkedArray) -> Mask:
    """Flags; null is false."""
    if pa.types.is_boolean(column.type):
        return np.asarray(column.fill_null(False).to_numpy(), dtype=np.bool_)
    return np.asarray(column.fill_null(0).to_numpy() != 0)


def present(column: pa.ChunkedArray) -> Mask:
    """Where there is a value."""
    return np.asarray(column.is_valid().to_numpy(), dtype=np.bool_)


def coded(column: pa.ChunkedArray) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Texts as places in a tuple of words; -1 the null."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], pa.string())
    if not pa.types.is_dictionary(whole.type):
        whole = pc.dictionary_encode(whole.cast(pa.string()))
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    return codes, tuple(whole.dictionary.to_pylist())


def among(column: pa.ChunkedArray, values: Sequence[str]) -> Mask:
    """Where a text is one of `values`."""
    codes, words = coded(column)
    table = np.array([word in values for word in words] + [False], np.bool_)
    return np.asarray(table[codes])
