"""The sentences of single rules in one language, each read back into its condition."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from lazo.analytics.segments.definition import Node
from lazo.analytics.segments.parsing import parse
from lazo.analytics.segments.parsing_values import UnableToParseSegment
from lazo.analytics.segments.vocabulary import ValueType
from lazo.differentiate.segments import sentence_words as words
from lazo.differentiate.segments.sentence import Speech
from lazo.differentiate.segments.typed_patterns import DAY, LISTED, NUMBER, ONE, SEVERAL, as_pattern, folded, words_in

Json = dict[str, Any]
Found = Mapping[str, str | None]
PLACES = {
    "low": rf"(?P<low>{NUMBER})",
    "high": rf"(?P<high>{NUMBER})",
    "days": r"(?P<days>\d+)",
    "least": rf"(?P<least>{NUMBER})",
    "start": rf"(?P<start>{DAY})",
    "before": rf"(?P<before>{DAY})",
    "values": rf"(?P<values>{SEVERAL})",
    "text": rf"(?P<text>{SEVERAL})",
    "period": r"(?P<period>.+?)",
    "segment": rf"(?P<segment>{ONE})",
    "channel": rf"(?P<channel>{ONE})",
    "purpose": rf"(?P<purpose>{ONE})",
    "trait": rf"(?P<trait>{ONE})",
    "first": r"(?P<first>.+?)",
    "then": r"(?P<then>.+?)",
}


@dataclass
class Grammar:
    """The patterns of one language, in the order in which they are tried."""

    speech: Speech
    patterns: list[tuple[re.Pattern[str], Callable[["Reading"], Json | None]]]
    known: set[str]
    periods: list[tuple[re.Pattern[str], str]]
    wheres: list[tuple[re.Pattern[str], str]]

    @classmethod
    def of(cls, language: str, speech: Speech) -> "Grammar":  # noqa: ARG003 - texts are those of the active language
        """Of the active language."""
        periods = [(_whole(text), name) for name, text in words.PERIODS.items()]
        wheres = [(re.compile(as_pattern(str(text), PLACES)), name) for name, text in words.WHERE.items()]
        return cls(speech, list(_patterns(speech)), _known(), periods, wheres)

    def read(self, raw: str, text: str, quotes: list[str]) -> Node | None:
        """The condition of a stretch, or null."""
        for pattern, build in self.patterns:
            found = pattern.fullmatch(text)
            if found is None:
                continue
            told = build(Reading(self, raw, found, quotes))
            if told is not None:
                node = _parsed(told, self.speech)
                if node is not None:
                    return node
        return None

    def stranger(self, text: str) -> tuple[int, str]:
        """The first word that is none of the language's; else the first."""
        for found in re.finditer(r"⟦\d+⟧|[^\s,;()]+", text):
            word = found[0]
            if not word.startswith("⟦") and not re.fullmatch(r"[\d.,-]+", word) and word not in self.known:
                return found.start(), word
        first = re.search(r"\S+", text)
        return (first.start(), first[0]) if first else (0, text)

    def period(self, text: str) -> Json | None:
        for pattern, name in self.periods:
            found = pattern.fullmatch(text.strip())
            if found:
                return _period(name, found.groupdict())
        return None


