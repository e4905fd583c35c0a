"""The surname by which a family goes."""

from lazo.analytics.linkage.surnames import PARTICLES


def first_surname(surnames: str) -> str:
    """The first of them with the particles before it: `da Silva` of «da Silva Souza», `Gómez` of «Gómez Ríos»; blank of nothing."""
    words = surnames.split()
    end = next((place for place, word in enumerate(words, 1) if word.lower() not in PARTICLES), len(words))
    return " ".join(words[:end])
