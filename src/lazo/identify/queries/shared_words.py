"""Whose names share words with one that is being written: the rarest words lead, a word nobody has stands for those at a slip from it."""

# ruff: noqa: S608 - places for parameters and whole numbers of ours

from collections.abc import Sequence

from django.db import connection

from lazo.identify.search.typos import words_near
from lazo.identify.search.words import words_of

FOLLOWED = 5_000
"""So many names of a word are followed to their other words; of a word of more, others must lead."""
AT_ONCE = 12_000
"""So many are followed for one name in all."""
MOST_WORDS, NEAR = 6, 2
Holders = tuple[int, str]
"""How many names hold a word, counted up to FOLLOWED, and the word."""


def sharing_words(name: str, *, limit: int) -> list[int]:
    """Up to `limit` parties of whose names at least two words are among those of `name`, those that share rare words first.

    Two queries, two more where a word is one that no name has.
    """
    words = list(dict.fromkeys(words_of(name)))[:MOST_WORDS]
    held = _held(words)
    unknown = [word for count, word in held if not count]
    if unknown:
        held += _held([word for near in words_near(unknown[:NEAR]).values() for word in near[:NEAR]])
    known = sorted(one for one in held if one[0])
    return _holding_two(known, limit) if len(known) > 1 else []


def _held(words: Sequence[str]) -> list[Holders]:
    if not words:
        return []
    one = f"SELECT {{}} AS place, count(*) FROM (SELECT 1 FROM identify_searchtoken WHERE token = %s AND field = 'n' LIMIT {FOLLOWED}) few"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(place) for place in range(len(words))), list(words))
        return [(int(count), words[int(place)]) for place, count in cursor.fetchall()]


def _holding_two(known: Sequence[Holders], limit: int) -> list[int]:
    """From the names of each rare word, those that hold one of the words behind it too."""
    parts: list[str] = []
    values: list[str] = []
    followed = 0
    for place, (count, word) in enumerate(known[:-1]):
        followed += count
        if count >= FOLLOWED or followed > AT_ONCE:
            break
        others = [other for _, other in known[place + 1 :]]
        marks = ", ".join(["%s"] * len(others))
        parts.append(
            f"SELECT * FROM (SELECT a.party FROM identify_searchtoken a WHERE a.token = %s AND a.field = 'n' AND EXISTS ("
            f"SELECT 1 FROM identify_searchtoken b WHERE b.token IN ({marks}) AND b.party = a.party AND b.field = 'n') LIMIT {int(limit)}) few"
        )
        values += [word, *others]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return list(dict.fromkeys(row[0] for row in cursor.fetchall()))[:limit]
