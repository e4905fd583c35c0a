"""How a customer can be reached: each way of contact with its evidence, the one to use first before the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from lazo.identify.email_domains import is_role_address, likely_address
from lazo.identify.models import (
    ContactOutcome,
    ContactPoint,
    ImportBatch,
    Party,
    PartyIdentifier,
    PreferredContact,
)
from lazo.kernel.prepared import Prepared, PreparedRows

MOST = 60
Kind, Health = ContactPoint.Kind, ContactPoint.Health
KINDS = {kind: place for place, kind in enumerate(Kind.values)}
STATES = {Health.USABLE: 0, Health.DOUBTFUL: 1, Health.DEAD: 2}


@dataclass(frozen=True)
class ContactLine:
    """One way of contact. `source` is blank where a person wrote it; `last_seen` the day it was last said or worked, else first seen.

    `outcome` and `outcome_at` are what decided its health, blank and null while nothing came of it. `meant` is the address that a slip
    hides. `is_shared`: a desk reads it, several people. `is_first`: the one of its kind to use; nobody's is dead.
    """

    point: ContactPoint
    source: str
    last_seen: date
    outcome: str
    outcome_at: datetime | None
    is_preferred: bool
    is_first: bool

    @property
    def state(self) -> str:
        return self.point.state

    @property
    def is_shared(self) -> bool:
        return self.point.kind == Kind.EMAIL and is_role_address(self.point.value)

    @property
    def meant(self) -> str:
        is_doubted = self.point.kind == Kind.EMAIL and self.state == Health.DOUBTFUL and not self.point.is_likely
        return likely_address(self.point.value) if is_doubted else ""


_held = PreparedRows(
    lambda family: (
        ContactPoint.objects.filter(party_id__in=family).select_related("source", "verified_by").order_by("-pk")[:MOST]
    ),
    tuple,
)
_preferred = Prepared(lambda party: PreferredContact.objects.filter(party_id=party).values_list("kind", "key"), int)


def contact_book(family: Sequence[int]) -> tuple[ContactLine, ...]:
    """The ways of contact of a customer by the records it is (the customer first), at most sixty; equal ones once, by kind, best first.

    Best: chosen by a person, else verified, in good health, newest; a dead one comes last whoever chose it. At most four queries.
    """
    points = _once(_held(family))
    chosen = _chosen(family)
    ranked = sorted(points, key=lambda point: _rank(point, chosen))
    sources, outcomes = _sources(ranked), _outcomes(ranked)
    first: dict[str, int] = {}
    for point in ranked:
        if point.state != Health.DEAD:
            first.setdefault(point.kind, point.pk)
    return tuple(
        ContactLine(
            point=point,
            source=sources.get(point.batch or 0, point.source.name if point.source else ""),
            last_seen=point.last_seen_on or point.created_at.date(),
            outcome=point.health_why,
            outcome_at=outcomes.get((point.kind, point.key, point.health_why)),
            is_preferred=chosen.get(point.kind) == point.key,
            is_first=first.get(point.kind) == point.pk,
        )
        for point in ranked
    )


def first_of(book: Iterable[ContactLine], kind: str) -> ContactPoint | None:
    """The way of contact of `kind` to use; null without a living one."""
    return next((line.point for line in book if line.point.kind == kind and line.is_first), None)


def parties_of(customer: Party) -> "QuerySet[Party]":
    """The customer and the records that were found to be the same."""
    return Party.objects.filter(pk=customer.pk) | Party.objects.filter(canonical=customer.pk)


def contact_points_of(customer: Party) -> "QuerySet[ContactPoint]":
    """Ways of contact, verified and likely ones first."""
    points = ContactPoint.objects.filter(party__in=parties_of(customer))
    return points.order_by("kind", "verified_at", "-is_likely", "id")


def identifiers_of(customer: Party) -> "QuerySet[PartyIdentifier]":
    """Documents and tax numbers, those whose digits check first."""
    return PartyIdentifier.objects.filter(party__in=parties_of(customer)).order_by("-is_valid", "id")


def _once(points: Iterable[ContactPoint]) -> list[ContactPoint]:
    """Of equal ones of several records the one of which most is known: a verdict before none, a verification before none."""
    found: dict[tuple[str, str], ContactPoint] = {}
    for point in points:
        pair = (point.kind, point.key)
        known = found.get(pair)
        if known is None or _told(point) >= _told(known):
            found[pair] = point
    return list(found.values())


def _told(point: ContactPoint) -> tuple[int, bool]:
    return STATES[Health(point.health)], point.verified_at is not None


def _rank(point: ContactPoint, chosen: Mapping[str, str]) -> tuple[int, bool, bool, bool, int, int, int]:
    seen = point.last_seen_on or point.created_at.date()
    return (
        KINDS[point.kind],
        point.state == Health.DEAD,
        chosen.get(point.kind) != point.key,
        point.verified_at is None,
        STATES[Health(point.state)],
        -seen.toordinal(),
        point.pk,
    )


def _chosen(family: Sequence[int]) -> dict[str, str]:
    """The key that was preferred of the customer, the first of its records, by kind; what its other records preferred waits for a split."""
    return dict(_preferred(family[0])) if family else {}


def _sources(points: Iterable[ContactPoint]) -> dict[int, str]:
    batches = {point.batch for point in points if point.batch}
    rows = ImportBatch.objects.filter(pk__in=batches).values_list("pk", "source__name") if batches else ()
    return {pk: name or "" for pk, name in rows}


def _outcomes(points: Iterable[ContactPoint]) -> dict[tuple[str, str, str], datetime]:
    keys = {point.key for point in points if point.health_why}
    rows = ContactOutcome.objects.standing().filter(key__in=keys).order_by("happened_at", "pk") if keys else ()
    return {(row.kind, row.key, row.outcome): row.happened_at for row in rows}
