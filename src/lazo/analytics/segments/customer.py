"""What is known of one customer, as the plain-Python evaluator reads it: all records of the customer together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class TraitFact:
    """A value of a trait; `value` in the type of its definition, `strength` larger where the kind is stronger."""

    key: str
    value: Any
    kind: str
    confidence: float
    strength: int
    has_source: bool
    set_on: date
    id: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a family, or a line of one; `id` is that of the row, `amount` null where the family has no money."""

    id: int
    day: date
    amount: int | None
    values: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Relation:
    """`is_origin`: the customer stands at the beginning; dates as the row has them, null where not known or open."""

    type: str
    is_origin: bool
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Position:
    area: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A line that nobody took back, of one record of the customer."""

    id: int
    record: int
    purpose: str
    channel: str
    state: str
    on: date
    expires_on: date | None


@dataclass(frozen=True)
class CustomerFacts:
    """`party` and `score` are rows by column name; `score` is null before the first run; `ways` are bits as in the warehouse.

    `facts` and `lines` are by the family's key; `lists` are the static lists the customer is on; `history_began` is the first day
    of anybody's history of places.
    """

    party: Mapping[str, Any]
    score: Mapping[str, Any] | None = None
    traits: tuple[TraitFact, ...] = ()
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    lines: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    positions: tuple[Position, ...] = ()
    consents: tuple[ConsentLine, ...] = ()
    ways: int = 0
    lists: frozenset[str] = frozenset()
    history_began: date | None = None
