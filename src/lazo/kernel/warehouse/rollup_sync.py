"""Keeping a rollup beside its fact: the touched months are computed again from their files, the others stay."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

from lazo.analytics.parquet import read_file
from lazo.kernel.jobs import JobContext
from lazo.kernel.warehouse.engine import engine_address, fits_in_memory, open_engine
from lazo.kernel.warehouse.manifest import DataFile, TableState, flush_folder
from lazo.kernel.warehouse.mirror_table import MirrorTable, Rollup
from lazo.kernel.warehouse.part_writer import write_file

# A month of more rows is left to the engine, which spills to disk where arrays would not fit.
ROWS_IN_MEMORY = 4_000_000
# Months that an engine elsewhere is asked for in one question, as long as their purchases are not more: a question of its own costs seconds.
ROWS_AT_ONCE = 50_000_000


class RollupSync:
    """Computes one rollup, a month at a time, so that memory holds one month."""

    def __init__(
        self,
        rollup: Rollup,
        fact: MirrorTable,
        *,
        folder: Path,
        scratch: Path,
        manifest_id: int,
        context: JobContext,
        rows_in_memory: int = ROWS_IN_MEMORY,
    ) -> None:
        self._rollup = rollup
        self._fact = fact
        self._folder = folder
        self._scratch = scratch
        self._manifest_id = manifest_id
        self._context = context
        self._rows_in_memory = rows_in_memory

    def run(self, state: TableState | None, fact_state: TableState, parts: set[str]) -> TableState:
        """The rollup's new state; without an old one every month is computed."""
        old = state.parts if state else {}
        touched = parts if state else set(fact_state.parts)
        new = {part: files for part, files in old.items() if part not in touched}
        todo = sorted(part for part in touched if fact_state.parts.get(part))
        done = 0
        for some in self._together(todo, fact_state):
            self._context.raise_if_cancelled()
            self._context.progress(done, len(todo), _("Resumiendo por mes"))
            for part, rows in self._rows(some, fact_state):
                if rows.num_rows:
                    new[part] = [self._write(part, rows)]
            done += len(some)
        return TableState(columns=dict(self._rollup.schema), parts=new)

    def _together(self, parts: list[str], fact: TableState) -> Iterator[list[str]]:
        """Months that are computed at once: each by itself here, many where a question is dear."""
        some, rows = list[str](), 0
        most = 0 if engine_address().is_here else ROWS_AT_ONCE
        for part in parts:
            of_part = sum(file.rows for file in fact.parts[part])
            if some and rows + of_part > most:
                yield some
                some, rows = [], 0
            some, rows = [*some, part], rows + of_part
        if some:
            yield some

    def _rows(self, parts: list[str], fact: TableState) -> Iterator[tuple[str, pa.Table]]:
        """The rollup of each of the months."""
        files = [file for part in parts for file in fact.parts[part]]
        paths = [self._folder / file.path for file in files]
        if fits_in_memory(sum(file.rows for file in files), self._rows_in_memory):
            yield parts[0], self._by_arrays(paths)
            return
        rows = self._by_engine(paths)
        for part in parts:
            month = pa.scalar(date.fromisoformat(f"{part}-01"), pa.date32())
            yield part, rows if len(parts) == 1 else rows.filter(pc.equal(rows["month"], month))

    def _write(self, part: str, rows: pa.Table) -> DataFile:
        path = self._folder / self._rollup.name / f"month={part}" / f"{self._manifest_id:08d}-0000.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(rows, path, by_value=self._repeated(rows))
        flush_folder(path.parent)
        return DataFile(path=str(path.relative_to(self._folder)), rows=rows.num_rows, first_id=0, last_id=0)

    def _repeated(self, rows: pa.Table) -> list[str]:
        return [field.name for field in rows.schema if pa.types.is_date32(field.type)]

    def _by_arrays(self, paths: list[Path]) -> pa.Table:
        columns = list(self._rollup.needs)
        read = [read_file(path, columns) for path in paths]
        return self._rollup.arrays(pa.concat_tables(read))

    def _by_engine(self, paths: list[Path]) -> pa.Table:
        from lazo.analytics.engine import read_parquet_files

        with open_engine(temp_dir=self._scratch) as con:
            fact = read_parquet_files(con, paths, self._fact.name, columns=self._fact.schema)
            rows: pa.Table = self._rollup.expression(fact).to_pyarrow()
        return rows
