"""One block of a text file parsed: in columns where all is well, row by row where it isn't."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from lazo.identify.imports.readers.problem import Problem, RejectedRow
from lazo.identify.imports.readers.records import Record, records_of, split_record
from lazo.identify.imports.readers.table import ROW

BLANKS = ["", " ", "  ", "   ", "\t", "\u00a0"]
PARSE_BYTES = 1 << 20


@dataclass(slots=True)
class Rows:
    """What one block gave: good rows with their numbers, the rows kept out, and how many rows were passed."""

    table: pa.Table
    passed: int
    rejected: list[RejectedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def reject(self, row: int, cells: list[str | None], code: str, **params: str | int) -> None:
        """Keep one row out."""
        self.rejected.append(RejectedRow(row, tuple(cells)))
        self.problems.append(Problem(row, "", code, params=params))


class BlockParser:
    """Parses blocks of UTF-8 text with a given header and delimiter."""

    def __init__(self, names: list[str], delimiter: str) -> None:
        self.names = names
        self.delimiter = delimiter
        self.threads = True

    def fast(self, block: bytes, first_row: int) -> Rows | None:
        """Parse whole columns; null when the block needs to be looked at row by row."""
        if b"\0" in block:
            return None
        invalid: list[pacsv.InvalidRow] = []
        try:
            table = self._read(block, invalid)
        except pa.ArrowInvalid:
            return None
        if invalid and self.threads:
            # Rows are numbered only when one thread reads; a file with one such row has more.
            self.threads = False
            return self.fast(block, first_row)
        if b'"' in block and self._spans_lines(table, invalid):
            return None
        rows = Rows(table, table.num_rows + len(invalid))
        for bad in invalid:
            cells = split_record(bad.text, self.delimiter)
            if cells is None or (len(cells) > len(self.names) and not any(cells[len(self.names) :])):
                return None
            self._reject_ragged(rows, first_row + bad.number - 1, cells)
        rows.table = _numbered(table, first_row, [bad.number - 1 for bad in invalid])
        return rows

    def slow(self, block: bytes, first_row: int, *, final: bool) -> tuple[Rows, int]:
        """Parse row by row; gives the bytes consumed too, since an open quoted cell is left for the next block."""
        raw = block.split(b"\n")
        if raw and not raw[-1]:
            raw.pop()
        lines, undecodable = _decode(raw)
        columns: list[list[str | None]] = [[] for _ in self.names]
        numbers: list[int] = []
        rows = Rows(pa.table({}), 0)
        consumed_lines = 0
        for record in records_of(lines, self.delimiter, len(self.names), final=final):
            number = first_row + rows.passed
            rows.passed += 1
            consumed_lines = record.first_line + record.lines
            code = self._fault(record, undecodable)
            if code is None:
                self._keep(record.cells, columns)
                numbers.append(number)
            elif code == "ragged":
                self._reject_ragged(rows, number, record.cells)
            else:
                rows.reject(number, record.cells, code)
        rows.table = pa.table(
            [*(pa.array(c, pa.string()) for c in columns), pa.array(numbers, pa.int64())], self._names()
        )
        consumed = len(block) if consumed_lines == len(lines) else sum(len(line) + 1 for line in raw[:consumed_lines])
        return rows, consumed

    def _names(self) -> list[str]:
        return [*self.names, ROW]

    def _read(self, block: bytes, invalid: list[pacsv.InvalidRow]) -> pa.Table:
        def skip(row: pacsv.InvalidRow) -> str:
            invalid.append(row)
            return "skip"

        return pacsv.read_csv(
            pa.BufferReader(block),
            read_options=pacsv.ReadOptions(column_names=self.names, use_threads=self.threads, block_size=PARSE_BYTES),
            parse_options=pacsv.ParseOptions(
                delimiter=self.delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(self.names, pa.string()), strings_can_be_null=True, null_values=BLANKS
            ),
        )

    def _spans_lines(self, table: pa.Table, invalid: list[pacsv.InvalidRow]) -> bool:
        """Whether some cell holds a line break: it may be an address, or a quote that nobody closed."""
        if any("\n" in row.text for row in invalid):
            return True
        return any(pc.any(pc.match_substring(column, "\n")).as_py() for column in table.columns)

    def _fault(self, record: Record, undecodable: set[int]) -> str | None:
        lines = range(record.first_line, record.first_line + record.lines)
        if undecodable and any(line in undecodable for line in lines):
            return "undecodable"
        if not record.sound:
            return "unclosed_quote"
        if any(cell and "\0" in cell for cell in record.cells):
            return "control_character"
        width = len(self.names)
        if len(record.cells) == width or not any(cell and cell.strip() for cell in record.cells[width:]):
            blank = not any(cell and cell.strip() for cell in record.cells)
            return None if len(record.cells) >= width or blank else "ragged"
        return "ragged"

    def _keep(self, cells: list[str | None], columns: list[list[str | None]]) -> None:
        cells = cells + [None] * (len(columns) - len(cells))
        for column, cell in zip(columns, cells, strict=False):
            column.append(cell if cell and cell.strip() else None)

    def _reject_ragged(self, rows: Rows, row: int, cells: list[str | None]) -> None:
        if not any(cell and cell.strip() for cell in cells):
            return
        code = "too_many_cells" if len(cells) > len(self.names) else "too_few_cells"
        rows.reject(row, cells, code, expected=len(self.names), found=len(cells))


def _numbered(table: pa.Table, first_row: int, skipped: list[int]) -> pa.Table:
    total = table.num_rows + len(skipped)
    numbers = np.arange(first_row, first_row + total, dtype=np.int64)
    return table.append_column(ROW, pa.array(np.delete(numbers, skipped)))


def _decode(raw: list[bytes]) -> tuple[list[str], set[int]]:
    """Decode line by line; a line that isn't UTF-8 is shown as Windows would, so that a person recognises it."""
    lines: list[str] = []
    undecodable: set[int] = set()
    for place, line in enumerate(raw):
        try:
            lines.append(line.decode("utf-8").removesuffix("\r"))
        except UnicodeDecodeError:
            undecodable.add(place)
            lines.append(line.decode("cp1252", errors="replace").removesuffix("\r"))
    return lines, undecodable
