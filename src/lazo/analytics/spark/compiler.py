"""Expressions in Spark's words, where Ibis' own would mean something else than on DuckDB."""

from __future__ import annotations

from typing import Any

from ibis.backends.sql.compilers.base import NULL
from ibis.backends.sql.compilers.pyspark import PySparkCompiler


class SparkCompiler(PySparkCompiler):  # type: ignore[misc]  # Ibis has no types
    """Ibis' compiler with a count that is never null."""

    def visit_CountStar(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802 - named by Ibis
        """Ibis adds up ones, which of no row is null and not 0."""
        if where is None:
            return super().visit_CountStar(op, arg=arg, where=where)
        return self.f.count(self.if_(where, 1, NULL))
