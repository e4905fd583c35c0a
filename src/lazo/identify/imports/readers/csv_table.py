"""Text files of cells: comma, semicolon, tabulator or bar, in the encodings that turn up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from lazo.identify.imports.readers.byte_source import HEAD_BYTES, ByteSource
from lazo.identify.imports.readers.csv_block import BlockParser, Rows
from lazo.identify.imports.readers.delimiter import declared_delimiter, guess_delimiter
from lazo.identify.imports.readers.encoding import as_undecided, as_utf8, guess_encoding
from lazo.identify.imports.readers.header import find_header
from lazo.identify.imports.readers.problem import UnableToRead
from lazo.identify.imports.readers.records import records_of
from lazo.identify.imports.readers.table import Chunk, TableReader, without_blank_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lazo.identify.imports.readers.limit import Limits

HEAD_RECORDS = 500


class CsvReader(TableReader):
    """Reads a text file block by block, in constant memory whatever its size.

    A sound block is parsed by columns; a block with a bad byte, a stray quote or a cell of several lines row by row.
    """

    kind = "csv"

    def __init__(self, path: Path, limits: Limits, *, header_row: int | None = None) -> None:
        super().__init__(path, limits)
        self.source = ByteSource.of(path, limits)
        probes = self.source.probes()
        if not any(probe.strip() for probe in probes):
            raise UnableToRead("empty_file", name=path.name)
        self._decided: list[str] = []
        found = guess_encoding(probes)
        if found:
            self._decided.append(found)
        head = b"".join(as_utf8([probes[0]], found or "utf-8"))
        self._old_mac = b"\r" in head and b"\n" not in head
        self._find_header(self._newlines(head), header_row, cut=len(probes[0]) >= HEAD_BYTES)

    @property
    def encoding(self) -> str:  # type: ignore[override]  # it may be settled only by a block far below
        """The encoding; UTF-8 while only ASCII was seen."""
        return self._decided[0].removesuffix("-sig") if self._decided else "utf-8"

    def _find_header(self, head: bytes, header_row: int | None, *, cut: bool) -> None:
        lines = [line.removesuffix("\r") for line in head.decode("utf-8", errors="replace").split("\n")]
        if cut and len(lines) == 1:
            raise UnableToRead("row_too_long", limit=HEAD_BYTES)
        if cut or not lines[-1]:
            lines.pop()
        declared = declared_delimiter(lines[0])
        self.delimiter = declared or guess_delimiter([line + "\n" for line in lines])
        skipped = 1 if declared else 0
        records = []
        for record in records_of(lines[skipped:], self.delimiter, None, final=True):
            records.append(record)
            if len(records) == HEAD_RECORDS:
                break
        found = find_header([record.cells for record in records], self.limits, header_row=header_row)
        self.header, self.notices = found.names, found.notices
        last = records[found.row - 1] if found.row else None
        self._lines_above = skipped + (last.first_line + last.lines if last else 0)
        self._rows_above = skipped + found.row
        self.header_row = self._rows_above if found.row else 0

    def _chunks(self) -> Iterator[Chunk]:
        parser = BlockParser(self.header, self.delimiter or ",")
        row = self._rows_above + 1
        for block, final in self._blocks():
            rows = parser.fast(block, row)
            consumed = len(block)
            if rows is None:
                rows, consumed = parser.slow(block, row, final=final)
            row += rows.passed
            self._left = block[consumed:]
            yield from self._as_chunks(rows)

    def _blocks(self) -> Iterator[tuple[bytes, bool]]:
        """Cut the text at line ends that are outside of quotes; what a parser leaves in `_left` comes again before the next."""
        self._left = b""
        rest = b""
        for piece in self._body():
            data = rest + piece
            cut = _safe_cut(data)
            if not cut and len(data) > self.limits.max_row_bytes + self.limits.block_bytes:
                raise UnableToRead("row_too_long", limit=self.limits.max_row_bytes)
            if cut:
                yield data[:cut], False
            rest = self._left + data[cut:]
            self._left = b""
        while rest:
            yield rest, True
            rest, self._left = self._left, b""

    def _body(self) -> Iterator[bytes]:
        pieces = self.source.pieces(self.limits.block_bytes)
        text = as_utf8(pieces, self._decided[0]) if self._decided else as_undecided(pieces, self._decided)
        to_skip = self._lines_above
        for piece in text:
            body = self._newlines(piece)
            while to_skip and body:
                _, mark, body = body.partition(b"\n")
                to_skip -= 1 if mark else 0
            if body:
                yield body

    def _newlines(self, data: bytes) -> bytes:
        return data.replace(b"\r", b"\n") if self._old_mac else data

    def _as_chunks(self, rows: Rows) -> Iterator[Chunk]:
        table = without_blank_rows(rows.table).combine_chunks()
        batches = table.to_batches() or [pa.RecordBatch.from_pylist([], self.schema)]
        if table.num_rows or rows.rejected:
            yield Chunk(batches[0], rows.rejected, rows.problems)


def _safe_cut(data: bytes) -> int:
    """The place after the last line end that quotes leave free; a block that holds only open quotes is cut at its last line end."""
    end = data.rfind(b"\n") + 1
    if not end or b'"' not in data:
        return end
    odd = data.count(b'"', 0, end) % 2
    cut = end
    for _ in range(200):
        if not odd:
            return cut
        before = data.rfind(b"\n", 0, cut - 1) + 1
        if not before:
            break
        odd ^= data.count(b'"', before, cut) % 2
        cut = before
    return end
