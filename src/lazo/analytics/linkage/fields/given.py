"""Given names: compound ones, abbreviations, nicknames, initials."""

from __future__ import annotations

from typing import Any

from lazo.analytics.linkage.comparison import Comparison, Level
from lazo.analytics.linkage.conditions import (
    Alike,
    Edits,
    Equal,
    Initial,
    Missing,
    Swapped,
    Variants,
    WordsInside,
    either,
)
from lazo.analytics.linkage.derived import Derived, raw, text, word
from lazo.analytics.linkage.fields.field import Field
from lazo.analytics.linkage.folding import FOLD_LETTERS
from lazo.analytics.linkage.nicknames import ABBREVIATED, FORMAL, SEVERAL, TITLES
from lazo.analytics.linkage.sounds import SOUND
from lazo.analytics.linkage.steps import Steps, Words
from lazo.analytics.linkage.surnames import PARTICLES

GIVEN = FOLD_LETTERS.then(Words({**dict.fromkeys((*TITLES, *PARTICLES), ""), **ABBREVIATED}))
NAME, SURNAMES = "given", "surnames"


def given(source: str = "given") -> Field:
    """Two given names, of persons whose surnames are in `surnames`."""
    return Field(
        derived=(
            text("given", raw(source), GIVEN),
            text("given_formal", "given", Steps((Words(FORMAL),))),
            word("given_first", "given_formal", 0),
            _variants(),
            text("given_sound", "given_formal", SOUND),
            word("given_key", "given_sound", 0),
        ),
        comparison=Comparison(
            "given",
            unknown=either(Missing("given_formal"), Swapped("given_formal", "surnames")),
            levels=(
                Level("equal", Equal("given_formal"), 0.72, 0.008, "given_formal"),
                Level(
                    "nickname",
                    either(WordsInside("given_formal"), Variants("given_formal", "given_variants")),
                    0.10,
                    0.01,
                    "given_first",
                ),
                Level(
                    "typo",
                    either(Equal("given_sound"), Alike("given_formal", 0.92), Edits("given_formal", 1, 5)),
                    0.08,
                    0.004,
                ),
                Level("initial", Initial("given_formal"), 0.02, 0.01),
                Level("alike", either(Equal("given_first"), Alike("given_formal", 0.85)), 0.04, 0.02),
            ),
            different=(0.04, 0.94),
        ),
        keys=("given_key",),
        frequencies=("given_formal", "given_first"),
    )


def _variants() -> Derived:
    """What a familiar name that may mean several may stand for; null of all others."""

    def of(column: Any) -> Any:
        import ibis

        several = [(name, ibis.array([name, *names])) for name, names in SEVERAL.items()]
        return column.cases(*several, else_=ibis.null("array<string>"))

    return Derived("given_variants", "given_formal", of, _variants_of)


def _variants_of(name: str) -> list[str] | None:
    return [name, *SEVERAL[name]] if name in SEVERAL else None
