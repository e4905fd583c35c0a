"""Which character parts the cells of a text file."""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DELIMITERS = (",", ";", "\t", "|")
DECLARED = re.compile(r"sep=(.)", re.IGNORECASE)
LINES = 200


def declared_delimiter(line: str) -> str | None:
    """Read the line `sep=;` that spreadsheets write above the header; null for any other line."""
    found = DECLARED.fullmatch(line.strip("\r\n"))
    return found[1] if found else None


def guess_delimiter(lines: Sequence[str]) -> str:
    """Choose the character that cuts the lines into the same number of cells most often, then into the most cells.

    A file of one column has none and gets the comma. A decimal comma loses against the semicolon, because the header has none.
    """
    return max(DELIMITERS, key=lambda one: (*_score(lines[:LINES], one), -DELIMITERS.index(one)))


def _score(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    records = [record for record in csv.reader(lines, delimiter=delimiter) if record]
    widths = Counter(len(record) for record in records)
    if not widths:
        return 0.0, 0
    # Title rows and totals are narrow: the usual width is that of most rows, the widest of equals.
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width == 1:
        return 0.0, 0
    headed = any(len(record) == width for record in records[:1]) or len(records[0]) == 1
    return round(count / len(records) * (1.0 if headed else 0.5), 2), width
