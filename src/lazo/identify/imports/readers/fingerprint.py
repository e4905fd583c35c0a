"""Whether the file read to the end is still the file that was opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lazo.identify.imports.readers.problem import UnableToRead

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Size, time of change and identity of a file, as the file system tells them."""

    size: int
    changed_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> Fingerprint:
        """Take the fingerprint; raises UnableToRead when there is no such file."""
        try:
            found = path.stat()
        except OSError as error:
            raise UnableToRead("not_found", name=path.name) from error
        return cls(found.st_size, found.st_mtime_ns, found.st_ino)

    def check(self, path: Path) -> None:
        """Raise UnableToRead when the file is no longer the one that was opened."""
        if Fingerprint.of(path) != self:
            raise UnableToRead("changed_while_reading", name=path.name)
