"""The records of a base as arrays of numbers: what pairs of them have in common is found without joining anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.digests import HASHES
from lazo.analytics.linkage.prepared import Prepared

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]

SEVERAL = 0
"""The digest of a list of several values: it may share one with any other."""
LETTERS = 16
"""So many letters from either end of a text are looked at; a longer one may always be one slip away."""
_HASH = HASHES["duckdb"][0]
_OF_LIST = f"CASE WHEN {{0}} IS NOT NULL THEN CASE WHEN len({{0}}) = 1 THEN {_HASH}({{0}}[1]) ELSE {SEVERAL} END END"
_OF_TEXT = f"CASE WHEN {{0}} IS NOT NULL THEN {_HASH}({{0}}) END"


@dataclass(frozen=True)
class Letters:
    """Of texts the bytes from their beginning and from their end, and how many there are: 0 of what is not known, more than LETTERS of what is not looked at."""

    starts: NDArray[np.uint8]
    ends: NDArray[np.uint8]
    length: NDArray[np.int32]


@dataclass(frozen=True)
class ToldRecords:
    """Some columns of all records: `digests` and whether they are `there`, and the letters of texts from both ends."""

    parties: Places
    digests: dict[str, NDArray[np.uint64]]
    there: dict[str, Flags]
    lists: frozenset[str]
    letters: dict[str, Letters] = field(default_factory=dict)

    @classmethod
    def read(cls, prepared: Prepared, columns: Sequence[str], texts: Sequence[str]) -> ToldRecords:
        """Asks the engine, once."""
        lists = frozenset(name for name in columns if prepared.table[name].type().is_array())
        told = [f"{(_OF_LIST if name in lists else _OF_TEXT).format(name)} AS told_{name}" for name in columns]
        told += [f"{name} AS text_{name}" for name in texts]
        sql = f"SELECT {', '.join(['party_id', *told])} FROM ({{}}) AS records"  # noqa: S608 - columns of ours
        rows = prepared.engine.ask(sql, prepared.table).to_pyarrow()
        digests, there = {}, {}
        for name in columns:
            column = rows[f"told_{name}"].combine_chunks()
            there[name] = column.is_valid().to_numpy(zero_copy_only=False)
            digests[name] = column.fill_null(SEVERAL).to_numpy()
        letters = {name: _letters(rows[f"text_{name}"]) for name in texts}
        return cls(rows["party_id"].to_numpy(), digests, there, lists, letters)

    def places(self, parties: Places) -> Places:
        """Where the records of some parties stand."""
        return self._place_of[parties]

    @cached_property
    def _place_of(self) -> Places:
        """By number of a party; numbers are those of rows of a table, so that few are missing."""
        import numpy as np

        found = np.zeros(int(self.parties.max(initial=0)) + 1, np.int64)
        found[self.parties] = np.arange(len(self.parties))
        return found

    def known(self, column: str) -> Flags:
        return self.there[column]

    def equal(self, one: str, other: str, left: Places, right: Places) -> Flags:
        """Whether `one` of the left record is `other` of the right one; of lists, whether they may share a value."""
        a, b = self.digests[one][left], self.digests[other][right]
        same: Flags = a == b
        if one in self.lists:
            same |= (a == SEVERAL) | (b == SEVERAL)
        same &= self.there[one][left]
        same &= self.there[other][right]
        return same

    def one_slip(self, column: str, left: Places, right: Places) -> Flags:
        """Whether two texts may be one letter, or two neighbours in each other's place, from each other.

        What they have in common at their beginning and at their end is then all of the shorter but two letters.
        """
        import numpy as np

        told = self.letters[column]
        a, b = told.length[left], told.length[right]
        found = (a > 0) & (b > 0)
        looked = found & (np.maximum(a, b) <= LETTERS)
        where = np.flatnonzero(looked & (np.abs(a - b) <= 1))
        one, other = left[where], right[where]
        common = _common(told.starts[one], told.starts[other]) + _common(told.ends[one], told.ends[other])
        found[looked] = False
        found[where] = common >= np.minimum(a[where], b[where]) - 2
        return found


def _common(one: Any, other: Any) -> Any:
    """How many of the first letters are the same."""
    import numpy as np

    differ = one != other
    return np.where(differ.any(axis=1), differ.argmax(axis=1), LETTERS)


def _letters(texts: pa.ChunkedArray) -> Letters:
    import numpy as np
    import pyarrow as pa

    column = (
        pa.concat_arrays(texts.chunks).fill_null("").cast(pa.large_string())
        if texts.num_chunks
        else pa.array([], pa.large_string())
    )
    _, offsets, letters = column.buffers()
    ends_at = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    data = np.append(np.frombuffer(letters or b"", np.uint8), np.uint8(0))
    first, last = ends_at[:-1], ends_at[1:]
    length = (last - first).astype(np.int32)
    odd = np.append(0, np.cumsum(data > 127))  # a letter that is not plain is several bytes
    length[odd[last] > odd[first]] = LETTERS + 1
    starts = np.zeros((len(column), LETTERS), np.uint8)
    ends = np.zeros((len(column), LETTERS), np.uint8)
    for place in range(LETTERS):
        there = np.flatnonzero((length > place) & (length <= LETTERS))
        starts[there, place] = data[first[there] + place]
        ends[there, place] = data[last[there] - 1 - place]
    return Letters(starts, ends, length)
