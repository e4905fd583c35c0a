"""A question answered by the snapshot: which of its rows fit, in which order, and how many by each choice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from lazo.differentiate.models import CustomerCard
from lazo.differentiate.queries.customer_field_masks import stored_field
from lazo.differentiate.queries.customer_filter import strategic_condition
from lazo.differentiate.queries.customer_question import (
    HIGH_RISK,
    MEDIUM_RISK,
    NOBODY,
    OUTSIDE,
    TRAIT,
    ListQuestion,
)
from lazo.differentiate.queries.customer_snapshot import NO_BAR, NO_DAY, NO_MONEY, CardSnapshot, Changed, Mask, Rows
from lazo.differentiate.queries.customer_text import begins_a_name, settled_words, trait_customers
from lazo.differentiate.queries.segment_filter import segment_customers
from lazo.differentiate.queries.trait_question import TraitQuestion, trait_questions
from lazo.identify.models import TraitDefinition
from lazo.identify.queries.search import LAST
from lazo.identify.search.words import Wanted
from lazo.kernel.access import RowRule

EPOCH = date(1970, 1, 1).toordinal()
MOST_KEYS = 5_000
"""So many parties are looked up by something that is no name; a beginning that more have in common tells nobody apart."""
FEW_VALUES = 20
LEVELS = ("low", "medium", "high")
FACETS = ("areas", "kinds", "risks", "cities", "countries", "owners", "tiers", "rfm", "strategic")


@dataclass(frozen=True)
class Answer:
    """The snapshot under one question and one reader; masks are made when they are needed and only then."""

    snapshot: CardSnapshot
    changed: Changed
    rule: RowRule
    question: ListQuestion
    _rows: dict[str, NDArray[np.intp] | None] = field(default_factory=dict, compare=False)

    @cached_property
    def seen(self) -> Mask | None:
        """The rows that still speak and that the reader may see; None: all of them."""
        mask = None if self.rule.everything else self._ruled()
        if len(self.changed.rows):
            mask = np.ones(len(self.snapshot.ids), np.bool_) if mask is None else mask
            mask[self.changed.rows] = False
        return mask

    @cached_property
    def asked(self) -> dict[str, Mask]:
        """A mask by field of the question that asks something."""
        question = self.question
        masks = {
            name: self._coded(name, wanted)
            for name, wanted in (
                ("kind", question.kinds),
                ("city", question.cities),
                ("country", question.countries),
                ("tier", question.tiers),
            )
            if wanted
        }
        found = {FIELD_OF[name]: mask for name, mask in masks.items()}
        if question.areas:
            found["areas"] = self._area_codes_in(question.areas)
        if question.rfm:
            cells = [word for word in self.snapshot.codes["rfm"] if word[:2] in question.rfm]
            found["rfm"] = self._coded("rfm", cells)
        if question.risks:
            levels = [LEVELS.index(risk) + 1 for risk in question.risks if risk in LEVELS]
            found["risks"] = any_of(self._risk_levels(), levels)
        if question.owners:
            found["owners"] = any_of(self.snapshot.column("owner"), question.owners)
        if question.strategic is not None:
            found["strategic"] = self.snapshot.column("strategic") == int(question.strategic)
        if question.strategic_kinds:
            found["strategic_kinds"] = self._strategic(question.strategic_kinds)
        if question.segments:
            found["segments"] = self._with(np.array(segment_customers(question.segments), np.int64))
        return found | self._spans() | self._texts()

    def fitting(self, but: str = "") -> Mask | None:
        """The rows that fit everything, or everything but one field; None: all of them."""
        masks = [mask for name, mask in self.asked.items() if name != but]
        if self.seen is not None:
            masks.append(self.seen)
        if not masks:
            return None
        whole = masks[0]
        for mask in masks[1:]:
            whole = whole & mask
        return whole

    @cached_property
    def mask(self) -> Mask | None:
        return self.fitting()

    @cached_property
    def total(self) -> int:
        return len(self.snapshot.ids) if self.mask is None else int(np.count_nonzero(self.mask))

    def counts(self, facet: str) -> dict[Any, int]:
        """How many rows have each value of a facet, everything else that was asked being held."""
        codes, values = self._facet(facet)
        numbers = self._numbers(codes, facet, len(values))
        found: dict[Any, int] = {}
        for place in np.flatnonzero(numbers).tolist():
            value = values[place]
            if value not in {"", None}:
                found[value] = found.get(value, 0) + int(numbers[place])
        return found

    def bars(self) -> dict[int, int]:
        """How many rows have a projected value in each step of `value_steps`."""
        if "bars" not in self.snapshot.kept:
            self.snapshot.kept["bars"] = (self.snapshot.column("bar") - NO_BAR).view(np.uint8)
        numbers = self._numbers(self.snapshot.kept["bars"], "value", 0)
        return {place + NO_BAR: int(numbers[place]) for place in np.flatnonzero(numbers).tolist() if place}

    def _numbers(self, codes: NDArray[Any], facet: str, values: int) -> NDArray[np.intp]:
        """How many rows have each code, everything but that facet being held; of all rows it is counted once for a snapshot."""
        if not self.rule.everything or self.asked.keys() - {facet}:
            return np.bincount(self._of_fitting(codes, facet), minlength=values)
        if ("numbers", facet) not in self.snapshot.kept:
            self.snapshot.kept["numbers", facet] = np.bincount(codes, minlength=values)
        numbers = self.snapshot.kept["numbers", facet]
        return np.asarray(numbers - np.bincount(codes[self.changed.rows], minlength=len(numbers)))

    def _of_fitting(self, column: NDArray[Any], but: str) -> NDArray[Any]:
        """What a column holds in the rows that fit everything but one field.

        By the numbers of the rows, found once for all columns: picking by a mask costs several times as much.
        """
        but = but if but in self.asked else ""
        if but not in self._rows:
            mask = self.fitting(but) if but else self.mask
            self._rows[but] = None if mask is None else np.flatnonzero(mask)
        rows = self._rows[but]
        return column if rows is None else column[rows]

    def ordered(self, key: str, *, descending: bool, start: int = 0) -> Iterable[Rows]:
        """The fitting rows in an order from a place in it on, piece by piece, each with where it lay."""
        order = self.order(key, descending=descending)
        step = 4_096
        while start < len(order):
            piece = order[start : start + step]
            kept = np.arange(len(piece)) if self.mask is None else np.flatnonzero(self.mask[piece])
            if len(kept):
                yield np.stack([piece[kept], (kept + start).astype(np.int32)])
            start += step
            step = min(step * 2, 262_144)

    def place_of(self, row: int, key: str, *, descending: bool) -> int:
        """Where a row lies in an order."""
        return int(np.flatnonzero(self.order(key, descending=descending) == row)[0])

    def order(self, key: str, *, descending: bool) -> Rows:
        """The rows in an order; by a field of which the snapshot has nothing, all are unknown."""
        if key in self.snapshot.orders:
            return self.snapshot.order(key, descending=descending)
        return np.arange(len(self.snapshot.ids), dtype=np.int32)

    def _ruled(self) -> Mask:
        mask = any_of(self.snapshot.column("owner"), sorted(self.rule.owners))
        if self.rule.teams:
            mask |= any_of(self.snapshot.column("team"), sorted(self.rule.teams))
        if self.rule.shared:
            mask[self.snapshot.places_of(np.fromiter(self.rule.shared, np.int64))] = True
        return mask

    def _coded(self, name: str, wanted: Iterable[str]) -> Mask:
        chosen = set(wanted)
        codes = [code for code, word in enumerate(self.snapshot.codes[name]) if word in chosen]
        return any_of(self.snapshot.column(name), codes)

    def _area_codes_in(self, areas: Sequence[str]) -> Mask:
        mask = self._coded("area", [area for area in areas if area != OUTSIDE])
        return mask | (self._coded("area", [""]) & self.snapshot.column("is_scored")) if OUTSIDE in areas else mask

    def _risk_levels(self) -> NDArray[np.uint8]:
        """0 not known, 1 low, 2 medium, 3 high; the same for every question to a snapshot."""
        if "risk levels" not in self.snapshot.kept:
            percent = self.snapshot.column("risk")
            levels = (percent >= 0).view(np.uint8) + (percent >= MEDIUM_RISK) + (percent > HIGH_RISK)
            self.snapshot.kept["risk levels"] = levels
        found: NDArray[np.uint8] = self.snapshot.kept["risk levels"]
        return found

    def _spans(self) -> dict[str, Mask]:
        question = self.question
        spans = {
            "value": ("value_365d", NO_MONEY, question.value_from, question.value_to),
            "cost": ("cost_12m", NO_MONEY, question.cost_from, question.cost_to),
            "net": ("net_12m", NO_MONEY, question.net_from, question.net_to),
            "last_day": ("last_day", NO_DAY, _day(question.last_day_from), _day(question.last_day_to)),
            "created": ("created_on", NO_DAY, _day(question.created_from), None),
            "contact": ("last_contact_on", NO_DAY, None, _day(question.contact_to)),
        }
        masks = {}
        for name, (column, unknown, low, high) in spans.items():
            if low is None and high is None:
                continue
            values = self.snapshot.column(column)
            mask = values > unknown if low is None else values >= low
            masks[name] = mask if high is None else mask & (values <= high)
        return masks

    def _strategic(self, kinds: tuple[str, ...]) -> Mask:
        """Read once for a snapshot: the register changes with the scores, and so does the snapshot."""
        if kinds not in self.snapshot.kept:
            cards = CustomerCard.objects.filter(strategic_condition(kinds)).order_by()
            self.snapshot.kept[kinds] = self._with(np.fromiter(cards.values_list("customer_id", flat=True), np.int64))
        return self.snapshot.kept[kinds].copy()

    def _texts(self) -> dict[str, Mask]:
        masks = {}
        if self.question.text:
            masks["text"] = self._all([self._word(word) for word in self.words])
        for trait in trait_questions(self.question.traits):
            masks[trait.name] = self._trait(trait)
        return masks

    @cached_property
    def words(self) -> list[Wanted]:
        """What is looked for: names that came after the snapshot are names too."""
        return settled_words(self.question.text, begins_name=self._begins_name)

    def _begins_name(self, word: str) -> bool:
        return self.snapshot.has_word(word) or (bool(self.changed.touched) and begins_a_name(word))

    def _trait(self, asked: TraitQuestion) -> Mask:
        """By the field's own arrays; a trait that leads to another party, or has none, is asked of the table."""
        definition = TraitDefinition.objects.filter(key=asked.key).values_list("pk", flat=True).first()
        stored = None if definition is None else stored_field(self.snapshot, definition)
        return self._with(np.array(trait_customers(asked), np.int64)) if stored is None else stored.mask(asked)

    def field_counts(self, key: str, definition: int) -> dict[Any, int]:
        """How many rows have each value of an own field, everything else that was asked being held; see `StoredField.counts`."""
        stored = stored_field(self.snapshot, definition)
        return {} if stored is None else stored.counts(self._of_fitting(stored.counted, f"{TRAIT}{key}"))

    def _word(self, word: Wanted) -> Mask:
        mask = np.zeros(len(self.snapshot.ids), np.bool_)
        for start, kinds in word.by_start:
            if "n" in kinds:
                mask[self.snapshot.rows_with(start)] = True
            others = [kind for kind in kinds if kind != "n"]
            if others:
                mask[self.snapshot.places_of(_parties_with(start, others))] = True
        return mask

    def _with(self, parties: NDArray[np.int64]) -> Mask:
        mask = np.zeros(len(self.snapshot.ids), np.bool_)
        mask[self.snapshot.places_of(parties)] = True
        return mask

    def _all(self, masks: Sequence[Mask]) -> Mask:
        if not masks:
            return np.zeros(len(self.snapshot.ids), np.bool_)
        return np.logical_and.reduce(masks) if len(masks) > 1 else masks[0]

    def _facet(self, facet: str) -> tuple[NDArray[Any], list[Any]]:
        """The codes of all rows and what each code means."""
        if facet == "areas":
            return self._areas()
        if facet == "risks":
            return self._risk_levels(), ["", *LEVELS]
        column, codes = self.snapshot.column, self.snapshot.codes
        told: dict[str, tuple[NDArray[Any], list[Any]]] = {
            "rfm": (column("rfm"), [word[:2] for word in codes["rfm"]]),
            "strategic": (column("strategic"), ["0", "1"]),
            "owners": (column("owner"), _Numbers()),
        }
        name = NAME_OF.get(facet, "")
        return told[facet] if facet in told else (column(name), codes[name])

    def _areas(self) -> tuple[NDArray[Any], list[Any]]:
        """Blank is outside for who has a score, and nowhere for who has none yet."""
        column, codes = self.snapshot.column("area"), self.snapshot.codes["area"]
        if "" not in codes:
            return column, codes
        if "areas" not in self.snapshot.kept:
            is_outside = (column == codes.index("")) & self.snapshot.column("is_scored")
            self.snapshot.kept["areas"] = np.where(is_outside, np.uint8(len(codes)), column)
        return self.snapshot.kept["areas"], [*codes, OUTSIDE]


