"""Merges as a forest: which records hang together, and which leave when one edge goes. Numbers only, no database."""

from collections import defaultdict
from collections.abc import Iterable

Edge = tuple[int, int]


def component(start: int, edges: Iterable[Edge]) -> set[int]:
    """The records that hang together with `start`."""
    beside: dict[int, list[int]] = defaultdict(list)
    for left, right in edges:
        beside[left].append(right)
        beside[right].append(left)
    found, waiting = {start}, [start]
    while waiting:
        for other in beside[waiting.pop()]:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def towards(start: int, end: int, edges: Iterable[Edge]) -> Edge | None:
    """The first edge of the way from `start` to `end` in a tree; None when there is none."""
    kept = list(edges)
    for edge in kept:
        if start in edge:
            rest = [other for other in kept if other != edge]
            beyond = edge[1] if edge[0] == start else edge[0]
            if end in component(beyond, rest):
                return edge
    return None


class Forest:
    """Records joined one edge after another, for a run of many: an edge inside a tree is refused."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def root(self, record: int) -> int:
        top = record
        while (above := self._above.get(top, top)) != top:
            top = above
        while (above := self._above.get(record, record)) != top and above != record:
            self._above[record] = top
            record = above
        return top

    def hang(self, root: int, below: int) -> None:
        """Let the tree of the root `below` hang on the tree of the root `root`."""
        self._above[below] = root
