"""Columns made from a record's own, each said once and made twice: as an Ibis expression and in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lazo.analytics.linkage.steps import Steps


@dataclass(frozen=True)
class Derived:
    """The column `name`, made of the column `source`, which may itself be derived. Null of null.

    One that `is_cheap` is not kept but made again whenever it is read: most are read of few records.
    """

    name: str
    source: str
    of: Callable[[Any], Any]
    on: Callable[[Any], Any]
    is_cheap: bool = False


def text(name: str, source: str, steps: Steps) -> Derived:
    """A text brought to one form."""
    return Derived(name, source, steps.of, steps.on)


def raw(source: str) -> str:
    """The name of a column of text as it came, so that what is made of it may bear the name itself."""
    return f"{source}_raw"


def word(name: str, source: str, place: int) -> Derived:
    """The word at `place` of a text, null when it has not so many."""

    def of(column: Any) -> Any:
        import ibis

        found = column.split(" ")
        return (found.length() > place).ifelse(found[place], ibis.null("string"))

    def on(value: str) -> str | None:
        found = value.split(" ")
        return found[place] if place < len(found) else None

    return Derived(name, source, of, on)


def sorted_words(name: str, source: str) -> Derived:
    """The words of a text in the order of the alphabet."""
    return Derived(
        name,
        source,
        lambda column: column.split(" ").sort().join(" "),
        lambda value: " ".join(sorted(value.split(" "))),
    )


def beginning(name: str, source: str, letters: int) -> Derived:
    """The first letters of a text."""
    return Derived(name, source, lambda column: column.substr(0, letters), lambda value: value[:letters], is_cheap=True)


def part(name: str, source: str, start: int, letters: int) -> Derived:
    """So many letters of a text from the place `start` on."""
    return Derived(
        name,
        source,
        lambda column: column.substr(start, letters),
        lambda value: value[start : start + letters],
        is_cheap=True,
    )


def ending(name: str, source: str, letters: int) -> Derived:
    """The last letters of a text, all of it when it has not so many."""
    return Derived(name, source, lambda column: column.right(letters), lambda value: value[-letters:], is_cheap=True)


def stages(derived: tuple[Derived, ...]) -> list[list[Derived]]:
    """The columns in steps: those of a step are made of what the steps before it have made."""
    found: list[list[Derived]] = []
    step_of: dict[str, int] = {}
    for one in derived:
        step = step_of.get(one.source, -1) + 1
        step_of[one.name] = step
        found.extend([] for _ in range(step + 1 - len(found)))
        found[step].append(one)
    return found


def derive(row: Mapping[str, Any], derived: tuple[Derived, ...]) -> dict[str, Any]:
    """The row and its derived columns, in plain Python."""
    found = dict(row)
    for one in derived:
        value = found.get(one.source)
        found[one.name] = None if value is None else one.on(value)
    return found
