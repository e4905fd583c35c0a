"""A finished experiment as a file: a row per customer with the group and what they did, or what they did in a second file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from lazo.customize.models.experiment import MONEY
from lazo.identify.imports.columns.guess import plain
from lazo.identify.imports.readers.opening import open_table
from lazo.identify.imports.readers.table import ROW, TableReader
from lazo.identify.imports.values.dates import guess_date_format, parse_dates
from lazo.identify.imports.values.folding import fold
from lazo.identify.imports.values.money import parse_money
from lazo.identify.imports.values.numbers import guess_number_format, parse_decimals

FIELDS = ("customer", "arm", "day", "outcome", "money", "ignore")
"""What a column may be; `outcome` any number of columns, the others one."""
TITLES: dict[str, str] = {
    "customer": "customer id|customer|cliente|id cliente|codigo cliente|id del cliente|id|user id|party|identificador",
    "arm": "arm|grupo|group|brazo|variante|variant|treatment|tratamiento|segment|celula|cell|test group",
    "day": "day|dia|fecha|date|enviado el|sent on|asignado el|data",
    "outcome": "outcome|resultado|visit|visita|conversion|converted|compro|purchase|compra|respuesta|response|respondio|renovo|click|clic|resposta",
    "money": "money|dinero|spend|gasto|gastado|importe|monto|amount|revenue|ingreso|margin|margen|venta|valor",
}
CONTROL = "control|ninguno|none|no e mail|no email|holdout|sin contacto|sin envio|nada|placebo|grupo de control|control group|nenhum"
YES = frozenset({"si", "sim", "yes", "true", "verdadero", "x", "y", "s"})
NO = frozenset({"no", "nao", "false", "falso", "n", ""})
SAMPLE_ROWS = 1_000
SENTENCES: dict[str, str | Promise] = {
    "no_customer": _("La fila no dice de qué cliente es."),
    "unknown_customer": _("No conocemos a ese cliente en esa fuente. Trae primero los clientes."),
    "repeated_customer": _("Ese cliente ya está en otra fila. Un cliente está en un solo grupo."),
    "no_arm": _("La fila no dice en qué grupo estaba."),
    "not_a_number": _("Un resultado no es un número ni un sí o no. Escríbelo como 1, 0 o 12,50."),
    "not_a_date": _("No es una fecha. Escríbela como 2026-03-31."),
}


class UnableToReadExperiment(Exception):
    """The file as a whole can't be used; `code` is no_customer_column, no_arm_column, no_outcome_column, unknown_column or unknown_field, with `params`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Columns:
    """Which column is what; `outcomes` by the name of the outcome."""

    customer: str
    arm: str = ""
    day: str = ""
    outcomes: Mapping[str, str] = field(default_factory=dict)
    money: str = ""


@dataclass(frozen=True)
class Line:
    """One row: `did` and `money` (minor units) where they are above 0. `code` says what cannot be read, blank when all can."""

    row: int
    customer: str = ""
    arm: str = ""
    day: date | None = None
    did: Mapping[str, int] = field(default_factory=dict)
    money: int = 0
    code: str = ""


@dataclass
class ExperimentTable:
    """The rows of a file, and what its columns are."""

    header: list[str]
    columns: Columns
    lines: list[Line]


def columns_of(header: Sequence[str], mapping: Mapping[str, str], *, needs_arm: bool = True) -> Columns:
    """What each column is: as `mapping` (column -> one of FIELDS) says, else by its title; columns of another file are passed over.

    Raises UnableToReadExperiment.
    """
    for said in mapping.values():
        if said not in FIELDS:
            raise UnableToReadExperiment("unknown_field", field=said)
    mapping = {column: said for column, said in mapping.items() if column in header}
    is_outcome = [name for name in header if _field(name, mapping) == "outcome"]
    if "outcome" in mapping.values():
        is_outcome = [name for name in is_outcome if mapping.get(name) == "outcome"]
    one = {key: _one(header, mapping, key) for key in ("customer", "arm", "day", "money")}
    if not one["customer"]:
        raise UnableToReadExperiment("no_customer_column")
    if needs_arm and not one["arm"]:
        raise UnableToReadExperiment("no_arm_column")
    return Columns(
        one["customer"], one["arm"], one["day"], {outcome_name(name): name for name in is_outcome}, one["money"]
    )


def outcome_name(title: str) -> str:
    """The name of an outcome by the title of its column."""
    name = slugify(fold(title).replace("_", "-"))[:60] or "resultado"
    return f"{name}-1" if name == MONEY else name


