"""One row of a file as it would come in: dates and amounts as they were understood, doubtful cells marked."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from lazo.identify.imports.columns.fields import FIELDS, TRAIT
from lazo.identify.imports.operations.preview_batch import Preview
from lazo.identify.imports.values.dates import DateFormat, Order, parse_dates, parse_instants
from lazo.identify.imports.values.emails import parse_emails
from lazo.identify.imports.values.money import digits_of, parse_money
from lazo.identify.imports.values.numbers import NumberFormat, parse_decimals
from lazo.identify.imports.values.parsed import Parsed
from lazo.web.formats import EMPTY, Formats
from lazo.web.import_words import field_label

Say = Callable[[Any], str]
ORDERS: dict[str, Order] = {"dmy": "DMY", "mdy": "MDY", "ymd": "YMD"}
MARKS = {"es": NumberFormat(",", ambiguous=False, why="chosen"), "en": NumberFormat(".", ambiguous=False, why="chosen")}
NAMES = ("name", "given_name", "surnames", "legal_name", "trade_name", "customer_name")


@dataclass(frozen=True)
class ExampleValue:
    """A cell as it would come in; `is_doubtful` when it could not be understood and stays as it was written."""

    label: str
    text: str
    is_doubtful: bool = False


@dataclass(frozen=True)
class Example:
    """Row `number` of the `count` shown; `name` of whom it speaks, blank when no column says."""

    number: int
    count: int
    name: str
    values: tuple[ExampleValue, ...]


def example_row(preview: Preview, entity: str, number: int, formats: Formats) -> Example | None:
    """Row `number` (from 1) of the sample under the mapping and options of `preview`; None of an empty file."""
    if not preview.sample:
        return None
    place = min(max(number, 1), len(preview.sample))
    cells = preview.sample[place - 1]
    chosen = {column: key for column, key in preview.mapping.items() if key}
    said = next((cells.get(column) for column, key in chosen.items() if key == "currency"), None)
    reader = _Reader(preview, entity, formats, currency=(said or "").strip().upper())
    return Example(
        place,
        len(preview.sample),
        " ".join(cells.get(column) or "" for column, key in chosen.items() if key in NAMES).strip(),
        tuple(reader.value(column, key, cells.get(column) or "") for column, key in chosen.items()),
    )


class _Reader:
    """Reads single cells by the conventions of the file, or those a person chose."""

    def __init__(self, preview: Preview, entity: str, formats: Formats, *, currency: str) -> None:
        self._preview = preview
        self._entity = entity
        self._types = {field.key: field.type for field in FIELDS[entity]}  # type: ignore[index]  # the model's choices
        currency = currency or str(preview.options.get("currency") or formats.currency)
        self._formats = Formats(formats.language, formats.country, currency)
        self._by_type: dict[str, Callable[[str, pa.Array], tuple[Parsed, Say]]] = {
            "date": self._date,
            "instant": self._instant,
            "money": self._money,
            "number": self._number,
            "email": lambda _column, texts: (parse_emails(texts), str),
        }

    def value(self, column: str, key: str, text: str) -> ExampleValue:
        label = column if key.startswith(TRAIT) else field_label(self._entity, key)
        read = self._by_type.get(self._types.get(key, "text"))
        if not text or read is None:
            return ExampleValue(label, text or EMPTY)
        parsed, say = read(column, pa.array([text]))
        value = parsed.values[0].as_py()
        if value is None:
            return ExampleValue(label, text, is_doubtful=parsed.n_problems > 0)
        return ExampleValue(label, say(value), is_doubtful=parsed.n_problems > 0)

    def _date(self, column: str, texts: pa.Array) -> tuple[Parsed, Say]:
        return parse_dates(texts, self._order(column)), self._formats.day

    def _instant(self, column: str, texts: pa.Array) -> tuple[Parsed, Say]:
        return parse_instants(texts, self._order(column), zone="UTC"), self._formats.day

    def _money(self, column: str, texts: pa.Array) -> tuple[Parsed, Say]:
        digits = digits_of(self._formats.currency)
        return parse_money(texts, self._mark(column), digits=digits), self._formats.money

    def _number(self, column: str, texts: pa.Array) -> tuple[Parsed, Say]:
        return parse_decimals(texts, self._mark(column)), self._decimal

    def _decimal(self, number: Any) -> str:
        exact = Decimal(number).normalize()
        return self._formats.number(exact, max(0, -int(exact.as_tuple().exponent)))

    def _order(self, column: str) -> DateFormat:
        chosen = ORDERS.get(str(self._preview.options.get("date_order")))
        if chosen:
            return DateFormat(chosen, ambiguous=False, why="chosen")
        return self._preview.dates.get(column, DateFormat("DMY", ambiguous=False, why="no_dates"))

    def _mark(self, column: str) -> NumberFormat:
        chosen = MARKS.get(str(self._preview.options.get("number_format")))
        return chosen or self._preview.numbers.get(column, MARKS["es"])
