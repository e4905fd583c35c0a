"""Columns of text folded for search and for comparison."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.folding import fold
from lazo.identify.imports.values.parsed import Texts, one_array

__all__ = ["fold", "fold_column"]


def fold_column(texts: Texts) -> pa.Array:
    """Fold a column; null stays null."""
    whole = one_array(texts)
    if pc.all(pc.string_is_ascii(whole)).as_py():
        spaced = pc.replace_substring_regex(pc.ascii_lower(whole), r"\s+", " ")
        return pc.utf8_trim_whitespace(spaced)
    return pa.array([None if text is None else fold(text) for text in whole.to_pylist()], pa.string())
