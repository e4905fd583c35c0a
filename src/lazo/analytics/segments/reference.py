"""One customer at a time in plain Python: what a rule means, and the answer after an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import floor
from typing import Any

from lazo.analytics.segments import period as periods
from lazo.analytics.segments.customer import ConsentLine, CustomerFacts, Fact, Position
from lazo.analytics.segments.definition import (
    AllOf,
    AnyOf,
    Condition,
    ConsentCondition,
    Contains,
    FactCondition,
    FieldCondition,
    InSegment,
    Known,
    Measure,
    MovementCondition,
    Node,
    Not,
    OneOf,
    Range,
    RelationCondition,
    SequenceCondition,
    Test,
    TraitCondition,
    Way,
    Where,
    Within,
)
from lazo.analytics.segments.vocabulary import OUTSIDE, WAYS, Derive, FieldSpec, ValueType, Vocabulary

STRICTEST = ("WITHDRAWN", "EXPIRED", "GRANTED")


@dataclass
class Evaluator:
    """Rules over one customer on the day `on`; what was found is remembered, so that many segments share their conditions.

    `segments` are the trees that others name by key; a key without a tree is a static list.
    """

    customer: CustomerFacts
    on: date
    vocabulary: Vocabulary
    segments: Mapping[str, Node] = field(default_factory=dict)
    _found: dict[Condition | str, bool] = field(default_factory=dict)
    _kept: dict[tuple[str, Where], list[Fact]] = field(default_factory=dict)

    def holds(self, node: Node) -> bool:
        """Whether the customer fits."""
        match node:
            case AllOf(parts):
                return all(self.holds(part) for part in parts)
            case AnyOf(parts):
                return any(self.holds(part) for part in parts)
            case Not(part):
                return not self.holds(part)
            case InSegment(key):
                return self._named(key)
        if node not in self._found:
            self._found[node] = self._holds(node)
        return self._found[node]

    def _named(self, key: str) -> bool:
        if key not in self._found:
            tree = self.segments.get(key)
            self._found[key] = key in self.customer.lists if tree is None else self.holds(tree)
        return self._found[key]

    def _holds(self, node: Condition) -> bool:  # noqa: PLR0911 - a case for each kind of condition
        match node:
            case FieldCondition(key, test):
                return fits(test, self._field(self.vocabulary.fields[key]), on=self.on)
            case TraitCondition():
                return fits(node.test, self._trait(node), on=self.on)
            case FactCondition():
                return fits(node.test, self._fact(node), on=self.on)
            case SequenceCondition():
                return self._sequence(node)
            case RelationCondition():
                return self._relation(node)
            case MovementCondition():
                return self._movement(node)
            case ConsentCondition():
                return self._consent(node)

    def _field(self, spec: FieldSpec) -> Any:
        row = self.customer.party if spec.table == "parties" else self.customer.score
        if row is None:
            return None
        if spec.derive == Derive.RISK:
            return risk(row.get("p_alive"), row.get("frequency"))
        return derived(spec, row.get(spec.column), on=self.on)

    def _trait(self, node: TraitCondition) -> Any:
        known = [
            fact
            for fact in self.customer.traits
            if fact.key == node.trait and (not node.kinds or fact.kind in node.kinds) and fact.confidence >= node.least
        ]
        held = max(known, key=lambda f: (f.strength, not f.has_source, f.set_on, f.id), default=None)
        return None if held is None else held.value

    def _rows(self, family: str, where: Where) -> list[Fact]:
        """Rows of a family, or its lines where what is asked lies on lines."""
        if (family, where) not in self._kept:
            lines = self.vocabulary.families[family].lines
            on_lines = lines is not None and any(name in lines.attributes for name, _ in where)
            rows = (self.customer.lines if on_lines else self.customer.facts).get(family, ())
            fits = [row for row in rows if all(row.values.get(name) in values for name, values in where)]
            self._kept[family, where] = fits
        return self._kept[family, where]

    def _fact(self, node: FactCondition) -> int | date | None:
        first, last = periods.until(node.period, on=self.on)
        rows = [
            row
            for row in self._rows(node.family, node.where)
            if (first is None or row.day >= first) and row.day <= last
        ]
        if node.measure == Measure.AMOUNT:
            return sum(row.amount or 0 for row in rows)
        counted = [row for row in rows if (row.amount or 0) >= 0]
        if node.measure == Measure.COUNT:
            return len({row.id for row in counted})
        days = [row.day for row in counted]
        return (min if node.measure == Measure.FIRST else max)(days, default=None)

    def _sequence(self, node: SequenceCondition) -> bool:
        first, last = periods.until(node.period, on=self.on)
        begun = {row.day for row in self._rows("purchases", node.first) if (row.amount or 0) >= 0}
        followed = {
            row.day for row in self._rows("purchases", node.then) if (row.amount or 0) >= 0 and row.day <= self.on
        }
        begun = {day for day in begun if (first is None or day >= first) and day <= last}
        span = timedelta(days=node.days)
        if node.happened:
            return any(day < then <= day + span for day in begun for then in followed)
        over = {day for day in begun if day + span <= self.on}
        return any(not any(day <= then <= day + span for then in followed) for day in over)

    def _relation(self, node: RelationCondition) -> bool:
        return any(
            (not node.types or one.type in node.types)
            and (node.end == "any" or one.is_origin == (node.end == "origin"))
            and (one.valid_from is None or one.valid_from <= self.on)
            and (one.valid_to is None or one.valid_to > self.on)
            for one in self.customer.relations
        )

    def _movement(self, node: MovementCondition) -> bool:
        first, last = periods.until(node.period, on=self.on)
        for area in node.areas:
            stays = [one for one in self.customer.positions if one.area == area and _has_length(one)]
            begins, ends = (
                {one.valid_from for one in stays},
                {one.valid_to for one in stays if one.valid_to is not None},
            )
            days = begins - ends if node.way == Way.ENTERED else ends - begins
            began = self.customer.history_began
            if any((first is None or day >= first) and day <= last and day != began for day in days):
                return True
        return False

    def _consent(self, node: ConsentCondition) -> bool:
        if node.reachable and not self.customer.ways & WAYS[node.channel]:
            return False
        return consent_state(self.customer.consents, node.purpose, node.channel, on=self.on) in node.states


def fits(test: Test, value: Any, *, on: date) -> bool:
    """Whether a value passes the test; null passes none but that of being unknown."""
    match test:
        case Known(known):
            return (value is not None and value != ()) == known
        case OneOf(values):
            if isinstance(value, tuple):
                return any(word in values for word in value)
            return value is not None and value in values
        case Range(low, high):
            return value is not None and (low is None or value >= low) and (high is None or value <= high)
        case Within(period):
            return periods.holds(period, value, on=on)
        case Contains(text):
            return value is not None and text.lower() in value.lower()


def derived(spec: FieldSpec, value: Any, *, on: date) -> Any:
    """The field's value from its column; an empty text is unknown."""
    if spec.type == ValueType.WORDS:
        return tuple(word for word in (value or "").split(",") if word)
    if spec.derive == Derive.AREA:
        return value or OUTSIDE
    if value is None or value == "":
        return None
    if spec.derive == Derive.AGE:
        return on.year - value.year - ((on.month, on.day) < (value.month, value.day))
    digits = {Derive.FIRST_DIGIT: 0, Derive.SECOND_DIGIT: 1, Derive.THIRD_DIGIT: 2}
    if spec.derive in digits:
        return int(value[digits[spec.derive]])
    return value


def risk(p_alive: float | None, frequency: int | None) -> int | None:
    """Percent at risk of leaving; of who bought once the model knows nothing, and neither is it said."""
    return None if p_alive is None or not frequency else floor((1 - p_alive) * 100 + 0.5)


def consent_state(lines: Iterable[ConsentLine], purpose: str, channel: str, *, on: date) -> str:
    """What holds: of each record its last line, of several records the strictest; UNKNOWN where nobody ever asked."""
    last: dict[int, ConsentLine] = {}
    for line in sorted(lines, key=lambda one: (one.on, one.id)):
        if (line.purpose, line.channel) == (purpose, channel) and line.on <= on:
            last[line.record] = line
    said = {_current(line, on) for line in last.values()}
    return next((state for state in STRICTEST if state in said), "UNKNOWN")


def _current(line: ConsentLine, on: date) -> str:
    has_ended = line.state == "GRANTED" and line.expires_on is not None and line.expires_on <= on
    return "EXPIRED" if has_ended else line.state


def _has_length(position: Position) -> bool:
    return position.valid_to is None or position.valid_from < position.valid_to
