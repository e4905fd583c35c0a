"""How much a reader takes before it says no."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file. A text file is streamed, so its size is bounded only by `max_bytes`; a workbook is held in memory."""

    max_bytes: int = 64 * GIB
    max_unpacked_bytes: int = 64 * GIB
    max_workbook_bytes: int = 2 * GIB
    max_ratio: int = 250
    ratio_free_bytes: int = 64 * MIB
    max_columns: int = 2_000
    max_row_bytes: int = 8 * MIB
    block_bytes: int = 8 * MIB
    batch_rows: int = 65_536
