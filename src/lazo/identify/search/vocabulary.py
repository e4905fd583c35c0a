"""Keeping the words in which slips are forgiven: those of all names, each with what is left without one of its letters."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.db.models import F

from lazo.identify.models import SearchWord
from lazo.identify.search.typos import has_variants, variants
from lazo.kernel.prepared import Prepared

AT_ONCE, ASKED_AT_ONCE = 20_000, 5_000
NEW = """SELECT DISTINCT t.token FROM identify_searchtoken t WHERE t.field = 'n' AND length(t.token) > 3
    AND NOT EXISTS (SELECT 1 FROM identify_searchword w WHERE w.variant = t.token AND w.word = t.token)"""


_known = Prepared(
    lambda words: SearchWord.objects.filter(variant__in=words, word=F("variant")).values_list("word"), list
)


def keep_words(words: Iterable[str]) -> None:
    """Let slips in these words of names be found; words that are there already stay as they are."""
    wanted = {word for word in words if has_variants(word)}
    # Most names are made of words that others have: to look is cheaper than to write what is there.
    known = {word for some in _batches(sorted(wanted)) for (word,) in _known(some)}
    new = sorted(wanted - known)
    rows = (SearchWord(variant=variant, word=word) for word in new for variant in sorted(variants(word)))
    SearchWord.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def keep_new_words() -> None:
    """The same for every word of a name that is not there yet, after many names came in at once."""
    for words in list(_new_words()):
        keep_words(words)


def _batches(words: Sequence[str]) -> Iterable[Sequence[str]]:
    return (words[start : start + ASKED_AT_ONCE] for start in range(0, len(words), ASKED_AT_ONCE))


def _new_words() -> Iterator[list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(NEW)
        while rows := cursor.fetchmany(AT_ONCE):
            yield [row[0] for row in rows]
