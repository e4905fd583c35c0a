"""A file of rejected rows that comes back mended."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.readers.table import ROW, Chunk, TableReader

# The two last columns of a file of rejected rows, in the languages of the interface.
REASON_COLUMNS = (("Fila", "Motivo"), ("Row", "Reason"), ("Linha", "Motivo"))
_GUARDED = r"^'([=+\-@\t\r])"


class MendedReader(TableReader):
    """Reads a file of rejected rows as the file it came from: without the two columns of reasons and without guarding apostrophes."""

    def __init__(self, inner: TableReader) -> None:
        self.__dict__.update(inner.__dict__)
        self.inner = inner
        self.kind, self.n_rows, self.sheet = inner.kind, inner.n_rows, inner.sheet
        self.encoding, self.delimiter = inner.encoding, inner.delimiter
        self.header = inner.header[:-2]

    def _chunks(self) -> Iterator[Chunk]:
        for chunk in self.inner.chunks():
            columns = [_unguarded(chunk.rows.column(name)) for name in self.header]
            rows = pa.RecordBatch.from_arrays([*columns, chunk.rows.column(ROW)], [*self.header, ROW])
            yield Chunk(rows, chunk.rejected, chunk.problems)


def is_mended(reader: TableReader) -> bool:
    """Whether a file ends in the two columns that the file of rejected rows has."""
    return len(reader.header) > 2 and tuple(reader.header[-2:]) in REASON_COLUMNS


def _unguarded(cells: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(cells, _GUARDED, r"\1")
