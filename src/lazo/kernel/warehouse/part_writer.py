"""Sorting rows into the parts of a table and writing them as immutable files, in bounded memory."""

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from lazo.kernel.warehouse.manifest import DataFile, flush_folder
from lazo.kernel.warehouse.mirror_table import MirrorTable

# Rows waiting in memory over all parts: about 200 MB of purchases.
WAITING_ROWS = 4_000_000
# Ids in one block of a snapshot table.
BLOCK_BITS = 17


class PartWriter:
    """Takes rows in any order and writes each part's, sorted by day and id, to new files named for the manifest to be."""

    def __init__(self, folder: Path, table: MirrorTable, manifest_id: int, *, waiting_rows: int = WAITING_ROWS) -> None:
        self._folder = folder
        self._table = table
        self._stem = f"{manifest_id:08d}"
        self._limit = waiting_rows
        self._waiting: dict[str, list[pa.Table]] = {}
        self._counts: dict[str, int] = {}
        self.written: dict[str, list[DataFile]] = {}

    def add(self, rows: pa.Table) -> None:
        """Take rows of any parts."""
        for part, its_rows in split(self._table, rows):
            self._waiting.setdefault(part, []).append(its_rows)
            self._counts[part] = self._counts.get(part, 0) + its_rows.num_rows
        if sum(self._counts.values()) > self._limit:
            self._make_room()

    def parts(self) -> set[str]:
        """Parts that have got rows."""
        return set(self._waiting) | set(self.written)

    def finish(self) -> dict[str, list[DataFile]]:
        """Write what still waits; the new files by part."""
        for part in sorted(self._waiting):
            self._write(part)
        for part in self.written:
            flush_folder(self._path(part))
        return self.written

    def _make_room(self) -> None:
        """Write the fullest parts, so that rows that come by month leave one file a month and not many."""
        for part in sorted(self._counts, key=self._counts.__getitem__, reverse=True):
            if sum(self._counts.values()) <= self._limit // 2:
                return
            self._write(part)

    def _write(self, part: str) -> None:
        rows = pa.concat_tables(self._waiting.pop(part))
        del self._counts[part]
        rows = in_order(self._table, rows)
        path = self._path(part)
        path.mkdir(parents=True, exist_ok=True)
        file = path / f"{self._stem}-{len(self.written.get(part, [])):04d}.parquet"
        day = self._table.day_column
        by_value = [field.name for field in rows.schema if pa.types.is_string(field.type) or field.name == day]
        write_file(rows, file, by_value=by_value)
        key = rows.column(self._table.key.name)
        extremes = pc.min_max(key)
        self.written.setdefault(part, []).append(
            DataFile(
                path=str(file.relative_to(self._folder)),
                rows=rows.num_rows,
                first_id=extremes["min"].as_py(),
                last_id=extremes["max"].as_py(),
            )
        )

    def _path(self, part: str) -> Path:
        return self._folder / self._table.name / part_folder(self._table, part)


def part_folder(table: MirrorTable, part: str) -> str:
    """The folder of a part, named so that other readers of Parquet folders find the column."""
    return f"month={part}" if table.kind == "fact" else f"block={part}"


def split(table: MirrorTable, rows: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The rows of each part."""
    parts = _part_numbers(table, rows)
    first, last = (int(parts.min()), int(parts.max())) if len(parts) else (0, -1)
    if first == last:
        yield part_name(table, first), rows
        return
    # Sorting 16-bit numbers is a counting sort, and it keeps the order of the ids.
    order = np.argsort((parts - first).astype(np.uint16), kind="stable")
    ordered, found = rows.take(pa.array(order)), parts[order]
    edges = [0, *(np.flatnonzero(np.diff(found)) + 1).tolist(), len(found)]
    for start, end in pairwise(edges):
        if end > start:
            yield part_name(table, int(found[start])), ordered.slice(start, end - start)


def part_name(table: MirrorTable, number: int) -> str:
    """A month as YYYY-MM, a block as its number."""
    if table.kind == "fact":
        return str(np.datetime64(number, "M"))
    return f"{number:06d}"


def _part_numbers(table: MirrorTable, rows: pa.Table) -> NDArray[np.int64]:
    if table.day_column is None:
        blocks: NDArray[np.int64] = rows.column(table.key.name).to_numpy() >> BLOCK_BITS
        return blocks
    months: NDArray[np.int64] = _days(table, rows).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months


def _days(table: MirrorTable, rows: pa.Table) -> NDArray[np.int32]:
    days: NDArray[np.int32] = rows.column(table.day_column).combine_chunks().cast(pa.int32()).to_numpy()
    return days


def in_order(table: MirrorTable, rows: pa.Table) -> pa.Table:
    """The rows of one part by day and id."""
    ids = rows.column(table.key.name).to_numpy()
    rows = rows.combine_chunks()
    if not np.all(ids[1:] > ids[:-1]):
        order = np.argsort(ids, kind="stable")
        rows = rows.take(pa.array(order))
    if table.day_column is None:
        return rows
    days = _days(table, rows)
    if np.all(days[1:] >= days[:-1]):
        return rows
    return rows.take(pa.array(np.argsort((days - days.min()).astype(np.uint16), kind="stable")))


def write_file(rows: pa.Table, file: Path, *, by_value: list[str]) -> None:
    """Write one Parquet file and wait until it is on the disk; columns `by_value` repeat few values.

    Whole numbers are written as differences, packed: as small as compressed, for a third of the work of either way.
    Dictionaries of amounts and parties would cost more than they save.
    """
    packed = [field.name for field in rows.schema if _is_packed(field, by_value)]
    with file.open("wb") as stream:
        pq.write_table(
            rows,
            stream,
            compression={name: "none" if name in packed else "zstd" for name in rows.column_names},
            use_dictionary=by_value,
            column_encoding=dict.fromkeys(packed, "DELTA_BINARY_PACKED"),
        )
        stream.flush()
        os.fsync(stream.fileno())


def _is_packed(field: pa.Field, by_value: list[str]) -> bool:
    return pa.types.is_integer(field.type) and field.name not in by_value
