"""Where the header of a sheet of cells is, and its names made unique."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lazo.identify.imports.readers.problem import Problem, UnableToRead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lazo.identify.imports.readers.limit import Limits

TITLE_ROWS = 30
DATA_SHARE = 0.5
USUAL_SHARE = 0.9
FIGURE = re.compile(r"[-+(]?[$€£]?\s*[\d.,/:\-\sT]*\d[\d.,/:\-\s%)]*")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

Cells = list[str | None]


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, unique, and the row they stand in (0: the file has none)."""

    names: list[str]
    row: int
    notices: list[Problem] = field(default_factory=list)


def find_header(
    records: Sequence[Cells], limits: Limits, *, header_row: int | None = None, width: int | None = None
) -> Header:
    """Find the header among the first records; title rows above it are stepped over.

    `records` are the first rows of the file as they stand, blank ones included. `header_row` is the row a person named, 0 for a file without
    header, null to look for it. `width` is how many columns there are, where the format knows it; null to see it from the rows.

    Raises UnableToRead: empty_file, no_header, too_many_columns.
    """
    if not any(_filled(record) for record in records):
        raise UnableToRead("empty_file")
    row = _look_for(records) if header_row is None else header_row
    if row and not (row <= len(records) and _filled(records[row - 1])):
        raise UnableToRead("no_header", row=row)
    width = width or _width(records, row)
    if width > limits.max_columns:
        raise UnableToRead("too_many_columns", found=width, limit=limits.max_columns)
    if row == 0:
        return Header([f"Columna {place}" for place in range(1, width + 1)], 0)
    names, notices = unique_names(records[row - 1], width, row)
    if row > 1 and header_row is None:
        notices.insert(0, Problem(row, "", "header_not_first", params={"row": row}))
    return Header(names, row, notices)


def unique_names(cells: Cells, width: int, row: int) -> tuple[list[str], list[Problem]]:
    """Name every column: a blank header becomes *Columna 4*, a repeated one *Fecha (2)*; each change is noticed."""
    names: list[str] = []
    notices: list[Problem] = []
    for place in range(width):
        written = " ".join((cells[place] or "").split()) if place < len(cells) else ""
        name = _free(written or f"Columna {place + 1}", names)
        if not written:
            notices.append(Problem(row, name, "unnamed_column", params={"place": place + 1}))
        elif name != written:
            notices.append(Problem(row, name, "duplicate_header", written, {"name": written, "renamed": name}))
        names.append(name)
    return names, notices


def _free(wished: str, taken: list[str]) -> str:
    # "_row" is the reader's own column.
    used = {name.casefold() for name in taken} | {"_row"}
    if wished.casefold() not in used:
        return wished
    number = 2
    while f"{wished} ({number})".casefold() in used:
        number += 1
    return f"{wished} ({number})"


def _look_for(records: Sequence[Cells]) -> int:
    counts = [_filled(record) for record in records]
    usual = max(counts)
    for row, (record, filled) in enumerate(zip(records[:TITLE_ROWS], counts, strict=False), start=1):
        if filled and filled * 2 >= usual and (usual == 1 or filled > 1):
            if _is_data(record):
                raise UnableToRead("no_header", row=row)
            return row
    raise UnableToRead("no_header", row=1)


def _is_data(record: Cells) -> bool:
    filled = [cell.strip() for cell in record if cell and cell.strip()]
    if any(ADDRESS.fullmatch(cell) for cell in filled):
        return True
    figures = sum(FIGURE.fullmatch(cell) is not None for cell in filled)
    return figures > DATA_SHARE * len(filled)


def _filled(record: Cells) -> int:
    return sum(bool(cell and cell.strip()) for cell in record)


def _width(records: Sequence[Cells], row: int) -> int:
    """As many columns as the header has cells; more when nine rows in ten agree that there are more."""
    header = len(records[row - 1]) if row else 0
    widths = Counter(len(record) for record in records[row:] if _filled(record))
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return (
        width
        if width > header and count >= USUAL_SHARE * sum(widths.values())
        else max(header, width if not row else 0)
    )
