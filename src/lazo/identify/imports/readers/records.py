"""Lines of text joined and cut into records, one at a time, for the blocks in which something is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTED = re.compile(r'"((?:[^"]|"")*)"')
# A quote that isn't closed within so many lines was a slip of the pen, not an address of several lines.
MAX_LINES = 50


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one row, the lines it took, and whether its quotes were sound."""

    cells: list[str | None]
    first_line: int
    lines: int
    sound: bool = True


def split_record(text: str, delimiter: str) -> list[str | None] | None:
    """Cut one record; null when a quoted cell is not closed, or closed in the middle of a cell that spans lines."""
    if '"' not in text:
        return [cell or None for cell in text.split(delimiter)]
    cells: list[str | None] = []
    place = 0
    while True:
        quoted = QUOTED.match(text, place)
        if quoted is None and text.startswith('"', place):
            return None
        start = quoted.end() if quoted else place
        end = text.find(delimiter, start)
        rest = text[start : end if end >= 0 else len(text)]
        if quoted and rest and "\n" in quoted[1]:
            return None
        cells.append(((quoted[1].replace('""', '"') if quoted else "") + rest) or None)
        if end < 0:
            return cells
        place = end + 1


def records_of(lines: list[str], delimiter: str, width: int | None, *, final: bool) -> Iterator[Record]:
    """Cut lines into records. A quoted cell may span lines when it is closed in time and the record has its width.

    Otherwise its first line is given alone, as not sound, and reading goes on at the next line, so that one stray quote costs one row.
    `width` null takes any width. When not `final`, a record that is still open at the end is left for the next block: the caller sees the lines consumed.
    """
    place = 0
    while place < len(lines):
        cells = split_record(lines[place], delimiter)
        taken = 1
        if cells is None:
            cells, taken = _spanning(lines, place, delimiter, width)
            if cells is None and not final and len(lines) - place <= MAX_LINES:
                return
        sound = cells is not None
        yield Record(cells if cells is not None else _plain(lines[place], delimiter), place, taken, sound)
        place += taken


def _spanning(lines: list[str], place: int, delimiter: str, width: int | None) -> tuple[list[str | None] | None, int]:
    text = lines[place]
    for taken in range(2, min(MAX_LINES, len(lines) - place) + 1):
        line = lines[place + taken - 1]
        text = f"{text}\n{line}"
        if '"' not in line:
            continue
        cells = split_record(text, delimiter)
        if cells is not None:
            return (cells, taken) if width in {None, len(cells)} else (None, 1)
    return None, 1


def _plain(line: str, delimiter: str) -> list[str | None]:
    return [cell or None for cell in line.split(delimiter)]
