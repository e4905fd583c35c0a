"""Texts as whole numbers of 64 bits: to be counted and joined at a fraction of what texts cost, never kept beyond a run."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lazo.analytics.linkage.conditions import Dialect

HASHES: dict[Dialect, tuple[str, str]] = {"duckdb": ("hash", "uint64"), "spark": ("xxhash64", "int64")}


def mixed(dialect: Dialect, one: Any, text: Any) -> Any:
    """The engine's own digest of two texts, or of a digest and a text. Two of a million share one once in 37 million bases."""
    return _digest(dialect, str(one.type()))(one, text)


@cache
def _digest(dialect: Dialect, kind: str) -> Any:
    import ibis

    name, found = HASHES[dialect]

    def _mix(one: str, text: str) -> int: ...  # type: ignore[empty-body]  # the engine has the body

    return ibis.udf.scalar.builtin(_mix, name=name, signature=((kind, "string"), found))
