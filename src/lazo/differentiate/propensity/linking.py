"""Which customer each id of a table is: by the codes of the sources, or by documents; nobody is guessed."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.db import connection

from lazo.identify.blocked import blocked_customers
from lazo.identify.models import Party, PartyIdentifier, SourceRecord

AT_ONCE = 500
ValueT = TypeVar("ValueT")


def customers_of(ids: Sequence[str | None]) -> dict[str, int]:
    """The canonical party of each id that one source, the one that knows most of them, has as a code; else by document number.

    An id that leads to two customers leads to none. Retired and blocked customers have no entry.
    """
    wanted = sorted({one for one in ids if one})
    found = _by_source(wanted) or _by_document(wanted)
    standing = _standing(set(found.values()))
    return {one: standing[party] for one, party in found.items() if party in standing}


def _by_source(wanted: Sequence[str]) -> dict[str, int]:
    by_source: dict[int, dict[str, int]] = {}
    for part in _parts(wanted):
        for source, code, party in SourceRecord.objects.filter(external_id__in=part).values_list(
            "source_id", "external_id", "party_id"
        ):
            by_source.setdefault(source, {})[code] = party
    best = max(by_source, key=lambda source: (len(by_source[source]), -source), default=None)
    return {} if best is None else by_source[best]


def _by_document(wanted: Sequence[str]) -> dict[str, int]:
    rows: dict[str, set[int]] = {}
    for part in _parts(wanted):
        for value, party in PartyIdentifier.objects.filter(value__in=part).values_list("value", "party_id"):
            rows.setdefault(value, set()).add(party)
    return {value: next(iter(parties)) for value, parties in rows.items() if len(parties) == 1}


def _standing(parties: set[int]) -> dict[int, int]:
    """Of each party that is used, its canonical one."""
    with connection.cursor() as cursor:
        cursor.execute(blocked_customers())
        blocked = {row[0] for row in cursor.fetchall()}
    found: dict[int, int] = {}
    for part in _parts(sorted(parties)):
        rows = Party.objects.filter(pk__in=part, retired_at__isnull=True).values_list("pk", "canonical_id")
        found |= {pk: canonical or pk for pk, canonical in rows if (canonical or pk) not in blocked}
    return found


def match_share(ids: Sequence[str | None]) -> tuple[int, int]:
    """Of how many distinct ids the customer is known, and how many there are."""
    return len(customers_of(ids)), len({one for one in ids if one})


def _parts(values: Sequence[ValueT]) -> Iterator[Sequence[ValueT]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
