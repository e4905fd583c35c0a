"""The warehouse and the file of a score run as the arrays of segments read them: Parquet by column, a month at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lazo.analytics.parquet import read_file
from lazo.analytics.rollup import last_of_month
from lazo.analytics.segments.arrays_base import Part
from lazo.kernel.warehouse.snapshot import Snapshot

SCORES = "scores"


@dataclass(frozen=True)
class WarehouseSource:
    """`scores` is the file of the current run; null before the first."""

    snapshot: Snapshot
    scores: Path | None

    def parts(
        self, table: str, columns: Sequence[str], *, first: date | None = None, last: date | None = None
    ) -> Iterator[Part]:
        """The rows of a table in pieces; of facts all rows of a month in one."""
        if table == SCORES:
            if self.scores is not None:
                yield Part(_read_scores(self.scores, columns))
            return
        if table not in self.snapshot.tables:
            return
        for month in self.snapshot.months(table):
            bounds = _bounds(month)
            if bounds is None or _meets(bounds, first, last):
                coded = [name for name in columns if name in TEXTS]
                files = [read_file(path, columns, coded=coded) for path in self.snapshot.paths(table, [month])]
                rows = files[0] if len(files) == 1 else pa.concat_tables(files).unify_dictionaries()
                yield Part(rows, *(bounds or (None, None)))

    def files(self, table: str, *, first: date | None = None, last: date | None = None) -> list[str]:
        """The files that answer a question: as long as they are the same, so is the answer."""
        if table == SCORES:
            return [] if self.scores is None else [self.scores.name]
        if table not in self.snapshot.tables:
            return []
        months = [
            month
            for month in self.snapshot.months(table)
            if (bounds := _bounds(month)) is None or _meets(bounds, first, last)
        ]
        return [str(path.relative_to(self.snapshot.folder)) for path in self.snapshot.paths(table, months)]


def _read_scores(path: Path, columns: Sequence[str]) -> pa.Table:
    """The columns of a run's file; what a run of an older version did not compute yet is unknown of everybody."""
    with pq.ParquetFile(path) as file:
        there = set(file.schema_arrow.names)
    rows = read_file(path, [name for name in columns if name in there])
    for name in columns:
        if name not in there:
            rows = rows.append_column(name, pa.nulls(rows.num_rows, pa.int64()))
    return rows


TEXTS = ("kind", "country", "channel", "direction", "purpose", "state", "type", "area")


def _bounds(part: str) -> tuple[date, date] | None:
    """First and last day of a month; null for a block of ids."""
    if "-" not in part:
        return None
    month = date.fromisoformat(f"{part}-01")
    return month, last_of_month(month)


def _meets(bounds: tuple[date, date], first: date | None, last: date | None) -> bool:
    return (first is None or bounds[1] >= first) and (last is None or bounds[0] <= last)
