"""Tables of Arrow as files of the workspace's history, each whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROW_GROUP = 131_072
QUICK = "lz4"
"""A fifth quicker than what the warehouse is packed with, and a twentieth larger: these files are written and read once or twice a day."""
REPEATED = ("run_id", "on_date", "owner_id", "team_id")


def write_table(table: pa.Table, path: Path) -> None:
    """Write the file beside its place and move it there: a reader sees the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    repeated = [field.name for field in table.schema if pa.types.is_dictionary(field.type) or field.name in REPEATED]
    packed = [field.name for field in table.schema if _is_whole(field.type) and field.name not in repeated]
    with draft.open("wb") as stream:
        # Without the schema of Arrow, names are read as plain text by whoever reads.
        pq.write_table(
            table,
            stream,
            compression={name: "none" if name in packed else QUICK for name in table.column_names},
            use_dictionary=repeated,
            column_encoding=dict.fromkeys(packed, "DELTA_BINARY_PACKED"),
            store_schema=False,
            row_group_size=ROW_GROUP,
        )
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _is_whole(kind: pa.DataType) -> bool:
    """Numbers and days, which differences make as small as a compressor does, see `warehouse.part_writer`."""
    return bool(pa.types.is_integer(kind) or pa.types.is_date32(kind))
