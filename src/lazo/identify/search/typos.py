"""Words that differ from a typed one by a slip: a letter too many, too few, wrong, or two exchanged."""

from collections.abc import Iterable

from lazo.identify.models import SearchWord

SHORTEST = 4
AT_MOST = 10


def variants(word: str) -> set[str]:
    """The word, and what is left of it without each of its letters: two words with one slip between them share one."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def has_variants(word: str) -> bool:
    """Whether slips in the word are looked for: numbers and very short words are near everything."""
    return len(word) >= SHORTEST and word.isalpha()


def near_words(word: str) -> list[str]:
    """Up to ten words of names at one slip from `word`, nearest in length first."""
    return words_near([word])[word]


def words_near(words: Iterable[str]) -> dict[str, list[str]]:
    """The same of several words, in one query."""
    wanted = {word: variants(word) if has_variants(word) else set() for word in words}
    every = set().union(*wanted.values())
    met = list(SearchWord.objects.filter(variant__in=every).values_list("word", flat=True).distinct()) if every else []
    return {word: _nearest(word, met) if looked else [] for word, looked in wanted.items()}


def _nearest(word: str, met: Iterable[str]) -> list[str]:
    near = [one for one in met if one != word and is_one_slip(word, one)]
    return sorted(near, key=lambda one: (abs(len(one) - len(word)), one))[:AT_MOST]


def is_one_slip(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed, or two neighbours exchanged make one word the other."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    differ = [place for place in range(len(short)) if short[place] != long[place]]
    if len(short) < len(long):
        first = differ[0] if differ else len(short)
        return short[first:] == long[first + 1 :]
    if len(differ) == 2:
        first, second = differ
        return second == first + 1 and short[first] == long[second] and short[second] == long[first]
    return len(differ) == 1