def read_experiment_table(
    path: Path, *, mapping: Mapping[str, str], digits: int, needs_arm: bool = True
) -> ExperimentTable:
    """All rows of a CSV, XLSX, Parquet...; money in minor units of `digits` decimals. Raises UnableToReadExperiment, UnableToRead."""
    reader = open_table(path)
    columns = columns_of(reader.header, mapping, needs_arm=needs_arm)
    lines: list[Line] = []
    cells = _Cells(reader, columns, digits)
    for chunk in reader.chunks():
        lines += cells.lines(chunk.rows)
    return ExperimentTable(list(reader.header), columns, lines)


def check_mapping(mapping: Mapping[str, str], tables: Sequence[ExperimentTable]) -> None:
    """Every column that was spoken of is in one of the files. Raises UnableToReadExperiment."""
    for column in mapping:
        if not any(column in table.header for table in tables):
            raise UnableToReadExperiment("unknown_column", column=column)


def control_of(arms: Iterable[str]) -> str:
    """The name among `arms` that says that nothing was done; blank where none does."""
    known = set(CONTROL.split("|"))
    return next((arm for arm in sorted(arms) if plain(arm) in known), "")


class _Cells:
    """Reads the cells of rows by what the first rows say numbers and days look like."""

    def __init__(self, reader: TableReader, columns: Columns, digits: int) -> None:
        sample = reader.sample(SAMPLE_ROWS)
        self.columns, self.digits = columns, digits
        self.day = guess_date_format(sample[columns.day]) if columns.day else None
        self.numbers = {
            name: guess_number_format(sample[name]) for name in (*columns.outcomes.values(), columns.money) if name
        }

    def lines(self, rows: pa.RecordBatch) -> list[Line]:
        names = self.columns
        found = {
            "row": rows.column(rows.schema.get_field_index(ROW)).to_pylist(),
            "customer": self._texts(rows, names.customer),
            "arm": self._texts(rows, names.arm),
            "day_text": self._texts(rows, names.day),
            "day": [None] * rows.num_rows,
            "money": self._money(rows),
        }
        if self.day is not None:
            found["day"] = parse_dates(self._column(rows, names.day), self.day).values.to_pylist()
        did = {name: self._counts(rows, column) for name, column in names.outcomes.items()}
        return [
            self._line(
                {name: column[place] for name, column in found.items()}, {name: v[place] for name, v in did.items()}
            )
            for place in range(rows.num_rows)
        ]

    def _line(self, plain_cells: Mapping[str, Any], did: Mapping[str, int | None]) -> Line:
        customer, arm, day, money = (plain_cells[name] for name in ("customer", "arm", "day", "money"))
        code = ""
        if not customer:
            code = "no_customer"
        elif self.columns.arm and not arm:
            code = "no_arm"
        elif plain_cells["day_text"] and day is None:
            code = "not_a_date"
        elif money is None or None in did.values():
            code = "not_a_number"
        done = {name: number for name, number in did.items() if number}
        return Line(plain_cells["row"], customer, arm, day, done, money or 0, code)

    def _counts(self, rows: pa.RecordBatch, column: str) -> list[int | None]:
        """Whole numbers, or yes and no; null where it is neither."""
        cells = self._column(rows, column)
        parsed = parse_decimals(cells, self.numbers[column]).values.to_pylist()
        found: list[int | None] = []
        for text, number in zip(cells.to_pylist(), parsed, strict=True):
            word = fold(text or "").strip()
            known = 1 if word in YES else 0 if word in NO else None
            found.append(known if number is None else int(number))
        return found

    def _money(self, rows: pa.RecordBatch) -> list[int | None]:
        if not self.columns.money:
            return [0] * rows.num_rows
        cells = self._column(rows, self.columns.money)
        parsed = parse_money(cells, self.numbers[self.columns.money], digits=self.digits).values.to_pylist()
        return [
            0 if not (text or "").strip() else amount for text, amount in zip(cells.to_pylist(), parsed, strict=True)
        ]

    def _column(self, rows: pa.RecordBatch, name: str) -> pa.Array:
        return rows.column(rows.schema.get_field_index(name))

    def _texts(self, rows: pa.RecordBatch, name: str) -> list[str]:
        if not name:
            return [""] * rows.num_rows
        return [(text or "").strip() for text in self._column(rows, name).to_pylist()]


def _field(name: str, mapping: Mapping[str, str]) -> str:
    """What a column is; blank where nothing is known of it."""
    if name in mapping:
        return mapping[name]
    return next((key for key, titles in TITLES.items() if plain(name) in titles.split("|")), "")


def _one(header: Sequence[str], mapping: Mapping[str, str], key: str) -> str:
    """The column that is `key`: the one that was said, else the first by title."""
    said = next((name for name in header if mapping.get(name) == key), "")
    return said or next((name for name in header if name not in mapping and _field(name, mapping) == key), "")
