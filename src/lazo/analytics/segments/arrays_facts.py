"""Facts with an element per customer: how many, their money, the day of the first or last; many questions in one reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.segments import period as periods
from lazo.analytics.segments.arrays_base import (
    Base,
    Ints,
    Mask,
    Part,
    Source,
    Values,
    among,
    coded,
    days,
    integers,
    joined,
)
from lazo.analytics.segments.definition import FactCondition, Measure, SequenceCondition, Where
from lazo.analytics.segments.vocabulary import FactFamily, Vocabulary

EPOCH = date(1970, 1, 1).toordinal()
NEVER, FAR = np.int32(-(2**30)), np.int32(2**30)
DAY_BITS, DAY_ZERO = 20, 2**19
Element = TypeVar("Element", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Feature:
    """What is computed of a customer's facts; days are bounds, both included."""

    family: str
    measure: Measure
    where: Where
    first: date | None
    last: date

    @classmethod
    def of(cls, node: FactCondition, *, on: date) -> Feature:
        return cls(node.family, node.measure, node.where, *periods.until(node.period, on=on))


def fact_values(
    base: Base, source: Source, vocabulary: Vocabulary, features: Iterable[Feature]
) -> dict[Feature, Values]:
    """The value of each feature; every table is read once, whatever is asked of it."""
    by_table: dict[tuple[str, bool], list[Feature]] = {}
    for feature in features:
        by_table.setdefault((feature.family, _on_lines(vocabulary.families[feature.family], feature.where)), []).append(
            feature
        )
    found: dict[Feature, Values] = {}
    for (family, lines), asked in by_table.items():
        reading = Reading(base, source, vocabulary.families[family], lines=lines)
        sums = {feature: _Sum(base, feature) for feature in asked}
        for rows in reading.rows(asked):
            for one in sums.values():
                one.take(rows)
        found |= {feature: one.values() for feature, one in sums.items()}
    return found


def _on_lines(family: FactFamily, where: Where) -> bool:
    return family.lines is not None and any(name in family.lines.attributes for name, _ in where)


class Rows:
    """One piece of a family's rows (or lines): an element each, of customers only. What was found is kept for the next question."""

    def __init__(self, reading: Reading, part: Part) -> None:
        self.part = part
        self._reading = reading
        who = reading.base.places.of(integers(part.rows["party_id"], -1))
        # Mostly every row is a customer's: then nothing is picked out.
        self._kept = None if not len(who) or who.min() >= 0 else np.flatnonzero(who >= 0)
        self.who = self._of_customers(who)
        self.day = self._of_customers(days(part.rows["day"]))
        money = reading.family.amount
        self.amount: Ints | None = self._of_customers(integers(part.rows[money])) if money else None
        self.counted: Mask | None = None if self.amount is None else self.amount >= 0
        self.fact: Ints = (
            self._of_customers(integers(part.rows[reading.fact])) if reading.lines else self.who.astype(np.int64)
        )
        self._where: dict[Where, Mask | None] = {(): None}
        self._sums: dict[tuple[object, ...], NDArray[np.int64]] = {}

    def _of_customers(self, values: NDArray[Element]) -> NDArray[Element]:
        return values if self._kept is None else values[self._kept]

    def fitting(self, where: Where) -> Mask | None:
        """The rows with those attributes; null: all."""
        if where not in self._where:
            mask = None
            for name, values in where:
                one = self._of_customers(self._reading.among(self.part, name, values))
                mask = one if mask is None else mask & one
            self._where[where] = mask
        return self._where[where]

    def clipped(self, first: date | None, last: date) -> tuple[int | None, int | None] | None:
        """The bounds as far as this piece has days beyond them; null where it has none within."""
        low, high = self.part.first, self.part.last
        if (high is not None and first is not None and high < first) or (low is not None and low > last):
            return None
        begin = None if first is None or (low is not None and low >= first) else first.toordinal() - EPOCH
        end = None if high is not None and high <= last else last.toordinal() - EPOCH
        return begin, end

    def chosen(self, where: Where, bounds: tuple[int | None, int | None], *, counted: bool) -> Mask | None:
        """The rows asked for; null: all."""
        masks = [self.fitting(where), self.counted if counted else None]
        masks += [
            None if bounds[0] is None else self.day >= bounds[0],
            None if bounds[1] is None else self.day <= bounds[1],
        ]
        held = [mask for mask in masks if mask is not None]
        return None if not held else held[0] if len(held) == 1 else np.logical_and.reduce(held)

    def summed(self, where: Where, bounds: tuple[int | None, int | None], measure: Measure) -> NDArray[np.int64]:
        """How many or how much per customer; the same question asked again is answered from memory."""
        key = (where, bounds, measure)
        if key not in self._sums:
            mask = self.chosen(where, bounds, counted=measure == Measure.COUNT)
            self._sums[key] = self._count(mask) if measure == Measure.COUNT else self._money(mask)
        return self._sums[key]

    def _count(self, mask: Mask | None) -> NDArray[np.int64]:
        who = self.who if mask is None else self.who[mask]
        if self._reading.lines:
            fact = self.fact if mask is None else self.fact[mask]
            who = who[np.unique(fact, return_index=True)[1]]
        return np.bincount(who, minlength=len(self._reading.base))

    def _money(self, mask: Mask | None) -> NDArray[np.int64]:
        if self.amount is None:
            return np.zeros(len(self._reading.base), np.int64)
        who, amount = (self.who, self.amount) if mask is None else (self.who[mask], self.amount[mask])
        if amount.size and int(np.abs(amount).max()) * len(amount) < 2**53:
            return np.rint(np.bincount(who, weights=amount, minlength=len(self._reading.base))).astype(np.int64)
        exact = np.zeros(len(self._reading.base), np.int64)
        np.add.at(exact, who, amount)
        return exact


