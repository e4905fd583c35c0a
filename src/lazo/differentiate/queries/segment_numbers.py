"""What a segment is worth to whoever asks: how many, their value, whom we may reach, where they stand, each rule by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.rollup import months_before
from lazo.analytics.segments.arrays import Bits
from lazo.analytics.segments.definition import ConsentCondition, InSegment, Node, nested
from lazo.analytics.segments.vocabulary import OUTSIDE, WAYS
from lazo.differentiate.models import Segment
from lazo.differentiate.queries.segment_base import listed_masks, segment_base
from lazo.differentiate.queries.segment_history import members_on
from lazo.differentiate.segments.rules import Catalogue, catalogue, paths
from lazo.differentiate.segments.segment_base import SegmentBase, count_bits, mask_of
from lazo.kernel.access import RowRule, row_rule
from lazo.kernel.models import User

SAMPLE = 5
PURPOSE = "marketing"
AREAS = ("ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN", OUTSIDE)


@dataclass(frozen=True)
class SegmentNumbers:
    """Of the customers somebody may see; money in base minor units.

    `everybody` is how many customers that person may see at all; `rules` the customers of each condition and named segment by its path;
    `reach` whom each channel may reach for `PURPOSE` today; `areas` how many stand where (who has no score is nowhere);
    `sample` ids of up to five, spread over the segment; `month_ago` null where nobody counted then. Values are null without a score run.
    """

    customers: int
    everybody: int
    value_12m: int | None
    value_365d: int | None
    reach: dict[str, int]
    areas: dict[str, int]
    rules: dict[str, int]
    sample: tuple[int, ...]
    month_ago: int | None
    on: date
    as_of: datetime


@dataclass(frozen=True)
class Question:
    """A base, the segments there are and whose eyes look: asked together, so that several answers are of one state."""

    base: SegmentBase
    known: Catalogue
    rule: RowRule
    _memo: dict[frozenset[str], Mapping[str, NDArray[np.bool_]]] = field(default_factory=dict)

    @classmethod
    def of(cls, user: User) -> "Question":
        """Raises UnableToOpenWarehouse."""
        return cls(segment_base(), catalogue(), row_rule(user))

    @property
    def seen(self) -> Bits:
        return self.base.seen(self.rule, self.known.vocabulary)

    def members(self, tree: Node) -> Bits:
        """Who is in a tree, whoever may see them."""
        return self.base.members(tree, self.known, self._listed(tree))

    def _listed(self, tree: Node) -> Mapping[str, NDArray[np.bool_]]:
        keys = lists_in(tree, self.known)
        if keys not in self._memo:
            self._memo[keys] = listed_masks(self.base, self.known, keys)
        return self._memo[keys]

    def count(self, tree: Node) -> int:
        """How many of those somebody may see are in a tree."""
        return count_bits(self.members(tree) & self.seen)


def lists_in(tree: Node, known: Catalogue) -> frozenset[str]:
    """Keys of the static lists that a tree names, itself or by another segment."""
    found, ahead = set(), list(nested(tree))
    while ahead:
        key = ahead.pop()
        if key not in found:
            found.add(key)
            ahead += nested(known.trees[key]) if key in known.trees else ()
    return frozenset(found & known.lists.keys())


def tree_of(segment: Segment, known: Catalogue) -> Node:
    """The tree of a segment; a static list, or rules that speak of what is no more, are told by the key."""
    return known.trees.get(segment.key, InSegment(segment.key))


def segment_count(*, user: User, tree: Node) -> int:
    """How many of the customers `user` may see are in a tree. Raises UnableToOpenWarehouse."""
    return Question.of(user).count(tree)


def segment_numbers(*, user: User, tree: Node, segment: Segment | None = None) -> SegmentNumbers:
    """Everything a person may ask of a segment, saved (`segment`) or still being written. Raises UnableToOpenWarehouse."""
    question = Question.of(user)
    base, words = question.base, question.known.vocabulary
    bits = question.members(tree) & question.seen
    mask = mask_of(bits, len(base.ids))
    values = _values(question, mask) if base.source.scores else (None, None)
    return SegmentNumbers(
        customers=count_bits(bits),
        everybody=count_bits(question.seen),
        value_12m=values[0],
        value_365d=values[1],
        reach=_reach(question, bits),
        areas=_areas(base.words("area", words), base.column("area", words)[mask]),
        rules={path: question.count(part) for path, part in paths(tree)},
        sample=_sample(base.ids, mask),
        month_ago=None if segment is None else _a_month_ago(question, segment),
        on=base.on,
        as_of=base.source.snapshot.as_of,
    )


def _values(question: Question, mask: NDArray[np.bool_]) -> tuple[int, int]:
    words = question.known.vocabulary
    now, coming = (question.base.column(name, words)[mask].sum(dtype=np.int64) for name in ("value_12m", "value_365d"))
    return int(now), int(coming)


def _reach(question: Question, bits: Bits) -> dict[str, int]:
    asked = {channel: ConsentCondition(PURPOSE, channel) for channel in WAYS}
    found = question.base.bits(asked.values(), question.known.vocabulary)
    return {channel: count_bits(bits & found[one]) for channel, one in asked.items()}


def _areas(words: list[str], codes: NDArray[np.int32]) -> dict[str, int]:
    counts = dict(zip(words, np.bincount(codes, minlength=len(words)).tolist(), strict=True))
    return {area: counts[area] for area in AREAS if counts.get(area)}


def _sample(ids: NDArray[np.int64], mask: NDArray[np.bool_]) -> tuple[int, ...]:
    places = np.flatnonzero(mask)
    if not len(places):
        return ()
    chosen = np.unique(np.linspace(0, len(places) - 1, min(SAMPLE, len(places))).astype(np.int64))
    return tuple(ids[places[chosen]].tolist())


def _a_month_ago(question: Question, segment: Segment) -> int | None:
    members = members_on(segment=segment, on=months_before(question.base.on, 1))
    if members is None:
        return None
    then = np.packbits(question.base.base.mask_of(members))
    return len(members) if question.rule.everything else count_bits(then & question.seen)
