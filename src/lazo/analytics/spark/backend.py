"""The connection of Ibis to Spark with the few things in which it differs from DuckDB: files, kept tables, Arrow.

What is kept is a Parquet folder below `folder` under the name of a view, so that what is built on it does not run it again and a
plan never grows with a run. Every worker of Spark must reach that folder.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any, Self

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends.pyspark import Backend

from lazo.analytics.spark.compiler import SparkCompiler

PARTS = "*.parquet"
_numbers = count(1)


class SparkBackend(Backend):  # type: ignore[misc]  # Ibis has no types
    """Ibis' backend for Spark, with the methods that the analytics use meaning what they mean on DuckDB."""

    compiler = SparkCompiler()

    @classmethod
    def over(cls, session: Any, folder: Path) -> Self:
        """A connection over a session of its own; `folder` is made, and removed when it is closed."""
        _ = ibis.pyspark  # registers the options that compiling reads
        backend = cls()
        backend.do_connect(session)
        backend.folder = folder.resolve() / f"{_mine()}{os.getpid()}-{next(_numbers)}"
        _remove_orphans(folder.resolve())
        backend.folder.mkdir(parents=True, exist_ok=True)
        backend._kept = {}
        backend._numbers = count(1)
        return backend

    @property
    def session(self) -> Any:
        """Spark's own door, for who speaks to it without Ibis (linkage)."""
        return self._session

    def disconnect(self) -> None:
        """Forget every view and file of this connection. Spark itself goes on: starting it is dear."""
        for name in [*self._kept]:
            self._session.catalog.dropTempView(name)
        self._kept.clear()
        shutil.rmtree(self.folder, ignore_errors=True)
        if is_remote(self._session):
            self._session.stop()

    def break_lineage(self, folder: str) -> str:
        """How Splink forgets what a table was made from: by files in `folder`, which a Spark behind Connect does not know of."""
        if is_remote(self._session):
            return "persist"
        self._session.sparkContext.setCheckpointDir(str(self.folder / folder))
        return "parquet"

    def create_table(
        self,
        name: str,
        obj: Any = None,
        /,
        *,
        schema: Any = None,
        overwrite: bool = False,  # noqa: ARG002 - a kept table always takes the place of the one before
        **_: Any,
    ) -> Any:
        """Arrow rows, the rows of an expression or, by `schema`, no rows, kept under a name."""
        if obj is None:
            obj = ibis.schema(schema).to_pyarrow().empty_table()
        path = self.folder / f"{next(self._numbers):04d}"
        if isinstance(obj, pa.Table):
            path.mkdir()
            pq.write_table(obj, path / "part-00000.parquet", compression="zstd")
        else:
            self._write(obj, path)
        return self._named(name, [path], own=path)

    def drop_table(self, name: str, /, *, force: bool = False, **_: Any) -> None:  # noqa: ARG002 - a view that is not there is no trouble
        """Forget a kept table, or the name of files that were read."""
        if name in self._kept:
            self._session.catalog.dropTempView(name)
            self._forget(name)

    def read_parquet(self, paths: str | Path | Sequence[str | Path], /, *, table_name: str = "", **_: Any) -> Any:
        """Files as one table; folders named `month=` are no columns."""
        one = [paths] if isinstance(paths, str | Path) else list(paths)
        return self._named(table_name or f"read_{next(self._numbers)}", [Path(path).resolve() for path in one])

    def to_parquet(self, expr: Any, path: str | Path, /, *, compression: str = "zstd", **_: Any) -> None:
        """One file, in the order of the expression: its parts are written side by side and then put together."""
        parts = self.folder / f"{next(self._numbers):04d}"
        self._write(expr, parts)
        schema = expr.schema().to_pyarrow()
        with pq.ParquetWriter(path, schema, compression=compression) as writer:
            for part in sorted(parts.glob(PARTS)):
                with pq.ParquetFile(part) as file:
                    for batch in file.iter_batches(batch_size=122_880):
                        writer.write_table(pa.Table.from_batches([batch]).cast(schema))
        shutil.rmtree(parts, ignore_errors=True)

    def to_pyarrow(self, expr: Any, /, *, params: Any = None, limit: Any = None, **_: Any) -> Any:
        """The rows as Arrow. Ibis would go through pandas, whose whole numbers with a null among them are floats."""
        self._run_pre_execute_hooks(expr)
        table = expr.as_table()
        found = self._session.sql(self.compile(table, params=params, limit=limit)).toArrow()
        return expr.__pyarrow_result__(found.cast(table.schema().to_pyarrow()))

    def _register_in_memory_table(self, op: Any) -> None:
        self.create_table(op.name, op.data.to_pyarrow(op.schema))

    def _make_memtable_finalizer(self, name: str) -> None:
        """Views go with the connection."""

    def _write(self, expr: Any, path: Path) -> None:
        self._run_pre_execute_hooks(expr)
        self._session.sql(self.compile(expr)).write.mode("overwrite").parquet(str(path))

    def _named(self, name: str, paths: Sequence[Path], *, own: Path | None = None) -> Any:
        self._session.read.parquet(*map(_literal, paths)).createOrReplaceTempView(name)
        self._forget(name)
        self._kept[name] = own
        return self.table(name)

    def _forget(self, name: str) -> None:
        """Remove the files that a name had; those that somebody else wrote stay."""
        own = self._kept.pop(name, None)
        if own is not None:
            shutil.rmtree(own, ignore_errors=True)


def is_remote(session: Any) -> bool:
    """Whether it is a session of Spark Connect, which has no context of its own."""
    return type(session).__module__.startswith("pyspark.sql.connect")


def _literal(path: Path) -> str:
    """A path as Spark reads it, which takes brackets and stars for a pattern."""
    return re.sub(r"([\][{}*?\\])", r"\\\1", str(path))


def _mine() -> str:
    """How folders of this machine's processes begin: others may work in the same place."""
    return f"spark-{socket.gethostname()}-"


def _remove_orphans(folder: Path) -> None:
    """Folders whose process was killed."""
    for path in folder.glob(f"{_mine()}*"):
        process = path.name.removeprefix(_mine()).partition("-")[0]
        if process.isdigit() and not Path(f"/proc/{process}").exists():
            shutil.rmtree(path, ignore_errors=True)
