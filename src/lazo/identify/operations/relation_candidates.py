"""The job that looks for relations in the whole base and keeps the candidates as they are today."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from lazo.identify.models import CandidateDecision, Party, RelationCandidate
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Change, Event

TABLE = "identify_relationcandidate"
FOUND = "relation.candidates_found"
PIECE = 5_000
Key = tuple[int, int, str]
Said = tuple[str, Decimal, list[dict[str, Any]]]
"""The strongest rule, how sure, and what was seen."""
Wanted = dict[Key, Said]


def refresh_candidates(*, context: JobContext, on: date, folder: Path) -> dict[str, int]:
    """Find everybody's candidates as of `on` and bring the table up to date: new ones in, changed ones renewed, those gone taken out.

    What a person decided stays as it is, also for customers found to be one since. Written in pieces; killed, the next attempt finds
    anew and writes what is missing. One event says how many there are. Result: found, new, renewed, gone.
    """
    from lazo.identify.inference.finding import find_candidates  # the engine: not before the job begins

    steps = iter(range(1, 100))
    change = last_change()
    rows = find_candidates(
        folder=folder,
        on=on.isoformat(),
        progress=lambda _name: context.progress(next(steps), None, "buscar relaciones"),
    )
    context.raise_if_cancelled()
    decided, known = _decided(), _known()
    wanted: Wanted = {
        (origin, target, type_key): (rule, Decimal(str(confidence)), json.loads(evidence))
        for origin, target, type_key, rule, confidence, evidence in rows
        if (origin, target, type_key) not in decided
    }
    counts = _write(wanted, known, context)
    with transaction.atomic():
        context.checkpoint(found=len(wanted))
        record_event(kind="relation.candidates_found", by=None, table=TABLE, data={**counts, "change": change})
    return counts


def last_change() -> int:
    """The last change noted: what was written later is for the next search."""
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def candidates_are_behind() -> bool:
    """Whether customers were written since the last search, or there was none."""
    last = Event.objects.filter(kind=FOUND).order_by("-pk").values_list("data", flat=True).first()
    if last is None:
        return Party.objects.current().exists()
    return Change.objects.filter(pk__gt=last["change"], table="parties").exists()


def _decided() -> set[Key]:
    """What a person has confirmed, refused or put off, between those whom the two ends stand for today."""
    rows = CandidateDecision.objects.filter(ended_at__isnull=True).values_list(
        "candidate__origin_id",
        "candidate__origin__canonical_id",
        "candidate__target_id",
        "candidate__target__canonical_id",
        "candidate__type_id",
    )
    found: set[Key] = set()
    for origin, origin_is, target, target_is, type_key in rows.iterator(chunk_size=PIECE):
        one, other = origin_is or origin, target_is or target
        found |= (
            {(one, other, type_key), (other, one, type_key)} if _is_symmetric(type_key) else {(one, other, type_key)}
        )
    return found


def _is_symmetric(type_key: str) -> bool:
    return type_key in {"same-household", "same-group"}


def _known() -> dict[Key, tuple[int, str, Decimal, list[dict[str, Any]]]]:
    """The candidates nobody decided, with their numbers."""
    rows = RelationCandidate.objects.exclude(pk__in=_standing())
    columns = ("pk", "origin_id", "target_id", "type_id", "rule", "confidence", "evidence")
    return {
        (origin, target, type_key): (pk, rule, confidence, evidence)
        for pk, origin, target, type_key, rule, confidence, evidence in rows.values_list(*columns).iterator(
            chunk_size=PIECE
        )
    }


def _standing() -> "QuerySet[CandidateDecision, int]":
    return CandidateDecision.objects.filter(ended_at__isnull=True).values_list("candidate_id", flat=True)


def _write(
    wanted: Wanted, known: dict[Key, tuple[int, str, Decimal, list[dict[str, Any]]]], context: JobContext
) -> dict[str, int]:
    new = [(key, said) for key, said in wanted.items() if key not in known]
    renewed = [(known[key][0], said) for key, said in wanted.items() if key in known and known[key][1:] != said]
    gone = [row[0] for key, row in known.items() if key not in wanted]
    total, done = len(new) + len(renewed) + len(gone), 0
    for rows, write in ((gone, _delete), (renewed, _renew), (new, _insert)):
        for piece in _pieces(rows):
            with transaction.atomic():
                context.checkpoint(written=done + len(piece))  # the fence: an attempt that lost its job cannot commit
                write(piece)
            done += len(piece)
            context.progress(done, total, "relaciones probables")
            context.raise_if_cancelled()
    return {"found": len(wanted), "new": len(new), "renewed": len(renewed), "gone": len(gone)}


def _pieces(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[start : start + PIECE] for start in range(0, len(rows), PIECE))


def _delete(numbers: Sequence[int]) -> None:
    """Those that nobody decided meanwhile; a decision taken back goes with its candidate."""
    rows = RelationCandidate.objects.filter(pk__in=numbers)
    rows.exclude(pk__in=_standing()).delete()


def _insert(rows: Sequence[tuple[Key, Said]]) -> None:
    candidates = [
        RelationCandidate(
            origin_id=key[0], target_id=key[1], type_id=key[2], rule=said[0], confidence=said[1], evidence=said[2]
        )
        for key, said in rows
    ]
    RelationCandidate.objects.bulk_create(candidates, ignore_conflicts=True)


def _renew(rows: Sequence[tuple[int, Said]]) -> None:
    place = "%s::jsonb" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {TABLE} SET rule = %s, confidence = %s, evidence = {place} WHERE id = %s",  # noqa: S608 - names of ours
            [(rule, str(confidence), json.dumps(evidence), pk) for pk, (rule, confidence, evidence) in rows],
        )
