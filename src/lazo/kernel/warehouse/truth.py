"""The truth as the warehouse reads it: one consistent snapshot of the operational database, in columns.

Read by ADBC, which turns rows into Arrow columns without a Python object per cell: 3 to 4 million rows a CPU second,
against 1.4 million bare tuples from the standard library. SQLite is read in a process of its own (`sqlite_reader`).
"""

import fcntl
import json
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, cast

import pyarrow as pa
from django.db import connections
from django.utils.translation import gettext as _

BATCH_ROWS = 65_536
# A pipe of the size of a few batches, so that reader and writer seldom wait for each other.
PIPE_BYTES = 1 << 20


class UnableToReadTruth(Exception):
    """The operational database is neither SQLite nor PostgreSQL, or its reader has died; its own words are on stderr."""


class Truth(ABC):
    """A connection to the operational database; between `begin` and its end it sees one instant."""

    @abstractmethod
    def day(self, source: str) -> str:
        """SQL for a date column as what `as_column` takes."""

    @abstractmethod
    def day_or_instant(self, source: str, instant: str) -> str:
        """SQL for a date column, or where it is null the UTC day of an instant."""

    @abstractmethod
    def month(self, source: str) -> str:
        """SQL for the month of a date column as YYYY-MM."""

    @abstractmethod
    def day_number(self, expression: str) -> str:
        """SQL for what `day` or `day_or_instant` gave as days since 1970."""

    @abstractmethod
    def instant(self, source: str) -> str:
        """SQL for an instant as text that never changes."""

    @abstractmethod
    def begin(self) -> None:
        """Take the snapshot: what is read from here on is of one instant."""

    @abstractmethod
    def writers(self, tables: list[str]) -> list[str]:
        """Names of the transactions that hold a lock to write one of `tables`, this moment."""

    @abstractmethod
    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The rows of the query, in batches; to be read to the end before the next query."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a small query as tuples."""
        return [tuple(row.values()) for batch in self.batches(sql) for row in batch.to_pylist()]

    def value(self, sql: str) -> Any:
        """The one value of a query."""
        return self.rows(sql)[0][0]

    def now(self) -> str:
        """The database's clock, UTC: the warehouse asks no other."""
        return str(self.value(self.now_sql))

    now_sql = ""
    # Whether ids become visible in the order in which they are given out.
    in_order = False


class SqliteTruth(Truth):
    """SQLite has one writer at a time: ids are committed in order, and nothing below the largest is still to come."""

    in_order = True
    now_sql = "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

    def __init__(self, requests: IO[bytes], answers: IO[bytes]) -> None:
        self._requests = requests
        self._answers = answers

    def day(self, source: str) -> str:
        # Seconds to days is an exact division, also before 1970; text would cost Arrow twice the time.
        return f"unixepoch({source}) / 86400"

    def day_or_instant(self, source: str, instant: str) -> str:
        return f"unixepoch(substr(coalesce({source}, {instant}), 1, 10)) / 86400"

    def month(self, source: str) -> str:
        return f"substr({source}, 1, 7)"

    def day_number(self, expression: str) -> str:
        return expression

    def instant(self, source: str) -> str:
        return source

    def begin(self) -> None:
        self.rows("BEGIN")
        self.value("SELECT count(*) AS tables FROM sqlite_master")

    def writers(self, tables: list[str]) -> list[str]:  # noqa: ARG002  # nobody else can be writing below our ids
        return []

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        try:
            self._requests.write(json.dumps(sql).encode() + b"\n")
            self._requests.flush()
            with pa.ipc.open_stream(self._answers) as stream:
                yield from stream
        except (OSError, pa.ArrowInvalid) as error:
            message = _("El lector de la base de datos se detuvo; su mensaje está en la salida de errores.")
            raise UnableToReadTruth(message) from error


class PostgresqlTruth(Truth):
    """PostgreSQL numbers rows when they are written and shows them when their transaction commits, in another order."""

    now_sql = """SELECT to_char(statement_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def day(self, source: str) -> str:
        return source

    def day_or_instant(self, source: str, instant: str) -> str:
        return f"coalesce({source}, ({instant} AT TIME ZONE 'UTC')::date)"

    def month(self, source: str) -> str:
        return f"to_char({source}, 'YYYY-MM')"

    def day_number(self, expression: str) -> str:
        return f"(({expression}) - date '1970-01-01')"

    def instant(self, source: str) -> str:
        return f"extract(epoch from {source})::text"

    def begin(self) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def writers(self, tables: list[str]) -> list[str]:
        # A statement takes this lock before it draws an id, and its transaction holds it to the end; transactions
        # without a number of their own yet (which pg_snapshot_xmin cannot see) are among them.
        names = ", ".join(f"'{table}'::regclass" for table in tables)
        sql = f"""SELECT DISTINCT virtualtransaction FROM pg_locks
            WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND relation IN ({names}) ORDER BY 1"""  # noqa: S608  # names come from the models
        return [str(name) for (name,) in self.rows(sql)]

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            yield from cursor.fetch_record_batch()


@contextmanager
def open_truth(alias: str = "default") -> Iterator[Truth]:
    """The operational database of Django's `alias`, read only by us. Raises UnableToReadTruth."""
    settings = connections[alias].settings_dict
    if connections[alias].vendor == "sqlite":
        with sqlite_reader(str(settings["NAME"])) as (requests, answers):
            yield SqliteTruth(requests, answers)
    elif connections[alias].vendor == "postgresql":
        from adbc_driver_postgresql import dbapi as postgresql

        with postgresql.connect(_conninfo(settings), autocommit=True) as connection:
            yield PostgresqlTruth(connection)
    else:
        raise UnableToReadTruth(_("El almacén lee SQLite y PostgreSQL; esta base de datos es otra."))


@contextmanager
def sqlite_reader(file: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """A process that reads `file`: where to write statements, and where their answers come."""
    command = [sys.executable, "-m", "lazo.kernel.warehouse.sqlite_reader", file]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603  # our own module
        requests, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        try:
            if hasattr(fcntl, "F_SETPIPE_SZ"):
                fcntl.fcntl(answers, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
            yield requests, answers
        finally:
            process.kill()
            with suppress(OSError):
                requests.close()


def _conninfo(settings: dict[str, Any]) -> str:
    from psycopg.conninfo import make_conninfo

    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {key: settings[name] for key, name in named.items() if settings.get(name)}
    libpq = {key: value for key, value in settings["OPTIONS"].items() if isinstance(value, str)}
    return make_conninfo("", **{**libpq, **given})
