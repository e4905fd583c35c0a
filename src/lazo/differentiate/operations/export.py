"""Taking data out as a file: streamed, exact, and only the rows that the person may see."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from django.db.models import QuerySet

from lazo.differentiate.operations.sheets import OF_ROW, SHEETS, Column, Sheet
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Company, User
from lazo.kernel.money.currency import digits_of

CHUNK = 20_000
MONEY_DIGITS = 24
# What a spreadsheet takes for a formula; a sign before a number is just a number or a telephone.
FORMULA = r"^([=@\t\r]|[+\-][^0-9.,]|[+\-][0-9][^ ]*[(!])"

Rows = list[tuple[Any, ...]]
Write = Callable[[pa.RecordBatch], None]


class UnableToExport(Exception):
    """`code` says why: not_allowed, unknown_sheet, unknown_format, folder_missing."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Exported:
    """What was written: which sheet, how many rows, where."""

    sheet: str
    rows: int
    path: Path


def export_rows(*, sheet: str, to: Path, by: User, context: JobContext, history: bool = False) -> Exported:
    """Write the rows of `sheet` that `by` may see to `to`, a .parquet or .csv file, which appears whole or not at all.

    Money is in units of its currency, exact; days are dates; unknown is null (empty in CSV). Text of a CSV that a
    spreadsheet would run as a formula gets an apostrophe before it. With `history`, closed positions too. One event
    says who took how many rows. Raises UnableToExport.
    """
    if sheet not in SHEETS:
        raise UnableToExport("unknown_sheet", sheet=sheet)
    return export_sheet(sheet=SHEETS[sheet], to=to, by=by, context=context, history=history)


def export_sheet(*, sheet: Sheet, to: Path, by: User, context: JobContext, history: bool = False) -> Exported:
    """The same of a sheet that a package above has. Raises UnableToExport."""
    if to.suffix not in WRITERS:
        raise UnableToExport("unknown_format", suffix=to.suffix)
    if not to.parent.is_dir():
        raise UnableToExport("folder_missing", folder=str(to.parent))
    if not may(by, "may_export"):
        raise UnableToExport("not_allowed")
    part = to.with_name(f".{to.name}.part")
    try:
        rows = _write(sheet, part, WRITERS[to.suffix], sheet.rows(by, history), context)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    record_event(kind="rows.exported", by=by, data={"sheet": sheet.name, "rows": rows, "format": to.suffix[1:]})
    return Exported(sheet.name, rows, to)


def _write(sheet: Sheet, path: Path, writer: Any, rows: "QuerySet[Any]", context: JobContext) -> int:
    units = _Units.of(sheet)
    schema = pa.schema([(column.name, units.type_of(column)) for column in sheet.columns])
    count = 0
    with writer(path, schema) as write:
        for chunk in _chunks(rows, sheet.columns):
            write(pa.RecordBatch.from_arrays(units.arrays(chunk, sheet.columns), schema=schema))
            count += len(chunk)
            context.progress(count, step="Exportar")
            context.raise_if_cancelled()
    return count


def _chunks(rows: "QuerySet[Any]", columns: tuple[Column, ...]) -> Iterator[Rows]:
    stream = iter(rows.values_list(*(column.field for column in columns)).iterator(chunk_size=CHUNK))
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


@dataclass(frozen=True)
class _Units:
    """How many decimals the money of a file has: as many as the currency with most of them needs."""

    base: int
    row: int

    @classmethod
    def of(cls, sheet: Sheet) -> "_Units":
        company = Company.objects.filter(pk=1).first()
        base = digits_of(company.currency if company else "COP")
        return cls(base, max([digits_of(currency) for currency in sheet.currencies()], default=base))

    def type_of(self, column: Column) -> pa.DataType:
        if not column.money:
            return column.type
        return pa.decimal128(MONEY_DIGITS, self.row if column.money == OF_ROW else self.base)

    def arrays(self, rows: Rows, columns: tuple[Column, ...]) -> list[pa.Array]:
        cells = dict(zip((column.name for column in columns), zip(*rows, strict=True), strict=True))
        return [self._array(column, cells) for column in columns]

    def _array(self, column: Column, cells: dict[str, tuple[Any, ...]]) -> pa.Array:
        values = cells[column.name]
        if column.money:
            if column.money == OF_ROW:
                values = self._raised(values, cells["currency"])
            minor = pa.array(values, pa.int64()).cast(pa.decimal128(MONEY_DIGITS, 0))
            # The same integers, read with the decimal point where the currency has it.
            return pa.Array.from_buffers(self.type_of(column), len(minor), minor.buffers())
        if column.type == pa.string():
            values = tuple(json.dumps(value) if isinstance(value, dict | list) else value for value in values)
        return pa.array(values, column.type)

    def _raised(self, amounts: tuple[int | None, ...], currencies: tuple[str, ...]) -> tuple[int | None, ...]:
        factor = {currency: 10 ** (self.row - digits_of(currency)) for currency in set(currencies)}
        return tuple(
            None if amount is None else amount * factor[currency]
            for amount, currency in zip(amounts, currencies, strict=True)
        )


@contextmanager
def _parquet(path: Path, schema: pa.Schema) -> Iterator[Write]:
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        yield writer.write_batch


@contextmanager
def _csv(path: Path, schema: pa.Schema) -> Iterator[Write]:
    plain = pa.schema(
        [(field.name, pa.string() if pa.types.is_decimal(field.type) else field.type) for field in schema]
    )
    with pa_csv.CSVWriter(path, plain) as writer:

        def write(batch: pa.RecordBatch) -> None:
            writer.write_batch(pa.RecordBatch.from_arrays([_for_csv(column) for column in batch], schema=plain))

        yield write


def _for_csv(column: pa.Array) -> pa.Array:
    if pa.types.is_decimal(column.type):
        return column.cast(pa.string())
    if not pa.types.is_string(column.type):
        return column
    runs = pc.match_substring_regex(column, FORMULA)
    return pc.if_else(runs, pc.binary_join_element_wise("'", column, ""), column)


WRITERS = {".parquet": _parquet, ".csv": _csv}
