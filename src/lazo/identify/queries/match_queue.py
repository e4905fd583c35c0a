"""The pairs that wait for a person, what is at stake first, and how the work on them goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet

from lazo.identify.models import MatchDecision, MatchPair, Merge, Party
from lazo.identify.models.party import stands_for_visible
from lazo.kernel.models import User

PAGE, LARGEST_PAGE = 25, 200
PAUSE = timedelta(minutes=5)
"""Between two answers of the same person: longer is no thinking but something else."""
MOST_ANSWERS = 1_000
ALIKE_AT_MOST = 200
WAITING_AT_MOST = 5
COUNTED_AT_MOST = 10_000
"""So far the tabs count: beyond it nobody decides them all, and the count takes its time."""
AUDIT = "AUDIT"


@dataclass(frozen=True)
class QueuedPair:
    """One line of the queue: the names as each record has them. `held_back` says why a sure pair was not joined on its own."""

    id: int
    kind: str
    left_id: int
    right_id: int
    left_name: str
    right_name: str
    probability: float
    stake: int
    held_back: str
    turn: int


Place = tuple[int, float, int]
"""Where a page ended: turn, priority and number of its last pair."""


@dataclass(frozen=True)
class QueuePage:
    """`following` asks for the next page, None at the end."""

    pairs: tuple[QueuedPair, ...]
    following: Place | None


@dataclass(frozen=True)
class QueueCounts:
    """`joined` stand on a run's word alone; `today` and `seconds` are the reader's own answers."""

    joined: int
    today: int
    seconds: float | None


def review_queue(
    *, user: User, kind: str = MatchPair.Kind.SAME, after: Place | None = None, size: int = PAGE
) -> QueuePage:
    """A page of the pairs that wait, of those of whom `user` sees both records: least put off first, then money at stake times doubt.

    Two queries, however many there are; at most two hundred a page.
    """
    size = min(max(size, 1), LARGEST_PAGE)
    rows = _waiting(user).filter(kind=kind)
    if after is not None:
        turn, priority, number = after
        behind = Q(priority__lt=priority) | Q(priority=priority, pk__gt=number)
        rows = rows.filter(Q(turn__gt=turn) | Q(turn=turn) & behind)
    found = list(rows.order_by("turn", "-priority", "pk")[: size + 1])
    shown = queued(found[:size])
    last = found[size - 1] if len(found) > size else None
    return QueuePage(shown, (last.turn, last.priority, last.pk) if last else None)


def audit_sample(*, user: User, size: int = PAGE) -> tuple[QueuedPair, ...]:
    """Pairs that a run joined on its own and that a person is asked about, to measure the run; the oldest first."""
    merges = Merge.objects.visible_to(user).to_audit()
    pairs = [merge.pair for merge in merges.select_related("pair").order_by("pk")[:size] if merge.pair]
    return queued(pairs)


def look_alikes(*, pair: MatchPair, user: User) -> tuple[QueuedPair, ...]:
    """The waiting pairs whose comparisons came out as those of `pair`, itself among them; at most two hundred."""
    if not pair.pattern:
        return queued(list(_waiting(user).filter(pk=pair.pk)))
    rows = _waiting(user).filter(pattern=pair.pattern, kind=pair.kind)
    return queued(list(rows.order_by("pk")[:ALIKE_AT_MOST]))


def waiting_about(*, family: Sequence[int], user: User) -> tuple[QueuedPair, ...]:
    """The pairs that wait and of which one record is of `family`, the surest first; at most five."""
    rows = _waiting(user).filter(Q(left_id__in=family) | Q(right_id__in=family))
    return queued(list(rows.order_by("-probability", "pk")[:WAITING_AT_MOST]))


def counts_of_tabs(*, user: User) -> dict[str, int]:
    """How many wait, of those that `user` sees: by kind of pair, and of the AUDIT. One query each, which counts to 10,000 and one more."""
    seen = stands_for_visible(user, "left", "right")
    waiting = MatchPair.objects.filter(seen).open()
    rows: dict[str, QuerySet[Any]] = {kind: waiting.filter(kind=kind) for kind in MatchPair.Kind.values}
    rows[AUDIT] = Merge.objects.filter(seen).to_audit()
    return {name: of[: COUNTED_AT_MOST + 1].count() for name, of in rows.items()}


def queue_counts(*, user: User, since: datetime) -> QueueCounts:
    """How the review goes; `since` is when the reader's day began. Two queries."""
    joined = Merge.objects.visible_to(user).standing().filter(run__isnull=False).count()
    given = MatchDecision.objects.filter(by=user, at__gte=since, taken_back_at__isnull=True)
    answers = list(given.exclude(verdict=MatchDecision.Verdict.LATER).order_by("at").values_list("at", flat=True))
    return QueueCounts(joined, len(answers), _seconds(answers[-MOST_ANSWERS:]))


def queued(pairs: Sequence[MatchPair]) -> tuple[QueuedPair, ...]:
    """Pairs with the names of their records, in their order; one query."""
    records = {number for pair in pairs for number in (pair.left_id, pair.right_id)}
    names = dict(Party.objects.filter(pk__in=records).values_list("pk", "name"))
    return tuple(
        QueuedPair(
            id=pair.pk,
            kind=pair.kind,
            left_id=pair.left_id,
            right_id=pair.right_id,
            left_name=names.get(pair.left_id, ""),
            right_name=names.get(pair.right_id, ""),
            probability=pair.probability,
            stake=pair.stake,
            held_back=pair.held_back,
            turn=pair.turn,
        )
        for pair in pairs
    )


def _waiting(user: User) -> "QuerySet[MatchPair]":
    return MatchPair.objects.visible_to(user).open()


def _seconds(answers: Sequence[datetime]) -> float | None:
    """The usual time from one answer to the next; null without two in a row."""
    gaps = sorted(gap.total_seconds() for before, after in pairwise(answers) if (gap := after - before) < PAUSE)
    return gaps[len(gaps) // 2] if gaps else None
