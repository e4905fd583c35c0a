"""Whole Arrow tables into the database and out of it, in the transaction of Django's own connection."""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from pyarrow import csv

LOOKUP = "import_lookup"
ROWS_AT_ONCE = 20_000


def copy_in(table: str, rows: pa.Table) -> None:
    """Append `rows`, whose columns are named as those of `table`; dates go as ISO text, which both databases read."""
    if not rows.num_rows:
        return
    if connection.vendor == "postgresql":
        _copy_postgres(table, rows)
    else:
        _insert_many(table, rows)


def _copy_postgres(table: str, rows: pa.Table) -> None:
    columns = ", ".join(f'"{name}"' for name in rows.column_names)
    options = csv.WriteOptions(include_header=False, quoting_style="all_valid")
    with connection.cursor() as cursor:
        statement = f'COPY "{table}" ({columns}) FROM STDIN (FORMAT csv)'
        with cast("Any", cursor).copy(statement) as copy:
            for batch in rows.to_batches(max_chunksize=ROWS_AT_ONCE):
                buffer = io.BytesIO()
                csv.write_csv(pa.Table.from_batches([batch]), buffer, options)
                copy.write(buffer.getvalue())


def _insert_many(table: str, rows: pa.Table) -> None:
    columns = ", ".join(f'"{name}"' for name in rows.column_names)
    places = ", ".join(["%s"] * rows.num_columns)
    statement = f'INSERT INTO "{table}" ({columns}) VALUES ({places})'
    with connection.cursor() as cursor:
        for batch in rows.to_batches(max_chunksize=ROWS_AT_ONCE):
            cursor.executemany(statement, list(tuples(batch)))


def tuples(rows: pa.RecordBatch | pa.Table) -> Iterator[tuple[Any, ...]]:
    """The rows as tuples of what the database driver takes."""
    return zip(*(as_plain(column).to_pylist() for column in rows.columns), strict=True)


def as_plain(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Dates and moments as ISO text, flags as 0 and 1: what SQLite stores."""
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        return pc.cast(column, pa.string())
    if pa.types.is_boolean(column.type):
        return pc.cast(column, pa.int8())
    return column


@contextmanager
def lookup_table(keys: pa.Table) -> Iterator[str]:
    """A temporary table holding `keys` (text and integer columns) for a join; gone when the block ends."""
    kinds = {True: "bigint", False: "text"}
    columns = ", ".join(f'"{field.name}" {kinds[pa.types.is_integer(field.type)]}' for field in keys.schema)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {LOOKUP}")
        cursor.execute(f"CREATE TEMPORARY TABLE {LOOKUP} ({columns})")
        copy_in(LOOKUP, keys)
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {LOOKUP}")
    try:
        yield LOOKUP
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {LOOKUP}")


def ordered_join() -> str:
    """A join that reads the lookup table first and then the other by its index.

    SQLite, which has no figures on a temporary table, may otherwise read the large table once for every key.
    """
    return "JOIN" if connection.vendor == "postgresql" else "CROSS JOIN"


def fetch(statement: str, schema: pa.Schema) -> pa.Table:
    """The answer of a query as a table of `schema`; dates come out as the database writes them in ISO text."""
    batches = []
    with connection.cursor() as cursor:
        cursor.execute(statement)
        while found := cursor.fetchmany(ROWS_AT_ONCE):
            arrays = [
                pa.array(column, field.type) for column, field in zip(zip(*found, strict=True), schema, strict=True)
            ]
            batches.append(pa.RecordBatch.from_arrays(arrays, schema=schema))
    return pa.Table.from_batches(batches, schema)
