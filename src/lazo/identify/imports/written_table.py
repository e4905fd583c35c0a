"""Small tables of a few known columns, as people write them or a spreadsheet saves them: rates, levels of prices."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal

from lazo.identify.imports.values.folding import fold
from lazo.identify.imports.values.numbers import READING

DELIMITERS = ("\t", ";", ",")
Row = tuple[int, list[str]]


class UnableToReadTable(Exception):
    """The table as a whole can't be read; `code` says why: empty, missing_columns (`columns`, their keys)."""

    def __init__(self, code: str, columns: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.columns = tuple(columns)


@dataclass(frozen=True)
class WrittenTable:
    """`rows`: number (1 is the first line) and the cells in the order of the columns; `too_long`: numbers of rows with cells too many."""

    rows: list[Row]
    too_long: list[int]


def decoded(content: bytes) -> str:
    """Text of a file: UTF-8, and what a spreadsheet writes in Windows where it is not."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_written_table(
    text: str, titles: Mapping[str, AbstractSet[str]], *, is_untitled: Callable[[list[str]], bool]
) -> WrittenTable:
    """Read a table whose columns have the keys of `titles`, in that order where it has no titles: `is_untitled` tells by the first row.

    Titles are compared folded. Raises UnableToReadTable.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise UnableToReadTable("empty")
    delimiter = next((mark for mark in DELIMITERS if mark in lines[0]), ",")
    rows = [
        (number, [cell.strip() for cell in cells])
        for number, cells in enumerate(csv.reader(text.splitlines(), delimiter=delimiter), 1)
        if any(cell.strip() for cell in cells)
    ]
    first = rows[0][1]
    if len(first) >= len(titles) and is_untitled(first):
        places, body = list(range(len(titles))), rows
    else:
        places, body = _places([fold(cell) for cell in first], titles), rows[1:]
    width = max(len(places), max(places) + 1, len(first))
    return WrittenTable(
        [(number, _cells(cells, places)) for number, cells in body if len(cells) <= width],
        [number for number, cells in body if len(cells) > width],
    )


def _cells(cells: list[str], places: Iterable[int]) -> list[str]:
    return [cells[place] if place < len(cells) else "" for place in places]


def _places(found: list[str], titles: Mapping[str, AbstractSet[str]]) -> list[int]:
    """In which place each column is; a place is of one column."""
    places: dict[str, int] = {}
    for name, known in titles.items():
        place = next((at for at, title in enumerate(found) if title in known and at not in places.values()), None)
        if place is not None:
            places[name] = place
    missing = [name for name in titles if name not in places]
    if missing:
        raise UnableToReadTable("missing_columns", missing)
    return [places[name] for name in titles]


def exact_number(text: str, decimal: str, *, is_doubtful: bool) -> tuple[Decimal | None, str]:
    """Exact, unlike amounts: a rate may need ten decimals. Gives the number, or null and the code of what is wrong with it."""
    body, is_negative = text.removeprefix("-").strip(), text.startswith("-")
    readings = {mark for mark, pattern in READING.items() if pattern.fullmatch(body)}
    if not readings:
        return None, "not_a_number"
    if len(readings) == 2 and is_doubtful and ("." in body or "," in body):
        return None, "two_readings"
    mark = decimal if decimal in readings else readings.pop()
    thousands = {",": ".'’ ", ".": ",'’ "}[mark]
    number = Decimal(body.translate(str.maketrans("", "", thousands)).replace(",", ".").rstrip("."))
    return (-number if is_negative else number), ""
