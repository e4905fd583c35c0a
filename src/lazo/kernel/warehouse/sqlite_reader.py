"""Reads SQLite in a process of its own: `python -m lazo.kernel.warehouse.sqlite_reader FILE`.

Each line on standard input is a statement as JSON; the answer on standard output is an Arrow stream, empty for a
statement that gives no rows. Nothing of Django is loaded here.

Why a process: the ADBC driver brings its own SQLite. Two SQLite libraries in one process do not see each other's locks,
and the one that closes first drops the other's (https://www.sqlite.org/howtocorrupt.html, section 2.2.1): it would even
take itself for the last reader and delete the write-ahead log into which the application is writing.
"""

import json
import sys
from typing import Any

import pyarrow as pa
from adbc_driver_sqlite import dbapi

BATCH_ROWS = 65_536


def main() -> None:
    """Answer statements until standard input ends."""
    with dbapi.connect(sys.argv[1], autocommit=True) as connection:
        for line in sys.stdin:
            answer(connection, json.loads(line))


def answer(connection: Any, sql: str) -> None:
    """Write the rows of one statement to standard output."""
    with connection.cursor() as cursor:
        cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(BATCH_ROWS)})
        cursor.execute(sql)
        reader = cursor.fetch_record_batch()
        with pa.ipc.new_stream(sys.stdout.buffer, reader.schema) as stream:
            for batch in reader:
                stream.write_batch(batch)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
