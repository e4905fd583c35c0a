"""How the columns of one file are read: which field each fills, and the conventions decided for the whole file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.pipeline.own_field import OwnColumn
from lazo.identify.imports.readers.problem import WARNINGS, Problem
from lazo.identify.imports.readers.table import ROW
from lazo.identify.imports.values.dates import DateFormat, Order, guess_date_format
from lazo.identify.imports.values.numbers import NumberFormat, guess_number_format
from lazo.identify.imports.values.parsed import Parsed

BAD = "bad"
LEFT_OUT = "value_left_out"
NOTES = frozenset(
    {LEFT_OUT, "email_several", "email_invalid", "email_placeholder", "phone_several", "text_cut", "kind_unknown"}
)
NUMBERS = frozenset(
    {"amount", "net", "tax", "margin", "cost", "quantity", "unit_price", "line_amount", "discount", "price"}
)
DATES = frozenset({"date", "birth_date", "created_on", "ends_on", "cancelled_on", "renews_on", "expires_on"})


@dataclass(frozen=True)
class Reading:
    """What the staging process must know; it can be sent to another process.

    `columns`: field -> the columns that fill it. `latest`: the last day a fact may have. `own`: the free columns that fill
    fields of the company's own.
    """

    entity: str
    columns: Mapping[str, Sequence[str]]
    country: str
    currency: str
    zone: str
    latest: date
    numbers: Mapping[str, NumberFormat] = field(default_factory=dict)
    dates: Mapping[str, DateFormat] = field(default_factory=dict)
    tax_country: str | None = None
    own: Mapping[str, OwnColumn] = field(default_factory=dict)

    def has(self, *keys: str) -> bool:
        """Whether any of these fields is filled by a column."""
        return any(key in self.columns for key in keys)


def fields_of(mapping: Mapping[str, str]) -> dict[str, list[str]]:
    """The mapping the other way round: field -> columns, in the order of the file."""
    found: dict[str, list[str]] = {}
    for column, key in mapping.items():
        if key:
            found.setdefault(key, []).append(column)
    return found


def number_formats(
    sample: pa.Table, columns: Mapping[str, Sequence[str]], wanted: str | None
) -> dict[str, NumberFormat]:
    """The convention of each column of numbers: the one a person chose ("es" 1.234,56 or "en" 1,234.56), or the file's own.

    A column that leaves doubt follows those that leave none.
    """
    names = [name for key in NUMBERS for name in columns.get(key, ())]
    if wanted:
        chosen = NumberFormat("," if wanted == "es" else ".", ambiguous=False, why="chosen")
        return dict.fromkeys(names, chosen)
    guessed = {name: guess_number_format(sample[name]) for name in names}
    sure = [found for found in guessed.values() if found.why in {"decimals_seen", "thousands_seen"}]
    return {
        name: sure[0] if sure and (found.ambiguous or found.why == "no_marks") else found
        for name, found in guessed.items()
    }


def date_formats(sample: pa.Table, columns: Mapping[str, Sequence[str]], wanted: str | None) -> dict[str, DateFormat]:
    """The order of day and month of each column of dates: the one a person chose, or the file's own."""
    names = [name for key in DATES for name in columns.get(key, ())]
    orders: dict[str, Order] = {"dmy": "DMY", "mdy": "MDY", "ymd": "YMD"}
    if wanted:
        return dict.fromkeys(names, DateFormat(orders[wanted], ambiguous=False, why="chosen"))
    return {name: guess_date_format(sample[name]) for name in names}


class Rows:
    """The rows of one batch while they are read: their cells by field, and what was found wrong with them."""

    def __init__(self, batch: pa.RecordBatch, reading: Reading) -> None:
        self.reading = reading
        self.batch = batch
        self.number = batch.column(batch.schema.get_field_index(ROW))
        self.bad = pa.array([False] * batch.num_rows) if batch.num_rows else pa.array([], pa.bool_())
        self.problems: list[Problem] = []

    def __len__(self) -> int:
        return int(self.batch.num_rows)

    def text(self, column: str) -> pa.Array:
        """The cells of a column without outer spaces; null where blank."""
        cells = pc.utf8_trim_whitespace(self.batch.column(self.batch.schema.get_field_index(column)))
        if pc.any(pc.match_substring(cells, "\0")).as_py():
            cells = pc.replace_substring(cells, "\0", "")
        return pc.if_else(pc.equal(pc.binary_length(cells), 0), None, cells)

    def first(self, key: str) -> str | None:
        """The first column that fills a field."""
        return next(iter(self.reading.columns.get(key, ())), None)

    def texts(self, key: str, longest: int) -> pa.Array:
        """The text of a field, its columns joined by a space; longer ones are cut and said so."""
        found = [self.text(name) for name in self.reading.columns.get(key, ())]
        if not found:
            return self.nothing()
        return self._cut(self.first(key) or "", joined(found), longest)

    def identifier(self, key: str, longest: int = 120) -> pa.Array:
        """An identifier of another system: too long ones keep their row out, since cut they would be others."""
        name = self.first(key)
        if name is None:
            return self.nothing()
        cells = self.text(name)
        self.refuse(name, cells, pc.greater(pc.utf8_length(cells), longest), "id_too_long")
        return cells

    def parsed(self, column: str, parsed: Parsed) -> pa.Array:
        """Take the values of a parsed column, and note its problems."""
        if parsed.n_problems:
            found = parsed.problems(column, self.number, self.batch.column(self.batch.schema.get_field_index(column)))
            self.problems += found
            stopped = [problem.row for problem in found if keeps_out(problem.code)]
            if stopped:
                self.bad = pc.or_(self.bad, pc.is_in(self.number, pa.array(stopped, pa.int64())))
        return parsed.values

    def refuse(self, column: str, cells: pa.Array | None, where: pa.Array, code: str) -> None:
        """Keep the rows `where` out for one reason."""
        where = pc.fill_null(where, fill_value=False)
        if not pc.any(where).as_py():
            return
        values = cells.filter(where).cast(pa.string()).to_pylist() if cells is not None else []
        rows = self.number.filter(where).to_pylist()
        self.problems += [
            Problem(row, column, code, value or "") for row, value in zip(rows, values or [""] * len(rows), strict=True)
        ]
        self.bad = pc.or_(self.bad, where)

    def nothing(self, kind: pa.DataType | None = None) -> pa.Array:
        return pa.nulls(len(self), kind or pa.string())

    def _cut(self, column: str, cells: pa.Array, longest: int) -> pa.Array:
        longer = pc.greater(pc.utf8_length(cells), longest)
        if not pc.any(longer).as_py():
            return cells
        self.problems += [
            Problem(row, column, "text_cut", params={"limit": longest})
            for row in self.number.filter(longer).to_pylist()
        ]
        return pc.utf8_slice_codeunits(cells, 0, longest)


def joined(columns: Sequence[pa.Array]) -> pa.Array:
    """The texts of some columns with a space between; null where all are."""
    whole = columns[0]
    for column in columns[1:]:
        # Arrow's own way of leaving nulls out gives no rows at all when every cell is null.
        if whole.null_count == len(whole):
            whole = column
        elif column.null_count < len(column):
            whole = pc.coalesce(pc.binary_join_element_wise(whole, column, " "), whole, column)
    return whole


def keeps_out(code: str) -> bool:
    """Whether a problem keeps its row out of the import."""
    return code not in WARNINGS and code not in NOTES
