"""Of one value written in several ways, which way is the better one: «Mérida» before «MÉRIDA» and «Merida»."""

import re
import unicodedata
from collections.abc import Sequence

NAMES = frozenset({"name", "legal_name", "trade_name"})
SHORTEST_WORD = 3
"""A name of so few capitals is likely letters of their own (IBM, ISA): how it is written says nothing."""
DOT = re.compile(r"(?<=[^\W\d_])\.(?=\s|$|[^\W\d_])")
APART = re.compile(r"[\W_]+")


def folded_value(text: str) -> str:
    """What is left of a value beside how it is written: without capitals, accents, punctuation and further spaces. Numbers stay apart."""
    plain = text
    if not text.isascii():
        plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    if "." in plain:
        plain = DOT.sub("", plain)
    return APART.sub(" ", plain).strip().casefold()


def best_written(field: str, texts: Sequence[str]) -> int:
    """The place of the best written of several ways to write one value, given with the strongest first; equals: the first.

    Better is: not all in capitals or all in small letters, with the accents that another way has, without spaces too many.
    """
    most = max(_accents(text) for text in texts)
    points = [
        2 * _is_cased(field, text) + 2 * (_accents(text) == most) + (text == " ".join(text.split())) for text in texts
    ]
    return points.index(max(points))


def _is_cased(field: str, text: str) -> bool:
    letters = [one for one in text if one.isalpha()]
    if field in NAMES and len(letters) <= SHORTEST_WORD:
        return True
    return bool(letters) and letters[0].isupper() and any(one.islower() for one in letters)


def _accents(text: str) -> int:
    return 0 if text.isascii() else sum(unicodedata.combining(one) > 0 for one in unicodedata.normalize("NFD", text))
