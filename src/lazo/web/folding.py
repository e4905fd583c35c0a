"""Words without accents or capitals, to compare what somebody types with what a page shows."""

import re
import unicodedata

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """`garate` from `Gárate`, letter by letter: as long as `text`, so that places in one are places in the other."""
    return "".join(_letter(letter) for letter in text)


def folded_words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(folded(text)))


def marked(text: str, sought: str) -> SafeString:
    """`text` with the beginnings of words that `sought` asks for between <mark> tags."""
    wanted = sorted(folded_words(sought), key=len, reverse=True)
    pieces, done = [], 0
    for word in WORD.finditer(folded(text)):
        begins = next((one for one in wanted if word[0].startswith(one)), "")
        if begins:
            start, end = word.start(), word.start() + len(begins)
            pieces += [conditional_escape(text[done:start]), f"<mark>{conditional_escape(text[start:end])}</mark>"]
            done = end
    return mark_safe("".join([*pieces, conditional_escape(text[done:])]))  # noqa: S308 - every piece is escaped above


def _letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter.casefold())[:1]
    return base or letter
