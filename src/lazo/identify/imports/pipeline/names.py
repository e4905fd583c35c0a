"""Whether two names can be the same party's: what a shared phone or e-mail needs before it joins two records."""

from functools import lru_cache

PARTICLES = frozenset(["de", "del", "la", "las", "los", "el", "y", "e", "da", "do", "dos", "das", "van", "von", "i"])
COMPANY_WORDS = frozenset(
    [
        "a",
        "c",
        "cia",
        "compania",
        "corp",
        "cv",
        "d",
        "eireli",
        "eirl",
        "en",
        "epp",
        "i",
        "inc",
        "l",
        "limitada",
        "llc",
        "ltd",
        "ltda",
        "me",
        "n",
        "p",
        "r",
        "rl",
        "s",
        "sa",
        "sac",
        "saci",
        "saic",
        "sapi",
        "sas",
        "sc",
        "sca",
        "scs",
        "sl",
        "slu",
        "spa",
        "srl",
        "v",
    ]
)


@lru_cache(maxsize=65_536)
def name_tokens(folded: str) -> frozenset[str]:
    """The words that tell one party from another, of a name in lower case without accents."""
    words = "".join(sign if sign.isalnum() else " " for sign in folded.replace(".", "")).split()
    telling = frozenset(word for word in words if word not in PARTICLES and word not in COMPANY_WORDS)
    return telling or frozenset(words)


def may_be_same(one: str, other: str) -> bool:
    """Whether every word of one name is in the other, a single letter standing for a word; a blank name says nothing.

    Brothers share both surnames, so common words alone prove nothing: each word of the shorter name must be found.
    """
    if one == other or not one or not other:
        return True
    short, long = sorted((name_tokens(one), name_tokens(other)), key=len)
    missing = short - long
    if not missing:
        return True
    spare = long - short
    return all(
        any(word[0] == candidate[0] and 1 in (len(word), len(candidate)) for candidate in spare) for word in missing
    )
