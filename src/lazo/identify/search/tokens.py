"""Keeping the words by which parties are found, in the transaction of whatever they repeat."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Max, Q

from lazo.identify.models import ContactPoint, Party, PartyIdentifier, SearchToken, SourceRecord
from lazo.identify.search.vocabulary import keep_new_words, keep_words
from lazo.identify.search.words import Field, email_tokens, handle_tokens, name_tokens, number_tokens, phone_tokens
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Change

AT_ONCE = 5_000
FEW_WORDS = 100
Tokens = dict[int, set[tuple[str, str]]]


def refresh_tokens(parties: Collection[int]) -> None:
    """Write the words of these parties again; what belongs to a party found to be another is the other's."""
    for some in _batches(sorted(set(parties))):
        rows = Party.objects.filter(pk__in=some).values_list("pk", "canonical_id")
        standing = {canonical or pk for pk, canonical in rows}
        SearchToken.objects.filter(party__in=standing | set(some)).delete()
        _write(standing)


def rebuild_tokens(*, context: JobContext) -> int:
    """Write the words of every party again, range by range with a checkpoint; how many parties were looked at."""
    last = Party.objects.aggregate(last=Max("pk"))["last"] or 0
    for start in range(context.saved.get("tokens", 1), last + 1, AT_ONCE):
        with transaction.atomic():
            context.checkpoint(tokens=start + AT_ONCE)
            ids = Party.objects.filter(pk__range=(start, start + AT_ONCE - 1)).values_list("pk", flat=True)
            refresh_tokens(list(ids))
        context.progress(min(start + AT_ONCE, last), last, "palabras")
        context.raise_if_cancelled()
    keep_new_words()
    return last


def tokens_are_missing() -> bool:
    """Whether there are parties and no words at all: a workspace from before there was a search."""
    return Party.objects.current().exists() and not SearchToken.objects.exists()


def follow_parties(changes: Sequence[Change]) -> None:
    """Keep the words of what people change by hand. A batch brings its own, see the import."""
    single: list[int] = []
    for change in changes:
        if change.batch is None:
            span = (change.row_from, change.row_to)
            if change.operation == Change.Operation.APPEND:
                for some in _batches(range(change.row_from, change.row_to + 1)):
                    _write(some)  # new parties have no words yet
            elif change.row_from == change.row_to:
                single.append(change.row_from)
                continue
            else:
                SearchToken.objects.filter(party__range=span).delete()
                refresh_tokens(list(Party.objects.filter(pk__range=span).values_list("pk", flat=True)))
            names = SearchToken.objects.filter(party__range=span, field=Field.NAME)[:FEW_WORDS]
            keep_words(names.values_list("token", flat=True))
    for some in _batches(single):
        SearchToken.objects.filter(party__in=some).delete()
        refresh_tokens(some)
        names = SearchToken.objects.filter(party__in=some, field=Field.NAME)[: FEW_WORDS * len(some)]
        keep_words(names.values_list("token", flat=True))


def _write(standing: Collection[int]) -> None:
    """The words of the parties `standing` for themselves, told by all records found to be them; the retired have none."""
    told: Tokens = defaultdict(set)
    family = Party.objects.filter(Q(pk__in=standing) | Q(canonical__in=standing), retired_at__isnull=True)
    whose: dict[int, int] = {}
    for pk, canonical, *names in family.values_list("pk", "canonical_id", "name", "legal_name", "trade_name"):
        whose[pk] = canonical or pk
        told[canonical or pk].update(name_tokens(*names))
    members = list(whose)
    points = ContactPoint.objects.filter(party__in=members)
    for party, kind, value, key in points.values_list("party_id", "kind", "value", "key"):
        told[whose[party]].update(_contact_tokens(kind, value, key))
    for party, value in PartyIdentifier.objects.filter(party__in=members).values_list("party_id", "value"):
        told[whose[party]].update(number_tokens(value, Field.TAX_ID, Field.TAX_ID_END))
    for party, value in SourceRecord.objects.filter(party__in=members).values_list("party_id", "external_id"):
        told[whose[party]].update(number_tokens(value, Field.EXTERNAL_ID, Field.EXTERNAL_ID_END))
    # In the order of the key, so that neighbours of the index are written together.
    rows = sorted((token, party, field) for party in told for token, field in told[party])
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO identify_searchtoken (token, party, field) VALUES (%s, %s, %s)", rows)


def _contact_tokens(kind: str, value: str, key: str) -> Iterable[tuple[str, str]]:
    if kind == ContactPoint.Kind.EMAIL:
        return email_tokens(value, key)
    if kind == ContactPoint.Kind.PHONE:
        return phone_tokens(value)
    if kind == ContactPoint.Kind.WHATSAPP:
        return number_tokens(key, Field.EXTERNAL_ID, Field.EXTERNAL_ID_END)
    return handle_tokens(key) if kind != ContactPoint.Kind.ADDRESS else ()


def _batches(parties: Sequence[int]) -> Iterable[Sequence[int]]:
    return (parties[start : start + AT_ONCE] for start in range(0, len(parties), AT_ONCE))
