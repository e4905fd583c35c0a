"""A base in memory: the mask of each condition, and how masks are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.segments import period as periods
from lazo.analytics.segments.arrays_base import Base, Mask, Source, Values
from lazo.analytics.segments.arrays_facts import EPOCH, Feature, fact_values, sequence_mask
from lazo.analytics.segments.arrays_fields import field_values, trait_values
from lazo.analytics.segments.arrays_states import consent_mask, movement_mask, relation_mask
from lazo.analytics.segments.definition import (
    AllOf,
    AnyOf,
    Condition,
    ConsentCondition,
    Contains,
    FactCondition,
    FieldCondition,
    InSegment,
    Known,
    MovementCondition,
    Node,
    Not,
    OneOf,
    Range,
    RelationCondition,
    SequenceCondition,
    Test,
    TraitCondition,
    Within,
)
from lazo.analytics.segments.vocabulary import Vocabulary

Bits = NDArray[np.uint8]
AT_ONCE = 32
"""Questions about facts that are answered in one reading: each needs eight bytes a customer meanwhile."""


@dataclass
class ArrayEvaluator:
    """Conditions over a whole base on the day `on`."""

    base: Base
    source: Source
    on: date
    vocabulary: Vocabulary
    keep: Callable[[Feature, Values], None] | None = None
    """Told every value of facts that is computed, for whoever wants to remember it."""
    _facts: dict[Feature, Values] = field(default_factory=dict)

    def masks(self, conditions: Iterable[Condition]) -> Iterable[tuple[Condition, Mask]]:
        """The mask of each condition, those about facts last: their facts are read for AT_ONCE of them together."""
        counted: dict[Feature, list[FactCondition]] = {}
        for node in conditions:
            if isinstance(node, FactCondition):
                counted.setdefault(Feature.of(node, on=self.on), []).append(node)
            else:
                yield node, self._mask(node)
        # Features of one family with like periods share what a month adds up to.
        features = sorted(counted, key=lambda one: (one.family, str(one.where), str(one.first), one.measure, one.last))
        for start in range(0, len(features), AT_ONCE):
            chosen = features[start : start + AT_ONCE]
            self._facts = fact_values(self.base, self.source, self.vocabulary, chosen)
            for feature in chosen:
                if self.keep is not None:
                    self.keep(feature, self._facts[feature])
                for node in counted[feature]:
                    yield node, self._mask(node)
        self._facts = {}

    def values(self, node: FieldCondition | TraitCondition | FactCondition) -> Values:
        """What a condition reads of every customer."""
        match node:
            case FieldCondition(key):
                return field_values(self.base, self.source, self.vocabulary.fields[key], on=self.on)
            case TraitCondition(key):
                return trait_values(self.base, self.source, self.vocabulary.traits[key], node)
        return self._facts[Feature.of(node, on=self.on)]

    def _mask(self, node: Condition) -> Mask:
        match node:
            case SequenceCondition():
                return sequence_mask(self.base, self.source, self.vocabulary, node, on=self.on)
            case RelationCondition():
                return relation_mask(self.base, self.source, node, on=self.on)
            case MovementCondition():
                return movement_mask(self.base, self.source, node, on=self.on)
            case ConsentCondition():
                return consent_mask(self.base, self.source, node, on=self.on)
        return passing(node.test, self.values(node), on=self.on)


def passing(test: Test, found: Values, *, on: date) -> Mask:
    """Whose value passes; unknown passes none but the test of being unknown."""
    match test:
        case Known(known):
            return found.known if known else ~found.known
        case OneOf(values):
            if found.words:
                return found.known & _of_words(found, lambda word: _is_one(word, values, many=found.is_many))
            return found.known & np.isin(found.values, list(values))
        case Range(low, high):
            return _between(found, low, high)
        case Within(period):
            first, last = periods.bounds(period, on=on)
            days = (None if day is None else day.toordinal() - EPOCH for day in (first, last))
            return _between(found, *days)
        case Contains(text):
            return found.known & _of_words(found, lambda word: text.lower() in word.lower())


def _of_words(found: Values, fits: Callable[[str], bool]) -> Mask:
    table = np.array([word is not None and fits(word) for word in found.words], np.bool_)
    return np.asarray(table[found.values])


def _is_one(word: str, values: tuple[Any, ...], *, many: bool) -> bool:
    return any(one in values for one in word.split(",")) if many else word in values


def _between(found: Values, low: Any, high: Any) -> Mask:
    mask = found.known.copy()
    if low is not None:
        mask &= found.values >= low
    if high is not None:
        mask &= found.values <= high
    return mask


def combined(node: Node, leaf: Callable[[Condition], Bits], named: Callable[[str], Bits], everybody: Bits) -> Bits:
    """The packed bits of a tree from those of its conditions and of the segments it names; `everybody` are all customers."""
    match node:
        case AllOf(parts):
            return _reduced(np.bitwise_and, parts, leaf, named, everybody)
        case AnyOf(parts):
            return _reduced(np.bitwise_or, parts, leaf, named, everybody)
        case Not(part):
            return everybody & ~combined(part, leaf, named, everybody)
        case InSegment(key):
            return named(key)
    return leaf(node)


def _reduced(
    join: Any, parts: Iterable[Node], leaf: Callable[[Condition], Bits], named: Callable[[str], Bits], everybody: Bits
) -> Bits:
    whole: Bits | None = None
    for part in parts:
        found = combined(part, leaf, named, everybody)
        whole = found if whole is None else join(whole, found)
    return everybody & ~everybody if whole is None else whole
