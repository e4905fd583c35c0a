"""Files of one JSON object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa

from lazo.identify.imports.readers.byte_source import ByteSource
from lazo.identify.imports.readers.canonical import text_of
from lazo.identify.imports.readers.header import unique_names
from lazo.identify.imports.readers.problem import Problem, RejectedRow, UnableToRead
from lazo.identify.imports.readers.table import ROW, Chunk, TableReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lazo.identify.imports.readers.limit import Limits

HEAD_OBJECTS = 10_000


class JsonlReader(TableReader):
    """Reads JSON lines. The columns are the keys of the first 10,000 objects; a later key nobody has seen keeps its row out.

    A line is a row, and the first line is row 1: there is no header.
    """

    kind = "jsonl"

    def __init__(self, path: Path, limits: Limits) -> None:
        super().__init__(path, limits)
        self.source = ByteSource.of(path, limits)
        self.encoding = "utf-8"
        self.header_row = 0
        keys: dict[str, None] = {}
        for number, line in enumerate(self._lines()):
            found = _object(line)
            if found:
                keys |= dict.fromkeys(found)
            if number == HEAD_OBJECTS:
                break
        if not keys:
            raise UnableToRead("empty_file", name=path.name)
        if len(keys) > limits.max_columns:
            raise UnableToRead("too_many_columns", found=len(keys), limit=limits.max_columns)
        self._keys = list(keys)
        self.header, self.notices = unique_names(list(keys), len(keys), 1)

    def _chunks(self) -> Iterator[Chunk]:
        known = set(self._keys)
        columns: list[list[str | None]] = [[] for _ in self._keys]
        numbers: list[int] = []
        chunk = self._chunk(columns, numbers)
        for number, line in enumerate(self._lines(), start=1):
            if not line.strip():
                continue
            found = _object(line)
            if found is None or not known.issuperset(found):
                code = "not_an_object" if found is None else "unknown_key"
                self._reject(chunk, number, line, found, code)
                continue
            numbers.append(number)
            for column, key in zip(columns, self._keys, strict=True):
                column.append(_text(found.get(key)))
            if len(numbers) >= self.limits.batch_rows:
                yield self._chunk(columns, numbers, chunk)
                columns, numbers = [[] for _ in self._keys], []
                chunk = self._chunk(columns, numbers)
        if numbers or chunk.rejected:
            yield self._chunk(columns, numbers, chunk)

    def _chunk(self, columns: list[list[str | None]], numbers: list[int], kept: Chunk | None = None) -> Chunk:
        arrays = [*(pa.array(column, pa.string()) for column in columns), pa.array(numbers, pa.int64())]
        batch = pa.RecordBatch.from_arrays(arrays, [*self.header, ROW])
        return Chunk(batch, kept.rejected, kept.problems) if kept else Chunk(batch)

    def _reject(self, chunk: Chunk, row: int, line: bytes, found: dict[str, object] | None, code: str) -> None:
        unknown = next((key for key in found or {} if key not in self._keys), "")
        cells = tuple(_text(found.get(key)) for key in self._keys) if found else (line.decode("utf-8", "replace"),)
        chunk.rejected.append(RejectedRow(row, cells))
        chunk.problems.append(Problem(row, unknown, code, params={"key": unknown}))

    def _lines(self) -> Iterator[bytes]:
        rest = b""
        for piece in self.source.pieces(self.limits.block_bytes):
            *lines, rest = (rest + piece).split(b"\n")
            if len(rest) > self.limits.max_row_bytes:
                raise UnableToRead("row_too_long", limit=self.limits.max_row_bytes)
            yield from lines
        if rest:
            yield rest


def _object(line: bytes) -> dict[str, object] | None:
    """Read one line, numbers as they are written; null when it isn't an object."""
    try:
        found = json.loads(line, parse_float=_Written, parse_int=_Written)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


class _Written(str):
    """A number as it stands in the file."""

    __slots__ = ()


def _text(value: object) -> str | None:
    if isinstance(value, _Written):
        return text_of(float(value)) if set("eE") & set(value) else _never_three(value)
    if value is None or isinstance(value, (str, bool)):
        return text_of(value)
    return json.dumps(value, ensure_ascii=False)


def _never_three(number: str) -> str:
    whole, point, decimals = number.partition(".")
    return f"{whole}.{decimals}0" if point and len(decimals) == 3 else number
