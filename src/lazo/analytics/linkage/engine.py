"""The engine on which linkage runs: DuckDB in this process, or a Spark session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lazo.analytics.engine import COMPRESSION
from lazo.analytics.linkage.conditions import Dialect

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table

CHECKPOINTS = "checkpoints"


@dataclass
class LinkEngine:
    """A connection of Ibis and what Splink needs beside it. Tables it keeps are named by a counter and go with it."""

    con: Any
    dialect: Dialect
    folder: Path | None = None
    _kept: int = field(default=0, repr=False)
    _door: Any = field(default=None, repr=False)

    def keep(self, expression: Table) -> Table:
        """Runs the expression and keeps its rows, so that what is built on it does not run it again."""
        name = self.next_name()
        if self.dialect == "duckdb":
            return self.con.create_table(name, expression)
        path = str(self.folder / name)  # type: ignore[operator]  # a Spark engine has a folder
        session = self.con._session  # noqa: SLF001 - Ibis has no other way to write without asking where
        session.sql(self.con.compile(expression)).write.mode("overwrite").parquet(path)
        session.read.parquet(path).createOrReplaceTempView(name)
        return self.con.table(name)

    def ask(self, sql: str, expression: Table) -> Table:
        """A query in the engine's own words; `{}` in it stands for the expression."""
        return self.con.sql(sql.replace("{}", self.con.compile(expression)))

    def take(self, rows: pa.Table | Table) -> Table:
        """Arrow rows as a table of the engine; a table that is the engine's already stays as it is."""
        import pyarrow as pa

        if not isinstance(rows, pa.Table):
            return rows
        name = self.next_name()
        if self.dialect == "duckdb":
            return self.con.create_table(name, rows)
        session = self.con._session  # noqa: SLF001 - Ibis would go through pandas
        session.createDataFrame(rows).createOrReplaceTempView(name)
        return self.con.table(name)

    def read(self, paths: list[str]) -> Table:
        """Parquet files as one table."""
        name = self.next_name()
        if self.dialect == "duckdb":
            return self.con.read_parquet(paths, table_name=name, hive_partitioning=False)
        self.con._session.read.parquet(*paths).createOrReplaceTempView(name)  # noqa: SLF001 - Ibis reads one path only
        return self.con.table(name)

    def write(self, table: Table, path: Path) -> None:
        """One Parquet file (Spark: a folder of them)."""
        if self.dialect == "duckdb":
            self.con.to_parquet(table, path, compression=COMPRESSION)
        else:
            self.con._session.sql(self.con.compile(table)).write.mode("overwrite").parquet(str(path))  # noqa: SLF001 - see keep

    def next_name(self) -> str:
        self._kept += 1
        return f"linkage_{self._kept}"

    def drop(self, table: Table) -> None:
        """Forgets a kept table."""
        if self.dialect == "duckdb":
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

        session = self.con._session  # noqa: SLF001 - see keep
        make: Any = SparkAPI
        return make(spark_session=session, break_lineage_method="parquet", num_partitions_on_repartition=2)


@contextmanager
def open_engine(
    *, memory_limit: str = "2GB", threads: int | None = None, temp_dir: Path | None = None
) -> Iterator[LinkEngine]:
    """DuckDB in memory, spilling to `temp_dir` when `memory_limit` is full."""
    from lazo.analytics.engine import open_duckdb

    con = open_duckdb(memory_limit=memory_limit, threads=threads, temp_dir=temp_dir)
    try:
        yield LinkEngine(con, "duckdb")
    finally:
        con.disconnect()


def spark_engine(session: Any, folder: Path) -> LinkEngine:
    """A Spark session that has Splink's functions (`splink.backends.spark.similarity_jar_location()` in spark.jars).

    Intermediate rows are written below `folder`, which every worker must reach.
    """
    import ibis

    session.sparkContext.setCheckpointDir(str(folder / CHECKPOINTS))
    return LinkEngine(ibis.pyspark.connect(session), "spark", folder)
