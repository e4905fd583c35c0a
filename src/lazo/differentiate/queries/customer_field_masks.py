"""A company's own fields in the snapshot: which of its rows fit what is asked of one, and how many have each of its values."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from numpy.typing import NDArray

from lazo.differentiate.queries.customer_snapshot import NO_DAY, NO_MONEY, CardSnapshot, Mask
from lazo.differentiate.queries.customer_text import typed_value
from lazo.differentiate.queries.field_steps import COUNTED
from lazo.differentiate.queries.trait_question import TraitQuestion
from lazo.identify.models import TraitDefinition

EPOCH_DAY = 719_163
"""The ordinal of 1 January 1970."""
NO_PLACE = np.iinfo(np.int32).min
Type = TraitDefinition.Type


@dataclass(frozen=True)
class StoredField:
    """A field as a snapshot holds it: texts and choices as codes of their sorted words (0: none), the others as they are."""

    snapshot: CardSnapshot
    id: int
    type: str

    @property
    def name(self) -> str:
        """Under which its columns and its order lie."""
        return field_name(self.id)

    @property
    def column(self) -> NDArray[Any]:
        return self.snapshot.column(self.name)

    @cached_property
    def known(self) -> Mask:
        """The rows with a value."""
        column = self.column
        if self.type in {Type.TEXT, Type.CHOICE, Type.FLAG}:
            return np.asarray(column != 0)
        if self.type == Type.NUMBER:
            return np.asarray(~np.isnan(column))
        return np.asarray(column != (NO_MONEY if self.type == Type.MONEY else NO_DAY))

    def mask(self, asked: TraitQuestion) -> Mask:
        """The rows that fit; a value that is none of the field's type fits nobody."""
        masks = [self._one(how, value) for how, value in asked.rest]
        if asked.values:
            masks.append(np.logical_or.reduce([self._one("is", value) for value in asked.values]))
        found: Mask = np.logical_and.reduce(masks)
        return found

    @property
    def counted(self) -> NDArray[Any]:
        """The column of which `counts` counts: codes, or ranges."""
        return self.column if self.type in COUNTED else self.snapshot.column(f"{self.name}_place")

    def counts(self, chosen: NDArray[Any]) -> dict[Any, int]:
        """Of some rows of `counted`: how many have each choice (text), each answer ("1", "0"), or a value in each range of `field_steps`."""
        if self.type in COUNTED:
            numbers = np.bincount(chosen)
            return {self._word(int(code)): int(numbers[code]) for code in np.flatnonzero(numbers) if code}
        known = chosen[np.flatnonzero(chosen != NO_PLACE)]
        if not len(known):
            return {}
        first = int(known.min())
        numbers = np.bincount(known - first)
        return {place + first: int(numbers[place]) for place in np.flatnonzero(numbers).tolist()}

    def _one(self, how: str, text: str) -> Mask:
        if how in {"has", "empty"}:
            return self.known if how == "has" else ~self.known
        try:
            value = typed_value(self.type, text)
        except ValidationError:
            return np.zeros(len(self.column), np.bool_)
        if self.type in {Type.TEXT, Type.CHOICE}:
            return self._texts(how, str(value))
        if how == "contains":
            return np.zeros(len(self.column), np.bool_)
        if self.type == Type.FLAG:
            value = 1 + value
        if self.type == Type.DATE:
            value = value.toordinal() - EPOCH_DAY
        fits = {"is": np.equal, "from": np.greater_equal, "to": np.less_equal}[how](self.column, value)
        return np.asarray(fits & self.known)

    def _texts(self, how: str, text: str) -> Mask:
        sought = text.encode()
        if how == "contains":
            return self._containing(sought.lower())
        low, high = (
            bisect_left(self._places, sought, key=self._bytes),
            bisect_right(self._places, sought, key=self._bytes),
        )
        first = low + 1 if how in {"is", "from"} else 1
        last = len(self._places) if how == "from" else high
        return np.asarray((self.column >= first) & (self.column <= last))

    def _containing(self, sought: bytes) -> Mask:
        """Capitals of ASCII do not matter, as in the database."""
        if not sought:
            return self.known
        letters = bytes(self.snapshot.column(f"{self.name}_letters")).lower()
        ends = self.snapshot.column(f"{self.name}_ends")
        begins = np.fromiter((one.start() for one in re.finditer(b"(?=" + re.escape(sought) + b")", letters)), np.int64)
        words = np.searchsorted(ends, begins, side="right")
        words = words[begins + len(sought) <= ends[words]]  # what lies across two words is in neither
        fits = np.zeros(len(ends) + 1, np.bool_)
        fits[words + 1] = True
        found: Mask = fits[self.column]
        return found

    @property
    def _places(self) -> range:
        return range(len(self.snapshot.column(f"{self.name}_ends")))

    def _bytes(self, place: int) -> bytes:
        ends, letters = self.snapshot.column(f"{self.name}_ends"), self.snapshot.column(f"{self.name}_letters")
        return bytes(letters[(ends[place - 1] if place else 0) : ends[place]])

    def _word(self, code: int) -> str:
        return str(code - 1) if self.type == Type.FLAG else self._bytes(code - 1).decode()


def field_name(definition: int) -> str:
    return f"field_{definition}"


def stored_field(snapshot: CardSnapshot, definition: int) -> StoredField | None:
    """The field of that number; None where the snapshot was written before there was a value of it."""
    of = dict(snapshot.codes.get("fields", [])).get(definition)
    return None if of is None else StoredField(snapshot, definition, of)