@dataclass
class Reading:
    """One sentence that fits a pattern, with its places."""

    grammar: Grammar
    raw: str
    found: "re.Match[str]"
    quotes: list[str]

    def has(self, name: str) -> bool:
        return name in self.found.re.groupindex and self.found[name] is not None

    def original(self, name: str) -> str:
        """As it was typed."""
        return self.raw[slice(*self.found.span(name))]

    def number(self, name: str, digits: int = 0) -> float | None:
        return as_number(self.found[name], digits) if self.has(name) else None

    def values(self, text: str, key: str) -> list[Any]:
        """What the words of a list mean for a field or attribute."""
        named = self.grammar.speech.named(key)
        inverse = {folded(str(name)): code for code, name in named.items()} | {
            folded(str(code)): code for code in named
        }
        return [inverse.get(folded(one), one) for one in self.texts(text)]

    def texts(self, text: str) -> list[str]:
        return [self._one(one.strip()) for one in text.split(",") if one.strip()]

    def _one(self, text: str) -> str:
        found = re.fullmatch(r"⟦(\d+)⟧", text)
        return self.quotes[int(found[1])] if found else text

    def period(self) -> Json | None:
        return self.grammar.period(self.found["period"])

    def tail(self, text: str, raw: str) -> Json | None:
        """Attributes of facts, and then a period; null where it is neither."""
        told: Json = {}
        while text.strip():
            trimmed = len(text) - len(text.lstrip())
            text, raw = text[trimmed:], raw[trimmed:]
            for pattern, name in self.grammar.wheres:
                found = pattern.match(text)
                if found and name not in told:
                    told[name] = self.values(raw[slice(*found.span("values"))], name)
                    text, raw = text[found.end() :], raw[found.end() :]
                    break
            else:
                period = self.grammar.period(text)
                return None if period is None else {**told, "period": period}
        return told


def as_number(text: str, digits: int = 0) -> float | None:
    """A number with a point or a comma; in minor units where there are digits."""
    try:
        value = Decimal(text.replace(",", ".")).scaleb(digits)
    except InvalidOperation:
        return None
    return int(value) if value == int(value) else float(value)


def _whole(text: object) -> re.Pattern[str]:
    return re.compile(as_pattern(str(text), PLACES))


def _period(name: str, found: Found) -> Json | None:
    if name in {"last_days", "more_than_days_ago", "next_days"}:
        return {name: int(found["days"] or 0)}
    if name in {"between", "from", "before"}:
        ends = {"from": found.get("start"), "before": found.get("before")}
        try:
            return {key: date.fromisoformat(day).isoformat() for key, day in ends.items() if day}
        except ValueError:
            return None
    return {"calendar": name}


def _parsed(told: Json, speech: Speech) -> Node | None:
    try:
        return parse(told, speech.vocabulary)
    except UnableToParseSegment:
        return None


def _known() -> set[str]:
    groups = (
        words.FIELDS,
        words.TESTS,
        words.PERIODS,
        words.WHERE,
        words.RELATIONS,
        words.MOVEMENTS,
        words.TYPED,
        *words.FACTS.values(),
    )
    single = (
        words.AND, words.OR, words.NOT, words.ANYTHING, words.TRAIT, words.TRAIT_KINDS, words.TRAIT_LEAST, words.SEQUENCE,
        words.NO_SEQUENCE, words.HOUSEHOLD, words.REACHED, words.CONSENT, words.CONSENT_WAY, words.IN_SEGMENT,
    )  # fmt: skip
    return words_in([str(text) for group in groups for text in group.values()] + [str(text) for text in single])


Built = Iterable[tuple[re.Pattern[str], Callable[[Reading], Json | None]]]


def _patterns(speech: Speech) -> Built:
    yield _whole(words.IN_SEGMENT), _segment
    yield _whole(words.HOUSEHOLD), lambda _: {"relation": {"types": ["household-member"], "end": "origin"}}
    yield from _tests(speech)
    yield from _facts(speech)
    for text, happened in ((words.SEQUENCE, True), (words.NO_SEQUENCE, False)):
        yield re.compile(as_pattern(str(text), PLACES) + r"(?P<rest>(?:\s.*)?)"), _sequence(happened=happened)
    for end, said in reversed(list(words.RELATIONS.items())):
        bare = as_pattern(str(said).replace("%(values)s", "").strip(), PLACES)
        yield re.compile(rf"{bare}(?:\s+(?P<values>{LISTED}))?"), _relation(end)
    for way, said in words.MOVEMENTS.items():
        yield re.compile(as_pattern(str(said), PLACES) + r"(?P<rest>(?:\s.*)?)"), _movement(way)
    yield _whole(words.REACHED), _reached
    yield _whole(words.CONSENT_WAY), _consent(reachable=True)
    yield _whole(words.CONSENT), _consent(reachable=False)
    yield from _typed()


