"""Writes rows past the product, as an import would leave them: `executemany` on SQLite, COPY on PostgreSQL."""

# ruff: noqa: S608 - names of tables and columns are our own constants

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from lazo.bench.database import connect, server_url
from lazo.kernel.workspace import Workspace

Row = Sequence[Any]


class Filler:
    """One connection; what it writes is committed when the block of `open_filler` ends."""

    def __init__(self, connection: Any, *, is_server: bool) -> None:
        self.connection = connection
        self.is_server = is_server

    def rows(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Append rows, each with its own id where `columns` begin with it."""
        names = ", ".join(f'"{column}"' for column in columns)
        if not self.is_server:
            marks = ", ".join("?" * len(columns))
            self.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
            return
        with self.connection.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        if columns[0] == "id":
            # Rows that the product adds are numbered behind these.
            self.connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )

    def run(self, sql: str) -> None:
        self.connection.execute(sql)

    def value(self, sql: str) -> Any:
        return self.connection.execute(sql).fetchone()[0]

    def note(self, table: str, last: int, first: int = 1) -> None:
        """Say that rows were appended to a mirrored table."""
        self.rows("kernel_change", ("table", "operation", "row_from", "row_to"), [(table, "A", first, last)])

    def take_indexes(self, table: str) -> list[str]:
        """Drop the indexes that a table was given, and return the statements that make them."""
        found = self.connection.execute(_SERVER_INDEXES if self.is_server else _FILE_INDEXES, [table]).fetchall()
        for name, _ in found:
            self.run(f'DROP INDEX "{name}"')
        return [statement for _, statement in found]

    def give_indexes(self, statements: Sequence[str]) -> None:
        """Make what `take_indexes` dropped."""
        if self.is_server:
            self.run("SET CONSTRAINTS ALL IMMEDIATE")  # rows whose keys are still to be looked at hold the table
        for statement in statements:
            self.run(statement)


_FILE_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
_SERVER_INDEXES = """SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
    WHERE i.indrelid = %s::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)"""


@contextmanager
def open_filler() -> Iterator[Filler]:
    """The database of this process's workspace, to be filled in one transaction."""
    if server_url():
        with connect() as connection:
            yield Filler(connection, is_server=True)
        return
    file = sqlite3.connect(Workspace.from_environment().database)
    file.execute("PRAGMA synchronous=OFF")
    file.execute("PRAGMA cache_size=-200000")
    with file:
        yield Filler(file, is_server=False)
    file.close()
