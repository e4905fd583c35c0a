"""What came from each source, and how complete it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, Sum

from lazo.identify.models import ContactPoint, ImportBatch, PartyIdentifier, Source, SourceRecord

State = ImportBatch.State


@dataclass(frozen=True)
class SourceOverview:
    """One source on the page of data.

    `rows` and the four counts add up over its finished imports; shares (0..1) are of its customers, null without any. `last_import`: null before
    the first.
    """

    source: Source
    customers: int
    batches: int
    rows: int
    new: int
    updated: int
    duplicate: int
    rejected: int
    last_import: datetime | None
    with_email: float | None
    with_phone: float | None
    with_document: float | None
    with_city: float | None


def source_overviews() -> list[SourceOverview]:
    """All sources by name, in a number of queries that does not grow with them."""
    sources = Source.objects.order_by("name", "id")
    done = {row["source"]: row for row in _batches()}
    people = {row["source"]: row for row in _customers()}
    return [_overview(source, done.get(source.pk, {}), people.get(source.pk, {})) for source in sources]


def _batches() -> list[dict[str, Any]]:
    sums = {name: Sum(name) for name in ("rows", "new", "updated", "duplicate", "rejected")}
    found = ImportBatch.objects.filter(state=State.DONE).values("source")
    annotated = found.annotate(
        batches=Count("id"), last=Max("finished_at"), **{f"n_{name}": total for name, total in sums.items()}
    )
    return [dict(row) for row in annotated]


def _customers() -> list[dict[str, Any]]:
    def has(kind: str) -> Exists:
        return Exists(ContactPoint.objects.filter(party=OuterRef("party"), kind=kind))

    records = SourceRecord.objects.annotate(
        has_email=has(ContactPoint.Kind.EMAIL),
        has_phone=has(ContactPoint.Kind.PHONE),
        has_document=Exists(PartyIdentifier.objects.filter(party=OuterRef("party"), is_valid=True)),
    )
    counted = records.values("source").annotate(
        customers=Count("id"),
        email=Count("id", filter=Q(has_email=True)),
        phone=Count("id", filter=Q(has_phone=True)),
        document=Count("id", filter=Q(has_document=True)),
        city=Count("id", filter=~Q(party__city="")),
    )
    return [dict(row) for row in counted]


def _overview(source: Source, done: dict[str, Any], people: dict[str, Any]) -> SourceOverview:
    customers = _number(people, "customers")

    def share(name: str) -> float | None:
        return _number(people, name) / customers if customers else None

    last = done.get("last")
    return SourceOverview(
        source=source,
        customers=customers,
        batches=_number(done, "batches"),
        rows=_number(done, "n_rows"),
        new=_number(done, "n_new"),
        updated=_number(done, "n_updated"),
        duplicate=_number(done, "n_duplicate"),
        rejected=_number(done, "n_rejected"),
        last_import=last if isinstance(last, datetime) else None,
        with_email=share("email"),
        with_phone=share("phone"),
        with_document=share("document"),
        with_city=share("city"),
    )


def _number(row: dict[str, Any], name: str) -> int:
    found = row.get(name)
    return found if isinstance(found, int) else 0
