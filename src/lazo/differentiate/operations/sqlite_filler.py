"""Fills a table of SQLite from a Parquet file, in a process of its own: `... sqlite_filler DATABASE TABLE FILE ROWS COLUMNS`.

Each line on standard input asks for the next batch of at most ROWS rows, which is one transaction; the answer is a line
with how many rows it had, 0 at the end. Whoever asked and died asks no more, so at most one batch comes after it.

Arrow goes straight into SQLite's statements, without a Python object per value. Why a process: see
`lazo.kernel.warehouse.sqlite_reader`; nothing of Django is loaded here.
"""

import json
import sys

import adbc_driver_sqlite
import pyarrow as pa
import pyarrow.parquet as pq
from adbc_driver_manager import AdbcConnection, AdbcStatement

from lazo.analytics.bare_arrow import leave_pandas_out
from lazo.analytics.memory import keep_freed_memory

# As patient and as lasting as the application's own connection.
TUNING = ("PRAGMA busy_timeout=20000", "PRAGMA synchronous=NORMAL")


def main() -> None:
    """Answer until standard input ends."""
    keep_freed_memory()
    leave_pandas_out()
    database_file, table, parquet, rows, columns = sys.argv[1:]
    names = json.loads(columns)
    with adbc_driver_sqlite.connect(database_file) as database, AdbcConnection(database) as connection:
        for sql in TUNING:
            with AdbcStatement(connection) as statement:
                statement.set_sql_query(sql)
                pa.RecordBatchReader.from_stream(statement.execute_query()[0]).read_all()
        with pq.ParquetFile(parquet) as file:
            batches = file.iter_batches(batch_size=int(rows), columns=names)
            for _ in sys.stdin:
                batch = next(batches, None)
                if batch is not None:
                    append(connection, table, as_stored(batch.select(names)))
                sys.stdout.write(f"{0 if batch is None else batch.num_rows}\n")
                sys.stdout.flush()


def append(connection: AdbcConnection, table: str, batch: pa.RecordBatch) -> None:
    """The rows of the batch, whose columns are those of the table, in one transaction."""
    with AdbcStatement(connection) as statement:
        statement.set_options(
            **{"adbc.ingest.target_table": table, "adbc.ingest.mode": "adbc.ingest.mode.append"},
        )
        statement.bind_stream(pa.RecordBatchReader.from_batches(batch.schema, [batch]))
        statement.execute_update()


def as_stored(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Values as SQLite stores what Django reads: dates as text, booleans as 0 and 1."""
    columns = [_stored(column) for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _stored(column: pa.Array) -> pa.Array:
    if pa.types.is_date(column.type):
        return column.cast(pa.string())
    return column.cast(pa.int8()) if pa.types.is_boolean(column.type) else column


if __name__ == "__main__":
    main()
