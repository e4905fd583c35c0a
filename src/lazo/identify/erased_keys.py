"""Who was erased at their own request and comes again: told by the digests that the erasure left, which lead back to nobody."""

from collections.abc import Collection, Iterable

from lazo.identify.models import ContactPoint, PartyIdentifier, SourceRecord, SuppressionEntry, SuppressionList
from lazo.identify.suppression_keys import hasher
from lazo.identify.suppression_registries import ERASED


def source_key(source: int, external_id: str) -> str:
    """What the digest of a source's number is made of."""
    return f"source:{source}:{external_id}"


def source_keys_of(family: Collection[int]) -> list[str]:
    """The numbers that sources give one customer, as their digests are made of."""
    records = SourceRecord.objects.filter(party_id__in=family).order_by("pk").values_list("source_id", "external_id")
    return [source_key(source, number) for source, number in records]


def erased_digests() -> frozenset[bytes]:
    """What is kept of the people who were erased: a few thousand digests at most, none where nobody was."""
    held = SuppressionList.objects.filter(key=ERASED, current__isnull=False).values_list("current_id", flat=True)
    rows = SuppressionEntry.objects.filter(consultation__in=list(held)).values_list("digest", flat=True)
    return frozenset(bytes(row) for row in rows)


def of_erased(keys: Iterable[str], *, without: Collection[int] = ()) -> frozenset[str]:
    """Those of the canonical `keys` (of ways of contact, documents, numbers of sources) by which somebody erased was known.

    A key that somebody else in the base has, as the telephone of a house, says nothing of who was erased and is not among them; `without`
    leaves out parties that are only being written.
    Nothing is asked but once where nobody was erased; else a fixed number of statements.
    """
    erased = erased_digests()
    if not erased:
        return frozenset()
    digest = hasher()
    found = {key for key in set(keys) if digest(key) in erased}
    return frozenset(found - _held(found, without)) if found else frozenset()


def _held(keys: Collection[str], without: Collection[int]) -> set[str]:
    """The keys of ways of contact and documents that records in use have."""
    points = ContactPoint.objects.filter(key__in=keys, party__retired_at__isnull=True).exclude(party_id__in=without)
    papers = PartyIdentifier.objects.filter(key__in=keys, party__retired_at__isnull=True).exclude(party_id__in=without)
    return {*points.values_list("key", flat=True), *papers.values_list("key", flat=True)}
