"""Keeping the words in which slips are forgiven: those of all names, each with what is left without one of its letters."""

from collections.abc import Iterable, Iterator

from django.db import connection

from lazo.identify.models import SearchWord
from lazo.identify.search.typos import has_variants, variants

AT_ONCE = 20_000
NEW = """SELECT DISTINCT t.token FROM identify_searchtoken t WHERE t.field = 'n' AND length(t.token) > 3
    AND NOT EXISTS (SELECT 1 FROM identify_searchword w WHERE w.variant = t.token AND w.word = t.token)"""


def keep_words(words: Iterable[str]) -> None:
    """Let slips in these words of names be found; words that are there already stay as they are."""
    wanted = {word for word in words if has_variants(word)}
    rows = (SearchWord(variant=variant, word=word) for word in sorted(wanted) for variant in sorted(variants(word)))
    SearchWord.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def keep_new_words() -> None:
    """The same for every word of a name that is not there yet, after many names came in at once."""
    for words in list(_new_words()):
        keep_words(words)


def _new_words() -> Iterator[list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(NEW)
        while rows := cursor.fetchmany(AT_ONCE):
            yield [row[0] for row in rows]
