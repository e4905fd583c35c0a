"""Staging: the text of a file becomes typed columns in Parquet, part by part, beside what was wrong with its rows.

A part is finished when its file has its name, so a process that is killed begins again where it was. Nothing here reads the database,
so that the work can be given to another process.
"""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lazo.identify.imports.pipeline.consent_columns import consent_columns
from lazo.identify.imports.pipeline.contract_columns import contract_columns
from lazo.identify.imports.pipeline.fact_columns import interaction_columns, product_columns, purchase_columns
from lazo.identify.imports.pipeline.people_columns import Columns, customer_columns
from lazo.identify.imports.pipeline.reading import BAD, Reading, Rows, keeps_out
from lazo.identify.imports.readers.problem import Problem
from lazo.identify.imports.readers.table import Chunk, TableReader

READERS: dict[str, Callable[[Rows], Columns]] = {
    "customers": customer_columns,
    "purchases": purchase_columns,
    "interactions": interaction_columns,
    "products": product_columns,
    "contracts": contract_columns,
    "consents": consent_columns,
}
PROBLEMS = pa.schema(
    [
        ("row", pa.int64()),
        ("column", pa.string()),
        ("code", pa.string()),
        ("value", pa.string()),
        ("params", pa.string()),
        ("rejects", pa.bool_()),
    ]
)
WORKERS = 2
WAITING = 4
SMALL_BYTES = 4 << 20


@dataclass(frozen=True)
class Staged:
    """Where the parts are: rows, and problems of rows. `rejected` counts rows the reader itself refused."""

    folder: Path

    @property
    def rows(self) -> list[Path]:
        return sorted(self.folder.glob("rows-*.parquet"))

    @property
    def problems(self) -> list[Path]:
        return sorted(self.folder.glob("problems-*.parquet"))


def stage(reader: TableReader, reading: Reading, folder: Path, *, progress: Callable[[int], None]) -> Staged:
    """Stage every row of the file; `progress` is told how many rows are done. Raises UnableToRead."""
    folder.mkdir(parents=True, exist_ok=True)
    if reader.path.stat().st_size < SMALL_BYTES:
        done = 0
        for number, chunk in enumerate(reader.chunks()):
            stage_part(chunk, reading, folder, number)
            done += chunk.rows.num_rows + len(chunk.rejected)
            progress(done)
    else:
        _stage_apart(reader, reading, folder, progress)
    return Staged(folder)


def _stage_apart(reader: TableReader, reading: Reading, folder: Path, progress: Callable[[int], None]) -> None:
    """Read here, understand in other processes, a few parts ahead."""
    done = 0
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        waiting: list[tuple[int, Future[None]]] = []
        for number, chunk in enumerate(reader.chunks()):
            waiting.append(
                (chunk.rows.num_rows + len(chunk.rejected), pool.submit(stage_part, chunk, reading, folder, number))
            )
            while len(waiting) >= WAITING or (waiting and waiting[0][1].done()):
                rows, part = waiting.pop(0)
                part.result()
                done += rows
                progress(done)
        for rows, part in waiting:
            part.result()
            done += rows
            progress(done)


def stage_part(chunk: Chunk, reading: Reading, folder: Path, number: int) -> None:
    """Stage one chunk of the file as part `number`, unless that was done before."""
    place = folder / f"rows-{number:06}.parquet"
    if place.exists():
        return
    rows = Rows(chunk.rows, reading)
    columns = READERS[reading.entity](rows)
    table = pa.table({"row": rows.number, BAD: rows.bad, **columns})
    _write(_problems([*rows.problems, *_of_reader(chunk)]), folder / f"problems-{number:06}.parquet")
    _write(table, place)


def _of_reader(chunk: Chunk) -> Iterator[Problem]:
    """The reader's problems, and one for each row it refused without saying why."""
    yield from chunk.problems
    explained = {problem.row for problem in chunk.problems if keeps_out(problem.code)}
    for refused in chunk.rejected:
        if refused.row not in explained:
            yield Problem(refused.row, "", "row_unreadable")


def _problems(problems: list[Problem]) -> pa.Table:
    return pa.table(
        {
            "row": [problem.row for problem in problems],
            "column": [problem.column[:240] for problem in problems],
            "code": [problem.code for problem in problems],
            "value": [problem.value[:240] for problem in problems],
            "params": [json.dumps(dict(problem.params)) for problem in problems],
            "rejects": [keeps_out(problem.code) for problem in problems],
        },
        schema=PROBLEMS,
    )


def _write(table: pa.Table, place: Path) -> None:
    passing = place.with_suffix(".part")
    pq.write_table(table, passing, compression="lz4")
    passing.replace(place)
