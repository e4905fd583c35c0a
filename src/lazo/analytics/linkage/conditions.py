"""Conditions on two records, each said once: as SQL for Splink on either engine, and in plain Python for one pair.

In SQL a column `x` of the two records is `x_l` and `x_r`. A condition on an unknown value does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from lazo.analytics.linkage.likeness import edits, jaro_winkler

Dialect = Literal["duckdb", "spark"]
Row = Mapping[str, Any]

_SHARED = {"duckdb": "list_has_any({0}, {1})", "spark": "arrays_overlap({0}, {1})"}
# Most lists hold one value, and DuckDB makes a table of hashes for each two lists that it compares.
_OVERLAP = {
    "duckdb": "({0}[1] = {1}[1] or (len({0}) + len({1}) > 2 and list_has_any({0}, {1})))",
    "spark": _SHARED["spark"],
}
_INSIDE = {"duckdb": "list_has_all({0}, {1})", "spark": "(size(array_except({1}, {0})) = 0)"}
_WORDS = {"duckdb": "string_split({0}, ' ')", "spark": "split({0}, ' ')"}
_LIST = {"duckdb": "[{0}]", "spark": "array({0})"}
_JARO_WINKLER = {"duckdb": "jaro_winkler_similarity", "spark": "jaro_winkler"}


ENDS_APART = 5
"""From so many letters on, the first two and the last two are out of one edit's reach."""


def _ends(left: str, right: str, side: str) -> str:
    return f"{side}({left}, 2) = {side}({right}, 2)"


class Condition(Protocol):
    """What may be true of two records."""

    def sql(self, dialect: Dialect) -> str: ...

    def holds(self, left: Row, right: Row) -> bool: ...


@dataclass(frozen=True)
class Equal:
    """The same value."""

    column: str

    def sql(self, _dialect: Dialect) -> str:
        return f"{self.column}_l = {self.column}_r"

    def holds(self, left: Row, right: Row) -> bool:
        return left[self.column] is not None and left[self.column] == right[self.column]


@dataclass(frozen=True)
class Crossed:
    """One record's `column` is the other's `other`, in either direction."""

    column: str
    other: str

    def sql(self, _dialect: Dialect) -> str:
        return f"({self.column}_l = {self.other}_r or {self.other}_l = {self.column}_r)"

    def holds(self, left: Row, right: Row) -> bool:
        one, two = left[self.column], right[self.column]
        return (one is not None and one == right[self.other]) or (two is not None and two == left[self.other])


@dataclass(frozen=True)
class Swapped:
    """The two columns have changed places, both of them."""

    column: str
    other: str

    def sql(self, _dialect: Dialect) -> str:
        return f"({self.column}_l = {self.other}_r and {self.other}_l = {self.column}_r)"

    def holds(self, left: Row, right: Row) -> bool:
        one, two = left[self.column], left[self.other]
        return one is not None and two is not None and one == right[self.other] and two == right[self.column]


@dataclass(frozen=True)
class Edits:
    """At most `most` letters put in, left out, changed, or swapped with their neighbour, of texts of at least `shortest` letters."""

    column: str
    most: int
    shortest: int = 1

    def sql(self, _dialect: Dialect) -> str:
        left, right = f"{self.column}_l", f"{self.column}_r"
        parts = [
            f"abs(length({left}) - length({right})) <= {self.most}",
            f"least(length({left}), length({right})) >= {self.shortest}",
        ]
        if self.most == 1 and self.shortest >= ENDS_APART:
            # One edit cannot touch both ends; this alone keeps nearly every pair from what follows.
            parts.append(f"({_ends(left, right, 'left')} or {_ends(left, right, 'right')})")
        # An exchange of neighbours is two edits to plain Levenshtein, which costs a tenth.
        parts.append(f"levenshtein({left}, {right}) <= {2 * self.most}")
        parts.append(f"damerau_levenshtein({left}, {right}) <= {self.most}")
        return "(" + " and ".join(parts) + ")"

    def holds(self, left: Row, right: Row) -> bool:
        one, two = left[self.column], right[self.column]
        if one is None or two is None or min(len(one), len(two)) < self.shortest:
            return False
        return abs(len(one) - len(two)) <= self.most and edits(one, two) <= self.most


@dataclass(frozen=True)
class Alike:
    """A Jaro-Winkler similarity of at least `least`."""

    column: str
    least: float

    def sql(self, dialect: Dialect) -> str:
        return f"{_JARO_WINKLER[dialect]}({self.column}_l, {self.column}_r) >= {self.least}"

    def holds(self, left: Row, right: Row) -> bool:
        one, two = left[self.column], right[self.column]
        return one is not None and two is not None and jaro_winkler(one, two) >= self.least


