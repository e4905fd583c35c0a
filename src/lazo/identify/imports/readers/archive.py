"""Workbooks are zip archives: what they would unpack to, before anything is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

from lazo.identify.imports.readers.problem import UnableToRead

if TYPE_CHECKING:
    from pathlib import Path

    from lazo.identify.imports.readers.limit import Limits

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
PIECE = 1 << 20
# Deflate never packs better than this, so a small archive can't hide a large content.
BEST_DEFLATE_RATIO = 1032


def refuse_bomb(path: Path, limits: Limits) -> None:
    """Raise UnableToRead when the archive is broken, locked, or unpacks to more than the limits allow.

    The sizes in the archive's directory may lie, so where a lie could hurt the content is unpacked and counted, and thrown away.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise UnableToRead("encrypted_workbook", name=path.name)
            size = path.stat().st_size
            _refuse(path, sum(entry.file_size for entry in entries), limits)
            if size * BEST_DEFLATE_RATIO > min(limits.max_workbook_bytes, limits.ratio_free_bytes):
                _count(path, archive, entries, limits)
    # zipfile raises NotImplementedError for a compression it does not know.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise UnableToRead("broken_workbook", name=path.name) from error


def _count(path: Path, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    total = 0
    for entry in entries:
        with archive.open(entry) as stream:
            # A lying directory makes zipfile stop at the size it claims and complain about the checksum.
            while piece := stream.read(PIECE):
                total += len(piece)
                _refuse(path, total, limits)


def _refuse(path: Path, total: int, limits: Limits) -> None:
    size = path.stat().st_size
    if total > limits.max_workbook_bytes or (total > limits.ratio_free_bytes and total > size * limits.max_ratio):
        raise UnableToRead("zip_bomb", name=path.name, size=total, limit=limits.max_workbook_bytes)


def is_locked(path: Path) -> bool:
    """Whether a container of the old Office kind holds an encrypted workbook."""
    with path.open("rb") as stream:
        return ENCRYPTED_STREAM in stream.read(PIECE) or ENCRYPTED_STREAM in _tail(path)


def _tail(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - PIECE))
        return stream.read(PIECE)
