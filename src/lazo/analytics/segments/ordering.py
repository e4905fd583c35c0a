"""The order in which segments that name each other are found, and the circles in which they may not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lazo.analytics.segments.definition import Node


def in_order(trees: Mapping[str, Node], names: Callable[[Node], Iterable[str]]) -> list[str]:
    """Keys so that whom a tree names comes before it. Raises UnableToOrder where they name each other in a circle."""
    done: list[str] = []
    state: dict[str, int] = {}

    def visit(key: str, path: tuple[str, ...]) -> None:
        if state.get(key) == 2 or key not in trees:
            return
        if state.get(key) == 1:
            raise UnableToOrder((*path[path.index(key) :], key))
        state[key] = 1
        for other in sorted(names(trees[key])):
            visit(other, (*path, key))
        state[key] = 2
        done.append(key)

    for key in sorted(trees):
        visit(key, ())
    return done


class UnableToOrder(Exception):
    """Segments name each other in a circle; `circle` are their keys, the first again at the end."""

    def __init__(self, circle: tuple[str, ...]) -> None:
        super().__init__(" > ".join(circle))
        self.circle = circle
