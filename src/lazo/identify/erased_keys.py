"""Who was erased at their own request and comes again: told by the digests that the erasure left, which lead back to nobody."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from lazo.identify.models import ContactPoint, PartyIdentifier, SourceRecord, SuppressionEntry, SuppressionList
from lazo.identify.suppression_keys import hasher
from lazo.identify.suppression_registries import ERASED
from lazo.kernel.prepared import Prepared

AT_ONCE = 10_000


def source_key(source: int, external_id: str) -> str:
    """What the digest of a source's number is made of."""
    return f"source:{source}:{external_id}"


def source_keys_of(family: Collection[int]) -> list[str]:
    """The numbers that sources give one customer, as their digests are made of."""
    records = SourceRecord.objects.filter(party_id__in=family).order_by("pk").values_list("source_id", "external_id")
    return [source_key(source, number) for source, number in records]


def erased_digests() -> frozenset[bytes]:
    """What is kept of the people who were erased: a few thousand digests at most, none where nobody was."""
    rows = SuppressionEntry.objects.filter(consultation__in=list(_in_force())).values_list("digest", flat=True)
    return frozenset(bytes(row) for row in rows)


def of_erased(keys: Iterable[str], *, without: Collection[int] = ()) -> frozenset[str]:
    """Those of the canonical `keys` (of ways of contact, documents, numbers of sources) by which somebody erased was known.

    A key that somebody else in the base has, as the telephone of a house, says nothing of who was erased and is not among them; `without`
    leaves out parties that are only being written.
    One statement where nobody was erased, else four, for 10,000 keys.
    """
    if not _kept():
        return frozenset()
    digest = hasher()
    key_of = {digest(key): key for key in set(keys)}
    digests = list(key_of)
    found: set[str] = set()
    for start in range(0, len(digests), AT_ONCE):
        entries = SuppressionEntry.objects.filter(
            digest__in=digests[start : start + AT_ONCE], consultation__in=_in_force()
        )
        found |= {key_of[bytes(one)] for one in entries.values_list("digest", flat=True)}
    return frozenset(found - _held(found, without)) if found else frozenset()


def _in_force() -> "QuerySet[SuppressionList, int | None]":
    """The consultation whose digests count."""
    return SuppressionList.objects.filter(key=ERASED, current__isnull=False).values_list("current_id", flat=True)


_kept = Prepared(_in_force)


def _held(keys: Collection[str], without: Collection[int]) -> set[str]:
    """The keys of ways of contact and documents that records in use have."""
    points = ContactPoint.objects.filter(key__in=keys, party__retired_at__isnull=True).exclude(party_id__in=without)
    papers = PartyIdentifier.objects.filter(key__in=keys, party__retired_at__isnull=True).exclude(party_id__in=without)
    return {*points.values_list("key", flat=True), *papers.values_list("key", flat=True)}
