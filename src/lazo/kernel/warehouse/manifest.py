"""The manifest: one small JSON file that says which immutable files are the warehouse now.

It is written aside, flushed to the disk and swapped in by one rename, so that a reader sees the old warehouse or the new
one, never half of each, and a power cut leaves one of the two.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

SCHEMA = 1
NAME = "manifest.json"


class UnableToReadManifest(Exception):
    """The manifest is missing, damaged, or of another schema version; `lazo sync --full` builds the warehouse again."""


@dataclass(frozen=True)
class DataFile:
    """One immutable Parquet file; `path` is relative to the warehouse; ids are those of the first column."""

    path: str
    rows: int
    first_id: int
    last_id: int


@dataclass
class TableState:
    """Files of a table by part (a month, or a block of ids), in the order they were written.

    Up to `settled` every id that will ever be is here; some above it may still come, those up to `top` have been seen.
    `mark` is what a table that is mirrored whole was known by when it was read.
    """

    columns: dict[str, str]
    parts: dict[str, list[DataFile]] = field(default_factory=dict)
    settled: int = 0
    top: int = 0
    mark: str = ""

    @property
    def rows(self) -> int:
        return sum(file.rows for files in self.parts.values() for file in files)

    def files(self) -> list[DataFile]:
        return [file for part in sorted(self.parts) for file in self.parts[part]]


@dataclass
class Pending:
    """Transactions that were writing at a sync, and the ids that are settled once all of them are over."""

    writers: list[str]
    ceilings: dict[str, int]
    changes: int


@dataclass
class Manifest:
    """Which truth this warehouse mirrors, up to which change, and its files.

    `truth` is the birth mark of the database, `last_change` the last change read: together they notice another database,
    or an older copy of the same one. `as_of` is the truth's own clock. `garbage` are files no longer named, with the
    instant since when: they are removed after a time of grace, when no reader can hold a manifest that names them.
    """

    id: int = 0
    schema: int = SCHEMA
    truth: str = ""
    as_of: str = ""
    changes: int = 0
    last_change: list[Any] = field(default_factory=list)
    pending: Pending | None = None
    tables: dict[str, TableState] = field(default_factory=dict)
    rollups: dict[str, TableState] = field(default_factory=dict)
    garbage: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Raises UnableToReadManifest."""
        try:
            data = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if data["schema"] != SCHEMA:
                raise UnableToReadManifest("schema")
            pending = data.pop("pending")
            tables = {name: _table_state(state) for name, state in data.pop("tables").items()}
            rolled = {name: _table_state(state) for name, state in data.pop("rollups").items()}
            return cls(**data, tables=tables, rollups=rolled, pending=Pending(**pending) if pending else None)
        except FileNotFoundError as error:
            raise UnableToReadManifest("missing") from error
        except (ValueError, KeyError, TypeError) as error:
            raise UnableToReadManifest("damaged") from error

    def swap_in(self, folder: Path) -> None:
        """Make this the warehouse. The files it names must be on the disk already."""
        aside = folder / (NAME + ".new")
        with aside.open("w", encoding="utf-8") as stream:
            json.dump(asdict(self), stream, separators=(",", ":"))
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(folder / NAME)
        flush_folder(folder)

    def state(self, name: str) -> TableState:
        """The files of a mirrored table or rollup."""
        return self.tables[name] if name in self.tables else self.rollups[name]

    def named_paths(self) -> set[str]:
        """Paths of all files that are part of the warehouse now."""
        states = [*self.tables.values(), *self.rollups.values()]
        return {file.path for state in states for file in state.files()}


def flush_folder(folder: Path) -> None:
    """Make renames and new names in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _table_state(data: dict[str, Any]) -> TableState:
    parts = {part: [DataFile(**file) for file in files] for part, files in data.pop("parts").items()}
    return TableState(**data, parts=parts)
