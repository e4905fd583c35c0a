"""Reading single Parquet files by Arrow alone.

`pyarrow.parquet.read_table` loads Arrow's datasets and with them pandas: most of a second that one file never needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def read_file(path: Path, columns: Sequence[str] | None = None, *, coded: Sequence[str] = ()) -> pa.Table:
    """The columns of a file, all without a choice; text `coded` comes as dictionaries, as most of it lies in the file."""
    with pq.ParquetFile(path, read_dictionary=list(coded)) as file:
        return file.read(columns=None if columns is None else list(columns))
