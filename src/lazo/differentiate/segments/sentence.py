"""Rules as a sentence in the reader's language: what `typed` reads back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lazo.analytics.segments.definition import (
    AllOf,
    AnyOf,
    ConsentCondition,
    Contains,
    End,
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
    Where,
    Within,
)
from lazo.analytics.segments.period import EVER, Between, InCalendar, LastDays, MoreThanDaysAgo, NextDays, Period
from lazo.analytics.segments.vocabulary import ValueType, Vocabulary
from lazo.differentiate.segments import sentence_words as words

OPEN, CLOSE = "«", "»"
HOUSEHOLD = RelationCondition(("household-member",), End.ORIGIN)


@dataclass(frozen=True)
class Speech:
    """What sentences need to know: the vocabulary, digits of the currency after the point, names by key or id.

    `countries` are names by code in the reader's language, `owners` and `teams` names by id, `segments` and `traits` names by key.
    """

    vocabulary: Vocabulary
    digits: int = 2
    countries: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[int, str] = field(default_factory=dict)
    teams: Mapping[int, str] = field(default_factory=dict)
    segments: Mapping[str, str] = field(default_factory=dict)
    traits: Mapping[str, str] = field(default_factory=dict)

    def named(self, key: str) -> Mapping[Any, Any]:
        """What the values of a field or attribute are called."""
        known: dict[str, Mapping[Any, Any]] = {"country": self.countries, "owner": self.owners, "team": self.teams}
        return known.get(key) or words.VALUES.get(key, {})


def sentence(node: Node, speech: Speech) -> str:
    """The rules in words, in the active language; groups inside groups stand in parentheses."""
    match node:
        case AllOf(parts):
            return _joined(parts, str(words.AND), speech)
        case AnyOf(parts):
            return _joined(parts, str(words.OR), speech)
        case Not(part):
            return f"{words.NOT} ({sentence(part, speech)})"
        case InSegment(key):
            return str(words.IN_SEGMENT) % {"segment": quoted(speech.segments.get(key, key))}
    return condition_sentence(node, speech)


def _joined(parts: tuple[Node, ...], word: str, speech: Speech) -> str:
    told = (sentence(part, speech) for part in parts)
    whole = [f"({one})" if isinstance(part, AllOf | AnyOf) else one for part, one in zip(parts, told, strict=True)]
    return f" {word} ".join(whole)


def condition_sentence(node: Node, speech: Speech) -> str:  # noqa: PLR0911 - a case for each kind of condition
    """One condition in words."""
    match node:
        case FieldCondition(key, test):
            spec = speech.vocabulary.fields[key]
            return _tested(str(words.FIELDS.get(key, key)), test, spec.type, key, speech)
        case TraitCondition():
            return _trait(node, speech)
        case FactCondition():
            return _fact(node, speech)
        case SequenceCondition():
            text = words.SEQUENCE if node.happened else words.NO_SEQUENCE
            ends = {"first": _things(node.first, speech), "then": _things(node.then, speech)}
            return _with(str(text) % {**ends, "days": node.days}, during(node.period))
        case RelationCondition(types, end):
            if node == HOUSEHOLD:
                return str(words.HOUSEHOLD)
            return (str(words.RELATIONS[end]) % {"values": ", ".join(quoted(one) for one in types)}).strip()
        case MovementCondition(way, areas):
            return _with(str(words.MOVEMENTS[way]) % {"values": _values(areas, "area", speech)}, during(node.period))
        case ConsentCondition():
            return _consent(node, speech)
    raise TypeError(type(node).__name__)


def _trait(node: TraitCondition, speech: Speech) -> str:
    spec = speech.vocabulary.traits[node.trait]
    what = str(words.TRAIT) % {"trait": quoted(speech.traits.get(node.trait, node.trait))}
    text = _tested(what, node.test, spec.type, node.trait, speech)
    if node.kinds:
        text += str(words.TRAIT_KINDS) % {"values": _values(node.kinds, "trait_kind", speech)}
    return text + str(words.TRAIT_LEAST) % {"least": _number(node.least)} if node.least else text


def _tested(what: str, test: Test, type_: ValueType, key: str, speech: Speech) -> str:
    match test:
        case Known(known):
            return str(words.TESTS["known" if known else "unknown"]) % {"what": what}
        case OneOf(values):
            named = "flag" if type_ == ValueType.FLAG else key
            asked = tuple(str(int(one)) for one in values) if type_ == ValueType.FLAG else values
            return str(words.TESTS["in"]) % {"what": what, "values": _values(asked, named, speech)}
        case Contains(text):
            return str(words.TESTS["contains"]) % {"what": what, "text": quoted(text)}
        case Within(period):
            return str(words.TESTS["period"]) % {"what": what, "period": during(period)}
        case Range():
            name, bounds = _bounds(test, speech if type_ == ValueType.MONEY else None)
            return str(words.TESTS[name]) % {"what": what, **bounds}


def _bounds(test: Range, speech: Speech | None) -> tuple[str, dict[str, str]]:
    """The name of the sentence and its numbers, money in units."""
    digits = speech.digits if speech else 0
    ends = {"low": test.low, "high": test.high}
    told = {name: _money(value, digits) for name, value in ends.items() if value is not None}
    name = "between" if len(told) == 2 else "at_least" if "low" in told else "at_most"
    return name, told


def _fact(node: FactCondition, speech: Speech) -> str:
    texts = words.FACTS.get(node.family, {})
    tail = [_where(node.where, speech)]
    if isinstance(node.test, Within):
        said = str(texts[node.measure]) % {"period": during(node.test.period)}
        return _with(said, *tail)
    if node.measure == Measure.COUNT and node.test == Range(1, None):
        return _with(str(texts["some"]), *tail, during(node.period))
    name, bounds = _bounds(node.test, speech if node.measure == Measure.AMOUNT else None)
    return _with(str(texts[f"{node.measure}_{name}"]) % bounds, *tail, during(node.period))


def _where(where: Where, speech: Speech) -> str:
    return " ".join(str(words.WHERE[name]) % {"values": _values(values, name, speech)} for name, values in where)


def _things(where: Where, speech: Speech) -> str:
    return _where(where, speech) or str(words.ANYTHING)


def _consent(node: ConsentCondition, speech: Speech) -> str:
    told = {
        "channel": quoted(str(words.VALUES["channel"].get(node.channel, node.channel))),
        "purpose": quoted(str(words.VALUES["purpose"].get(node.purpose, node.purpose))),
    }
    if node.states == ("GRANTED",) and node.reachable:
        return str(words.REACHED) % told
    text = words.CONSENT_WAY if node.reachable else words.CONSENT
    return str(text) % {**told, "values": _values(node.states, "state", speech)}


def during(period: Period) -> str:
    """A period in words; blank for ever."""
    match period:
        case LastDays(days):
            return str(words.PERIODS["last_days"]) % {"days": days}
        case MoreThanDaysAgo(days):
            return str(words.PERIODS["more_than_days_ago"]) % {"days": days}
        case NextDays(days):
            return str(words.PERIODS["next_days"]) % {"days": days}
        case InCalendar(which):
            return str(words.PERIODS[which])
        case Between(start, before):
            if period == EVER:
                return ""
            name = "between" if start and before else "from" if start else "before"
            return str(words.PERIODS[name]) % {"start": start, "before": before}


def _values(values: tuple[Any, ...], key: str, speech: Speech) -> str:
    named = speech.named(key)
    return ", ".join(quoted(str(named.get(one, one))) for one in values)


def quoted(text: str) -> str:
    """A text of the company's own in quotation marks; those inside it are doubled away."""
    return f"{OPEN}{text.replace(OPEN, '‹').replace(CLOSE, '›')}{CLOSE}"


def _with(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


def _money(value: float, digits: int) -> str:
    """A number, or minor units as units with a point."""
    if not digits:
        return _number(value)
    whole = Decimal(int(value)).scaleb(-digits)
    return f"{whole.normalize():f}"
