from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from lazo.identify.imports.readers.table import TableReader

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of text or bytes and give its path."""

    def _write(content: str | bytes, name: str = "clientes.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return _write


@pytest.fixture
def write_book(tmp_path: Path) -> Write:
    """Write an XLSX of {sheet: rows}; a cell may be text, number, date or formula."""

    def _write(sheets: dict[str, list[list[Any]]], name: str = "libro.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path

    return _write


@pytest.fixture
def read() -> Callable[[TableReader], tuple[list[dict[str, Any]], list[tuple[int, str]]]]:
    """Read a table to the end: its rows, and (row, code) of what was kept out."""

    def _read(reader: TableReader) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
        rows: list[dict[str, Any]] = []
        kept_out: list[tuple[int, str]] = []
        for chunk in reader.chunks():
            rows += chunk.rows.to_pylist()
            assert [one.row for one in chunk.rejected] == [one.row for one in chunk.problems]
            kept_out += [(one.row, one.code) for one in chunk.problems]
        return rows, kept_out

    return _read
