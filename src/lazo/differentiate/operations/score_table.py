"""The score table, built aside and swapped in whole: nobody ever waits for a million updates.

The next table is made from the model's own definition under a name of its run, filled from the run's Parquet file in
short transactions, and takes the place of the last one inside the transaction of the whole run.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from django.db import connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from lazo.differentiate.models import Score
from lazo.kernel.jobs import JobContext

if TYPE_CHECKING:
    from pyarrow import RecordBatch

ROWS = 50_000
ROWS_FOR_A_PROCESS = 200_000
FILLER = "lazo.differentiate.operations.sqlite_filler"
TABLE = Score._meta.db_table  # noqa: SLF001 - Django's documented way to a model's table


def score_columns() -> list[str]:
    """The columns of the score table, in the model's order."""
    return [str(field.column) for field in Score._meta.local_concrete_fields]  # noqa: SLF001 - as above


def fill_next_table(*, run_id: int, path: Path, context: JobContext) -> None:
    """Make the table of this run from the Parquet file; a table left by a killed attempt is thrown away first."""
    drop_next_tables()
    with connection.cursor() as cursor:
        cursor.execute(_table_statement(run_id))
    total = _rows(path)
    done = 0
    with closing(_filled(_next_name(run_id), path, total)) as batches:
        for rows in batches:
            done += rows
            context.progress(done, total, "escribir puntajes")
            context.raise_if_cancelled()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for sql in _index_statements(prefix=f"n{run_id}_", table=_next_name(run_id)):
                cursor.execute(sql)
            cursor.execute(f"ANALYZE {_quoted(_next_name(run_id))}")


def swap_in(*, run_id: int) -> None:
    """Put the table of this run in the place of the last one; call it inside the transaction of the run."""
    name = _next_name(run_id)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {_quoted(TABLE)}")
        cursor.execute(f"ALTER TABLE {_quoted(name)} RENAME TO {_quoted(TABLE)}")
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER INDEX {_quoted(name + '_pkey')} RENAME TO {_quoted(TABLE + '_pkey')}")
            for index in Score._meta.indexes:  # noqa: SLF001 - as above
                cursor.execute(f"ALTER INDEX {_quoted(f'n{run_id}_{index.name}')} RENAME TO {_quoted(index.name)}")
        else:
            for sql in _index_statements(prefix="", table=TABLE):
                cursor.execute(sql)


def drop_next_tables() -> None:
    """Throw away what killed runs have left."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name.startswith(f"{TABLE}_next_")]
        for name in names:
            cursor.execute(f"DROP TABLE {_quoted(name)}")


def _next_name(run_id: int) -> str:
    return f"{TABLE}_next_{run_id}"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _table_statement(run_id: int) -> str:
    """The model's own CREATE TABLE, under the name of the run."""
    editor = _sql_writer()
    sql = str(editor.table_sql(Score)[0])
    return sql.replace(f"CREATE TABLE {_quoted(TABLE)}", f"CREATE TABLE {_quoted(_next_name(run_id))}", 1)


def _index_statements(*, prefix: str, table: str) -> list[str]:
    """The model's indexes on another table, each named with `prefix`."""
    editor = _sql_writer()
    statements = []
    for index in Score._meta.indexes:  # noqa: SLF001 - as above
        sql = str(index.create_sql(Score, editor)).replace(_quoted(index.name), _quoted(prefix + index.name), 1)
        statements.append(sql.replace(f"ON {_quoted(TABLE)}", f"ON {_quoted(table)}", 1))
    return statements


def _sql_writer() -> BaseDatabaseSchemaEditor:
    """A schema editor that only tells SQL: entering one would need foreign keys off, which a transaction forbids."""
    editor: BaseDatabaseSchemaEditor = connection.SchemaEditorClass(connection, collect_sql=True)
    editor.deferred_sql = []
    return editor


def _rows(path: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)


def _filled(table: str, path: Path, total: int) -> Generator[int]:
    """Fill the table in short transactions; the rows of each, once it is true."""
    if connection.vendor == "sqlite" and total >= ROWS_FOR_A_PROCESS:
        yield from _filled_aside(table, path)
        return
    for batch in _batches(path):
        with transaction.atomic():
            _insert(table, batch)
        yield batch.num_rows


def _filled_aside(table: str, path: Path) -> Generator[int]:
    """By a process of its own: a third of the work, once its start has paid itself.

    Raises CalledProcessError when the process ended by itself.
    """
    columns = json.dumps(score_columns())
    database = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", FILLER, database, table, str(path), str(ROWS), columns]
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


def _batches(path: Path) -> Iterator[RecordBatch]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(batch_size=ROWS, columns=score_columns())


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
    names = ", ".join(_quoted(name) for name in batch.schema.names)
    with connection.cursor() as cursor, cursor.copy(f"COPY {_quoted(table)} ({names}) FROM STDIN (FORMAT csv)") as copy:
        copy.write(buffer.getvalue())


def _insert_many(table: str, batch: RecordBatch) -> None:
    names = ", ".join(_quoted(name) for name in batch.schema.names)
    marks = ", ".join(["%s"] * batch.num_columns)
    rows = list(zip(*(_plain(column) for column in batch.columns), strict=True))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_quoted(table)} ({names}) VALUES ({marks})", rows)  # noqa: S608 - names of the model


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
