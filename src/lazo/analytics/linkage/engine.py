"""The engine on which linkage runs: a connection of `analytics.engine`, and what Splink needs beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lazo.analytics.engine import write_parquet_file
from lazo.analytics.linkage.conditions import Dialect

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table

CHECKPOINTS = "checkpoints"


@dataclass
class LinkEngine:
    """A connection of Ibis and what Splink needs beside it. Tables it keeps are named by a counter and go with it."""

    con: Any
    _kept: int = field(default=0, repr=False)
    _door: Any = field(default=None, repr=False)

    @property
    def dialect(self) -> Dialect:
        """In whose words a condition is written."""
        return "duckdb" if self.con.name == "duckdb" else "spark"

    def keep(self, expression: Table) -> Table:
        """Runs the expression and keeps its rows, so that what is built on it does not run it again."""
        return self.con.create_table(self.next_name(), expression)

    def ask(self, sql: str, expression: Table) -> Table:
        """A query in the engine's own words; `{}` in it stands for the expression."""
        return self.con.sql(sql.replace("{}", self.con.compile(expression)))

    def take(self, rows: pa.Table | Table) -> Table:
        """Arrow rows as a table of the engine; a table that is the engine's already stays as it is."""
        import pyarrow as pa

        return self.con.create_table(self.next_name(), rows) if isinstance(rows, pa.Table) else rows

    def read(self, paths: list[str]) -> Table:
        """Parquet files as one table."""
        return self.con.read_parquet(paths, table_name=self.next_name(), hive_partitioning=False)

    def write(self, table: Table, path: Path) -> None:
        """One Parquet file."""
        write_parquet_file(self.con, table, path)

    def next_name(self) -> str:
        self._kept += 1
        return f"linkage_{self._kept}"

    def drop(self, table: Table) -> None:
        """Forgets a kept table."""
        self.con.drop_table(table.op().name, force=True)

    def splink(self) -> Any:
        """Splink's door to the same connection, opened once."""
        if self._door is None:
            self._door = self._opened()
        return self._door

    def _opened(self) -> Any:
        if self.dialect == "duckdb":
            from splink import DuckDBAPI

            return DuckDBAPI(connection=self.con.con)
        from splink import SparkAPI

        make: Any = SparkAPI
        return make(
            spark_session=self.con.session,
            break_lineage_method=self.con.break_lineage(CHECKPOINTS),
            num_partitions_on_repartition=2,
        )


@contextmanager
def open_engine(
    *, memory_limit: str = "2GB", threads: int | None = None, temp_dir: Path | None = None
) -> Iterator[LinkEngine]:
    """DuckDB in memory, spilling to `temp_dir` when `memory_limit` is full."""
    from lazo.analytics.engine import open_duckdb

    con = open_duckdb(memory_limit=memory_limit, threads=threads, temp_dir=temp_dir)
    try:
        yield LinkEngine(con)
    finally:
        con.disconnect()
