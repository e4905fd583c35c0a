"""The engine under the analytics, spoken to through Ibis expressions: DuckDB in this process, or Spark.

Who opens one does not ask which it is: tables are kept, read and written by the functions here and by the few methods of a
connection that both engines have (`create_table`, `drop_table`, `table`, `read_parquet`, `to_parquet`, `disconnect`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lazo.analytics.engine_address import EngineAddress

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table

COMPRESSION = "zstd"


class UnableToReadColumns(Exception):
    """No Parquet file was given and no columns were declared, so there is no table to read."""


def open_duckdb(*, memory_limit: str = "1GB", threads: int | None = None, temp_dir: Path | None = None) -> Backend:
    """Opens an empty in-memory DuckDB that spills to `temp_dir` when `memory_limit` is full.

    Rows keep no order, which lets DuckDB write and aggregate in parallel: whoever needs an order asks for it.
    """
    import ibis

    options: dict[str, Any] = {"memory_limit": memory_limit, "preserve_insertion_order": False}
    if threads is not None:
        options["threads"] = threads
    if temp_dir is not None:
        options["temp_directory"] = str(temp_dir)
    return ibis.duckdb.connect(**options)


def open_engine(
    address: EngineAddress, *, memory_limit: str = "1GB", threads: int | None = None, temp_dir: Path
) -> Backend:
    """An empty connection at `address`, which keeps what does not fit in memory below `temp_dir`.

    `memory_limit` and `threads` are of DuckDB; a Spark is shared by whoever works with it, and every worker of it must reach
    `temp_dir` and the files that are read. Close it with `disconnect`. Raises UnableToStartEngine.
    """
    if address.is_here:
        return open_duckdb(memory_limit=memory_limit, threads=threads, temp_dir=temp_dir)
    from lazo.analytics.spark.session import open_session

    session = open_session(address)
    from lazo.analytics.spark.backend import SparkBackend

    return SparkBackend.over(session, temp_dir)


def is_duckdb(table: Table) -> bool:
    """Whether a table lies in DuckDB, for the few questions that engines answer best in different ways."""
    return bool(table.get_backend().name == "duckdb")


def read_parquet_files(
    con: Backend, paths: Sequence[Path], name: str, *, columns: Mapping[str, str] | None = None
) -> Table:
    """The rows of the files as one table called `name`; with `columns`, an empty list of files is an empty table.

    The folder's `month=` is not read as a column: a partition's files carry all their columns.
    Raises `UnableToReadColumns` when there is neither a file nor a declaration.
    """
    if not paths:
        return _empty_table(con, name, columns)
    table = con.read_parquet(_largest_first(paths), table_name=name, hive_partitioning=False)
    return table if columns is None else as_declared(table, columns)


def _largest_first(paths: Sequence[Path]) -> list[str]:
    """DuckDB guesses the rows of all files from the first: a company's first month would make it hash the large side."""
    return [str(path) for path in sorted(paths, key=lambda path: path.stat().st_size, reverse=True)]


def _empty_table(con: Backend, name: str, columns: Mapping[str, str] | None) -> Table:
    import ibis

    if columns is None:
        raise UnableToReadColumns(name)
    return con.create_table(name, schema=ibis.schema(dict(columns)), overwrite=True)


def write_parquet_file(con: Backend, table: Table, path: Path) -> None:
    """Runs the expression and writes its rows to one Parquet file, compressed, in no order unless it has one."""
    con.to_parquet(table, path, compression=COMPRESSION)


def as_declared(table: Table, columns: Mapping[str, str]) -> Table:
    """The declared columns in their order, each cast to its type by the engine itself.

    Ibis takes a sum of int64 for an int64 and drops the cast, while DuckDB's sum is a HUGEINT (which Parquet stores
    as a double) and its truncated date a timestamp. Casting to the non-null type first makes Ibis emit the cast.
    """
    return table.select(**{name: table[name].cast(f"!{dtype}").cast(dtype) for name, dtype in columns.items()})


@cache
def bit_or() -> Any:
    """The aggregate `bit_or` of both engines; Ibis has its own but does not compile it for Spark."""
    import ibis

    def _bit_or(mask: int) -> int: ...  # type: ignore[empty-body]  # the engine has the body

    return ibis.udf.agg.builtin(_bit_or, name="bit_or")


@cache
def bit_count() -> Any:
    """The scalar `bit_count` of both engines: how many days a day mask holds."""
    import ibis

    def _bit_count(mask: int) -> int: ...  # type: ignore[empty-body]  # the engine has the body

    return ibis.udf.scalar.builtin(_bit_count, name="bit_count")


@cache
def min_by() -> Any:
    """The aggregate `min_by(value, key)` of both engines: the value at the least day, nulls aside.

    Ibis' argmin asks DuckDB to build a sort key for every row, which costs three times as much.
    """
    import ibis

    def _min_by(value: int, key: object) -> int: ...  # type: ignore[empty-body]  # the engine has the body

    return ibis.udf.agg.builtin(_min_by, name="min_by", signature=(("int64", "date"), "int64"))


@cache
def quantile_disc() -> Any:
    """The aggregate `quantile_disc(value, share)` of DuckDB: by nearest rank, exact for a decimal share, nulls aside.

    Ranking every row for it in a window costs six times as much. Spark's `percentile_disc` counts in floats: see `ranks.nearest_rank`.
    """
    import ibis

    def _quantile_disc(value: int, share: Decimal) -> int: ...  # type: ignore[empty-body]  # the engine has the body

    return ibis.udf.agg.builtin(_quantile_disc, name="quantile_disc", signature=(("int64", "decimal(3, 2)"), "int64"))
