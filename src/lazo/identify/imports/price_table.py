"""Levels of price indexes as people write them: a table of index, month and level, read row by row with the remedy for each bad one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.identify.imports.values.dates import guess_date_format, parse_dates
from lazo.identify.imports.values.numbers import guess_number_format
from lazo.identify.imports.written_table import UnableToReadTable, exact_number, read_written_table
from lazo.kernel.operations.price_index import DatedLevel, UnableToSetPrices, checked_level

LABELS = {"index": _("índice"), "month": _("mes"), "level": _("nivel")}
TITLES = {
    "index": {"indice", "index", "nombre", "name", "serie", "unidad"},
    "month": {"mes", "fecha", "dia", "periodo", "month", "date", "day", "data"},
    "level": {"nivel", "valor", "level", "value", "indice de precios", "uf", "udi", "ipc", "inpc", "ipca", "valor da serie"},
}  # fmt: skip
SENTENCES: dict[str, Promise] = {
    "no_name": _("«%(value)s» no sirve de nombre de un índice. Escribe uno corto, como UF, UDI o IPC."),
    "not_a_date": _("«%(value)s» no es un mes. Escríbelo como 2026-01."),
    "no_such_day": _("El día «%(value)s» no existe en el calendario. Corrige la fecha."),
    "date_out_of_range": _("La fecha «%(value)s» está fuera de lo posible. Revisa el año."),
    "not_a_number": _("«%(value)s» no es un número. Escribe el nivel como 38.416,69."),
    "two_readings": _("«%(value)s» se lee de dos maneras. Escríbelo sin separador de miles, o con dos decimales."),
    "not_positive": _("El nivel «%(value)s» tiene que ser mayor que cero."),
    "too_large": _("El nivel «%(value)s» es demasiado grande. Revisa los decimales."),
    "repeated": _("Ese índice ya tiene otro nivel para el mismo día en una fila anterior. Deja uno de los dos."),
    "too_many_cells": _("La fila tiene más de tres celdas. Si escribes decimales con coma, separa con punto y coma."),
}
COLUMN_OF = {"no_name": "index", "not_positive": "level", "too_large": "level"}
_MONTH = re.compile(r"(?:(?P<year>\d{4})[-/.](?P<month>\d{1,2})|(?P<first>\d{1,2})[-/.](?P<last>\d{4}))")


class UnableToReadPrices(Exception):
    """The table as a whole can't be read; `code` says why: empty, missing_columns (`columns`)."""

    def __init__(self, code: str, columns: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.params = {"columns": ", ".join(str(LABELS[column]) for column in columns)}


@dataclass(frozen=True)
class PriceProblem:
    """A bad cell: its row in the table (1 is the first line), its column's key, the code of what is wrong."""

    row: int
    column: str
    code: str
    value: str

    @property
    def label(self) -> str:
        """The column as the reader calls it."""
        return str(LABELS[self.column])

    @property
    def sentence(self) -> str:
        """What is wrong and what to do."""
        return str(SENTENCES[self.code]) % {"value": self.value}


@dataclass(frozen=True)
class PriceTable:
    """The good levels, in the table's order, and the problems, one a bad row."""

    levels: list[DatedLevel]
    problems: list[PriceProblem]


@dataclass(frozen=True)
class PriceLine:
    """A row as written."""

    row: int
    index: str
    month: str
    level: str


def read_price_table(text: str) -> PriceTable:
    """Read a table with titles in Spanish, Portuguese or English; without titles the order is index, month, level.

    Raises UnableToReadPrices.
    """
    try:
        written = read_written_table(text, TITLES, is_untitled=lambda first: first[2][:1].isdigit())
    except UnableToReadTable as error:
        raise UnableToReadPrices(error.code, error.columns) from error
    bad = [PriceProblem(number, "level", "too_many_cells", "") for number in written.too_long]
    table = read_price_lines([PriceLine(number, *cells) for number, cells in written.rows])
    return PriceTable(table.levels, sorted([*bad, *table.problems], key=lambda problem: problem.row))


def read_price_lines(lines: Sequence[PriceLine]) -> PriceTable:
    """Read rows whose columns are known. A month may be written alone (2026-01, 01/2026) or as any day of it.

    How dates and decimals are written is decided from all rows together.
    """
    texts = pa.array([_day_of(line.month) for line in lines], pa.string())
    parsed = parse_dates(texts, guess_date_format(texts))
    form = guess_number_format(pa.array([line.level for line in lines], pa.string()))
    levels: list[DatedLevel] = []
    seen: dict[tuple[str, date], DatedLevel] = {}
    problems: list[PriceProblem] = []
    for line, day, code in zip(lines, parsed.values.to_pylist(), parsed.codes.to_pylist(), strict=True):
        level, wrong = exact_number(line.level, form.decimal, is_doubtful=form.ambiguous)
        if day is None:
            problems.append(PriceProblem(line.row, "month", code or "not_a_date", line.month))
        elif level is None:
            problems.append(PriceProblem(line.row, "level", wrong, line.level))
        else:
            try:
                one = checked_level(DatedLevel(line.index, day, level))
            except UnableToSetPrices as error:
                column = COLUMN_OF[error.code]
                problems.append(PriceProblem(line.row, column, error.code, getattr(line, column)))
                continue
            if seen.setdefault((one.index, one.day), one) != one:
                problems.append(PriceProblem(line.row, "level", "repeated", line.level))
            elif seen[one.index, one.day] is one:
                levels.append(one)
    return PriceTable(levels, problems)


def _day_of(text: str) -> str:
    """A month written alone as its first day."""
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        return text
    return f"{found['year'] or found['last']}-{int(found['month'] or found['first']):02}-01"