def _segment(reading: Reading) -> Json:
    name = reading.texts(reading.found["segment"])[0]
    keys = {folded(shown): key for key, shown in reading.grammar.speech.segments.items()}
    return {"segment": keys.get(folded(name), name)}


def _tests(speech: Speech) -> Built:
    labels = {folded(str(words.FIELDS.get(key, key))): key for key in speech.vocabulary.fields}
    trait = as_pattern(str(words.TRAIT), PLACES)
    named = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    what = {**PLACES, "what": rf"(?:(?P<field>{named})|{trait})"}
    kinds = as_pattern(str(words.TRAIT_KINDS), {"values": rf"(?P<kinds>{LISTED})"})
    least = as_pattern(str(words.TRAIT_LEAST), PLACES)
    # Single words without quotation marks are values, too: what might be another question is tried before.
    for name, text in sorted(words.TESTS.items(), key=lambda one: one[0] == "in"):
        yield re.compile(as_pattern(str(text), what) + rf"(?:{kinds})?(?:{least})?"), _test(name, labels)


def _test(name: str, labels: Mapping[str, str]) -> Callable[[Reading], Json | None]:
    def build(reading: Reading) -> Json | None:
        vocabulary = reading.grammar.speech.vocabulary
        if reading.has("field"):
            key = labels[reading.found["field"]]
            type_, told = vocabulary.fields[key].type, {"field": key}
        else:
            shown = reading.texts(reading.found["trait"])[0]
            keys = {folded(text): one for one, text in reading.grammar.speech.traits.items()}
            key = keys.get(folded(shown), shown)
            if key not in vocabulary.traits:
                return None
            type_, told = vocabulary.traits[key].type, {"trait": key}
            told |= _conditions_of_trait(reading)
        asked = _asked(name, reading, key, type_)
        return None if asked is None else told | asked

    return build


def _conditions_of_trait(reading: Reading) -> Json:
    told: Json = {}
    if reading.has("kinds"):
        told["kinds"] = reading.values(reading.original("kinds"), "trait_kind")
    if reading.has("least"):
        told["least_confidence"] = reading.number("least")
    return told


def _asked(name: str, reading: Reading, key: str, type_: ValueType) -> Json | None:
    if name in {"known", "unknown"}:
        return {"known": name == "known"}
    if name == "contains":
        return {"contains": ", ".join(reading.texts(reading.original("text")))}
    if name == "period":
        period = reading.period()
        return None if period is None else {"period": period}
    if name == "in":
        return _values_asked(reading, key, type_)
    digits = reading.grammar.speech.digits if type_ == ValueType.MONEY else 0
    return _range(reading, digits)


def _values_asked(reading: Reading, key: str, type_: ValueType) -> Json | None:
    if type_ == ValueType.FLAG:
        found = reading.values(reading.original("values"), "flag")
        return {"in": [one == "1" for one in found]} if set(found) <= {"0", "1"} else None
    found = reading.values(reading.original("values"), key)
    if type_ in {ValueType.NUMBER, ValueType.ID}:
        numbers = [as_number(str(one)) for one in found]
        return None if None in numbers else {"in": numbers}
    return {"in": found}


def _range(reading: Reading, digits: int = 0) -> Json:
    ends = {"at_least": reading.number("low", digits), "at_most": reading.number("high", digits)}
    return {name: value for name, value in ends.items() if value is not None}


def _facts(speech: Speech) -> Built:
    for family, texts in words.FACTS.items():
        for name, text in texts.items():
            is_dated = name in {"first", "last"}
            pattern = as_pattern(str(text), PLACES)
            if is_dated:
                # The day comes first here, whose words end where an attribute begins or the sentence does.
                yield re.compile(as_pattern(str(text), {**PLACES, "period": r"(?P<rest>.+)"})), _dated(family, name)
            else:
                yield re.compile(pattern + r"(?P<rest>(?:\s.*)?)"), _counted(family, name, speech)