class Reading:
    """Reads a family's table piece by piece."""

    def __init__(self, base: Base, source: Source, family: FactFamily, *, lines: bool) -> None:
        self.base, self.family, self.lines = base, family, lines
        self._source = source
        self.fact = family.lines.fact if family.lines else "id"
        self._things: dict[tuple[str, tuple[str, ...]], Ints] = {}

    def rows(self, asked: Sequence[Feature]) -> Iterable[Rows]:
        """The pieces that hold any of the days asked for."""
        firsts = [feature.first for feature in asked]
        first = None if None in firsts else min(day for day in firsts if day is not None)
        return self.between(first, max(feature.last for feature in asked), [feature.where for feature in asked])

    def between(self, first: date | None, last: date, wheres: Sequence[Where]) -> Iterable[Rows]:
        table = self.family.lines.table if self.lines and self.family.lines else self.family.table
        for part in self._source.parts(table, self._columns(wheres), first=first, last=last):
            yield Rows(self, part)

    def among(self, part: Part, name: str, values: tuple[str, ...]) -> Mask:
        lines = self.family.lines
        if not self.lines or lines is None:
            return among(part.rows[self.family.attributes[name]], values)
        things = self._of_lookup(lines.attributes[name], values)
        return np.isin(integers(part.rows[lines.key], -1), things)

    def _of_lookup(self, column: str, values: tuple[str, ...]) -> Ints:
        lines = self.family.lines
        if (column, values) not in self._things and lines is not None:
            rows = joined(self._source, lines.lookup, (lines.key, column))
            chosen = among(rows[column], values) if len(rows[column]) else np.zeros(0, np.bool_)
            self._things[column, values] = integers(rows[lines.key])[chosen]
        return self._things[column, values]

    def _columns(self, wheres: Sequence[Where]) -> tuple[str, ...]:
        named = {name for where in wheres for name, _ in where}
        columns = ["party_id", "day", *([self.family.amount] if self.family.amount else [])]
        if self.lines and self.family.lines:
            return (*columns, self.family.lines.fact, self.family.lines.key)
        return (*columns, *(self.family.attributes[name] for name in self.family.attributes if name in named))


class _Sum:
    """One feature while the pieces go by."""

    def __init__(self, base: Base, feature: Feature) -> None:
        self._feature = feature
        self._is_day = feature.measure in {Measure.FIRST, Measure.LAST}
        start = FAR if feature.measure == Measure.FIRST else NEVER
        self._sum = np.full(len(base), start, np.int32) if self._is_day else np.zeros(len(base), np.int64)

    def take(self, rows: Rows) -> None:
        feature = self._feature
        bounds = rows.clipped(feature.first, feature.last)
        if bounds is None:
            return
        if not self._is_day:
            self._sum += rows.summed(feature.where, bounds, feature.measure)
            return
        mask = rows.chosen(feature.where, bounds, counted=True)
        who, day = (rows.who, rows.day) if mask is None else (rows.who[mask], rows.day[mask])
        (np.minimum if feature.measure == Measure.FIRST else np.maximum).at(self._sum, who, day)

    def values(self) -> Values:
        if not self._is_day:
            return Values(self._sum, np.ones(len(self._sum), np.bool_))
        known = (self._sum != FAR) & (self._sum != NEVER)
        return Values(np.where(known, self._sum, 0).astype(np.int64), known)


def sequence_mask(base: Base, source: Source, vocabulary: Vocabulary, node: SequenceCondition, *, on: date) -> Mask:
    """Who bought one thing and then another within some days, or did not."""
    family = vocabulary.families["purchases"]
    first, last = periods.until(node.period, on=on)
    begun = _days(Reading(base, source, family, lines=_on_lines(family, node.first)), node.first, first, last)
    then = _days(Reading(base, source, family, lines=_on_lines(family, node.then)), node.then, first, on)
    if not node.happened:
        begun = begun[(begun & (2**DAY_BITS - 1)) - DAY_ZERO + node.days <= on.toordinal() - EPOCH]
    at = np.searchsorted(then, begun, side="right" if node.happened else "left")
    follows = np.zeros(len(begun), np.bool_)
    inside = at < len(then)
    follows[inside] = then[at[inside]] <= begun[inside] + node.days
    mask = np.zeros(len(base), np.bool_)
    mask[(begun[follows] if node.happened else begun[~follows]) >> DAY_BITS] = True
    return mask


def _days(reading: Reading, where: Where, first: date | None, last: date) -> Ints:
    """Customer and day of every purchase that fits, as one growing number each."""
    found = [np.zeros(0, np.int64)]
    for rows in reading.between(first, last, [where]):
        bounds = rows.clipped(first, last)
        if bounds is None:
            continue
        mask = rows.chosen(where, bounds, counted=True)
        who, day = (rows.who, rows.day) if mask is None else (rows.who[mask], rows.day[mask])
        found.append((who.astype(np.int64) << DAY_BITS) | (day.astype(np.int64) + DAY_ZERO))
    return np.unique(np.concatenate(found))


def words_of(source: Source, table: str, column: str) -> Mapping[str, int]:
    """The words of a text column and how often each occurs."""
    counts: dict[str, int] = {}
    for part in source.parts(table, (column,)):
        codes, words = coded(part.rows[column])
        for word, count in zip(words, np.bincount(codes[codes >= 0], minlength=len(words)), strict=True):
            counts[word] = counts.get(word, 0) + int(count)
    return counts
