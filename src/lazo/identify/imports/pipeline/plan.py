"""A plan: what the database will be told, as Parquet files in steps, each cut into chunks that are one transaction each.

Every file has the column `_anchor`, ascending; a chunk is a range of anchors, and a watermark counts the chunks already in the database.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ANCHOR = "_anchor"
READY = "ready.json"
CHUNK_ROWS = 50_000


@dataclass(frozen=True)
class Step:
    """Files written together, table by table in order; `kind` is insert or update.

    `mirrored` names the tables of the warehouse: database table -> name there.
    """

    name: str
    kind: str
    first: int
    last: int
    files: dict[str, str]
    mirrored: dict[str, str] = field(default_factory=dict)
    size: int = field(default_factory=lambda: CHUNK_ROWS)


@dataclass(frozen=True)
class Chunk:
    """Anchors from `first` to `last`, included, of a step; chunk `number` of the plan."""

    number: int
    step: Step
    first: int
    last: int


@dataclass(frozen=True)
class Outcome:
    """What becomes of the rows of the file; `rows` is the sum of the others."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0
    rejected: int = 0
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return self.new + self.updated + self.duplicate + self.rejected


class Plan:
    """The folder of a plan and its steps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.steps: list[Step] = []
        self.outcome = Outcome()

    @classmethod
    def ready(cls, folder: Path) -> "Plan | None":
        """The plan that was finished there, if one was."""
        try:
            saved = json.loads((folder / READY).read_text())
        except FileNotFoundError:
            return None
        plan = cls(folder)
        plan.steps = [Step(**step) for step in saved["steps"]]
        plan.outcome = Outcome(**saved["outcome"])
        return plan

    def finish(self, outcome: Outcome) -> None:
        """Say that every file is complete; until then the plan counts for nothing."""
        self.outcome = outcome
        passing = self.folder / f"{READY}.part"
        passing.write_text(json.dumps({"steps": [asdict(step) for step in self.steps], "outcome": asdict(outcome)}))
        passing.replace(self.folder / READY)

    def write(self, con: duckdb.DuckDBPyConnection, table: str, query: str, *, name: str = "") -> str:
        """Write the answer of `query`, which has the column `_anchor` ascending, as the rows of `table`."""
        file = f"{name or table}.parquet"
        con.execute(
            f"COPY ({query}) TO '{self.folder / file}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {CHUNK_ROWS})"
        )
        return file

    def add(self, step: Step) -> None:
        """Append a step; one without rows is left out."""
        if step.last >= step.first:
            self.steps.append(step)

    def chunks(self) -> Iterator[Chunk]:
        number = 0
        for step in self.steps:
            for first in range(step.first, step.last + 1, step.size):
                number += 1
                yield Chunk(number, step, first, min(first + step.size - 1, step.last))

    @property
    def n_chunks(self) -> int:
        return sum(-(-(step.last - step.first + 1) // step.size) for step in self.steps)

    def rows(self, chunk: Chunk) -> Iterator[tuple[str, pa.Table]]:
        """The rows of a chunk, table by table, without the anchor."""
        for table, file in chunk.step.files.items():
            yield table, _rows_between(self.folder / file, chunk.first, chunk.last)


def _rows_between(file: Path, first: int, last: int) -> pa.Table:
    with pq.ParquetFile(file) as parquet:
        place = parquet.schema_arrow.get_field_index(ANCHOR)
        groups = []
        for number in range(parquet.num_row_groups):
            found = parquet.metadata.row_group(number).column(place).statistics
            if found is None or not found.has_min_max or (found.min <= last and found.max >= first):
                groups.append(number)
        rows = parquet.read_row_groups(groups)
    anchors = rows[ANCHOR]
    return rows.filter(pc.and_(pc.greater_equal(anchors, first), pc.less_equal(anchors, last))).drop_columns([ANCHOR])
