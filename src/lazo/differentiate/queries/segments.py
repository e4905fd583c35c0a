"""The segments there are, their numbers and their members, for pages and doors: what counts is loaded when something is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lazo.analytics.segments.definition import Node
from lazo.differentiate.models import Segment, SegmentVersion
from lazo.differentiate.segments.rules import catalogue
from lazo.kernel.models import User

if TYPE_CHECKING:
    from lazo.differentiate.queries.segment_numbers import SegmentNumbers

EPOCH = date(1970, 1, 1)
MOST_MEMBERS = 1_000


@dataclass(frozen=True)
class Member:
    """A customer of a segment; `since` is the day of the rebuild that found them, null where none has yet."""

    customer_id: int
    since: date | None


@dataclass(frozen=True)
class Members:
    """A page of members by growing id; `next` is the last id, null at the end."""

    rows: tuple[Member, ...]
    next: int | None
    total: int
    on: date


def live_segments() -> "QuerySet[Segment]":
    """All segments by name, with who looks after each."""
    return Segment.objects.live().select_related("owner").order_by("name", "pk")


def segment_names(keys: tuple[str, ...]) -> dict[str, str]:
    """The names of segments by key; no query without keys."""
    if not keys:
        return {}
    return dict(Segment.objects.live().filter(key__in=keys).values_list("key", "name"))


def found_segment(key: str) -> Segment | None:
    """The segment of that key."""
    return Segment.objects.live().filter(key=key).select_related("owner").first()


def versions_of(segment: Segment) -> "QuerySet[SegmentVersion]":
    """What it said, the newest first."""
    return SegmentVersion.objects.filter(segment=segment).select_related("by").order_by("-number")


def numbers_of(*, user: User, tree: Node | None = None, segment: Segment | None = None) -> "SegmentNumbers":
    """Everything a person may ask of rules still being written (`tree`) or of a saved segment. Raises UnableToOpenWarehouse."""
    from lazo.differentiate.queries.segment_numbers import segment_numbers, tree_of

    asked = tree if tree is not None else tree_of(_given(segment), catalogue())
    return segment_numbers(user=user, tree=asked, segment=segment)


def count_of(*, user: User, tree: Node | None = None, segment: Segment | None = None) -> int:
    """How many of the customers `user` may see are in it. Raises UnableToOpenWarehouse."""
    from lazo.differentiate.queries.segment_numbers import Question, tree_of

    question = Question.of(user)
    return question.count(tree if tree is not None else tree_of(_given(segment), question.known))


def counts_of(*, user: User, segments: Mapping[str, Segment]) -> dict[str, int]:
    """The same of many segments by key, all of one state of the base. Raises UnableToOpenWarehouse."""
    from lazo.differentiate.queries.segment_numbers import Question, tree_of

    question = Question.of(user)
    return {key: question.count(tree_of(one, question.known)) for key, one in segments.items()}


def members_of(*, user: User, segment: Segment, after: int = 0, limit: int = 100) -> Members:
    """The customers of a segment that `user` may see, by growing id behind `after`. Raises UnableToOpenWarehouse."""
    import numpy as np

    from lazo.differentiate.queries.segment_history import read_members
    from lazo.differentiate.queries.segment_numbers import Question, tree_of
    from lazo.differentiate.segments.segment_base import mask_of

    question = Question.of(user)
    bits = question.members(tree_of(segment, question.known)) & question.seen
    ids = question.base.ids[mask_of(bits, len(question.base.ids))]
    start = int(np.searchsorted(ids, after, side="right"))
    chosen = ids[start : start + min(limit, MOST_MEMBERS)].tolist()
    dated, days = read_members(segment.pk, segment.sequence)
    since: dict[int, int] = {}
    if len(dated):
        places = np.minimum(np.searchsorted(dated, chosen), len(dated) - 1)
        since = {c: int(days[p]) for c, p in zip(chosen, places.tolist(), strict=True) if dated[p] == c}
    rows = tuple(Member(one, EPOCH + timedelta(days=since[one]) if one in since else None) for one in chosen)
    more = start + len(chosen) < len(ids)
    return Members(rows, chosen[-1] if more and chosen else None, len(ids), question.base.on)


def best_from(*, user: User, share: float) -> int | None:
    """The least lifetime value among the best `share` of the customers `user` may see; null where nobody has one. Raises UnableToOpenWarehouse."""
    import numpy as np

    from lazo.differentiate.queries.segment_numbers import Question
    from lazo.differentiate.segments.segment_base import mask_of

    question = Question.of(user)
    if not question.base.source.scores:
        return None
    seen = mask_of(question.seen, len(question.base.ids))
    worth = question.base.column("clv", question.known.vocabulary)[seen]
    worth = worth[worth > 0]
    if not len(worth):
        return None
    place = len(worth) - max(1, round(len(worth) * share))
    return int(np.partition(worth, place)[place])


def member_ids(*, keys: tuple[str, ...]) -> list[int]:
    """Everybody in any of the segments of those keys, whoever may see them; a key that nobody has is nobody. Raises UnableToOpenWarehouse."""
    from lazo.analytics.segments.definition import AnyOf, InSegment
    from lazo.differentiate.queries.segment_base import segment_base
    from lazo.differentiate.queries.segment_numbers import Question
    from lazo.differentiate.segments.segment_base import mask_of
    from lazo.kernel.access import EVERYTHING

    question = Question(segment_base(), catalogue(), EVERYTHING)
    bits = question.members(AnyOf(tuple(InSegment(key) for key in keys)))
    ids: list[int] = question.base.ids[mask_of(bits, len(question.base.ids))].tolist()
    return ids


def _given(segment: Segment | None) -> Segment:
    if segment is None:
        raise TypeError("A tree or a segment")
    return segment