class _Numbers(list[Any]):
    """Codes that mean themselves; NOBODY is 0 there too."""

    def __getitem__(self, place: Any) -> Any:
        return int(place) if place else NOBODY


FIELD_OF = {"kind": "kinds", "city": "cities", "country": "countries", "tier": "tiers"}
NAME_OF = {name: key for key, name in FIELD_OF.items()}


def any_of(column: NDArray[Any], values: Sequence[int]) -> Mask:
    """The rows with one of these values: compared one by one while they are few, which is a hundred times as fast as looking them up."""
    if len(values) > FEW_VALUES:
        return np.isin(column, values)
    found: Mask = column == values[0] if values else np.zeros(len(column), np.bool_)
    for value in values[1:]:
        found |= column == value
    return found


def _day(day: date | None) -> int | None:
    return None if day is None else day.toordinal() - EPOCH


def _parties_with(start: str, kinds: Sequence[str]) -> NDArray[np.int64]:
    marks = ", ".join(["%s"] * len(kinds))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT party FROM identify_searchtoken WHERE token >= %s AND token < %s AND field IN ({marks}) LIMIT %s",  # noqa: S608 - places for parameters
            [start, start + LAST, *kinds, MOST_KEYS],
        )
        return np.array([row[0] for row in cursor.fetchall()], np.int64)
