"""The table that every reader gives, whatever the file was."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.readers.fingerprint import Fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lazo.identify.imports.readers.limit import Limits
    from lazo.identify.imports.readers.problem import Problem, RejectedRow

ROW = "_row"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of the file: the good ones as a batch, the others with their reasons.

    `rows` has one string column per header name (null where blank) and the int64 column `_row`.
    """

    rows: pa.RecordBatch
    rejected: list[RejectedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class TableReader(ABC):
    """A file opened as a table of text, read once from the top by `chunks`.

    Attributes
    ----------
    header: the names as written, made unique: a second *Fecha* is *Fecha (2)*.
    header_row: the row of the header as a person sees it (1 at the top); 0 when the file has none.
    notices: what was found on opening (renamed headers, title rows, sheets left out); none keeps a row out.
    n_rows: rows below the header where the format knows it, else null.
    encoding, delimiter: of a text file, else null. sheet, sheets: of a workbook, else null and empty.
    """

    kind: str = ""
    n_rows: int | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path = path
        self.limits = limits
        self.fingerprint = Fingerprint.of(path)
        self.header: list[str] = []
        self.header_row = 1
        self.sheets: list[str] = []
        self.notices: list[Problem] = []
        self.origin = path
        self.unpacked: object = None

    def chunks(self) -> Iterator[Chunk]:
        """Read the rows in file order; raises UnableToRead when the file changed under the reader."""
        yield from self._chunks()
        self.fingerprint.check(self.origin)

    def sample(self, rows: int = 1000) -> pa.Table:
        """Read the first rows again from the top, for guessing and for the preview; at least `rows` unless the file is shorter."""
        batches, found = [], 0
        for chunk in self._chunks():
            batches.append(chunk.rows)
            found += chunk.rows.num_rows
            if found >= rows:
                break
        return pa.Table.from_batches(batches, self.schema).slice(0, rows)

    @property
    def schema(self) -> pa.Schema:
        """The columns of every chunk."""
        return pa.schema([*((name, pa.string()) for name in self.header), (ROW, pa.int64())])

    @abstractmethod
    def _chunks(self) -> Iterator[Chunk]:
        """Read the rows from the top; a reader can be asked more than once."""


def without_blank_rows(rows: pa.Table) -> pa.Table:
    """Leave out the rows in which every cell is null; `rows` may be a batch too. The last column is the row number."""
    blank = None
    for column in rows.columns[:-1]:
        if not column.null_count:
            return rows
        missing = pc.is_null(column)
        blank = missing if blank is None else pc.and_(blank, missing)
        if not pc.any(blank).as_py():
            return rows
    return rows if blank is None else rows.filter(pc.invert(blank))
