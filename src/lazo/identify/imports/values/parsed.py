"""What parsing a column gives: typed values, and a code where a cell was refused or is doubtful."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.readers.problem import Problem

Texts: TypeAlias = pa.Array | pa.ChunkedArray
Outcome = tuple[Any, str | None]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed column, as long as the column of text it came from.

    `values`: null where the cell was blank or refused. `codes`: null where all is well, else the code of the problem; a warning stands
    beside a value, an error beside a null.
    """

    values: pa.Array
    codes: pa.Array

    @property
    def n_problems(self) -> int:
        """How many cells carry a code."""
        return int(len(self.codes) - self.codes.null_count)

    def problems(self, column: str, rows: pa.Array, texts: Texts) -> list[Problem]:
        """Name each doubtful cell by its row in the file."""
        if not self.n_problems:
            return []
        marked = pc.is_valid(self.codes)
        found = zip(
            rows.filter(marked).to_pylist(),
            self.codes.filter(marked).to_pylist(),
            one_array(texts).filter(marked).to_pylist(),
            strict=True,
        )
        return [Problem(row, column, code, text or "") for row, code, text in found]


def one_array(texts: Texts) -> pa.Array:
    """Take a column as one array of strings, whether it came in pieces or not."""
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    return whole if pa.types.is_string(whole.type) else whole.cast(pa.string())


def without_codes(values: pa.Array) -> Parsed:
    """A column in which nothing was refused."""
    return Parsed(values, pa.nulls(len(values), pa.string()))


def parse_each_unique(texts: Texts, parse_one: Callable[[str], Outcome], kind: pa.DataType) -> Parsed:
    """Parse each distinct text once. `parse_one` takes a text that is not blank and gives (value, code)."""
    whole = one_array(texts)
    if whole.null_count == len(whole):
        return without_codes(pa.nulls(len(whole), kind))
    coded = whole.dictionary_encode()
    outcomes = [
        parse_one(text) if text and not text.isspace() else (None, None) for text in coded.dictionary.to_pylist()
    ]
    values = pa.array([value for value, _ in outcomes], kind).take(coded.indices)
    if not any(code for _, code in outcomes):
        return without_codes(values)
    return Parsed(values, pa.array([code for _, code in outcomes], pa.string()).take(coded.indices))


def parse_the_rest(texts: pa.Array, done: pa.Array, values: pa.Array, parse_one: Callable[[str], Outcome]) -> Parsed:
    """Complete a column of which a fast path parsed the cells marked `done` (null where the cell was blank)."""
    left = pc.invert(pc.fill_null(done, fill_value=True))
    if not pc.any(left).as_py():
        return without_codes(values)
    rest = parse_each_unique(texts.filter(left), parse_one, values.type)
    codes = pc.replace_with_mask(pa.nulls(len(texts), pa.string()), left, rest.codes)
    return Parsed(pc.replace_with_mask(values, left, rest.values), codes)


def parse_by_country(
    texts: Texts, countries: pa.Array, *, default: str, parse: Callable[[pa.Array, str], Parsed]
) -> Parsed:
    """Parse each cell by the rules of its row's country (ISO code; null means `default`), each country's cells at once."""
    whole, chosen = one_array(texts), pc.fill_null(countries, default)
    found = pc.unique(chosen).to_pylist()
    if len(found) <= 1:
        return parse(whole, found[0] if found else default)
    places = [pc.indices_nonzero(pc.equal(chosen, country)) for country in found]
    parts = [parse(whole.take(place), country) for place, country in zip(places, found, strict=True)]
    back = pc.sort_indices(pa.concat_arrays(places))
    return Parsed(
        pa.concat_arrays([part.values for part in parts]).take(back),
        pa.concat_arrays([part.codes for part in parts]).take(back),
    )
