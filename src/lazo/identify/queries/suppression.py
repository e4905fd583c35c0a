"""Who is on a list of people that must not be contacted, and whether the lists are still recent enough to say so."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.db.models import Q, QuerySet

from lazo.identify.models import (
    ContactPoint,
    PartyIdentifier,
    SuppressionConsultation,
    SuppressionEntry,
    SuppressionList,
)
from lazo.identify.suppression_keys import hasher
from lazo.identify.suppression_registries import ERASED, OWN, REGISTRIES, Registry

ASKED_AT_ONCE = 500
Item = TypeVar("Item")


class Freshness(StrEnum):
    """Of a list: recent enough, too old, never consulted, or without age (the company's own)."""

    FRESH = "fresh"
    TOO_OLD = "too_old"
    NEVER = "never"
    AGELESS = "ageless"


@dataclass(frozen=True)
class Suppression:
    """Why a key must not be used: the list, and when it was consulted. `is_too_old` does not lift it."""

    list: str
    name: str
    country: str
    consulted_on: date
    is_too_old: bool


@dataclass(frozen=True)
class ListStanding:
    """A list as it stands; `consulted_on` and `expires_on` are null where it was never consulted or has no age."""

    registry: Registry
    freshness: Freshness
    entries: int
    consulted_on: date | None
    expires_on: date | None
    reference: str
    consultation: int | None


def suppressed(*, keys: Collection[str], purpose: str, channel: str, on: date) -> dict[str, tuple[Suppression, ...]]:
    """Of the canonical `keys` those that a list forbids for `purpose` by `channel`, with the lists; a key on none is not there.

    One statement for five hundred keys, each found by the index.
    """
    counting = _covering(purpose, channel)
    if not counting or not keys:
        return {}
    digest = hasher()
    names = {digest(key): key for key in keys}
    found: dict[str, list[Suppression]] = {}
    for some in _pieces(sorted(names), ASKED_AT_ONCE):
        rows = SuppressionEntry.objects.filter(digest__in=some, consultation__in=list(counting))
        for entry, consultation in rows.values_list("digest", "consultation"):
            said = counting[consultation]
            found.setdefault(names[bytes(entry)], []).append(_told(said, on))
    return {key: tuple(sorted(lists, key=lambda one: one.list)) for key, lists in found.items()}


def suppression_of(*, key: str, purpose: str, channel: str, on: date) -> tuple[Suppression, ...]:
    """The lists that forbid one key; none when it may be used as far as lists go."""
    return suppressed(keys=[key], purpose=purpose, channel=channel, on=on).get(key, ())


def suppressed_parties(
    *, parties: Collection[int], purpose: str, channel: str, on: date
) -> dict[int, tuple[Suppression, ...]]:
    """Of `parties` those of whom a list holds any telephone, address or document, with the lists."""
    owners: dict[str, set[int]] = {}
    for some in _pieces(sorted(parties), ASKED_AT_ONCE):
        points = ContactPoint.objects.filter(party_id__in=some).values_list("key", "party_id")
        documents = PartyIdentifier.objects.filter(party_id__in=some).values_list("key", "party_id")
        for key, party in (*points, *documents):
            owners.setdefault(key, set()).add(party)
    found: dict[int, set[Suppression]] = {}
    for key, lists in suppressed(keys=list(owners), purpose=purpose, channel=channel, on=on).items():
        for party in owners[key]:
            found.setdefault(party, set()).update(lists)
    return {party: tuple(sorted(lists, key=lambda one: one.list)) for party, lists in sorted(found.items())}


def suppressions_of_family(*, family: Iterable[int], on: date) -> tuple[Suppression, ...]:
    """The lists that hold anything of one customer, whatever they forbid; of any purpose and channel."""
    counting = _current(SuppressionList.objects.all())
    if not counting:
        return ()
    keys = _keys_of(list(family))
    found: set[Suppression] = set()
    digest = hasher()
    rows = SuppressionEntry.objects.filter(digest__in=[digest(key) for key in keys], consultation__in=list(counting))
    for consultation in set(rows.values_list("consultation", flat=True)):
        found.add(_told(counting[consultation], on))
    return tuple(sorted(found, key=lambda one: one.list))


def list_standings(*, on: date, country: str = "") -> list[ListStanding]:
    """Every list we know or have, of `country` where that is given, with how recent it is."""
    held = {row.key: row for row in SuppressionList.objects.select_related("current")}
    return [
        _standing(registry, held.get(registry.key), on)
        for registry in REGISTRIES
        if not country or registry.country in {"", country}
    ]


def lists_too_old(*, country: str, purpose: str, channel: str, on: date) -> list[ListStanding]:
    """The lists of `country` that forbid `purpose` by `channel` and were never consulted, or too long ago to be relied on."""
    asked = [one for one in list_standings(on=on, country=country) if one.registry.country == country]
    return [
        one
        for one in asked
        if one.freshness in {Freshness.TOO_OLD, Freshness.NEVER} and _covers(one.registry, purpose, channel)
    ]


def consultations_of(*, key: str) -> list[SuppressionConsultation]:
    """The last fifty consultations of a list, the newest first."""
    rows = SuppressionConsultation.objects.filter(list__key=key).select_related("by")
    return list(rows.order_by("-pk")[:50])


def _keys_of(family: list[int]) -> set[str]:
    points = ContactPoint.objects.filter(party_id__in=family).values_list("key", flat=True)
    documents = PartyIdentifier.objects.filter(party_id__in=family).values_list("key", flat=True)
    return {*points, *documents}


def _covering(purpose: str, channel: str) -> Mapping[int, SuppressionList]:
    rows = _current(SuppressionList.objects.all())
    return {number: row for number, row in rows.items() if _row_covers(row, purpose, channel)}


def _current(rows: "QuerySet[SuppressionList]") -> dict[int, SuppressionList]:
    counting = rows.filter(Q(current__isnull=False)).select_related("current")
    return {row.current_id: row for row in counting if row.current_id is not None}


def _row_covers(row: SuppressionList, purpose: str, channel: str) -> bool:
    return (not row.purposes or purpose in row.purposes) and (not row.channels or channel in row.channels)


def _covers(registry: Registry, purpose: str, channel: str) -> bool:
    return (not registry.purposes or purpose in registry.purposes) and (
        not registry.channels or channel in registry.channels
    )


def _told(row: SuppressionList, on: date) -> Suppression:
    current = row.current
    assert current is not None, row.key
    return Suppression(row.key, row.name, row.country, current.consulted_on, current.is_too_old(on=on))


def _standing(registry: Registry, row: SuppressionList | None, on: date) -> ListStanding:
    current = row.current if row else None
    if current is None:
        freshness = Freshness.AGELESS if registry.key in {OWN, ERASED} else Freshness.NEVER
        return ListStanding(registry, freshness, 0, None, None, "", None)
    freshness = Freshness.AGELESS if current.expires_on is None else Freshness.FRESH
    if current.is_too_old(on=on):
        freshness = Freshness.TOO_OLD
    return ListStanding(
        registry, freshness, current.entries, current.consulted_on, current.expires_on, current.reference, current.pk
    )


def _pieces(rows: list[Item], size: int) -> Iterator[list[Item]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
