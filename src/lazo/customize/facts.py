"""What decisions are made from: the customers of the last sync and score run, as arrays with an element for each."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.segments.definition import Node
from lazo.analytics.segments.parsing import UnableToParseSegment, parse
from lazo.analytics.segments.vocabulary import AREAS, OUTSIDE
from lazo.differentiate.queries.segment_base import segment_base
from lazo.differentiate.queries.segment_numbers import Question
from lazo.differentiate.segments.rules import catalogue
from lazo.differentiate.segments.segment_base import mask_of
from lazo.kernel.access import EVERYTHING

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
STRATA = (*AREAS, OUTSIDE)
"""Groups of customers in which an offer may work differently: where they stand in the cycle."""


@dataclass(frozen=True)
class Facts:
    """`places` are the customers asked about among all of the base (null: everybody); `on` is the day of the decision."""

    question: Question
    on: date
    places: NDArray[np.intp] | None = None
    _memo: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of_everybody(cls, *, on: date) -> "Facts":
        """Raises UnableToOpenWarehouse."""
        return cls(Question(segment_base(), catalogue(), EVERYTHING), on)

    def of(self, customer: int) -> "Facts | None":
        """The same of one customer; null for whom the warehouse does not know yet."""
        ids = self.question.base.ids
        place = int(np.searchsorted(ids, customer))
        if place >= len(ids) or ids[place] != customer:
            return None
        return Facts(self.question, self.on, np.array([place]))

    @property
    def ids(self) -> Ints:
        """The customers, growing."""
        return self._of(self.question.base.ids)

    def __len__(self) -> int:
        return len(self.question.base.ids) if self.places is None else len(self.places)

    def column(self, name: str) -> NDArray[Any]:
        """A field of the vocabulary of segments; 0 where it is not known."""
        return self._of(self.question.base.column(name, self.question.known.vocabulary))

    @property
    def strata(self) -> NDArray[np.int8]:
        """The place of each customer's area in STRATA; who has no score stands outside."""
        if "strata" not in self._memo:
            words = self.question.base.words("area", self.question.known.vocabulary)
            outside = STRATA.index(OUTSIDE)
            codes = np.array([STRATA.index(one) if one in STRATA else outside for one in words], np.int8)
            self._memo["strata"] = codes[self.column("area")]
        found: NDArray[np.int8] = self._memo["strata"]
        return found

    def members(self, definition: Any) -> Mask:
        """Who is in the tree of a segment, told as JSON; empty: everybody. Whoever is not a person or a company of their own is in none."""
        if not definition:
            return np.ones(len(self), np.bool_)
        node = self.read(definition)
        if node is None:
            return np.zeros(len(self), np.bool_)
        bits = self.question.members(node)
        return self._of(mask_of(bits, len(self.question.base.ids)))

    def read(self, definition: Any) -> Node | None:
        """The tree; null where what it speaks of is no more."""
        try:
            return parse(definition, self.question.known.vocabulary)
        except UnableToParseSegment:
            return None

    def mask_of(self, parties: Ints) -> Mask:
        """The customers among these, or whose records they are."""
        return self._of(self.question.base.base.mask_of(parties))

    def places_of(self, parties: Ints) -> NDArray[np.int64]:
        """The place in these arrays of the customer of each party; -1 of one who is not asked about."""
        found = self.question.base.base.places.of(parties).astype(np.int64)
        if self.places is None:
            return found
        mine = np.full(len(found), -1, np.int64)
        for here, place in enumerate(self.places.tolist()):
            mine[found == place] = here
        return mine

    def _of(self, whole: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(whole) if self.places is None else np.asarray(whole[self.places])
