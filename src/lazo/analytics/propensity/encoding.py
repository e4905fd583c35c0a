"""Columns as the features that the trees ask about, the same way for every later table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lazo.analytics.propensity.columns import ColumnKind, ReadColumn
from lazo.analytics.tuples import Floats, Ints

MOST_WORDS = 12
LEAST_OF_A_WORD = 5
"""A rarer word says little, and might be somebody's name."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """One column: a number as it is, a day as days before the row's own day (or since 1970), a word as one feature per frequent word."""

    name: str
    kind: ColumnKind
    words: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.words) if self.kind == ColumnKind.WORD else 1

    def features(self, column: ReadColumn | None, days: Floats | None, rows: int) -> Floats:
        """An array (rows, width); NaN where the cell is blank or the table has no such column."""
        if column is None or column.kind != self.kind:
            return np.full((rows, self.width), np.nan)
        if self.kind == ColumnKind.DAY:
            numbers = column.numbers if days is None else days - column.numbers
            return numbers[:, None]
        if self.kind == ColumnKind.NUMBER:
            return column.numbers[:, None]
        place = {word: number for number, word in enumerate(column.words)}
        if not self.words:
            return np.zeros((rows, 0))
        found = np.stack([column.numbers == place.get(word, -1) for word in self.words], axis=1).astype(np.float64)
        found[np.isnan(column.numbers)] = np.nan
        return found


@dataclass(frozen=True, slots=True)
class Encoding:
    """The columns of a model, in order; `is_dated`: days are told as days before the row's own."""

    encoders: tuple[Encoder, ...]
    is_dated: bool = False

    @property
    def columns(self) -> Ints:
        """To which column each feature belongs."""
        return np.repeat(np.arange(len(self.encoders)), [one.width for one in self.encoders])

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.encoders]

    def cases(self, columns: Sequence[ReadColumn], days: Floats | None, rows: int) -> Floats:
        """An array (rows, features)."""
        by_name = {one.name: one for one in columns}
        used = days if self.is_dated else None
        parts = [one.features(by_name.get(one.name), used, rows) for one in self.encoders]
        return np.ascontiguousarray(np.concatenate(parts, axis=1)) if parts else np.zeros((rows, 0))

    def as_json(self) -> dict[str, Any]:
        return {
            "is_dated": self.is_dated,
            "columns": [{"name": e.name, "kind": str(e.kind), "words": list(e.words)} for e in self.encoders],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Encoding:
        encoders = [Encoder(e["name"], ColumnKind(e["kind"]), tuple(e["words"])) for e in kept["columns"]]
        return cls(tuple(encoders), bool(kept["is_dated"]))


def learn_encoding(columns: Sequence[ReadColumn], *, is_dated: bool) -> Encoding:
    """One encoder per column; of words the twelve most frequent that at least five rows have, ties by the word."""
    return Encoding(tuple(_encoder(column) for column in columns), is_dated)


def _encoder(column: ReadColumn) -> Encoder:
    if column.kind != ColumnKind.WORD:
        return Encoder(column.name, column.kind)
    filled = column.numbers[column.is_filled].astype(np.int64)
    counts = np.bincount(filled, minlength=len(column.words))
    order = sorted(range(len(column.words)), key=lambda place: (-int(counts[place]), column.words[place]))
    return Encoder(
        column.name,
        column.kind,
        tuple(column.words[place] for place in order[:MOST_WORDS] if counts[place] >= LEAST_OF_A_WORD),
    )
