"""Text folded for search and for comparison."""

from __future__ import annotations

import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.values.parsed import Texts, one_array

_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "đ": "d", "Đ": "d", "ł": "l", "Ł": "l"})


def fold(text: str) -> str:
    """Fold for search: lower case, no accents (ñ is n, ç is c), single spaces. Folding twice changes nothing."""
    if text.isascii():
        return " ".join(text.lower().split())
    # NFKD may bring capitals back (ℵ, ℬ), so case is folded on both sides of it.
    apart = unicodedata.normalize("NFKD", text.translate(_SPECIAL).casefold()).casefold()
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(sign))
    return " ".join(bare.split())


def fold_column(texts: Texts) -> pa.Array:
    """Fold a column; null stays null."""
    whole = one_array(texts)
    if pc.all(pc.string_is_ascii(whole)).as_py():
        spaced = pc.replace_substring_regex(pc.ascii_lower(whole), r"\s+", " ")
        return pc.utf8_trim_whitespace(spaced)
    return pa.array([None if text is None else fold(text) for text in whole.to_pylist()], pa.string())
