"""What can be wrong with a row, and what can be wrong with a whole file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Param = str | int

# A warning lets the row in; every other code keeps it out.
WARNINGS = frozenset(
    {
        "duplicate_header",
        "header_not_first",
        "unnamed_column",
        "extra_sheets",
        "ambiguous_number",
        "ambiguous_date",
        "phone_unlikely",
        "email_typo",
        "email_several",
        "email_invalid",
        "email_placeholder",
        "phone_several",
        "tax_id_unlikely",
        "country_unknown",
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason, at one place of the file. `row` is the row a person sees, 0 when the whole file is meant.

    `column` is the header, empty when the whole row is meant; `value` is the text as it stood. The repr leaves the value out, because it
    may be personal.
    """

    row: int
    column: str
    code: str
    value: str = field(default="", repr=False)
    params: Mapping[str, Param] = field(default_factory=dict)

    @property
    def keeps_row_out(self) -> bool:
        """Whether the row stays out of the import for this reason."""
        return self.code not in WARNINGS


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that stays out, with its cells as they stood, to be written to the file of rejected rows."""

    row: int
    cells: tuple[str | None, ...] = field(repr=False)


class UnableToRead(Exception):
    """The file as a whole can't be read; `code` says why and `params` holds the figures of the message.

    Codes: not_found, empty_file, no_header, binary, too_many_columns, row_too_long, too_large, broken_workbook, encrypted_workbook,
    zip_bomb, gzip_bomb, broken_gzip, broken_parquet, unknown_sheet, unknown_kind, changed_while_reading.
    """

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
