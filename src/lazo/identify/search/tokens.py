"""Keeping the words by which parties are found, in the transaction of whatever they repeat."""

# ruff: noqa: S608 - names of tables are our own constants, and the only values are whole numbers of ours

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Max, Q

from lazo.identify.models import ContactPoint, Party, SearchToken
from lazo.identify.search.vocabulary import keep_new_words, keep_words
from lazo.identify.search.words import Field, email_tokens, handle_tokens, name_tokens, number_tokens, phone_tokens
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Change

AT_ONCE = 5_000
ROWS_AT_ONCE = 1_000
FEW_WORDS = 100
STALE = {"token": "", "party": 0, "field": Field.NAME.value}
"""Nobody's word: an update that finds others in a party leaves it, and it goes when all words were written again."""
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
    SearchToken.objects.filter(**STALE).delete()
    return last


def tokens_are_missing() -> bool:
    """Whether there are parties and no words at all, a workspace from before there was a search, or words of an older kind."""
    if SearchToken.objects.filter(**STALE).exists():
        return True
    return Party.objects.current().exists() and not SearchToken.objects.exists()


def follow_parties(changes: Sequence[Change]) -> None:
    """Keep the words of what people change by hand. A batch brings its own, see the import."""
    single: list[int] = []
    for change in changes:
        if change.batch is None:
            span = (change.row_from, change.row_to)
            if change.operation == Change.Operation.APPEND:
                for some in _batches(range(change.row_from, change.row_to + 1)):
                    keep_words(
                        _keep(_told_of_new(some))
                    )  # new parties have no words yet, and nobody was found to be them
                continue
            if change.row_from == change.row_to:
                single.append(change.row_from)
                continue
            SearchToken.objects.filter(party__range=span).delete()
            refresh_tokens(list(Party.objects.filter(pk__range=span).values_list("pk", flat=True)))
            names = SearchToken.objects.filter(party__range=span, field=Field.NAME)[:FEW_WORDS]
            keep_words(names.values_list("token", flat=True))
    for some in _batches(single):
        SearchToken.objects.filter(party__in=some).delete()
        refresh_tokens(some)
        names = SearchToken.objects.filter(party__in=some, field=Field.NAME)[: FEW_WORDS * len(some)]
        keep_words(names.values_list("token", flat=True))


def _write(standing: Collection[int]) -> set[str]:
    """The words of the parties `standing` for themselves, told by all records found to be them; the retired have none. Those of names."""
    told: Tokens = defaultdict(set)
    family = Party.objects.filter(Q(pk__in=standing) | Q(canonical__in=standing), retired_at__isnull=True)
    whose: dict[int, int] = {}
    for pk, canonical, *names in family.values_list("pk", "canonical_id", "name", "legal_name", "trade_name"):
        whose[pk] = canonical or pk
        told[canonical or pk].update(name_tokens(*names))
    for of, party, kind, value, key in _lines(whose):
        told[whose[party]].update(TOKENS[of](kind, value, key))
    return _keep(told)


def _told_of_new(parties: Collection[int]) -> Tokens:
    """The words of parties that were just added; one query."""
    told: Tokens = defaultdict(set)
    for of, party, one, two, three in _lines(parties, with_names=True):
        told[party].update(TOKENS[of](one, two, three))
    return told


def _keep(told: Tokens) -> set[str]:
    """Write the words of parties that have none; those of names among them."""
    # In the order of the key, so that neighbours of the index are written together.
    rows = sorted((token, party, field) for party in told for token, field in told[party])
    with connection.cursor() as cursor:
        for some in (rows[start : start + ROWS_AT_ONCE] for start in range(0, len(rows), ROWS_AT_ONCE)):
            marks = ", ".join(["(%s, %s, %s)"] * len(some))
            values = [value for row in some for value in row]
            cursor.execute(f"INSERT INTO identify_searchtoken (token, party, field) VALUES {marks}", values)
    return {token for token, _, field in rows if field == Field.NAME}


def _lines(members: Collection[int], *, with_names: bool = False) -> list[tuple[str, int, str, str, str]]:
    """What of, party, kind, value and key of all that these records are found by; one query. Of a name the three are names."""
    if not members:
        return []
    among = ", ".join(str(int(one)) for one in members)
    names = f"SELECT 'name', id, name, legal_name, trade_name FROM identify_party WHERE id IN ({among}) AND retired_at IS NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{names} UNION ALL "
            * with_names
            + f"SELECT 'point', party_id, kind, value, key FROM identify_contactpoint WHERE party_id IN ({among})"
            f" UNION ALL SELECT 'document', party_id, '', value, '' FROM identify_partyidentifier WHERE party_id IN ({among})"
            f" UNION ALL SELECT 'record', party_id, '', external_id, '' FROM identify_sourcerecord WHERE party_id IN ({among})"
        )
        found: list[tuple[str, int, str, str, str]] = cursor.fetchall()
    return found


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


TOKENS: dict[str, Callable[[str, str, str], Iterable[tuple[str, str]]]] = {
    "name": name_tokens,
    "point": _contact_tokens,
    "document": lambda _kind, value, _key: number_tokens(value, Field.TAX_ID, Field.TAX_ID_END),
    "record": lambda _kind, value, _key: number_tokens(value, Field.EXTERNAL_ID, Field.EXTERNAL_ID_END),
}
