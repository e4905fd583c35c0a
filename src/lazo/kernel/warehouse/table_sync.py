"""Bringing one mirrored table up to date: new rows appended, changed ones read again, touched parts rewritten."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from lazo.kernel.jobs import JobContext
from lazo.kernel.warehouse.id_ranges import IdRanges
from lazo.kernel.warehouse.manifest import DataFile, TableState
from lazo.kernel.warehouse.mirror_table import MirrorTable
from lazo.kernel.warehouse.part_writer import PartWriter
from lazo.kernel.warehouse.statement import read_after, read_ranges
from lazo.kernel.warehouse.truth import BATCH_ROWS, Truth

# A part of more files than this is written anew as one.
MAX_FILES = 8
# A file of this many rows gains nothing by being joined with others.
LARGE_FILE_ROWS = 1_000_000


@dataclass
class TableOutcome:
    """What became of one table.

    Attributes
    ----------
    state: its files and marks now.
    continued: whether it had a state before; otherwise all of it was read.
    read, removed: rows.
    changed: parts in which a row came, went or may have changed; stale_parts: those in which one went.
    written: parts with new files, which includes those only compacted.
    dirty: ids that were forgotten and read again.
    """

    state: TableState
    continued: bool
    read: int
    removed: int
    changed: set[str]
    stale_parts: set[str]
    written: set[str]
    dirty: IdRanges


class TableSync:
    """One table's part of a sync. `followed` is the outcome of the table this one follows."""

    def __init__(
        self,
        truth: Truth,
        table: MirrorTable,
        *,
        folder: Path,
        manifest_id: int,
        state: TableState | None,
        dirty: IdRanges,
        followed: TableOutcome | None = None,
        max_files: int = MAX_FILES,
        context: JobContext,
    ) -> None:
        self._truth = truth
        self._table = table
        self._folder = folder
        self._continued = state is not None
        self._state = state or TableState(columns=table.schema)
        self._dirty = dirty
        self._followed = followed if state else None
        self._max_files = max_files
        self._context = context
        self._writer = PartWriter(folder, table, manifest_id)
        self._read = 0
        self._top = self._state.top

    def run(self) -> TableOutcome:
        """Read, write, and tell the new state; the files of the old one stay as they are."""
        stale = self._stale_rows()
        for rows in self._changed_rows():
            self._take(rows)
        for rows in self._new_rows():
            self._take(rows)
        changed = set(stale) | self._writer.parts()
        rewritten = set(stale) | self._crowded()
        for part in rewritten:
            self._keep_the_rest_of(part)
        written = self._writer.finish()
        return TableOutcome(
            state=self._new_state(written, rewritten),
            continued=self._continued,
            read=self._read,
            removed=sum(stale.values()),
            changed=changed,
            stale_parts=set(stale),
            written=set(written) | set(stale),
            dirty=self._dirty,
        )

    def _take(self, rows: pa.Table) -> None:
        if not rows.num_rows:
            return
        self._writer.add(rows)
        self._read += rows.num_rows
        self._top = max(self._top, int(self._ids(rows).max()))
        self._context.raise_if_cancelled()
        self._context.progress(self._read, None, _("Leyendo %(table)s") % {"table": self._table.label})

    def _ids(self, rows: pa.Table) -> NDArray[np.int64]:
        ids: NDArray[np.int64] = rows.column(self._table.key.name).to_numpy()
        return ids

    def _is_stale(self, rows: pa.Table) -> NDArray[np.bool_]:
        stale = self._dirty.holds(self._ids(rows))
        if self._followed and self._table.follows:
            stale |= self._followed.dirty.holds(rows.column(self._table.follows[1]).to_numpy())
        return stale

    def _stale_rows(self) -> dict[str, int]:
        """By part, how many mirrored rows are to be removed or read again."""
        columns = [self._table.key.name, *([self._table.follows[1]] if self._table.follows else [])]
        found: dict[str, int] = {}
        for part, files in self._state.parts.items():
            followed = self._followed is not None and part in self._followed.stale_parts
            for file in files:
                if followed or self._dirty.touches(file.first_id, file.last_id):
                    rows = pq.read_table(self._folder / file.path, columns=columns, partitioning=None)
                    if count := int(self._is_stale(rows).sum()):
                        found[part] = found.get(part, 0) + count
        return found

    def _changed_rows(self) -> Iterator[pa.Table]:
        if self._dirty:
            yield from read_ranges(self._truth, self._table, self._dirty, self._table.key.source)
        if self._followed and self._followed.dirty and self._table.follows:
            source = next(column.source for column in self._table.columns if column.name == self._table.follows[1])
            for rows in read_ranges(self._truth, self._table, self._followed.dirty, source):
                yield rows.filter(pa.array(~self._dirty.holds(self._ids(rows))))

    def _new_rows(self) -> Iterator[pa.Table]:
        known = self._known_above_mark()
        for rows in read_after(self._truth, self._table, self._state.settled):
            if not len(known) and not self._dirty and not self._followed:
                yield rows
                continue
            seen = np.isin(self._ids(rows), known) | self._is_stale(rows)
            yield rows.filter(pa.array(~seen))

    def _known_above_mark(self) -> NDArray[np.int64]:
        """Ids already mirrored although some below them were still to come."""
        name = self._table.key.name
        known = [np.empty(0, dtype=np.int64)]
        for file in self._state.files():
            if file.last_id > self._state.settled:
                ids = self._ids(pq.read_table(self._folder / file.path, columns=[name], partitioning=None))
                known.append(ids[ids > self._state.settled])
        return np.concatenate(known)

    def _crowded(self) -> set[str]:
        """Parts that would have too many files, some of them small enough to be worth joining."""
        new = self._writer.parts()
        return {
            part
            for part, files in self._state.parts.items()
            if len(files) + (part in new) > self._max_files and min(file.rows for file in files) < LARGE_FILE_ROWS
        }

    def _keep_the_rest_of(self, part: str) -> None:
        for rows in read_files(self._folder, self._state.parts[part]):
            kept = rows.filter(pa.array(~self._is_stale(rows)))
            if kept.num_rows:
                self._writer.add(kept)

    def _new_state(self, written: dict[str, list[DataFile]], rewritten: set[str]) -> TableState:
        parts = {part: list(files) for part, files in self._state.parts.items() if part not in rewritten}
        for part, files in written.items():
            parts.setdefault(part, []).extend(files)
        return TableState(columns=self._table.schema, parts=parts, settled=self._state.settled, top=self._top)


def read_files(folder: Path, files: list[DataFile]) -> Iterator[pa.Table]:
    """The rows of the files in batches."""
    for file in files:
        with pq.ParquetFile(folder / file.path) as parquet:
            for batch in parquet.iter_batches(batch_size=BATCH_ROWS * 4):
                yield pa.Table.from_batches([batch])
