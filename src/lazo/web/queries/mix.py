"""How the customers are spread over the five areas, beside the spread that the company wants."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lazo.differentiate.queries.cycle_map import cycle_map
from lazo.kernel.access import row_rule
from lazo.kernel.models import User


@dataclass(frozen=True)
class MixLine:
    """Shares from 0 to 1, null where there is nothing to divide; `target` percent of the customers, null while none is set.

    `then` is the share of the customers that other numbers in the rules would give the area.
    """

    area: str
    customers: float | None
    value: float | None = None
    target: int | None = None
    then: float | None = None

    @property
    def wanted(self) -> float | None:
        """The target as a share."""
        return None if self.target is None else self.target / 100

    @property
    def gap(self) -> int | None:
        """Points by which the customers are above (or below) the target, as both are shown: whole percent."""
        if self.target is None or self.customers is None:
            return None
        return round(self.customers * 100) - self.target


def mix_of(areas: Iterable[tuple[str, int, int]], target: Mapping[str, int]) -> tuple[MixLine, ...]:
    """By area, from its customers and what they are expected to be worth in a year (base minor units)."""
    rows = list(areas)
    people, money = sum(row[1] for row in rows), sum(row[2] for row in rows)
    return tuple(
        MixLine(area, _share(customers, people), _share(value, money), target.get(area))
        for area, customers, value in rows
    )


def mix_today(user: User, target: Mapping[str, int]) -> dict[str, MixLine]:
    """The mix of the current run, for who sees the whole base; empty for others, and before the first run."""
    found = cycle_map(user) if row_rule(user).everything else None
    if found is None:
        return {}
    return {line.area: line for line in mix_of(((a.area, a.customers, a.value_365d) for a in found.areas), target)}


def mix_tried(result: Mapping[str, Any], target: Mapping[str, int]) -> tuple[MixLine, ...]:
    """The mix that a trial of other rules found, now and then; outside the cycle does not count."""
    rows = [row for row in result.get("areas", ()) if row["area"]]
    now, then = sum(row["now"] for row in rows), sum(row["then"] for row in rows)
    return tuple(
        MixLine(row["area"], _share(row["now"], now), target=target.get(row["area"]), then=_share(row["then"], then))
        for row in rows
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None
