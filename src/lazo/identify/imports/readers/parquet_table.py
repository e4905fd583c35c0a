"""Parquet files, whose typed columns are given as text like those of every other file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from lazo.identify.imports.readers.canonical import text_column
from lazo.identify.imports.readers.header import unique_names
from lazo.identify.imports.readers.problem import UnableToRead
from lazo.identify.imports.readers.table import ROW, Chunk, TableReader, without_blank_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lazo.identify.imports.readers.limit import Limits

PARQUET_MAGIC = b"PAR1"


class ParquetReader(TableReader):
    """Reads a Parquet file batch by batch; its first row counts as row 2, as if the names stood above it."""

    kind = "parquet"

    def __init__(self, path: Path, limits: Limits) -> None:
        super().__init__(path, limits)
        try:
            with pq.ParquetFile(path) as file:
                names, self.n_rows = list(file.schema_arrow.names), file.metadata.num_rows
        except (pa.ArrowException, OSError) as error:
            raise UnableToRead("broken_parquet", name=path.name) from error
        if len(names) > limits.max_columns:
            raise UnableToRead("too_many_columns", found=len(names), limit=limits.max_columns)
        if not names:
            raise UnableToRead("empty_file", name=path.name)
        self.header, self.notices = unique_names(names, len(names), 1)

    def _chunks(self) -> Iterator[Chunk]:
        row = 2
        try:
            with pq.ParquetFile(self.path) as file:
                for batch in file.iter_batches(batch_size=self.limits.batch_rows):
                    columns = [text_column(column) for column in batch.columns]
                    numbers = pa.array(range(row, row + batch.num_rows), pa.int64())
                    row += batch.num_rows
                    rows = without_blank_rows(pa.RecordBatch.from_arrays([*columns, numbers], [*self.header, ROW]))
                    if rows.num_rows:
                        yield Chunk(rows)
        except (pa.ArrowException, OSError) as error:
            raise UnableToRead("broken_parquet", name=self.path.name) from error
