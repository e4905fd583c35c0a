"""Keeping a rollup beside its fact: the touched months are computed again from their files, the others stay."""

from pathlib import Path

import pyarrow as pa
from django.utils.translation import gettext as _

from lazo.analytics.parquet import read_file
from lazo.kernel.jobs import JobContext
from lazo.kernel.warehouse.manifest import DataFile, TableState, flush_folder
from lazo.kernel.warehouse.mirror_table import MirrorTable, Rollup
from lazo.kernel.warehouse.part_writer import write_file

# A month of more rows is left to the engine, which spills to disk where arrays would not fit.
ROWS_IN_MEMORY = 4_000_000


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
        for done, part in enumerate(todo):
            self._context.raise_if_cancelled()
            self._context.progress(done, len(todo), _("Resumiendo por mes"))
            if file := self._write(part, fact_state.parts[part]):
                new[part] = [file]
        return TableState(columns=dict(self._rollup.schema), parts=new)

    def _write(self, part: str, files: list[DataFile]) -> DataFile | None:
        paths = [self._folder / file.path for file in files]
        fits = sum(file.rows for file in files) <= self._rows_in_memory
        rows = self._by_arrays(paths) if fits else self._by_engine(paths)
        if not rows.num_rows:
            return None
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
        from lazo.analytics.engine import open_duckdb, read_parquet_files

        con = open_duckdb(temp_dir=self._scratch)
        try:
            fact = read_parquet_files(con, paths, self._fact.name, columns=self._fact.schema)
            rows: pa.Table = self._rollup.expression(fact).to_pyarrow()
        finally:
            con.disconnect()
        return rows
