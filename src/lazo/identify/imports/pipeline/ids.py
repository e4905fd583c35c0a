"""Where the ids of a plan come from: reserved for a run, pretended for a dry run."""

from typing import Protocol

from lazo.identify.imports.pipeline.reservation import reserve_ids

FAR_AWAY = 1 << 60


class Ids(Protocol):
    """Gives consecutive ids of a table and remembers which: table -> [[first, last], ...]."""

    ranges: dict[str, list[list[int]]]
    real: bool

    def take(self, table: str, count: int) -> int: ...


class ReservedIds:
    """Ids that nobody else will be given."""

    real = True

    def __init__(self) -> None:
        self.ranges: dict[str, list[list[int]]] = {}

    def take(self, table: str, count: int) -> int:
        if not count:
            return 1
        first = reserve_ids(table, count)
        self.ranges.setdefault(table, []).append([first, first + count - 1])
        return first


class PretendedIds:
    """Ids for a dry run, beyond any that exist, so that nothing is written at all."""

    real = False

    def __init__(self) -> None:
        self.ranges: dict[str, list[list[int]]] = {}
        self._next = FAR_AWAY

    def take(self, table: str, count: int) -> int:  # noqa: ARG002 - a pretended id is of no table
        first = self._next
        self._next += count
        return first
