"""Price indexes as their page shows them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from lazo.kernel.models import PriceIndex

SHOWN_MONTHS = 36


@dataclass(frozen=True)
class LevelShown:
    """A level with the decimals it needs, two at least."""

    month: date
    level: Decimal
    digits: int


@dataclass(frozen=True)
class IndexLevels:
    """The newest levels of an index, how many older ones there are, and the first and last month."""

    index: str
    levels: list[LevelShown]
    older: int
    first: date
    last: date


def price_indexes() -> list[IndexLevels]:
    """Every index with a level, by its name; its months newest first."""
    rows = PriceIndex.objects.order_by("name", "-month").values_list("name", "month", "level")
    found = []
    for index, own in groupby(rows, key=lambda row: row[0]):
        lines = [_line(month, level) for _, month, level in own]
        older = max(len(lines) - SHOWN_MONTHS, 0)
        found.append(IndexLevels(index, lines[:SHOWN_MONTHS], older, lines[-1].month, lines[0].month))
    return found


def _line(month: date, level: Decimal) -> LevelShown:
    exponent = level.normalize().as_tuple().exponent
    return LevelShown(month, level, max(2, -exponent if isinstance(exponent, int) else 0))
