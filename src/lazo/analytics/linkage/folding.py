"""Text folded for comparison: no accents, no marks, lower case, single spaces."""

from __future__ import annotations

from lazo.analytics.linkage.steps import Instead, Letters, Lower, Only, Pattern, Steps, Trim

ACCENTED = "áàâãäåāăąéèêëēėęěíìîïīįóòôõöøōőúùûüūůűñńňçćčýÿšśžźżłđðğř" + "ªº"
BARE = "aaaaaaaaaeeeeeeeeiiiiiioooooooouuuuuuunnncccyysszzzlddgr" + "ao"
MARKS = "\u0300\u0301\u0302\u0303\u0308\u0327\u030a"
"""Accents written as signs of their own."""

_SPELLED = Instead((("ß", "ss"), ("æ", "ae"), ("œ", "oe")))
NOT_PLAIN = "[^ -~]"
"""A sign that a keyboard of 1963 does not have: only with one of them there is anything to be made bare."""
_FOLDED = (Lower(), Only(NOT_PLAIN, (_SPELLED, Letters(ACCENTED + MARKS, BARE))))

FOLD = Steps((*_FOLDED, Pattern("[^a-z0-9]+", " "), Trim()))
"""Letters and digits in words."""

FOLD_LETTERS = Steps((*_FOLDED, Pattern("[^a-z]+", " "), Trim()))
"""Letters alone in words, for names of persons."""

FOLD_JOINED = Steps((*_FOLDED, Pattern("[^a-z0-9]+", "")))
"""Letters and digits without spaces, for codes."""
