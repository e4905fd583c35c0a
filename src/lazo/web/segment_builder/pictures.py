"""Rules that a picture of the base says: cells of the map of recency and frequency, the best part of the Pareto curve."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from lazo.differentiate.queries.segments import best_from
from lazo.kernel.models import User
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse

CELL = re.compile(r"[1-5][1-5]")


def rules_of_cells(text: str) -> dict[str, Any]:
    """The definition of `54,44`: recency and frequency of each cell, cells of one shape joined; empty where nothing fits."""
    cells = {one for one in text.split(",") if CELL.fullmatch(one)}
    by_frequency: dict[int, set[int]] = defaultdict(set)
    for cell in cells:
        by_frequency[int(cell[1])].add(int(cell[0]))
    joined: dict[frozenset[int], list[int]] = defaultdict(list)
    for frequency, recencies in by_frequency.items():
        joined[frozenset(recencies)].append(frequency)
    blocks = [_block(recencies, frequencies) for recencies, frequencies in joined.items()]
    if len(blocks) == 1:
        return blocks[0]
    return {"any": sorted(blocks, key=str)} if blocks else {}


def _block(recencies: Iterable[int], frequencies: Iterable[int]) -> dict[str, Any]:
    names = (("recency", sorted(recencies)), ("frequency", sorted(frequencies)))
    return {
        "all": [
            {"field": name, "at_least": some[0], "at_most": some[-1]} if _is_run(some) else {"field": name, "in": some}
            for name, some in names
        ]
    }


def _is_run(numbers: list[int]) -> bool:
    return numbers == list(range(numbers[0], numbers[-1] + 1))


def rules_of_best(text: str, *, user: User) -> dict[str, Any]:
    """The definition of the best `text` percent of the customers `user` may see, by their lifetime value; empty where nobody knows."""
    if not text.isdecimal() or not 1 <= int(text) <= 99:
        return {}
    try:
        least = best_from(user=user, share=int(text) / 100)
    except UnableToOpenWarehouse:
        return {}
    return {} if least is None else {"all": [{"field": "clv", "at_least": least}]}
