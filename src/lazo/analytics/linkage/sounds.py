"""How a name of Spanish or Portuguese sounds, so that spellings of the same sound fall together.

b/v, s/c/z/ç, ll/y/lh, j/g before e and i, qu/k/c, a mute h, ph, double letters, n before b and p. A rule of thumb for finding
candidates and for one level of likeness; whether two are the same is never decided by the sound alone.
"""

from __future__ import annotations

from lazo.analytics.linkage.folding import ACCENTED, BARE, MARKS, NOT_PLAIN
from lazo.analytics.linkage.steps import Instead, Letters, Lower, Only, Pattern, Steps, Trim

_CEDILLA = Instead((("ç", "s"), ("c\u0327", "s"), ("ß", "ss"), ("æ", "e"), ("œ", "e")))
_TWO_LETTERS = (
    ("ph", "f"), ("sch", "1"), ("sh", "1"), ("tch", "1"), ("ch", "1"), ("lh", "i"), ("ll", "i"), ("nh", "n"), ("gn", "n"),
)  # fmt: skip
_Q_AND_G = (
    ("que", "ke"),
    ("qui", "ki"),
    ("q", "k"),
    ("gue", "3e"),
    ("gui", "3i"),
    ("ge", "je"),
    ("gi", "ji"),
    ("3", "g"),
)
_C = (("ce", "se"), ("ci", "si"), ("cy", "si"), ("ck", "k"), ("c", "k"))
_OTHERS = (
    ("z", "s"),
    ("v", "b"),
    ("w", "u"),
    ("th", "t"),
    ("h", ""),
    ("y", "i"),
    ("x", "s"),
    ("np", "mp"),
    ("nb", "mb"),
)
_DOUBLES = tuple((letter * 2, letter) for letter in "abdefgijkmnoprstu")


def _where_found(pairs: tuple[tuple[str, str], ...]) -> Only:
    return Only("|".join(old for old, _ in pairs), (Instead(pairs),))


SOUND = Steps(
    (
        Lower(),
        Only(NOT_PLAIN, (_CEDILLA, Letters(ACCENTED + MARKS, BARE))),
        Only("[^a-z ]|^ | $|  ", (Pattern("[^a-z]+", " "), Trim())),
        Only("x", (Pattern(r"\bx", "j"),)),
        _where_found(_TWO_LETTERS),
        Only("[qg]", (Instead(_Q_AND_G),)),
        Only("c", (Instead(_C),)),
        Only("[zvwhyx]|n[pb]", (Instead(_OTHERS),)),
        _where_found(_DOUBLES),
    )
)
