"""Surnames: two of them or one, particles, married names, in the place of the given name."""

from __future__ import annotations

from lazo.analytics.linkage.comparison import Comparison, Level
from lazo.analytics.linkage.conditions import (
    Alike,
    Edits,
    Equal,
    Missing,
    Swapped,
    WordsInside,
    WordsShared,
    both,
    either,
)
from lazo.analytics.linkage.derived import raw, text, word
from lazo.analytics.linkage.fields.field import Field
from lazo.analytics.linkage.folding import FOLD_LETTERS
from lazo.analytics.linkage.sounds import SOUND
from lazo.analytics.linkage.steps import Words
from lazo.analytics.linkage.surnames import PARTICLES, SHORTENED

FAMILY = FOLD_LETTERS.then(Words({**dict.fromkeys(PARTICLES, ""), **SHORTENED}))


def family(source: str = "surnames") -> Field:
    """Two sets of surnames."""
    return Field(
        derived=(
            text("surnames", raw(source), FAMILY),
            word("surname", "surnames", 0),
            text("surnames_sound", "surnames", SOUND),
            word("surname_key", "surnames_sound", 0),
            word("surname_key_2", "surnames_sound", 1),
        ),
        comparison=Comparison(
            "surnames",
            unknown=Missing("surnames"),
            levels=(
                Level("equal", Equal("surnames"), 0.70, 0.001, "surnames"),
                Level("swapped", Swapped("given_formal", "surnames"), 0.01, 0.000002),
                Level("one_missing", both(Equal("surname"), WordsInside("surnames")), 0.08, 0.002, "surname"),
                Level(
                    "typo",
                    either(Equal("surnames_sound"), Alike("surnames", 0.94), Edits("surnames", 1, 5)),
                    0.09,
                    0.001,
                ),
                Level("first_equal", Equal("surname"), 0.04, 0.008, "surname"),
                Level("shared", WordsShared("surnames"), 0.02, 0.02),
                Level("alike", either(Edits("surname", 1, 5), Alike("surnames", 0.86)), 0.02, 0.01),
            ),
            different=(0.04, 0.95),
        ),
        keys=("surname_key",),
        frequencies=("surnames", "surname"),
    )
