"""The list of customers as a file, written while it is read: no more than a page of it is ever held."""

import csv
import io
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lazo.differentiate.models import CustomerCard, CycleArea, ValueTier
from lazo.differentiate.operations.export import UnableToExport
from lazo.differentiate.queries.customer_cards import read_cards
from lazo.differentiate.queries.customer_columns import FLAG, MONEY, CustomerColumn, customer_columns
from lazo.differentiate.queries.customer_list import CardRow, card_rows, customer_rows, matching, with_households
from lazo.differentiate.queries.customer_order import Order
from lazo.differentiate.queries.customer_question import TRAIT, ListQuestion
from lazo.identify.company_traits import word_of_code
from lazo.identify.models import Party
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import Company, User
from lazo.kernel.money.currency import digits_of

CSV, XLSX = "csv", "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
USUAL = (
    "name",
    "kind",
    "city",
    "country",
    "owner",
    "area",
    "value_12m",
    "value_365d",
    "risk",
    "tier",
    "last_day",
    "last_contact_on",
)
MOST_XLSX_ROWS = 1_048_575
ROWS_AT_ONCE = 500
BLOCK = 64 * 1024
WORDS = {"kind": Party.Kind, "area": CycleArea, "tier": ValueTier}
"""Columns that hold a code: a file has its words in the reader's language, and the code in a column beside them."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class CustomerExport:
    """`content` is read once, piece by piece; `rows` is how many customers it has."""

    content: Iterator[bytes]
    content_type: str
    file_name: str
    rows: int


def export_customers(
    *, by: User, question: ListQuestion, file_format: str, on: date, customers: Collection[int] | None = None
) -> CustomerExport:
    """The customers `by` may see that fit `question` (or those of `customers` who do), in its order and with its columns, as CSV (UTF-8
    with a mark, commas) or XLSX.

    What is kept as a code (kind, area, tier) stands in words of the reader's language, with the code in the column behind it, which is
    the same in every language. Money is in units of the base currency, a risk in percent, days are days. Text that a spreadsheet would run as a formula gets an
    apostrophe before it in CSV; in XLSX text is text and numbers are numbers. `on` goes into the file's name. Writes one event,
    `customers.exported`. Raises UnableToExport: not_allowed, unknown_format, too_many_rows (for XLSX).
    """
    if file_format not in CONTENT_TYPES:
        raise UnableToExport("unknown_format", suffix=file_format)
    if not may(by, "may_export"):
        raise UnableToExport("not_allowed")
    found = matching(user=by, question=question)
    found = found if customers is None else found.filter(customer_id__in=list(customers))
    count = found.count()
    if file_format == XLSX and count > MOST_XLSX_ROWS:
        raise UnableToExport("too_many_rows", rows=str(count))
    columns = _columns(question.columns)
    rows = customer_rows(user=by, question=question) if customers is None else _some(found, question, by)
    data = {"rows": count, "format": file_format, "columns": [column.key for column in columns]}
    record_event(kind="customers.exported", by=by, table="differentiate_customercard", data=data)
    company = Company.objects.filter(pk=1).first()
    cells = _Cells(columns, digits_of(company.currency if company else "COP"))
    written = _csv(cells, rows) if file_format == CSV else _xlsx(cells, rows)
    return CustomerExport(written, CONTENT_TYPES[file_format], f"clientes-{on.isoformat()}.{file_format}", count)


def _some(found: "QuerySet[CustomerCard]", question: ListQuestion, by: User) -> Iterator[CardRow]:
    """The few rows that were picked by hand, in the order of the list."""
    cards = read_cards(Order.of(question.sort).apply(found))
    return iter(with_households(card_rows(cards, question), user=by))


def _columns(keys: Sequence[str]) -> tuple[CustomerColumn, ...]:
    known = {column.key: column for column in customer_columns()}
    chosen = [known[key] for key in dict.fromkeys(("name", *keys)) if key in known] if keys else []
    return tuple(chosen or [known[key] for key in USUAL])


class _Cells:
    """What stands in each column of a row: text, a number, a day or nothing."""

    def __init__(self, columns: Sequence[CustomerColumn], digits: int) -> None:
        self.columns = columns
        self._unit = Decimal(10) ** -digits
        self._words = {key: dict(of.choices) for key, of in WORDS.items()}

    def head(self) -> list[str]:
        return [_("Número"), *(name for column in self.columns for name in self._names(column))]

    def of(self, row: CardRow) -> list[Any]:
        return [row.customer_id, *(cell for column in self.columns for cell in self._cells(row, column))]

    def _names(self, column: CustomerColumn) -> list[str]:
        name = str(column.label)
        return [name, _("%(column)s (código)") % {"column": name}] if column.key in WORDS else [name]

    def _cells(self, row: CardRow, column: CustomerColumn) -> list[Any]:
        if column.key in WORDS:
            code = getattr(row, column.key) or None
            return [code and str(self._words[column.key].get(code, code)), code]
        return [self._cell(row, column)]

    def _cell(self, row: CardRow, column: CustomerColumn) -> Any:
        key = column.key
        if key.startswith(TRAIT):
            own = key.removeprefix(TRAIT)
            value = word_of_code(own, row.traits.get(own)) or row.traits.get(own)
        elif key in {"owner", "team"}:
            value = getattr(row, f"{key}_name")
        else:
            value = getattr(row, key)
        if value is None or value == "":
            return None
        if column.type == MONEY:
            return Decimal(value) * self._unit
        if column.type == FLAG:
            return _("sí") if value else _("no")
        return value


def _csv(cells: _Cells, rows: Iterator[CardRow]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield _lines([[_harmless(cell) for cell in cells.head()]])
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield _lines([[_harmless(cell) for cell in cells.of(row)] for row in some])


def _lines(rows: list[list[Any]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode()


def _harmless(cell: Any) -> Any:
    """Text as a spreadsheet cannot run it; a number stays one, whatever its sign."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def _xlsx(cells: _Cells, rows: Iterator[CardRow]) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clientes.xlsx"
        _write_book(path, cells, rows)
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                yield block


def _write_book(path: Path, cells: _Cells, rows: Iterator[CardRow]) -> None:
    """Row after row into the file: the library holds one at a time."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for place, label in enumerate(cells.head()):
            sheet.write_string(0, place, label, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(cells.of(row)):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, place, cell, day)
                elif cell is not None:
                    sheet.write_number(number, place, cell)
