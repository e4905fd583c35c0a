"""`lazo doctor`: do mirror and truth agree? Read only, in sets, part by part."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lazo.analytics.engine import open_duckdb
from lazo.kernel.warehouse import fingerprint, registry
from lazo.kernel.warehouse.captured import CHANGES, Captured, birth_mark, captured_since, is_continued, mark_of
from lazo.kernel.warehouse.finding import Finding
from lazo.kernel.warehouse.manifest import Manifest, TableState, UnableToReadManifest
from lazo.kernel.warehouse.mirror_table import MirrorTable, Rollup
from lazo.kernel.warehouse.truth import Truth, open_truth
from lazo.kernel.workspace import Workspace


def doctor(workspace: Workspace) -> list[Finding]:
    """Compare the warehouse with the truth: nothing found is an empty list.

    Per table and part: rows, sums and weighted sums of every column; the rollups against their facts; rows that name
    a party, product or purchase that is not there; files missing or damaged. What the truth has changed since the last
    sync is told apart ("behind") from what should be equal and is not ("differs"). Raises UnableToReadTruth.
    """
    try:
        manifest = Manifest.read(workspace.warehouse)
    except UnableToReadManifest as error:
        return [Finding("no_warehouse" if str(error) == "missing" else "damaged_manifest")]
    with open_truth() as truth:
        truth.begin()
        if manifest.truth != birth_mark(truth) or not is_continued(truth, manifest):
            return [Finding("other_truth")]
        return [*Examination(truth, workspace.warehouse, manifest).findings()]


class Examination:
    """One look at the warehouse that `manifest` names and at the truth of a later instant."""

    def __init__(self, truth: Truth, folder: Path, manifest: Manifest) -> None:
        self._truth = truth
        self._folder = folder
        self._manifest = manifest

    def findings(self) -> Iterator[Finding]:
        """Files first: what cannot be read cannot be compared."""
        broken = list(self._files())
        yield from broken
        if broken:
            return
        captured = captured_since(self._truth, self._manifest)
        yield from self._unknown_tables()
        if self._manifest.pending:
            yield Finding("waiting", params={"transactions": len(self._manifest.pending.writers)})
        con = open_duckdb(temp_dir=self._folder / ".scratch")
        try:
            for table in registry.tables():
                yield from self._table(con.con, table, captured)
            for rollup in registry.rollups():
                yield from self._rollup(con.con, rollup)
        finally:
            con.disconnect()

    def _files(self) -> Iterator[Finding]:
        for name, state in [*self._manifest.tables.items(), *self._manifest.rollups.items()]:
            for file in state.files():
                try:
                    rows = pq.read_metadata(self._folder / file.path).num_rows
                except FileNotFoundError:
                    yield Finding("missing_file", name, {"path": file.path})
                except (OSError, pa.ArrowInvalid):
                    yield Finding("damaged_file", name, {"path": file.path})
                else:
                    if rows != file.rows:
                        yield Finding("damaged_file", name, {"path": file.path})

    def _unknown_tables(self) -> Iterator[Finding]:
        names = {table.name for table in registry.tables()}
        for (name,) in self._truth.rows(f'SELECT DISTINCT "table" FROM {CHANGES} ORDER BY 1'):  # noqa: S608  # our own name
            if name not in names:
                yield Finding("unknown_table", name)

    def _table(self, connection: Any, table: MirrorTable, captured: Captured) -> Iterator[Finding]:
        state = self._manifest.tables.get(table.name)
        if state is None or state.columns != table.schema:
            yield Finding("not_mirrored", table.name)
            return
        expected = fingerprint.of_truth(self._truth, table, state)
        found = fingerprint.of_mirror(connection, table, self._paths(state))
        wrong = sorted(part for part in expected.keys() | found.keys() if expected.get(part) != found.get(part))
        if wrong:
            code = "behind" if self._is_behind(table, state, captured) else "differs"
            yield Finding(code, table.name, {"parts": ", ".join(wrong[:12]), "count": len(wrong)})
        for column, other in table.references.items():
            yield from self._foreign(connection, table, column, other)

    def _is_behind(self, table: MirrorTable, state: TableState, captured: Captured) -> bool:
        if table.kind == "whole":
            return state.mark != mark_of(self._truth, table)
        followed = table.follows[0] if table.follows else table.name
        return bool({table.name, followed} & captured.dirty.keys()) or state.settled < state.top

    def _foreign(self, connection: Any, table: MirrorTable, column: str, other: str) -> Iterator[Finding]:
        mine, theirs = self._manifest.tables[table.name], self._manifest.tables.get(other)
        if not mine.rows:
            return
        key = next(known.key.name for known in registry.tables() if known.name == other)
        connection.read_parquet(self._paths(mine), hive_partitioning=False).create_view("checked", replace=True)
        rows = f'SELECT "{column}" AS named FROM checked WHERE "{column}" IS NOT NULL'  # noqa: S608  # registered names
        if theirs and theirs.rows:
            connection.read_parquet(self._paths(theirs), hive_partitioning=False).create_view("known", replace=True)
            rows = f'SELECT named FROM ({rows}) ANTI JOIN known ON named = known."{key}"'  # noqa: S608  # registered names
        ((count,),) = connection.execute(f"SELECT count(*) FROM ({rows})").fetchall()  # noqa: S608 - a query of our own, nobody's words
        if count:
            yield Finding("foreign", table.name, {"column": column, "other": other, "rows": count})

    def _rollup(self, connection: Any, rollup: Rollup) -> Iterator[Finding]:
        state, fact = self._manifest.rollups.get(rollup.name), self._manifest.tables.get(rollup.of)
        if state is None or fact is None or state.columns != dict(rollup.schema):
            yield Finding("not_mirrored", rollup.name)
            return
        wrong = [
            part
            for part in sorted(state.parts.keys() | fact.parts.keys())
            if self._sums_of_rollup(connection, rollup, state, part)
            != self._sums_of_fact(connection, rollup, fact, part)
        ]
        if wrong:
            yield Finding("rollup_differs", rollup.name, {"parts": ", ".join(wrong[:12]), "count": len(wrong)})

    def _sums_of_rollup(self, connection: Any, rollup: Rollup, state: TableState, part: str) -> tuple[int, ...]:
        return self._sums(connection, state, part, f'count(*), sum("{rollup.total[0]}")')

    def _sums_of_fact(self, connection: Any, rollup: Rollup, fact: TableState, part: str) -> tuple[int, ...]:
        known = rollup.only_where_known
        sums = f'count(DISTINCT "{known}"), sum("{rollup.total[1]}") FILTER ("{known}" IS NOT NULL)'
        return self._sums(connection, fact, part, sums)

    def _sums(self, connection: Any, state: TableState, part: str, sums: str) -> tuple[int, ...]:
        if not state.parts.get(part):
            return (0, 0)
        paths = [str(self._folder / file.path) for file in state.parts[part]]
        (row,) = connection.read_parquet(paths, hive_partitioning=False).aggregate(sums).fetchall()
        return tuple(int(value or 0) for value in row)

    def _paths(self, state: TableState) -> list[str]:
        return [str(self._folder / file.path) for file in state.files()]
