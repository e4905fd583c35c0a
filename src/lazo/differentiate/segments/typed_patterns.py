"""Sentences with places as patterns over folded text."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

ONE = r"⟦\d+⟧"
"""A text in quotation marks, kept aside under its number."""
BARE = r"[^\s,;()⟦⟧]+"
SEVERAL = rf"(?:{ONE}|{BARE})(?:,\s*(?:{ONE}|{BARE}))*"
LISTED = rf"{ONE}(?:,\s*{ONE})*"
NUMBER = r"-?\d+(?:[.,]\d+)?"
DAY = r"\d{4}-\d\d-\d\d"


def folded(text: str) -> str:
    """Small letters without accents, as many as there were, so that places stay."""
    return "".join(_folded(letter) for letter in text)


def _folded(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return plain if len(plain) == 1 else letter


def as_pattern(template: str, groups: Mapping[str, str]) -> str:
    """A sentence with places as a regular expression over folded text; each place is the group of its name."""
    parts = re.split(r"%\((\w+)\)s", template)
    built = []
    for number, part in enumerate(parts):
        if number % 2:
            built.append(groups[part])
        else:
            built.append(r"\s+".join(re.escape(word) for word in re.split(r"\s+", folded(part))))
    return "".join(built)


def words_in(texts: Iterable[str]) -> set[str]:
    """All folded words of sentences, without their places."""
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", folded(re.sub(r"%\(\w+\)s", " ", text)))}
