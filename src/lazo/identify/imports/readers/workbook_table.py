"""Workbooks: XLSX, XLS and ODS, one sheet of them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from lazo.identify.imports.readers.archive import is_locked, refuse_bomb
from lazo.identify.imports.readers.canonical import text_of, texts_of
from lazo.identify.imports.readers.header import find_header
from lazo.identify.imports.readers.problem import Problem, UnableToRead
from lazo.identify.imports.readers.table import ROW, Chunk, TableReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lazo.identify.imports.readers.limit import Limits

HEAD_ROWS = 500


class WorkbookReader(TableReader):
    """Reads one sheet of a workbook. A formula gives the value the spreadsheet last computed for it."""

    def __init__(
        self, path: Path, limits: Limits, *, kind: str, sheet: str | None = None, header_row: int | None = None
    ) -> None:
        super().__init__(path, limits)
        self.kind = kind
        if kind == "xls":
            if is_locked(path):
                raise UnableToRead("encrypted_workbook", name=path.name)
        else:
            refuse_bomb(path, limits)
        self._book = _open(path)
        self.sheets = [one.name for one in self._book.sheets_metadata]
        self._cells = self._choose(sheet)
        self.sheet = self._cells.name
        width, last = self._cells.width, self._cells.end
        if width > limits.max_columns:
            raise UnableToRead("too_many_columns", found=width, limit=limits.max_columns)
        head = [[text_of(cell) for cell in row] for row in islice(self._cells.iter_rows(), HEAD_ROWS)]
        found = find_header(head, limits, header_row=header_row, width=width)
        self.header, self.header_row = found.names, found.row
        self.notices = [*found.notices, *self._left_out()]
        self.n_rows = (last[0] + 1 if last else 0) - found.row

    def _choose(self, wished: str | None) -> CalamineSheet:
        """Take the sheet asked for, else the first visible one with a cell in it."""
        if wished is not None:
            if wished not in self.sheets:
                raise UnableToRead("unknown_sheet", sheet=wished, sheets=", ".join(self.sheets))
            return _sheet(self._book, wished, self.path)
        first = None
        for one in self._book.sheets_metadata:
            found = _sheet(self._book, one.name, self.path)
            first = first or found
            if found.height and str(one.visible).rpartition(".")[2] == "Visible":
                return found
        if first is None or not first.height:
            raise UnableToRead("empty_file", name=self.path.name)
        return first

    def _left_out(self) -> list[Problem]:
        others = [name for name in self.sheets if name != self.sheet]
        if not others:
            return []
        return [Problem(0, "", "extra_sheets", params={"sheet": str(self.sheet), "others": ", ".join(others)})]

    def _chunks(self) -> Iterator[Chunk]:
        numbered = islice(enumerate(self._cells.iter_rows(), start=1), self.header_row, None)
        while rows := list(islice(numbered, self.limits.batch_rows)):
            numbers = [number for number, cells in rows if any(cell != "" for cell in cells)]
            kept = [cells for _, cells in rows if any(cell != "" for cell in cells)]
            columns = [texts_of([row[place] for row in kept]) for place in range(len(self.header))]
            batch = pa.RecordBatch.from_arrays([*columns, pa.array(numbers, pa.int64())], [*self.header, ROW])
            if kept:
                yield Chunk(batch)


def _open(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise UnableToRead("encrypted_workbook", name=path.name) from error
    except (CalamineError, OSError) as error:
        raise UnableToRead("broken_workbook", name=path.name) from error


def _sheet(book: CalamineWorkbook, name: str, path: Path) -> CalamineSheet:
    try:
        return book.get_sheet_by_name(name)
    except (CalamineError, OSError) as error:
        raise UnableToRead("broken_workbook", name=path.name) from error
