"""The SQL that reads a mirrored table, and the turning of its answer into the warehouse's columns."""

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from lazo.kernel.warehouse.id_ranges import IdRanges
from lazo.kernel.warehouse.mirror_table import Column, ColumnType, MirrorTable
from lazo.kernel.warehouse.truth import Truth

ARROW = {
    ColumnType.INTEGER: pa.int64(),
    ColumnType.TEXT: pa.string(),
    ColumnType.FLAG: pa.bool_(),
    ColumnType.DAY: pa.date32(),
    ColumnType.THOUSANDTHS: pa.float64(),
    ColumnType.NUMBER: pa.float64(),
}
# ADBC takes a column's type from its first rows, so no number may be null: the largest there is stands for it on the way.
NO_NUMBER = "1.7976931348623157e308"
# How many ranges one query names; SQLite allows expressions up to a depth of 1000.
RANGES_A_QUERY = 200


def schema_of(table: MirrorTable) -> pa.Schema:
    """Columns of the table's Parquet files."""
    return pa.schema([(column.name, ARROW[column.type]) for column in table.columns])


def read_after(truth: Truth, table: MirrorTable, floor: int) -> Iterator[pa.Table]:
    """Rows with an id greater than `floor`."""
    key = table.key.source
    yield from _read(truth, table, f"{key} > {floor}" if floor else "TRUE")


def read_ranges(truth: Truth, table: MirrorTable, ranges: IdRanges, source: str) -> Iterator[pa.Table]:
    """Rows whose column `source` of the truth lies in one of `ranges`."""
    every = list(ranges)
    for start in range(0, len(every), RANGES_A_QUERY):
        chosen = every[start : start + RANGES_A_QUERY]
        yield from _read(truth, table, " OR ".join(f"{source} BETWEEN {first} AND {last}" for first, last in chosen))


def _read(truth: Truth, table: MirrorTable, where: str) -> Iterator[pa.Table]:
    columns = ", ".join(f"{expression(truth, column)} AS {column.name}" for column in table.columns)
    sql = f"SELECT {columns} FROM {table.source} t {table.join} WHERE {where}"  # noqa: S608  # names come from the models
    yield from as_declared(table, truth.batches(sql))


def expression(truth: Truth, column: Column) -> str:
    """SQL for a column of the warehouse, before `as_declared`."""
    if column.type is ColumnType.FLAG:
        return f"CASE WHEN {column.source} IS NULL THEN 0 ELSE 1 END"
    if column.type is ColumnType.TEXT:
        return f"coalesce({column.source}, '')"
    if column.type is ColumnType.NUMBER:
        return f"coalesce({column.source}, {NO_NUMBER})"
    if column.type is ColumnType.DAY and column.or_instant:
        return truth.day_or_instant(column.source, column.or_instant)
    return truth.day(column.source) if column.type is ColumnType.DAY else column.source


def as_declared(table: MirrorTable, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The batches with the types of `schema_of`."""
    schema = schema_of(table)
    for batch in batches:
        if batch.num_rows:
            arrays = [_as_column(column, batch.column(place)) for place, column in enumerate(table.columns)]
            yield pa.Table.from_arrays(arrays, schema=schema)


def _as_column(column: Column, values: pa.Array) -> pa.Array:
    if column.type is ColumnType.DAY and not pa.types.is_date32(values.type):
        return values.cast(pa.int32()).cast(pa.date32())
    if column.type is ColumnType.TEXT:
        return _without_blanks(values)
    if column.type is ColumnType.THOUSANDTHS:
        return pc.divide(values.cast(pa.float64()), 1000.0)
    if column.type is ColumnType.NUMBER:
        return pc.if_else(pc.equal(values, float(NO_NUMBER)), pa.scalar(None, pa.float64()), values)
    return values.cast(ARROW[column.type])


def _without_blanks(values: pa.Array) -> pa.Array:
    """ADBC takes a column's type from its first rows, so no source may be null; the empty text is the null here."""
    blank = pc.equal(values, "")
    return pc.if_else(blank, pa.scalar(None, pa.string()), values) if pc.any(blank).as_py() else values
