"""Exchange rates as people write them: a table of currency, date and rate, read row by row with the remedy for each bad one."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from babel.numbers import is_currency
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.identify.imports.values.dates import guess_date_format, parse_dates
from lazo.identify.imports.values.numbers import guess_number_format
from lazo.identify.imports.written_table import UnableToReadTable, exact_number, read_written_table
from lazo.kernel.models import Company
from lazo.kernel.operations.exchange_rate import DatedRate, UnableToSetRate, checked_rate

LABELS = {"currency": _("moneda"), "day": _("fecha"), "rate": _("cambio")}
TITLES = {
    "currency": {"moneda", "divisa", "codigo", "currency", "currency code", "moeda"},
    "day": {"fecha", "dia", "desde", "vigencia", "date", "day", "from", "data"},
    "rate": {"cambio", "tipo de cambio", "tasa", "tasa de cambio", "trm", "valor", "rate", "exchange rate", "taxa",
             "taxa de cambio", "cotacao"},
}  # fmt: skip
SENTENCES: dict[str, Promise] = {
    "unknown_currency": _("«%(value)s» no es una moneda. Usa su código de tres letras, como MXN o USD."),
    "is_base": _("«%(value)s» es la moneda de la empresa: no lleva cambio. Escribe otra moneda."),
    "not_a_date": _("«%(value)s» no es una fecha. Escríbela como 2026-01-31."),
    "no_such_day": _("El día «%(value)s» no existe en el calendario. Corrige la fecha."),
    "date_out_of_range": _("La fecha «%(value)s» está fuera de lo posible. Revisa el año."),
    "not_a_number": _("«%(value)s» no es un número. Escribe el cambio como 215,40."),
    "two_readings": _("«%(value)s» se lee de dos maneras. Escríbelo sin separador de miles, o con dos decimales."),
    "not_positive": _("El cambio «%(value)s» tiene que ser mayor que cero."),
    "too_large": _("El cambio «%(value)s» es demasiado grande. Revisa los decimales."),
    "repeated": _("Esa moneda ya tiene otro cambio para el mismo día en una fila anterior. Deja una de las dos."),
    "too_many_cells": _("La fila tiene más de tres celdas. Si escribes decimales con coma, separa con punto y coma."),
}
COLUMN_OF = {"unknown_currency": "currency", "is_base": "currency", "not_positive": "rate", "too_large": "rate"}


class UnableToReadRates(Exception):
    """The table as a whole can't be read; `code` says why: empty, missing_columns (`columns`)."""

    def __init__(self, code: str, columns: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.params = {"columns": ", ".join(str(LABELS[column]) for column in columns)}


@dataclass(frozen=True)
class RateProblem:
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
class RateTable:
    """The good rates, in the table's order, and the problems, one a bad row."""

    rates: list[DatedRate]
    problems: list[RateProblem]


@dataclass(frozen=True)
class RateLine:
    """A row as written."""

    row: int
    currency: str
    day: str
    rate: str


def read_rate_table(text: str) -> RateTable:
    """Read a table with titles in Spanish, Portuguese or English; without titles the order is currency, date, rate.

    Raises UnableToReadRates.
    """
    try:
        written = read_written_table(text, TITLES, is_untitled=lambda first: is_currency(first[0].upper()))
    except UnableToReadTable as error:
        raise UnableToReadRates(error.code, error.columns) from error
    bad = [RateProblem(number, "rate", "too_many_cells", "") for number in written.too_long]
    table = read_rate_lines([RateLine(number, *cells) for number, cells in written.rows])
    return RateTable(table.rates, sorted([*bad, *table.problems], key=lambda problem: problem.row))


def read_rate_lines(lines: Sequence[RateLine]) -> RateTable:
    """Read rows whose columns are known. How dates and decimals are written is decided from all of them together.

    Dates that could be day or month first are read day first; a number that could be a thousand or one and a bit,
    where no other number decides, is refused.
    """
    base = Company.objects.get(pk=1).currency
    texts = pa.array([line.day for line in lines], pa.string())
    parsed = parse_dates(texts, guess_date_format(texts))
    form = guess_number_format(pa.array([line.rate for line in lines], pa.string()))
    rates: dict[tuple[str, object], DatedRate] = {}
    problems: list[RateProblem] = []
    for line, day, code in zip(lines, parsed.values.to_pylist(), parsed.codes.to_pylist(), strict=True):
        rate, wrong = exact_number(line.rate, form.decimal, is_doubtful=form.ambiguous)
        if day is None:
            problems.append(RateProblem(line.row, "day", code or "not_a_date", line.day))
        elif rate is None:
            problems.append(RateProblem(line.row, "rate", wrong, line.rate))
        else:
            _add(rates, problems, line, DatedRate(line.currency, day, rate), base)
    return RateTable(list(rates.values()), problems)


def _add(
    rates: dict[tuple[str, object], DatedRate], problems: list[RateProblem], line: RateLine, found: DatedRate, base: str
) -> None:
    try:
        one = checked_rate(found, base=base)
    except UnableToSetRate as error:
        column = COLUMN_OF[error.code]
        problems.append(RateProblem(line.row, column, error.code, getattr(line, column)))
        return
    if rates.setdefault((one.currency, one.day), one) != one:
        problems.append(RateProblem(line.row, "rate", "repeated", line.rate))
