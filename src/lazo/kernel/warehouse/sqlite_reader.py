"""Reads SQLite in a process of its own: `python -m lazo.kernel.warehouse.sqlite_reader FILE`.

Each line on standard input is a statement as JSON; the answer on standard output is an Arrow stream, empty for a
statement that gives no rows. Nothing of Django is loaded here.

Why a process: the ADBC driver brings its own SQLite. Two SQLite libraries in one process do not see each other's locks,
and the one that closes first drops the other's (https://www.sqlite.org/howtocorrupt.html, section 2.2.1): it would even
take itself for the last reader and delete the write-ahead log into which the application is writing.
"""

import json
import signal
import sys

import adbc_driver_sqlite
import pyarrow as pa
from adbc_driver_manager import AdbcConnection, AdbcStatement

from lazo.analytics.bare_arrow import leave_pandas_out
from lazo.analytics.memory import keep_freed_memory

BATCH_ROWS = 65_536


def main() -> None:
    """Answer statements until standard input ends; end without a word when nobody listens any more."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    keep_freed_memory()
    leave_pandas_out()
    with adbc_driver_sqlite.connect(sys.argv[1]) as database, AdbcConnection(database) as connection:
        for line in sys.stdin:
            answer(connection, json.loads(line))


def answer(connection: AdbcConnection, sql: str) -> None:
    """Write the rows of one statement to standard output."""
    with AdbcStatement(connection) as statement:
        statement.set_options(**{"adbc.sqlite.query.batch_rows": str(BATCH_ROWS)})
        statement.set_sql_query(sql)
        reader = pa.RecordBatchReader.from_stream(statement.execute_query()[0])
        with pa.ipc.new_stream(sys.stdout.buffer, reader.schema) as stream:
            for batch in reader:
                stream.write_batch(batch)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
