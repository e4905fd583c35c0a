"""A scored pair as steps from the starting point to the whole, to be drawn as a waterfall and put in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lazo.analytics.linkage.model import Model


@dataclass(frozen=True)
class Step:
    """`comparison` is null for the starting point; `level` null of what is unknown on a side is left out. Bits."""

    comparison: str | None
    level: str | None
    weight: float


def waterfall(row: Mapping[str, Any], model: Model) -> list[Step]:
    """The comparisons of a row of `Scored.pairs` that said something, the heaviest first, and the starting point last.

    Their weights add up to the row's `match_weight`.
    """
    found = [
        Step(one.name, row[f"{one.name}_level"], row[f"{one.name}_weight"])
        for one in model.settings.comparisons
        if row[f"{one.name}_level"] is not None
    ]
    found.sort(key=lambda step: (-step.weight, step.comparison))
    return [*found, Step(None, None, model.starting_weight)]
