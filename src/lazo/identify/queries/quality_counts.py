"""The figures of quality counted: a few grouped statements per attribute, however many customers there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Expression, F, Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, Replace

from lazo.identify.folding import fold
from lazo.identify.models import MatchPair, Party, Purchase, SourceRecord
from lazo.identify.queries.quality_attributes import BOTH, PURCHASES, RECORD, Attribute, Dimension

ACCENTED = "ÁÉÍÓÚÑÃÇáéíóúñãç"
"""The usual ones: SQLite reads no deeper statement than some twenty functions within each other."""


@dataclass(frozen=True)
class Counted:
    """`hits` of `total` customers, or of the records of `source`."""

    attribute: str
    dimension: str
    hits: int
    total: int
    source: int | None = None


def customers_by_kind() -> dict[str, int]:
    """How many customers there are of each kind."""
    return dict(Party.objects.current().order_by("kind").values_list("kind").annotate(Count("pk")))


def records_by_source() -> dict[int, dict[str, int]]:
    """Of each source, how many records in use it knows, by kind."""
    found: dict[int, dict[str, int]] = {}
    rows = SourceRecord.objects.filter(party__retired_at__isnull=True).order_by("source_id", "party__kind")
    for source, kind, count in rows.values_list("source_id", "party__kind").annotate(Count("party_id", distinct=True)):
        found.setdefault(source, {})[kind] = count
    return found


def counted(attribute: Attribute, *, customers: dict[str, int], on: date) -> list[Counted]:
    """All dimensions of an attribute, of customers."""
    asked = {name: test(on) for name, test in attribute.tests.items()}
    whose = attribute.customer
    found = attribute.held(on).aggregate(has=Count(whose, distinct=True), **_passes(asked, whose))
    figures: dict[str, tuple[int, int]] = {
        Dimension.COMPLETENESS: (found["has"], sum(customers.get(kind, 0) for kind in attribute.kinds))
    }
    for name in asked:
        figures[name] = (found[f"{name}_hits"], found[f"{name}_total"])
    if attribute.held_once:
        shared = shared_rows(attribute, on).aggregate(n=Count(whose, distinct=True))["n"]
        figures[Dimension.UNIQUENESS] = (found["has"] - shared, found["has"])
    if attribute.agreeing:
        told = said_more_than_once(attribute, on).aggregate(
            total=Count("customer"), hits=Count("customer", filter=Q(said=1))
        )
        figures[Dimension.CONSISTENCY] = (told["hits"], told["total"])
    # A record of another kind than its customer's would count above the customers of that kind.
    return [Counted(attribute.key, name, min(hits, total), total) for name, (hits, total) in figures.items()]


def counted_by_source(attribute: Attribute, *, records: dict[int, dict[str, int]], on: date) -> Iterator[Counted]:
    """Completeness and what is asked of single rows, by source: of the records each one knows."""
    asked = {name: test(on) for name, test in attribute.tests.items()}
    source = f"{attribute.party}source_records__source_id"
    rows = attribute.held(on).filter(**{f"{source}__isnull": False}).order_by(source).values(source)
    whose = F(attribute.record)
    by_source = {row[source]: row for row in rows.annotate(has=Count(whose, distinct=True), **_passes(asked, whose))}
    for number, kinds in sorted(records.items()):
        found = by_source.get(number, {})
        total = sum(kinds.get(kind, 0) for kind in attribute.kinds)
        if total:
            yield Counted(attribute.key, Dimension.COMPLETENESS, found.get("has", 0), total, number)
            for name in asked:
                yield Counted(attribute.key, name, found.get(f"{name}_hits", 0), found.get(f"{name}_total", 0), number)


def counted_records(*, customers: dict[str, int]) -> Counted:
    """Customers of whom no open pair says that they may be another's double."""
    total = sum(customers.get(kind, 0) for kind in BOTH)
    sides = [
        MatchPair.objects.open()
        .filter(kind=MatchPair.Kind.SAME, **{f"{side}__retired_at__isnull": True, f"{side}__kind__in": sorted(BOTH)})
        .annotate(customer=Coalesce(f"{side}__canonical_id", f"{side}_id"))
        .values("customer")
        for side in ("left", "right")
    ]
    return Counted(RECORD, Dimension.UNIQUENESS, max(0, total - sides[0].union(sides[1]).count()), total)


def counted_purchases() -> Iterator[Counted]:
    """The identified share: purchases of a known customer, of all and by source."""
    rows = Purchase.objects.order_by("source_id").values_list("source_id")
    found = list(rows.annotate(total=Count("pk"), hits=Count("party_id")))
    yield Counted(PURCHASES, Dimension.COMPLETENESS, sum(row[2] for row in found), sum(row[1] for row in found))
    for source, total, hits in found:
        yield Counted(PURCHASES, Dimension.COMPLETENESS, hits, total, source)


def shared_rows(attribute: Attribute, on: date) -> QuerySet[Any, Any]:
    """Rows whose value another customer holds too."""
    held = attribute.held(on)
    shared = held.order_by().values(attribute.held_once).annotate(holders=Count(attribute.customer, distinct=True))
    return held.filter(**{f"{attribute.held_once}__in": shared.filter(holders__gt=1).values(attribute.held_once)})


def said_more_than_once(attribute: Attribute, on: date) -> QuerySet[Any, Any]:
    """Customers (apart by kind of value where they may have one of each) with a value told twice or more; `said` is how many differ."""
    held = attribute.held(on).annotate(customer=attribute.customer)
    if attribute.apart_by:
        held = held.exclude(**{attribute.apart_by: ""})
    else:
        joined = Party.objects.filter(canonical__isnull=False).values("canonical_id")
        held = held.filter(customer__in=joined)
    groups = ("customer", attribute.apart_by) if attribute.apart_by else ("customer",)
    said = Count(_plain(held.model, attribute.agreeing), distinct=True)
    told: QuerySet[Any, Any] = held.order_by().values(*groups).annotate(said=said, told=Count("pk"))
    return told if attribute.apart_by else told.filter(told__gt=1)


def _plain(model: type[Model], column: str) -> Expression | F:
    """A text as it is compared, without capitals and accents: «BOGOTA» is «Bogotá»; anything else as it is."""
    if not isinstance(model._meta.get_field(column), CharField):  # noqa: SLF001 - documented API of Django despite its name
        return F(column)
    folded: Expression | F = F(column)
    for letter in ACCENTED:
        folded = Replace(folded, Value(letter), Value(fold(letter)))
    return Lower(folded)


def _passes(asked: dict[str, tuple[Q, Q]], whose: Any) -> dict[str, Count]:
    counts = {}
    for name, (base, good) in asked.items():
        counts[f"{name}_total"] = Count(whose, distinct=True, filter=base) if base else Count(whose, distinct=True)
        counts[f"{name}_hits"] = Count(whose, distinct=True, filter=base & good)
    return counts
