"""The column that says what happened, read as yes, no, or not known yet."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.propensity.columns import ColumnKind, ReadColumn
from lazo.analytics.propensity.measures import Labels

YES = frozenset({"yes", "y", "si", "sí", "s", "sim", "true", "verdadero", "1", "x"})
ABOVE = re.compile(r">\s*(-?\d+(?:[.,]\d+)?)")


class UnableToReadLabel(ValueError):
    """`code` is no_such_value, not_a_number or too_many_values (of a column that is no answer of two)."""

    def __init__(self, code: str, *, found: int = 0) -> None:
        super().__init__(code)
        self.code, self.params = code, {"found": found}


@dataclass(frozen=True, slots=True)
class ReadLabels:
    """`yes` where it happened; `known` where the cell is filled: the others are to be foretold."""

    yes: Labels
    known: NDArray[np.bool_]


def read_labels(column: ReadColumn, rule: str = "") -> ReadLabels:
    """`rule` is the value that means yes, or `> 3` for more than that; blank: guessed (see `guess_rule`).

    Raises UnableToReadLabel.
    """
    rule = rule.strip() or guess_rule(column)
    known = np.asarray(column.is_filled)
    above = ABOVE.fullmatch(rule)
    if above:
        if column.kind != ColumnKind.NUMBER:
            raise UnableToReadLabel("not_a_number")
        return ReadLabels(np.asarray(np.nan_to_num(column.numbers) > float(above[1].replace(",", "."))) & known, known)
    yes = np.array([text.casefold() == rule.casefold() for text in column.texts()], dtype=np.bool_)
    if not yes.any():
        raise UnableToReadLabel("no_such_value")
    return ReadLabels(yes & known, known)


def guess_rule(column: ReadColumn) -> str:
    """The value that means yes: a word for it, else the rarer of two, else `> 0` of numbers. Raises UnableToReadLabel."""
    values, counts = np.unique(column.numbers[column.is_filled], return_counts=True)
    texts = ReadColumn(column.name, column.kind, values, column.words).texts()
    if len(values) <= 2:
        for text in texts:
            if text.casefold() in YES:
                return text
        if len(values):
            return texts[int(np.argmin(counts))]
    if column.kind == ColumnKind.NUMBER:
        return "> 0"
    raise UnableToReadLabel("too_many_values", found=len(values))
