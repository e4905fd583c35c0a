"""Candidates of relations that wait for a person: a page of them, those of one customer, how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from lazo.identify.models import CandidateDecision, Party, RelationCandidate
from lazo.identify.queries.parties import family_of
from lazo.kernel.models import Event, User
from lazo.kernel.prepared import Prepared

MOST_COUNTED = 1_000
MOST_OF_ONE = 20
PAGE = 50


@dataclass(frozen=True)
class Question:
    """What is asked of the queue: rules, types, at least so sure; `after` is the confidence and number of the last row seen."""

    rules: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    surer: Decimal | None = None
    after: tuple[Decimal, int] | None = None
    size: int = PAGE


@dataclass(frozen=True)
class CandidatePage:
    rows: tuple[RelationCandidate, ...]
    after: tuple[Decimal, int] | None


def waiting_candidates(*, user: User, question: Question, on: date) -> CandidatePage:
    """The surest first, of those whose two ends `user` may see; the number of queries does not grow with them."""
    rows = _asked(user, question, on)
    if question.after is not None:
        sure, number = question.after
        rows = rows.filter(Q(confidence__lt=sure) | Q(confidence=sure, pk__gt=number))
    found = list(rows.select_related("origin", "target", "type").order_by("-confidence", "pk")[: question.size + 1])
    last = found[question.size - 1] if len(found) > question.size else None
    return CandidatePage(tuple(found[: question.size]), (last.confidence, last.pk) if last else None)


def look_alikes(*, user: User, question: Question, on: date, most: int) -> list[int]:
    """The numbers of the first `most` that fit the question, the surest first: for saying the same of all of them."""
    return list(_asked(user, question, on).order_by("-confidence", "pk").values_list("pk", flat=True)[:most])


def count_waiting(*, user: User, question: Question, on: date) -> int:
    """How many wait, counted up to a thousand and one."""
    return _asked(user, question, on).order_by()[: MOST_COUNTED + 1].count()


def counts_by_rule(*, user: User, on: date) -> dict[str, int]:
    """How many wait of each rule, of those whose two ends `user` may see."""
    rows = RelationCandidate.objects.visible_to(user).waiting(on=on).order_by().values("rule").annotate(n=Count("pk"))
    return {row["rule"]: row["n"] for row in rows}


_any_of = Prepared(
    lambda origins, targets: RelationCandidate.objects.filter(
        Q(origin_id__in=origins) | Q(target_id__in=targets)
    ).values_list("pk")[:1],
    tuple,
    tuple,
)


def candidates_of(*, party: Party, user: User, on: date) -> list[RelationCandidate]:
    """Those of one customer, the surest first, at most twenty."""
    family = family_of(party)
    if not _any_of(family, family):
        return []
    rows = RelationCandidate.objects.visible_to(user).waiting(on=on)
    rows = rows.filter(Q(origin_id__in=family) | Q(target_id__in=family)).select_related("origin", "target", "type")
    return list(rows.order_by("-confidence", "pk")[:MOST_OF_ONE])


def standing_decisions(candidates: Sequence[int]) -> dict[int, dict[str, Any]]:
    """By candidate, what somebody said last: outcome, at, by."""
    rows = CandidateDecision.objects.filter(candidate__in=candidates, ended_at__isnull=True).select_related("by")
    return {row.candidate_id: {"outcome": row.outcome, "at": row.at, "by": row.by} for row in rows}


def last_search() -> tuple[datetime, dict[str, Any]] | None:
    """When the base was last searched, and what was found; None before the first time."""
    found = Event.objects.filter(kind="relation.candidates_found").order_by("-pk").values_list("at", "data").first()
    return found or None


def _asked(user: User, question: Question, on: date) -> "QuerySet[RelationCandidate]":
    rows = RelationCandidate.objects.visible_to(user).waiting(on=on)
    if question.rules:
        rows = rows.filter(rule__in=question.rules)
    if question.types:
        rows = rows.filter(type__in=question.types)
    return rows if question.surer is None else rows.filter(confidence__gte=question.surer)
