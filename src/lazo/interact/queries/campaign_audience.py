"""Whom a campaign is for: the customers of its segment without those it leaves out, as they are today, counted all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from lazo.customize.models import Decision
from lazo.differentiate.models import Segment
from lazo.differentiate.queries.segment_base import segment_base
from lazo.differentiate.queries.segment_numbers import Question, tree_of
from lazo.differentiate.segments.rules import catalogue
from lazo.differentiate.segments.segment_base import count_bits, mask_of
from lazo.identify.models import Party
from lazo.kernel.access import EVERYTHING

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Audience:
    """`ids` grow and are customers, whoever may see them. `total` is how many the segment has; `without` how many each segment that is left out
    took, in their order, nobody counted twice; `already` how many had come in before. `on` is the day the rules were asked of.
    """

    ids: Ids
    total: int
    without: dict[str, int]
    already: int
    on: date
    as_of: datetime


def audience(*, segment: Segment, without: Sequence[str] = (), experiment: int | None = None) -> Audience:
    """Who is in `segment`, in none of the segments `without` (keys), and has no arm in `experiment` yet. Raises UnableToOpenWarehouse."""
    question = Question(segment_base(), catalogue(), EVERYTHING)
    bits = question.members(tree_of(segment, question.known))
    total, taken = count_bits(bits), {}
    left_out = {row.key: row for row in Segment.objects.live().filter(key__in=without)}
    for key in without:
        if key in left_out:
            less = bits & ~question.members(tree_of(left_out[key], question.known))
            taken[key] = count_bits(bits) - count_bits(less)
            bits = less
    ids: Ids = question.base.ids[mask_of(bits, len(question.base.ids))]
    fresh = ids if experiment is None else np.setdiff1d(ids, decided(experiment), assume_unique=True)
    base = question.base
    return Audience(np.asarray(fresh), total, taken, len(ids) - len(fresh), base.on, base.source.snapshot.as_of)


def decided(experiment: int) -> Ids:
    """Who has an arm, as the customers they stand for today; growing, without repeats. Two queries."""
    rows = Decision.objects.filter(experiment_id=experiment)
    parties = np.fromiter(rows.values_list("party", flat=True).iterator(chunk_size=50_000), np.int64)
    if not len(parties):
        return parties
    joined = Party.objects.filter(canonical__isnull=False, pk__in=rows.values("party"))
    pairs = np.array(list(joined.values_list("pk", "canonical_id")), np.int64).reshape(-1, 2)
    places = np.isin(parties, pairs[:, 0])
    return np.union1d(parties[~places], pairs[:, 1])