def _counted(family: str, name: str, speech: Speech) -> Callable[[Reading], Json | None]:
    def build(reading: Reading) -> Json | None:
        measure = "amount" if name.startswith("amount") else ""
        told = reading.tail(reading.found["rest"], reading.original("rest"))
        if told is None:
            return None
        ends = _range(reading, speech.digits if measure else 0)
        return {family: ({"measure": measure} if measure else {}) | ends | told}

    return build


def _dated(family: str, measure: str) -> Callable[[Reading], Json | None]:
    def build(reading: Reading) -> Json | None:
        text, raw = reading.found["rest"], reading.original("rest")
        for end in range(len(text), 0, -1):
            period = reading.grammar.period(text[:end])
            if period is not None:
                told = reading.tail(text[end:], raw[end:])
                if told is not None and "period" not in told:
                    return {family: {"measure": measure, "period": period, **told}}
        return None

    return build


def _sequence(*, happened: bool) -> Callable[[Reading], Json | None]:
    def build(reading: Reading) -> Json | None:
        ends = {}
        for name in ("first", "then"):
            text, raw = reading.found[name], reading.original(name)
            is_anything = text.strip() == folded(str(words.ANYTHING))
            told: Json | None = {} if is_anything else reading.tail(text, raw)
            if told is None or "period" in told:
                return None
            ends[name] = told
        rest = reading.tail(reading.found["rest"], reading.original("rest"))
        if rest is None or set(rest) - {"period"}:
            return None
        days = int(reading.found["days"])
        return {"sequence": {**ends, "days": days, "happened": happened, **rest}}

    return build


def _relation(end: str) -> Callable[[Reading], Json | None]:
    def build(reading: Reading) -> Json:
        types = reading.texts(reading.original("values")) if reading.has("values") else []
        return {"relation": ({"types": types} if types else {}) | {"end": end}}

    return build


def _movement(way: str) -> Callable[[Reading], Json | None]:
    def build(reading: Reading) -> Json | None:
        rest = reading.tail(reading.found["rest"], reading.original("rest"))
        if rest is None or set(rest) - {"period"}:
            return None
        areas = reading.values(reading.original("values"), "area")
        return {"movement": {"way": way, "areas": areas, **rest}}

    return build


def _reached(reading: Reading) -> Json:
    return {"consent": {**_of_consent(reading), "states": ["GRANTED"], "reachable": True}}


def _consent(*, reachable: bool) -> Callable[[Reading], Json | None]:
    def build(reading: Reading) -> Json:
        states = reading.values(reading.original("values"), "state")
        return {"consent": {**_of_consent(reading), "states": states, "reachable": reachable}}

    return build


def _of_consent(reading: Reading) -> Json:
    return {name: reading.values(reading.original(name), name)[0] for name in ("purpose", "channel")}


def _typed() -> Built:
    """Common forms that are never written."""
    for name in ("count_above", "bought_above"):
        yield re.compile(as_pattern(str(words.TYPED[name]), PLACES) + r"(?P<rest>(?:\s.*)?)"), _compared(1)
    for name in ("count_below", "bought_below"):
        yield re.compile(as_pattern(str(words.TYPED[name]), PLACES) + r"(?P<rest>(?:\s.*)?)"), _compared(-1)
    yield _whole(words.TYPED["created"]), _created
    yield _whole(words.TYPED["silent"]), _silent
    yield _whole(words.TYPED["country"]), _country


def _compared(step: int) -> Callable[[Reading], Json | None]:
    def build(reading: Reading) -> Json | None:
        told = reading.tail(reading.found["rest"], reading.original("rest"))
        number = reading.number("low" if step > 0 else "high")
        if told is None or number is None:
            return None
        return {"purchases": {"at_least" if step > 0 else "at_most": int(number) + step, **told}}

    return build


def _created(reading: Reading) -> Json | None:
    period = reading.period()
    return None if period is None else {"field": "created", "period": period}


def _silent(reading: Reading) -> Json:
    return {"purchases": {"measure": "last", "period": {"more_than_days_ago": int(reading.found["days"])}}}


def _country(reading: Reading) -> Json | None:
    found = reading.values(reading.original("values"), "country")
    known = reading.grammar.speech.countries
    return {"field": "country", "in": found} if all(one in known for one in found) else None
