"""What is searched by: how names, addresses and numbers become words of the index, and what somebody types becomes words to look for.

The import says the same in SQL, for a million rows at once; a test holds both equal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lazo.identify.email_domains import email_key
from lazo.identify.folding import fold
from lazo.identify.models.search_token import LONGEST_TOKEN, SearchToken

Field = SearchToken.Field
MIDDLE = Field.PHONE_MIDDLE.value
SHORTEST_MIDDLE = 5
"""Shorter pieces of a telephone that go to its end are found backwards."""
FEWEST_DIGITS = 4
"""So many last digits tell somebody apart; fewer are only looked for at the beginning."""
MOST_WORDS = 8
CALLING_CODE = r"^(?:1|7|20|27|3[0123469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-5]|98|\d{3})"
_CALLING_CODE = re.compile(CALLING_CODE)
_WRITINGS = (
    (re.compile(r"(?:55)?([1-9][1-9])([6-9]\d{7})"), (r"\g<1>9\2",)),
    (re.compile(r"521(\d{10})"), (r"\1",)),
    (re.compile(r"549(\d{10})"), (r"\1",)),
    (re.compile(r"54([1-8]\d{9})"), (r"9\1",)),
)
_NOT_A_LETTER = re.compile(r"[\W_]+")
_NOT_PLAIN = re.compile(r"[^0-9a-z]")
_NOT_A_DIGIT = re.compile(r"\D")


@dataclass(frozen=True)
class Wanted:
    """One word somebody typed: the beginnings to look for, each in its fields. Any of them will do."""

    text: str
    beginnings: tuple[tuple[str, str], ...]
    is_name: bool

    @property
    def by_start(self) -> tuple[tuple[str, list[str]], ...]:
        """The fields by beginning: one look at the index answers for all of them, and ends at its limit.

        Pieces from the middle come last and by themselves: of four figures there are hundreds, before which nobody's end would be seen.
        """
        found: dict[tuple[bool, str], list[str]] = {}
        for start, field in self.beginnings:
            found.setdefault((field == MIDDLE, start), []).append(field)
        return tuple((start, fields) for (_last, start), fields in sorted(found.items(), key=lambda one: one[0][0]))


def words_of(name: str) -> list[str]:
    """The words of a name: folded, without marks."""
    return [word[:LONGEST_TOKEN] for word in _NOT_A_LETTER.split(fold(name)) if word]


def plain(text: str) -> str:
    """A number of a document or of another system without its marks."""
    return _NOT_PLAIN.sub("", fold(text))[:LONGEST_TOKEN]


def national(digits: str) -> str:
    """A telephone number without the country's code."""
    return _CALLING_CODE.sub("", digits)


def other_writings(digits: str) -> list[str]:
    """The same number as telephones keep it, without the country's code, of one written whole as WhatsApp or an old book has it.

    Brazil without its ninth digit, Mexico with a 1, Argentina with or without a 9; a test holds it equal to `phones.phone_variants`.
    """
    for pattern, others in _WRITINGS:
        found = pattern.fullmatch(digits)
        if found:
            return [found.expand(other) for other in others]
    return []


def name_tokens(*names: str) -> Iterator[tuple[str, str]]:
    for name in names:
        for word in words_of(name):
            yield word, Field.NAME.value


def email_tokens(address: str, key: str) -> Iterator[tuple[str, str]]:
    """As it is written, and as all addresses of the mailbox are compared."""
    yield address.lower()[:LONGEST_TOKEN], Field.EMAIL.value
    yield key[:LONGEST_TOKEN], Field.EMAIL.value


def handle_tokens(key: str) -> Iterator[tuple[str, str]]:
    """The name in a network, which people look for as they do for an address."""
    yield key.lower()[:LONGEST_TOKEN], Field.EMAIL.value


def phone_tokens(number: str) -> Iterator[tuple[str, str]]:
    digits = _NOT_A_DIGIT.sub("", number.partition(" ext")[0])[:LONGEST_TOKEN]
    if digits:
        whole = national(digits) or digits
        yield whole, Field.PHONE.value
        yield digits[::-1], Field.PHONE_END.value
        yield from ((whole[start:], MIDDLE) for start in range(1, len(whole) - SHORTEST_MIDDLE + 1))


def number_tokens(text: str, forwards: Field, backwards: Field) -> Iterator[tuple[str, str]]:
    bare = plain(text)
    if bare:
        yield bare, forwards.value
        yield bare[::-1], backwards.value


def wanted_words(text: str) -> list[Wanted]:
    """What is looked for: telephones and documents in any writing count as one word, everything else word by word."""
    text = text.replace("\x00", " ").strip()[:240]
    digits = _NOT_A_DIGIT.sub("", text)
    if len(digits) >= FEWEST_DIGITS and not any(sign.isalpha() for sign in text):
        return [_number(digits)]
    return [_wanted(part) for part in text.split()[:MOST_WORDS] if any(sign.isalnum() for sign in part)]


def _wanted(part: str) -> Wanted:
    if "@" in part:
        address = fold(part)
        starts = dict.fromkeys((address, email_key(address)) if not part.startswith("@") else (address[1:],))
        return Wanted(part, tuple((start[:LONGEST_TOKEN], "e") for start in starts if start), is_name=False)
    bare, words = plain(part), words_of(part)
    if sum(sign.isdigit() for sign in bare) >= FEWEST_DIGITS:
        return _number(bare) if bare.isdigit() else _code(bare)
    beginnings = [(word, "n") for word in words[:1]]
    if len(words) == 1:
        beginnings += [(fold(part)[:LONGEST_TOKEN], "e"), *([(bare, "t"), (bare, "x")] if bare else [])]
        return Wanted(words[0], tuple(beginnings), is_name=True)
    return Wanted(part, ((fold(part)[:LONGEST_TOKEN], "e"), *((bare, field) for field in "tx" if bare)), is_name=False)


def _code(bare: str) -> Wanted:
    ends = tuple((bare[::-1], field) for field in "uy")
    return Wanted(bare, ((bare, "n"), (bare, "e"), (bare, "t"), (bare, "x"), *ends), is_name=False)


def _number(digits: str) -> Wanted:
    forwards = [(digits, field) for field in "ptxn"]
    shorter = national(digits)
    if len(shorter) >= FEWEST_DIGITS:
        forwards.append((shorter, "p"))
    forwards += [(other, "p") for other in other_writings(digits)]
    backwards = ((digits[::-1], field) for field in "quy")
    return Wanted(digits, (*forwards, *backwards, (digits, MIDDLE)), is_name=False)
