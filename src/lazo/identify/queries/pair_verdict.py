"""How a field of a pair compares: by what linkage found, so that the table of a pair and its weights say the same."""

from collections.abc import Mapping, Sequence
from typing import Any

from lazo.identify.queries.why import ALIASES, DIFFERENT, EQUAL, START

SAME, LIKE, DIFFERS, MISSING, UNTOLD = "same", "near", "differs", "missing", "untold"
PARTS = {"name": ("given", "family", "company"), "birth_date": ("birth",)}
"""Of what comparisons a field is made, where it is not the one of its own name."""
KEYED = frozenset({"emails", "phones", "documents"})
"""Compared by keys: whether they are equal can be seen without linkage."""

Levels = Mapping[str, str | None]


def levels_of(contributions: Sequence[Mapping[str, Any]]) -> Levels:
    """The level of each comparison of a pair; null: it could not be compared."""
    names = [(str(one["comparison"]), one.get("level")) for one in contributions]
    return {ALIASES.get(name, name): level for name, level in names if name != START}


def verdict_of(field: str, seen: str, levels: Levels) -> str:
    """same, near, differs, missing, or untold (both have it, and linkage could not compare it).

    `seen` is what the values of today say by themselves: it holds where they are equal, where one is missing and where linkage said nothing.
    """
    told = _told(field, levels)
    if told is None or seen in {SAME, MISSING} or (told == SAME and field in KEYED):
        return seen
    return told


def has_changed(field: str, seen: str, levels: Levels) -> bool:
    """Whether the values of today cannot be those that linkage compared."""
    if field not in KEYED or field not in levels:
        return False
    level = levels[field]
    return (seen == SAME) != (level == EQUAL) or (seen == MISSING and level is not None)


def _told(field: str, levels: Levels) -> str | None:
    parts = [levels[part] for part in PARTS.get(field, (field,)) if part in levels]
    known = {level for level in parts if level is not None}
    if not known:
        return UNTOLD if parts else None
    if known == {DIFFERENT}:
        return DIFFERS
    return SAME if known == {EQUAL} and _is_whole(field, levels) else LIKE


def _is_whole(field: str, levels: Levels) -> bool:
    """A person's name is the same when both its parts are: surnames alone leave the given name open."""
    return field != "name" or "company" in levels or {"given", "family"} <= levels.keys()
