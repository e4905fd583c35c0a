"""Text folded for search and for comparison."""

import unicodedata

_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "đ": "d", "Đ": "d", "ł": "l", "Ł": "l"})


def fold(text: str) -> str:
    """Fold for search: lower case, no accents (ñ is n, ç is c), single spaces. Folding twice changes nothing."""
    if text.isascii():
        return " ".join(text.lower().split())
    # NFKD may bring capitals back (ℵ, ℬ), so case is folded on both sides of it.
    apart = unicodedata.normalize("NFKD", text.translate(_SPECIAL).casefold()).casefold()
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(sign))
    return " ".join(bare.split())
