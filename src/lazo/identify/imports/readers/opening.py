"""Open a file of any kind as a table."""

from __future__ import annotations

import shutil
import tempfile
import weakref
import zipfile
from pathlib import Path

from lazo.identify.imports.readers.archive import EMPTY_ZIP_MAGIC, OLE_MAGIC, ZIP_MAGIC
from lazo.identify.imports.readers.byte_source import ByteSource
from lazo.identify.imports.readers.csv_table import CsvReader
from lazo.identify.imports.readers.fingerprint import Fingerprint
from lazo.identify.imports.readers.jsonl_table import JsonlReader
from lazo.identify.imports.readers.limit import Limits
from lazo.identify.imports.readers.mended_table import MendedReader, is_mended
from lazo.identify.imports.readers.parquet_table import PARQUET_MAGIC, ParquetReader
from lazo.identify.imports.readers.problem import UnableToRead
from lazo.identify.imports.readers.table import TableReader
from lazo.identify.imports.readers.workbook_table import WorkbookReader

JSONL_SUFFIXES = {".jsonl", ".ndjson"}
UNPACK_BYTES = 1 << 20


def open_table(
    path: Path, *, sheet: str | None = None, header_row: int | None = None, limits: Limits | None = None
) -> TableReader:
    """Open a file by what is in it, whatever its name says: text, XLSX, XLS, ODS, Parquet, JSON lines, each also packed as .gz.

    `sheet` is the sheet of a workbook, null for the first with cells in it. `header_row` is the row of the header as a person sees it, 0 for
    a file without one, null to look for it.

    Raises UnableToRead with the code and figures of the message.
    """
    reader = _open(path, sheet, header_row, limits or Limits())
    return MendedReader(reader) if is_mended(reader) else reader


def _open(path: Path, sheet: str | None, header_row: int | None, limits: Limits) -> TableReader:
    source = ByteSource.of(path, limits)
    head = source.head()
    kind = _kind_of(path, head)
    if kind == "csv":
        return CsvReader(path, limits, header_row=header_row)
    if kind == "jsonl":
        return JsonlReader(path, limits)
    fingerprint = Fingerprint.of(path)
    plain = _Unpacked(source) if source.packed else None
    place = plain.path if plain else path
    if kind == "zip":
        kind = _kind_of_archive(place)
    reader: TableReader = (
        ParquetReader(place, limits)
        if kind == "parquet"
        else WorkbookReader(place, limits, kind=kind, sheet=sheet, header_row=header_row)
    )
    # The unpacked copy lives as long as the reader does; the file that may change meanwhile is the packed one.
    reader.unpacked, reader.origin, reader.fingerprint = plain, path, fingerprint
    return reader


def _kind_of(path: Path, head: bytes) -> str:
    if head.startswith(OLE_MAGIC):
        return "xls"
    if head.startswith((ZIP_MAGIC, EMPTY_ZIP_MAGIC)):
        return "zip"
    if head.startswith(PARQUET_MAGIC):
        return "parquet"
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    if suffix.lower() in JSONL_SUFFIXES or head.lstrip().startswith(b'{"'):
        return "jsonl"
    return "csv"


def _kind_of_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError) as error:
        raise UnableToRead("broken_workbook", name=path.name) from error
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    raise UnableToRead("unknown_kind", name=path.name)


class _Unpacked:
    """A packed workbook or Parquet file unpacked to a passing folder."""

    def __init__(self, source: ByteSource) -> None:
        folder = Path(tempfile.mkdtemp(prefix="lazo-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.path = folder / source.path.stem
        with self.path.open("wb") as copy:
            for piece in source.pieces(UNPACK_BYTES):
                copy.write(piece)
