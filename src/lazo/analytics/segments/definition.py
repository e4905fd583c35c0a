"""The tree of a segment: groups, conditions, and what a condition asks of a value. Frozen, so that equal rules are one key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from lazo.analytics.segments.period import EVER, Period

Where = tuple[tuple[str, tuple[str, ...]], ...]
"""Attributes of a fact and the values they may have: all attributes hold, any value of one does."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Equals one of `values`; of a field that holds several words, one of them does."""

    values: tuple[str | int | float | bool, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """At least `low` and at most `high`, both included; null: no bound on that side."""

    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """A day of `period`."""

    period: Period


@dataclass(frozen=True, slots=True)
class Contains:
    """Has `text` somewhere in it, whatever the capitals."""

    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """Has a value, or has none."""

    known: bool


Test = OneOf | Range | Within | Contains | Known


class Measure(StrEnum):
    """What is asked of facts: how many, their money, or the day of the first or last of them."""

    COUNT = "count"
    AMOUNT = "amount"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class FieldCondition:
    """A fact of the customer or a column of the score run; keys are those of the vocabulary."""

    field: str
    test: Test


@dataclass(frozen=True, slots=True)
class TraitCondition:
    """A trait's value, of those of `kinds` (empty: any) with a confidence of at least `least` the one that holds."""

    trait: str
    test: Test
    kinds: tuple[str, ...] = ()
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class FactCondition:
    """Facts of a family (purchases, interactions...) in a period: how many, their money, or the day of the first or last."""

    family: str
    measure: Measure
    test: Range | Within
    where: Where = ()
    period: Period = EVER


@dataclass(frozen=True, slots=True)
class SequenceCondition:
    """Bought `first` in the period and `then` within `days` days after; or, where `happened` is false, did not.

    Who did not is judged once the days are over, and who bought both on the same day did buy.
    """

    first: Where
    then: Where
    days: int
    happened: bool = True
    period: Period = EVER


class End(StrEnum):
    """On which side of a relation the customer stands."""

    ANY = "any"
    ORIGIN = "origin"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class RelationCondition:
    """Has an open relation of one of `types` (empty: any)."""

    types: tuple[str, ...] = ()
    end: End = End.ANY


class Way(StrEnum):
    ENTERED = "entered"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class MovementCondition:
    """Came into or left one of `areas` of the cycle in the period; on the first day of the history nobody moved."""

    way: Way
    areas: tuple[str, ...]
    period: Period


@dataclass(frozen=True, slots=True)
class ConsentCondition:
    """What the customer said of a purpose and channel is one of `states`; with `reachable` there must be a way, too."""

    purpose: str
    channel: str
    states: tuple[str, ...] = ("GRANTED",)
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class InSegment:
    """Is in another segment."""

    key: str


Condition = (
    FieldCondition
    | TraitCondition
    | FactCondition
    | SequenceCondition
    | RelationCondition
    | MovementCondition
    | ConsentCondition
)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Node, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds."""

    parts: tuple[Node, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


Node = AllOf | AnyOf | Not | InSegment | Condition


def conditions(node: Node) -> Iterator[Condition]:
    """The conditions of a tree from its first to its last; those of nested segments are not its own."""
    match node:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from conditions(part)
        case Not(part):
            yield from conditions(part)
        case InSegment():
            return
        case _:
            yield node


def nested(node: Node) -> frozenset[str]:
    """Keys of the segments that a tree names."""
    match node:
        case AllOf(parts) | AnyOf(parts):
            return frozenset().union(*(nested(part) for part in parts))
        case Not(part):
            return nested(part)
        case InSegment(key):
            return frozenset({key})
    return frozenset()
