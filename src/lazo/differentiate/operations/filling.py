"""Filling a table that was built aside from a Parquet file: by COPY on PostgreSQL, by a process of its own on SQLite when there is much."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from django.db import connection, transaction

from lazo.differentiate.operations.aside import quoted

if TYPE_CHECKING:
    from pyarrow import RecordBatch

ROWS = 50_000
ROWS_FOR_A_PROCESS = 200_000
FILLER = "lazo.differentiate.operations.sqlite_filler"


def filled(table: str, path: Path, columns: Sequence[str], total: int) -> Generator[int]:
    """Fill a table made by `aside` with these columns of a file of `total` rows, in short transactions; the rows of each, once it is true."""
    if connection.vendor == "sqlite" and total >= ROWS_FOR_A_PROCESS:
        yield from _filled_aside(table, path, columns)
        return
    for batch in _batches(path, columns):
        with transaction.atomic():
            _insert(table, batch)
        yield batch.num_rows


def _filled_aside(table: str, path: Path, columns: Sequence[str]) -> Generator[int]:
    """By a process of its own: a third of the work, once its start has paid itself.

    Raises CalledProcessError when the process ended by itself.
    """
    database = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", FILLER, database, table, str(path), str(ROWS), json.dumps(columns)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:  # noqa: S603 - our own module
        requests, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        while rows := _answer(requests, answers):
            yield rows
        requests.close()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, FILLER)


def _answer(requests: IO[bytes], answers: IO[bytes]) -> int:
    """Ask for one more batch; 0 at the end, and when nobody is there any more."""
    with suppress(BrokenPipeError):
        requests.write(b"\n")
    return int(answers.readline() or 0)


def _batches(path: Path, columns: Sequence[str]) -> Iterator[RecordBatch]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(batch_size=ROWS, columns=list(columns))


def _insert(table: str, batch: RecordBatch) -> None:
    if connection.vendor == "postgresql":
        _copy(table, batch)
    else:
        _insert_many(table, batch)


def _copy(table: str, batch: RecordBatch) -> None:
    """COPY of the batch as CSV, written by Arrow: no Python object per value. Quoted is a value, unquoted is null."""
    import pyarrow.csv as pv

    buffer = io.BytesIO()
    pv.write_csv(batch, buffer, pv.WriteOptions(include_header=False, quoting_style="all_valid"))
    names = ", ".join(quoted(name) for name in batch.schema.names)
    with connection.cursor() as cursor, cursor.copy(f"COPY {quoted(table)} ({names}) FROM STDIN (FORMAT csv)") as copy:
        copy.write(buffer.getvalue())


def _insert_many(table: str, batch: RecordBatch) -> None:
    names = ", ".join(quoted(name) for name in batch.schema.names)
    marks = ", ".join(["%s"] * batch.num_columns)
    rows = list(zip(*(_plain(column) for column in batch.columns), strict=True))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks})", rows)  # noqa: S608 - names of the model


def _plain(column: object) -> list[object]:
    """Values as SQLite stores what Django reads: dates as text, booleans as 0 and 1."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type  # type: ignore[attr-defined]  # an Arrow array
    if pa.types.is_date(kind):
        column = pc.cast(column, pa.string())
    elif pa.types.is_boolean(kind):
        column = pc.cast(column, pa.int8())
    return column.to_pylist()  # type: ignore[attr-defined, no-any-return]  # an Arrow array
