"""Writing the insert chunks of a plan into an SQLite file from columns, without a Python object per cell.

The Arrow driver brings a second copy of the SQLite library, and two copies in one process lose each other's locks on the same file
(sqlite.org/howtocorrupt.html, 2.2.1). So this runs in a process of its own, which imports no Django.
"""

import os
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from adbc_driver_sqlite import dbapi

from lazo.identify.imports.pipeline.plan import Chunk, Plan

TUNING = (
    "PRAGMA synchronous=NORMAL",
    "PRAGMA busy_timeout=60000",
    "PRAGMA cache_size=-131072",
    "PRAGMA wal_autocheckpoint=8000",
)
LOST = -1


def write_chunks(  # noqa: PLR0917 - handed over by position to another process
    database: str,
    folder: Path,
    batch: int,
    first: int,
    last: int,
    parent: int,
    tell: Connection,
    following: dict[str, tuple[str, ...]],
) -> None:
    """Write chunks `first` to `last` of the plan, each in one transaction with the watermark; tells the number of each when it is in.

    `following` are the statements that must run for new rows of a mirrored table, see `lazo.kernel.changes.Follower`.
    Tells LOST and ends when the watermark was not where it should be. Ends by itself when `parent` is gone.
    """
    plan = Plan.ready(folder)
    if plan is None:
        tell.send(LOST)
        return
    with dbapi.connect(database, autocommit=True) as con, con.cursor() as cursor:
        for pragma in TUNING:
            cursor.execute(pragma)
            cursor.fetchall()
        for chunk in plan.chunks():
            if not first <= chunk.number <= last:
                continue
            if os.getppid() != parent:
                return
            # The rows are read before the lock is taken, so that others wait less.
            rows = list(plan.rows(chunk))
            cursor.execute("BEGIN IMMEDIATE")
            if not _advance(cursor, batch, chunk.number):
                cursor.execute("ROLLBACK")
                tell.send(LOST)
                return
            _insert(cursor, chunk, rows, batch)
            _follow(cursor, chunk, rows, following)
            cursor.execute("COMMIT")
            tell.send(chunk.number)


def _advance(cursor: dbapi.Cursor, batch: int, number: int) -> bool:
    cursor.execute(
        "UPDATE identify_importbatch SET watermark = ? WHERE id = ? AND watermark = ? AND state = 'RUNNING' RETURNING id",
        (number, batch, number - 1),
    )
    return len(cursor.fetchall()) == 1


def _insert(cursor: dbapi.Cursor, chunk: Chunk, tables: list[tuple[str, pa.Table]], batch: int) -> None:
    for table, rows in tables:
        if not rows.num_rows:
            continue
        cursor.adbc_ingest(table, _plain(_in_order(rows)), mode="append")
        mirrored = chunk.step.mirrored.get(table)
        if mirrored:
            ends = pc.min_max(rows["id"]).as_py()
            cursor.execute(
                "INSERT INTO kernel_change (\"table\", operation, row_from, row_to, batch) VALUES (?, 'A', ?, ?, ?)",
                (mirrored, ends["min"], ends["max"], batch),
            )


def _follow(
    cursor: dbapi.Cursor,
    chunk: Chunk,
    tables: list[tuple[str, pa.Table]],
    following: dict[str, tuple[str, ...]],
) -> None:
    for table, rows in tables:
        statements = following.get(chunk.step.mirrored.get(table, ""), ())
        if statements and rows.num_rows:
            ends = pc.min_max(rows["id"]).as_py()
            for statement in statements:
                cursor.execute(statement.format(first=ends["min"], last=ends["max"]))


def _in_order(rows: pa.Table) -> pa.Table:
    """By the key of the table, so that neighbours of an index are written together."""
    if "id" not in rows.column_names:
        return rows.sort_by(rows.column_names[0])
    ids = rows["id"].combine_chunks()
    if len(ids) < 2 or pc.all(pc.greater(ids[1:], ids[:-1])).as_py():
        return rows
    return rows.sort_by("id")


def _plain(rows: pa.Table) -> pa.Table:
    return pa.table(dict(_plain_columns(rows)))


def _plain_columns(rows: pa.Table) -> Iterator[tuple[str, pa.ChunkedArray]]:
    """Dates as ISO text and flags as 0 and 1: what SQLite stores."""
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
            yield name, pc.cast(column, pa.string())
        elif pa.types.is_boolean(column.type):
            yield name, pc.cast(pc.cast(column, pa.int8()), pa.int64())
        else:
            yield name, column
