"""How a name of Spanish or Portuguese sounds, so that spellings of the same sound fall together.

b/v, s/c/z/ç, ll/y/lh, j/g before e and i, qu/k/c, a mute h, ph, double letters, n before b and p. A rule of thumb for finding
candidates and for one level of likeness; whether two are the same is never decided by the sound alone.
"""

from __future__ import annotations

from lazo.analytics.linkage.folding import ACCENTED, BARE, MARKS
from lazo.analytics.linkage.steps import Instead, Letters, Lower, Pattern, Steps, Trim

_CEDILLA = Instead((("ç", "s"), ("c\u0327", "s"), ("ß", "ss"), ("æ", "e"), ("œ", "e")))
_DIGRAPHS = (
    ("ph", "f"), ("sch", "1"), ("sh", "1"), ("tch", "1"), ("ch", "1"), ("lh", "i"), ("ll", "i"), ("nh", "n"), ("gn", "n"),
    ("que", "ke"), ("qui", "ki"), ("q", "k"), ("gue", "3e"), ("gui", "3i"), ("ge", "je"), ("gi", "ji"), ("3", "g"),
    ("ce", "se"), ("ci", "si"), ("cy", "si"), ("ck", "k"), ("c", "k"), ("z", "s"), ("v", "b"), ("w", "u"), ("th", "t"), ("h", ""),
    ("y", "i"), ("x", "s"), ("np", "mp"), ("nb", "mb"),
)  # fmt: skip
_DOUBLES = tuple((letter * 2, letter) for letter in "abdefgijkmnoprstu")

SOUND = Steps(
    (
        Lower(),
        _CEDILLA,
        Letters(ACCENTED + MARKS, BARE),
        Pattern("[^a-z]+", " "),
        Trim(),
        Pattern(r"\bx", "j"),
        Instead(_DIGRAPHS + _DOUBLES),
    )
)
