"""What it cost to serve customers and what margin was left, as the score run computed it where unit costs are stated."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from lazo.differentiate.scoring.score_file import COSTS, costs_path


@dataclass(frozen=True)
class Served:
    """Of the 12 months up to the run's day; money in base minor units. `net_12m` is the margin after `cost`, null where no margin is known.

    `coming_cost` is what was taken off the lifetime value for the years it looks ahead.
    """

    contacts: int
    orders: int
    returns: int
    contact_cost: int
    order_cost: int
    return_cost: int
    delivery_cost: int
    cost: int
    net_12m: int | None
    coming_cost: int


COLUMNS = tuple(field.name for field in fields(Served))


def has_costs(run_id: int) -> bool:
    """Whether a run computed what serving costs."""
    return costs_path(settings.WORKSPACE, run_id).exists()


def ever_had_costs() -> bool:
    """Whether any run did."""
    place: Path = settings.WORKSPACE.history / COSTS
    return place.exists()


def served_values(customers: Collection[int], *, run_id: int) -> dict[int, Served]:
    """By customer; who was not attended and has no known margin is not in it, and nobody is where no unit cost was stated.

    Asks no database: whoever calls has made sure that the reader may see the customers.
    """
    path = costs_path(settings.WORKSPACE, run_id)
    if not customers or not path.exists():
        return {}
    ids, table = _file(path, path.stat().st_mtime_ns)
    wanted = sorted(set(customers))
    at = ids.searchsorted(wanted)
    places = [
        (one, int(place)) for one, place in zip(wanted, at, strict=True) if place < len(ids) and ids[place] == one
    ]
    rows = table.take([place for _, place in places]).to_pylist() if places else []
    return {one: Served(**row) for (one, _), row in zip(places, rows, strict=True)}


@lru_cache(maxsize=1)
def _file(path: Path, written: int) -> tuple[Any, Any]:  # noqa: ARG001 - `written` tells a file from the one that took its place
    """The numbers of the customers, in order, and the other columns."""
    from lazo.analytics.parquet import read_file

    table = read_file(path)
    return table.column("customer_id").to_numpy(), table.select(list(COLUMNS))
