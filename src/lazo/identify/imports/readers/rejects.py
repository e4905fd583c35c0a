"""The file of rejected rows: as they stood, with the reason, to be mended and imported again."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import pyarrow as pa
import xlsxwriter
from django.utils.translation import gettext as _

from lazo.identify.imports.readers.mended_table import REASON_COLUMNS
from lazo.identify.imports.readers.problem import Problem, RejectedRow
from lazo.identify.imports.readers.reason import explain
from lazo.identify.imports.readers.table import ROW

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767
NEGATIVE_NUMBER = re.compile(r"-\d[\d.,]*%?")


def rejected_rows(batch: pa.RecordBatch, mask: pa.BooleanArray) -> list[RejectedRow]:
    """Take the rows of a batch that a mask marks, with their cells as they stood."""
    marked = batch.filter(mask)
    names = [name for name in marked.schema.names if name != ROW]
    numbers = marked.column(ROW).to_pylist()
    columns = [marked.column(name).to_pylist() for name in names]
    return [RejectedRow(row, tuple(cells)) for row, *cells in zip(numbers, *columns, strict=True)]


def write_rejects(
    path: Path,
    header: Sequence[str],
    rows: Iterable[RejectedRow],
    problems: Iterable[Problem],
    *,
    say: Callable[[Problem], str] = explain,
) -> int:
    """Write rejected rows to a CSV or XLSX file (by the suffix of `path`), with their row number and reasons in two last columns.

    The names of the columns are those of the file, so the mended file is imported with the same mapping: the reader leaves the two extra
    ones out. A cell that a spreadsheet would take for a formula gets an apostrophe before it. Gives the number of rows written. Raises
    ValueError for more rows than a sheet holds: write those to CSV.
    """
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        if problem.keeps_row_out:
            reasons.setdefault(problem.row, []).append(say(problem))
    lines = _lines(header, rows, reasons)
    names = [*header, *_reason_columns()]
    return _write_sheet(path, names, lines) if path.suffix.lower() == ".xlsx" else _write_text(path, names, lines)


def harmless(cell: str | None) -> str:
    """Write a cell so that no spreadsheet runs it: an apostrophe goes before what starts a formula; a negative number stays.

    A telephone with its + gets one too: a spreadsheet would turn it into 5,69E+10. The reader takes the apostrophes off again.
    """
    if not cell:
        return ""
    if cell.startswith(FORMULA_STARTS) and not NEGATIVE_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _reason_columns() -> tuple[str, str]:
    names = (_("Fila"), _("Motivo"))
    return names if names in REASON_COLUMNS else REASON_COLUMNS[0]


def _lines(header: Sequence[str], rows: Iterable[RejectedRow], reasons: dict[int, list[str]]) -> Iterator[list[str]]:
    for rejected in rows:
        cells = [harmless(cell) for cell in rejected.cells[: len(header)]]
        cells += [""] * (len(header) - len(cells))
        # Cells beyond the header have no column: they are told in the reason, so that nothing is lost.
        beyond = [cell for cell in rejected.cells[len(header) :] if cell]
        told = reasons.get(rejected.row, [])
        if beyond:
            told = [*told, _("Celdas de más: %(cells)s") % {"cells": " | ".join(beyond)}]
        yield [*cells, str(rejected.row), harmless(" ".join(told))]


def _write_text(path: Path, names: list[str], lines: Iterator[list[str]]) -> int:
    written = 0
    # The mark makes spreadsheets read UTF-8; the semicolon is what they expect where the comma starts decimals.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow([harmless(name) for name in names])
        for line in lines:
            writer.writerow(line)
            written += 1
    return written


def _write_sheet(path: Path, names: list[str], lines: Iterator[list[str]]) -> int:
    written = -1
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(_("Rechazadas"))
        for written, line in enumerate(chain([names], lines)):
            if written >= SHEET_ROWS:
                raise ValueError(written)
            for place, cell in enumerate(line):
                sheet.write_string(written, place, cell[:CELL_CHARACTERS])
    return written
