"""Keeping a rollup beside its fact: the touched months are computed again from their files, the others stay."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from lazo.analytics.engine import open_duckdb, read_parquet_files
from lazo.kernel.jobs import JobContext
from lazo.kernel.warehouse.manifest import DataFile, TableState, flush_folder
from lazo.kernel.warehouse.mirror_table import MirrorTable, Rollup

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend


class RollupSync:
    """Computes one rollup, a month at a time, so that memory holds one month and its groups stay in the cache."""

    def __init__(
        self, rollup: Rollup, fact: MirrorTable, *, folder: Path, scratch: Path, manifest_id: int, context: JobContext
    ) -> None:
        self._rollup = rollup
        self._fact = fact
        self._folder = folder
        self._scratch = scratch
        self._manifest_id = manifest_id
        self._context = context

    def run(self, state: TableState | None, fact_state: TableState, parts: set[str]) -> TableState:
        """The rollup's new state; without an old one every month is computed."""
        old = state.parts if state else {}
        touched = parts if state else set(fact_state.parts)
        new = {part: files for part, files in old.items() if part not in touched}
        todo = sorted(part for part in touched if fact_state.parts.get(part))
        if todo:
            con = open_duckdb(threads=1, temp_dir=self._scratch)
            statement = self._statement(con, fact_state.parts[todo[0]])
            for done, part in enumerate(todo):
                self._context.raise_if_cancelled()
                self._context.progress(done, len(todo), _("Resumiendo por mes"))
                if file := self._write(con, statement, part, fact_state.parts[part]):
                    new[part] = [file]
            con.disconnect()
        return TableState(columns=dict(self._rollup.schema), parts=new)

    def _statement(self, con: "Backend", files: list[DataFile]) -> str:
        """The expression as SQL over a view that is then put over one month after another: compiled once."""
        fact = read_parquet_files(con, self._paths(files), self._fact.name, columns=self._fact.schema)
        return str(con.compile(self._rollup.expression(fact)))

    def _paths(self, files: list[DataFile]) -> list[Path]:
        return [self._folder / file.path for file in files]

    def _write(self, con: "Backend", statement: str, part: str, files: list[DataFile]) -> DataFile | None:
        read_parquet_files(con, self._paths(files), self._fact.name)
        path = self._folder / self._rollup.name / f"month={part}" / f"{self._manifest_id:08d}-0000.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        con.con.sql(statement).write_parquet(str(path), compression="zstd")
        rows = pq.read_metadata(path).num_rows
        if not rows:
            path.unlink()
            return None
        _flush(path)
        return DataFile(path=str(path.relative_to(self._folder)), rows=rows, first_id=0, last_id=0)


def _flush(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
    flush_folder(path.parent)
