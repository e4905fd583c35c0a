"""Sums that a table and its mirror must agree on, part by part: any row too many, missing or different changes them."""

from collections.abc import Sequence
from typing import Any

from lazo.kernel.warehouse.manifest import TableState
from lazo.kernel.warehouse.mirror_table import Column, ColumnType, MirrorTable
from lazo.kernel.warehouse.part_writer import BLOCK_BITS
from lazo.kernel.warehouse.statement import NO_NUMBER, expression
from lazo.kernel.warehouse.truth import Truth

# Values are weighted by their row's id, so that two rows which swapped them are noticed; a prime far below what would
# overflow the sum over a thousand million rows.
WEIGHT = 8191
MAGNITUDES = (-1_000_000, -1_000, -1, 0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 1_000_000_000)

Fingerprints = dict[str, tuple[int, ...]]


def of_truth(truth: Truth, table: MirrorTable, state: TableState) -> Fingerprints:
    """Sums per part over the rows of the truth up to the last id that was mirrored."""
    key = table.key.source
    sums = ["count(*)", f"sum({key})"]
    for column in table.columns[1:]:
        sums += _sums(_number_in_truth(truth, column), key)
    part = truth.month(_source_of(table, table.day_column)) if table.day_column else f"({key} >> {BLOCK_BITS})"
    sql = f"""SELECT {part} AS part, {_named(sums)} FROM {table.source} t {table.join}
        WHERE {key} <= {state.top} GROUP BY 1"""  # noqa: S608  # names come from the models
    return _by_part(table, truth.rows(sql))


def of_mirror(connection: Any, table: MirrorTable, paths: Sequence[str]) -> Fingerprints:
    """The same sums per part over the rows of the mirror's files, by DuckDB."""
    if not paths:
        return {}
    key = f'"{table.key.name}"'
    sums = ["count(*)", f"sum({key})"]
    for column in table.columns[1:]:
        sums += _sums(_number_in_mirror(column), key)
    part = f"strftime(\"{table.day_column}\", '%Y-%m')" if table.day_column else f"({key} >> {BLOCK_BITS})"
    connection.read_parquet(list(paths), hive_partitioning=False).create_view("checked", replace=True)
    answer = connection.execute(f"SELECT {part} AS part, {_named(sums)} FROM checked GROUP BY 1")  # noqa: S608 - columns as the registry names them
    return _by_part(table, answer.fetchall())


def _by_part(table: MirrorTable, rows: Sequence[Sequence[Any]]) -> Fingerprints:
    return {
        str(part) if table.day_column else f"{part:06d}": tuple(int(value) for value in sums) for part, *sums in rows
    }


def _named(sums: Sequence[str]) -> str:
    return ", ".join(f"CAST(coalesce({sql}, 0) AS bigint) AS s{place}" for place, sql in enumerate(sums))


def _sums(number: str, key: str) -> list[str]:
    return [
        f"sum(CASE WHEN {number} IS NULL THEN 1 ELSE 0 END)",
        f"sum({number})",
        f"sum(({key} % {WEIGHT}) * ({number} % {WEIGHT}))",
    ]


def _source_of(table: MirrorTable, name: str | None) -> str:
    return next(column.source for column in table.columns if column.name == name)


def _number_in_truth(truth: Truth, column: Column) -> str:
    if column.type is ColumnType.TEXT:
        return f"length({expression(truth, column)})"
    if column.type is ColumnType.DAY:
        return truth.day_number(expression(truth, column))
    if column.type is ColumnType.NUMBER:
        return _magnitude(f"nullif({expression(truth, column)}, {NO_NUMBER})")
    return f"({expression(truth, column)})"


def _magnitude(number: str) -> str:
    """How large a number is, roughly: to compare is exact in every engine, to add fractions is not."""
    steps = " + ".join(f"CASE WHEN {number} >= {step} THEN 1 ELSE 0 END" for step in MAGNITUDES)
    return f"CASE WHEN {number} IS NULL THEN NULL ELSE {steps} END"


def _number_in_mirror(column: Column) -> str:
    name = f'"{column.name}"'
    if column.type is ColumnType.TEXT:
        return f"length(coalesce({name}, ''))"
    if column.type is ColumnType.DAY:
        return f"({name} - DATE '1970-01-01')"
    if column.type is ColumnType.FLAG:
        return f"CAST({name} AS bigint)"
    if column.type is ColumnType.NUMBER:
        return _magnitude(name)
    if column.type is ColumnType.THOUSANDTHS:
        return f"CAST(round({name} * 1000) AS bigint)"
    return name
