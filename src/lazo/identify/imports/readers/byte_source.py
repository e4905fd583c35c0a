"""The bytes of a file, plain or gzip, with a guard against bombs."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from lazo.identify.imports.readers.problem import UnableToRead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lazo.identify.imports.readers.limit import Limits

GZIP_MAGIC = b"\x1f\x8b"
HEAD_BYTES = 256 * 1024
PROBE_BYTES = 64 * 1024
PROBES = 6


@dataclass(frozen=True, slots=True)
class ByteSource:
    """A file as a stream of bytes; `packed` when it is gzip."""

    path: Path
    limits: Limits
    packed: bool

    @classmethod
    def of(cls, path: Path, limits: Limits) -> ByteSource:
        """Look at the first bytes; raises UnableToRead for a missing, empty or too large file."""
        try:
            size = path.stat().st_size
            with path.open("rb") as stream:
                magic = stream.read(2)
        except OSError as error:
            raise UnableToRead("not_found", name=path.name) from error
        if not size:
            raise UnableToRead("empty_file", name=path.name)
        if size > limits.max_bytes:
            raise UnableToRead("too_large", name=path.name, size=size, limit=limits.max_bytes)
        return cls(path, limits, packed=magic == GZIP_MAGIC)

    def pieces(self, size: int) -> Iterator[bytes]:
        """Read the whole content in pieces of `size` bytes, unpacked."""
        with self._open() as stream:
            total = 0
            while piece := self._read(stream, size):
                total += len(piece)
                if self.packed:
                    self._refuse_bomb(total)
                yield piece

    def head(self) -> bytes:
        """Read the beginning, enough to find delimiter and header."""
        with self._open() as stream:
            return self._read(stream, HEAD_BYTES)

    def probes(self) -> list[bytes]:
        """Read the beginning and some lines from further places, to judge the encoding of the whole."""
        found = [self.head()]
        size = self.path.stat().st_size
        if self.packed or size <= HEAD_BYTES:
            return found
        with self.path.open("rb") as stream:
            for place in range(1, PROBES + 1):
                stream.seek(max(HEAD_BYTES, size * place // PROBES - PROBE_BYTES))
                found.append(stream.read(PROBE_BYTES).partition(b"\n")[2])
        return found

    def _open(self) -> BinaryIO:
        return cast("BinaryIO", gzip.open(self.path, "rb")) if self.packed else self.path.open("rb")

    def _read(self, stream: BinaryIO, size: int) -> bytes:
        try:
            return stream.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise UnableToRead("broken_gzip", name=self.path.name) from error

    def _refuse_bomb(self, total: int) -> None:
        allowed = max(self.limits.ratio_free_bytes, self.path.stat().st_size * self.limits.max_ratio)
        if total > min(allowed, self.limits.max_unpacked_bytes):
            raise UnableToRead("gzip_bomb", name=self.path.name, size=total)
