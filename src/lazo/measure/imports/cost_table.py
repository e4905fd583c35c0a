"""What was spent, as a file: a row per cost with its day, area of the cycle, kind and amount."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.customize.models import MoneyEntry
from lazo.differentiate.models import CycleArea
from lazo.identify.imports.columns.guess import plain
from lazo.identify.imports.readers.opening import open_table
from lazo.identify.imports.readers.table import ROW
from lazo.identify.imports.values.dates import guess_date_format, parse_dates
from lazo.identify.imports.values.money import parse_money
from lazo.identify.imports.values.numbers import guess_number_format
from lazo.kernel.money.currency import UnableToKnowCurrency, digits_of

TITLES: dict[str, str] = {
    "on": "fecha|dia|date|day|data",
    "area": "area|area del ciclo|cycle area|etapa",
    "category": "concepto|categoria|category|tipo|kind|type",
    "amount": "monto|importe|costo|valor|amount|cost|custo|gasto|total",
    "currency": "moneda|currency|moeda",
    "note": "detalle|nota|descripcion|note|description|descricao",
    "key": "id|factura|numero|referencia|invoice|reference|documento",
}
NEEDED = ("on", "area", "category", "amount")
AREAS: dict[str, str] = {
    CycleArea.ACQUIRE: "acquire|adquirir|adquisicion|aquisicao|adq",
    CycleArea.KEEP: "keep|mantener|mantenimiento|manter|manutencao|man",
    CycleArea.MAXIMIZE: "maximize|maximizar|maximizacion|maximizacao|max",
    CycleArea.LOYALTY: "loyalty|fidelizar|fidelizacion|fidelizacao|fid",
    CycleArea.RETAIN: "retain|retener|retencion|reter|retencao|ret",
}
CATEGORIES: dict[str, str] = {
    MoneyEntry.Category.MEDIA: "media|medios|publicidad|pauta|ads|midia",
    MoneyEntry.Category.DISCOUNT: "discount|descuentos|descuento|desconto",
    MoneyEntry.Category.POINTS: "points|puntos|pontos",
    MoneyEntry.Category.MESSAGE: "message|mensajes|mensaje|messages|mensagens",
    MoneyEntry.Category.AGENT: "agent|tiempo de personas|personas|nomina|salarios|asesores|agentes|pessoas",
    MoneyEntry.Category.TOOL: "tool|herramientas|herramienta|software|tools|ferramentas",
    MoneyEntry.Category.OTHER: "other|otros|otro|outros",
}
SAMPLE_ROWS = 1_000
SENTENCES: dict[str, str | Promise] = {
    "not_a_date": _("No es una fecha. Escríbela como 2026-03-31."),
    "no_area": _("No es un área del ciclo. Escribe adquirir, mantener, maximizar, fidelizar o retener."),
    "no_category": _(
        "No es un concepto. Escribe medios, descuentos, puntos, mensajes, personas, herramientas u otros."
    ),
    "not_a_number": _("El monto no es un número. Escríbelo como 1.234,50."),
    "not_positive": _("El monto tiene que ser mayor que cero. Una devolución se deshace en la página del dinero."),
    "too_large": _("El monto es demasiado grande. Revisa los decimales."),
    "too_long": _("El detalle pasa de 240 letras."),
    "no_currency": _("No es una moneda. Escribe su código, como COP o USD."),
    "no_rate": _("De esa moneda no hay tasa de cambio para ese día. Agrégala en Datos, Monedas."),
}


class UnableToReadCostTable(Exception):
    """The file as a whole can't be used; `code` is missing_columns, with `columns`."""

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__("missing_columns")
        self.code, self.params = "missing_columns", {"columns": ", ".join(columns)}


@dataclass(frozen=True)
class CostLine:
    """One row; `code` says what cannot be read, blank when all can. `amount` is in minor units of `currency`."""

    row: int
    on: date | None = None
    area: str = ""
    category: str = ""
    amount: int = 0
    currency: str = ""
    note: str = ""
    key: str = ""
    code: str = ""


def read_costs(path: Path, *, currency: str) -> list[CostLine]:
    """The rows of a CSV, XLSX...; `currency` is that of rows that say none. Raises UnableToReadCostTable, UnableToRead."""
    reader = open_table(path)
    columns = _columns(reader.header)
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise UnableToReadCostTable(missing)
    sample = reader.sample(SAMPLE_ROWS)
    day, number = guess_date_format(sample[columns["on"]]), guess_number_format(sample[columns["amount"]])
    lines: list[CostLine] = []
    for chunk in reader.chunks():
        rows = chunk.rows
        cells = {key: _texts(rows, name) for key, name in columns.items()}
        days = parse_dates(_column(rows, columns["on"]), day).values.to_pylist()
        exact = parse_money(_column(rows, columns["amount"]), number, digits=MOST_DIGITS).values.to_pylist()
        for place, row in enumerate(rows.column(rows.schema.get_field_index(ROW)).to_pylist()):
            told = {key: column[place] for key, column in cells.items()}
            lines.append(_line(row, told, days[place], exact[place], currency))
    return lines


MOST_DIGITS = 4


def _line(row: int, told: Mapping[str, str], on: date | None, exact: int | None, usual: str) -> CostLine:
    area, category = _word(told["area"], AREAS), _word(told["category"], CATEGORIES)
    currency = told.get("currency", "").upper() or usual
    code, amount = "", 0
    try:
        amount, rest = divmod(exact or 0, 10 ** (MOST_DIGITS - digits_of(currency)))
        code = "not_a_number" if exact is None or rest else ""
    except UnableToKnowCurrency:
        code = "no_currency"
    wrong = (("not_a_date", on is None), ("no_area", not area), ("no_category", not category))
    code = next((name for name, is_so in wrong if is_so), code)
    return CostLine(row, on, area, category, amount, currency, told.get("note", ""), told.get("key", ""), code)


def _word(text: str, words: Mapping[str, str]) -> str:
    said = plain(text)
    return next((key for key, known in words.items() if said in known.split("|")), "")


def _columns(header: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, titles in TITLES.items():
        name = next((name for name in header if plain(name) in titles.split("|") and name not in found.values()), None)
        if name is not None:
            found[key] = name
    return found


def _column(rows: pa.RecordBatch, name: str) -> pa.Array:
    return rows.column(rows.schema.get_field_index(name))


def _texts(rows: pa.RecordBatch, name: str) -> list[str]:
    return [(text or "").strip() for text in _column(rows, name).to_pylist()]
