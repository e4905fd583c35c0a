"""Applying a plan: chunk by chunk into the database, each chunk one transaction that also moves the batch's watermark.

Whoever holds an outdated watermark changes nothing, so that two processes with the same batch, or one that was killed and started again,
cannot write a chunk twice.
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

import json
import os
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import OperationalError, connection, transaction

from lazo.identify.imports.pipeline.copying import as_plain, copy_in, fetch, lookup_table, ordered_join
from lazo.identify.imports.pipeline.plan import Chunk, Plan
from lazo.identify.imports.pipeline.search_plan import KNOWN
from lazo.identify.imports.pipeline.seen_plan import SEEN, write_seen
from lazo.identify.imports.pipeline.sqlite_writer import LOST, write_chunks
from lazo.identify.models import ImportBatch
from lazo.identify.search.tokens import refresh_tokens
from lazo.kernel.changes import append_statements, note_change, note_changes
from lazo.kernel.models import Change

ENOUGH_CHUNKS = 4
HIDDEN = ("_before", "_after", "_version")
LINES = pa.schema(
    [
        ("purchase", pa.int64()),
        ("id", pa.int64()),
        ("product_id", pa.int64()),
        ("quantity_milli", pa.int64()),
        ("amount", pa.int64()),
        ("margin", pa.int64()),
    ]
)


class UnableToContinue(Exception):
    """Another process is applying this batch."""


def apply_plan(plan: Plan, batch: ImportBatch, *, progress: Callable[[int, int], None]) -> None:
    """Bring every chunk that is not yet there into the database. Raises UnableToContinue."""
    inserts = _written_apart(plan, batch)
    if inserts:
        _write_apart(plan, batch, inserts, progress)
    for chunk in plan.chunks():
        if chunk.number <= batch.watermark:
            continue
        with transaction.atomic():
            advance(batch, chunk.number)
            apply_chunk(plan, chunk, batch)
        batch.watermark = chunk.number
        progress(chunk.number, plan.n_chunks)


def _written_apart(plan: Plan, batch: ImportBatch) -> int:
    """The last of the chunks that a process of columns can write: inserts into an SQLite file, when there are enough of them."""
    if not _is_sqlite_file() or connection.in_atomic_block:
        return 0
    last = 0
    for chunk in plan.chunks():
        if chunk.step.kind != "insert":
            break
        last = chunk.number
    return last if last - batch.watermark >= ENOUGH_CHUNKS else 0


def _is_sqlite_file() -> bool:
    return connection.vendor == "sqlite" and Path(str(connection.settings_dict["NAME"])).is_file()


def _write_apart(plan: Plan, batch: ImportBatch, last: int, progress: Callable[[int, int], None]) -> None:
    context = get_context("spawn")
    told, tell = context.Pipe(duplex=False)
    database = str(connection.settings_dict["NAME"])
    mirrored = {name for step in plan.steps for name in step.mirrored.values()}
    following = {name: append_statements(name) for name in mirrored}
    arguments = (database, plan.folder, batch.pk, batch.watermark + 1, last, os.getpid(), tell, following)
    writer = context.Process(target=write_chunks, args=arguments, daemon=True)
    writer.start()
    tell.close()
    try:
        while batch.watermark < last:
            number = told.recv()
            if number == LOST:
                raise UnableToContinue(batch.pk)
            batch.watermark = number
            progress(number, plan.n_chunks)
    except EOFError as error:
        # The job is put back and goes on at the watermark, as after any trouble with the database.
        raise OperationalError("the writing process ended") from error
    finally:
        writer.kill()
        writer.join()


def advance(batch: ImportBatch, number: int) -> None:
    """Take the right to write chunk `number`, in the transaction that writes it."""
    moved = ImportBatch.objects.filter(pk=batch.pk, watermark=number - 1, state=batch.state).update(watermark=number)
    if not moved:
        raise UnableToContinue(batch.pk)


def apply_chunk(plan: Plan, chunk: Chunk, batch: ImportBatch) -> None:
    written = list(plan.rows(chunk))
    for table, rows in written:
        if not rows.num_rows:
            continue
        if chunk.step.kind == "insert":
            copy_in(table, rows)
        elif chunk.step.kind == KNOWN:
            refresh_tokens(rows["party"].to_pylist())
        elif chunk.step.kind == SEEN:
            write_seen(rows["id"], batch)
        elif chunk.step.kind == "update":
            _update(table, rows, batch)
            _note(chunk, table, Change.Operation.UPDATE, rows["id"], batch)
        else:
            _replace_lines(chunk, table, rows, batch)
    if chunk.step.kind == "insert":
        # Told when the whole party is there: who follows reads what hangs on it too.
        for table, rows in written:
            if table in chunk.step.mirrored:
                _note(chunk, table, Change.Operation.APPEND, rows["id"], batch)


def _note(chunk: Chunk, table: str, operation: str, ids: pa.ChunkedArray, batch: ImportBatch) -> None:
    """One change for new rows, whose ids are together; one for each run of ids of changed ones."""
    name = chunk.step.mirrored.get(table)
    if name is None or not len(ids):
        return
    if operation == Change.Operation.APPEND:
        ends = pc.min_max(ids).as_py()
        note_change(table=name, operation=operation, row_from=ends["min"], row_to=ends["max"], batch=batch.pk)
        return
    note_changes(
        [
            Change(table=name, operation=operation, row_from=first, row_to=last, batch=batch.pk)
            for first, last in runs(ids.to_pylist())
        ]
    )


def runs(ids: list[int]) -> Iterator[tuple[int, int]]:
    """The ids as ranges of consecutive ones."""
    first = last = None
    for number in sorted(ids):
        if last is not None and number <= last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last


def _update(table: str, rows: pa.Table, batch: ImportBatch) -> None:
    """Write the new values, and what was there before for the undo. A row that a person changed meanwhile stays as it is."""
    names = [name for name in rows.column_names if name not in {*HIDDEN, "id"}]
    versioned = "_version" in rows.column_names
    sets = ", ".join(f'"{name}" = %s' for name in names) + (", version = version + 1" if versioned else "")
    where = '"id" = %s' + (" AND version = %s" if versioned else "")
    order = [*names, "id", *(["_version"] if versioned else [])]
    values = zip(*(as_plain(rows[name]).to_pylist() for name in order), strict=True)
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{table}" SET {sets} WHERE {where}', list(values))
    _remember(table, rows["id"], rows["_before"], rows["_after"], batch)


def _remember(
    table: str, ids: pa.ChunkedArray, before: pa.ChunkedArray, after: pa.ChunkedArray, batch: ImportBatch
) -> None:
    count = len(ids)
    copy_in(
        "identify_batchchange",
        pa.table(
            {
                "batch_id": pa.array([batch.pk] * count, pa.int64()),
                "table": pa.array([table] * count, pa.string()),
                "row": ids,
                "before": before,
                "after": after,
            }
        ),
    )


def _replace_lines(chunk: Chunk, table: str, rows: pa.Table, batch: ImportBatch) -> None:
    """The lines of changed purchases make room for the new ones, and are remembered with their purchase."""
    purchases = pc.unique(rows["purchase_id"].combine_chunks())
    columns = ", ".join(f"l.{name}" for name in LINES.names[1:])
    with lookup_table(pa.table({"purchase": purchases})) as keys:
        old = fetch(
            f"SELECT l.purchase_id, {columns} FROM {keys} k {ordered_join()} {table} l ON l.purchase_id = k.purchase ORDER BY 1, 2",
            LINES,
        )
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE purchase_id IN (SELECT purchase FROM {keys})")
    before: dict[int, list[dict[str, Any]]] = {number: [] for number in purchases.to_pylist()}
    for line in old.to_pylist():
        before[line.pop("purchase")].append(line)
    copy_in(table, rows)
    _remember(
        table,
        pa.chunked_array([purchases]),
        pa.chunked_array([pa.array([json.dumps(before[number]) for number in purchases.to_pylist()])]),
        pa.chunked_array([pa.array(["null"] * len(purchases))]),
        batch,
    )
    _note(chunk, table, Change.Operation.DELETE, old["id"], batch)
    _note(chunk, table, Change.Operation.APPEND, rows["id"], batch)