@dataclass(frozen=True)
class Initial:
    """One of the two is a single letter with which the other begins."""

    column: str

    def sql(self, _dialect: Dialect) -> str:
        left, right = f"{self.column}_l", f"{self.column}_r"
        return f"(least(length({left}), length({right})) = 1 and substr({left}, 1, 1) = substr({right}, 1, 1))"

    def holds(self, left: Row, right: Row) -> bool:
        one, two = left[self.column], right[self.column]
        return one is not None and two is not None and min(len(one), len(two)) == 1 and one[0] == two[0]


@dataclass(frozen=True)
class Overlap:
    """The two lists share a value."""

    column: str

    def sql(self, dialect: Dialect) -> str:
        return _OVERLAP[dialect].format(f"{self.column}_l", f"{self.column}_r")

    def holds(self, left: Row, right: Row) -> bool:
        one, two = left[self.column], right[self.column]
        return one is not None and two is not None and not set(one).isdisjoint(two)


@dataclass(frozen=True)
class Variants:
    """Names of which one at least may stand for several (the list `variants`, null of those that do not), and that may be the same name."""

    column: str
    variants: str

    def sql(self, dialect: Dialect) -> str:
        sides = [
            f"coalesce({self.variants}_{end}, {_LIST[dialect].format(f'{self.column}_{end}')})" for end in ("l", "r")
        ]
        known = f"({self.variants}_l is not null or {self.variants}_r is not null)"
        return f"({known} and {self.column}_l is not null and {self.column}_r is not null and {_SHARED[dialect].format(*sides)})"

    def holds(self, left: Row, right: Row) -> bool:
        if left[self.variants] is None and right[self.variants] is None:
            return False
        one, two = left[self.column], right[self.column]
        if one is None or two is None:
            return False
        return not set(left[self.variants] or [one]).isdisjoint(right[self.variants] or [two])


@dataclass(frozen=True)
class WordsShared:
    """The two texts share a word."""

    column: str

    def sql(self, dialect: Dialect) -> str:
        return _by_words(self.column, dialect, _SHARED[dialect])

    def holds(self, left: Row, right: Row) -> bool:
        one, two = left[self.column], right[self.column]
        return one is not None and two is not None and not set(one.split(" ")).isdisjoint(two.split(" "))


@dataclass(frozen=True)
class WordsInside:
    """All words of one text are in the other."""

    column: str

    def sql(self, dialect: Dialect) -> str:
        inside = _INSIDE[dialect]
        return _by_words(self.column, dialect, f"{inside} or {inside.format('{1}', '{0}')}")

    def holds(self, left: Row, right: Row) -> bool:
        one, two = left[self.column], right[self.column]
        if one is None or two is None:
            return False
        ours, theirs = set(one.split(" ")), set(two.split(" "))
        return ours <= theirs or theirs <= ours


def _by_words(column: str, dialect: Dialect, test: str) -> str:
    """Two texts of one word each are the same or not; only the others are taken apart."""
    left, right = f"{column}_l", f"{column}_r"
    several = f"({left} like '% %' or {right} like '% %')"
    apart = test.format(*(_WORDS[dialect].format(text) for text in (left, right)))
    return f"({left} = {right} or ({several} and ({apart})))"


@dataclass(frozen=True)
class Missing:
    """One of the two records does not have it."""

    column: str

    def sql(self, _dialect: Dialect) -> str:
        return f"({self.column}_l is null or {self.column}_r is null)"

    def holds(self, left: Row, right: Row) -> bool:
        return left[self.column] is None or right[self.column] is None


@dataclass(frozen=True)
class Nothing:
    """`inner` does not hold, of values known on both sides."""

    inner: Condition

    def sql(self, dialect: Dialect) -> str:
        return f"not coalesce({self.inner.sql(dialect)}, false)"

    def holds(self, left: Row, right: Row) -> bool:
        return not self.inner.holds(left, right)


@dataclass(frozen=True)
class Both:
    """All of them hold."""

    inner: tuple[Condition, ...]

    def sql(self, dialect: Dialect) -> str:
        return "(" + " and ".join(one.sql(dialect) for one in self.inner) + ")"

    def holds(self, left: Row, right: Row) -> bool:
        return all(one.holds(left, right) for one in self.inner)


@dataclass(frozen=True)
class Either:
    """At least one of them holds."""

    inner: tuple[Condition, ...]

    def sql(self, dialect: Dialect) -> str:
        return "(" + " or ".join(one.sql(dialect) for one in self.inner) + ")"

    def holds(self, left: Row, right: Row) -> bool:
        return any(one.holds(left, right) for one in self.inner)


def both(*inner: Condition) -> Both:
    return Both(inner)


def either(*inner: Condition) -> Either:
    return Either(inner)
