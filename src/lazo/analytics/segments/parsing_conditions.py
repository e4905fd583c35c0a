"""Conditions of a definition, each family by its own form."""

from __future__ import annotations

from lazo.analytics.segments.definition import (
    ConsentCondition,
    End,
    FactCondition,
    FieldCondition,
    Measure,
    MovementCondition,
    Range,
    RelationCondition,
    SequenceCondition,
    TraitCondition,
    Way,
    Where,
    Within,
)
from lazo.analytics.segments.parsing_values import TESTS, Reader, UnableToParseSegment, read_range, read_test
from lazo.analytics.segments.period import EVER, NextDays, Period
from lazo.analytics.segments.vocabulary import AREAS, CONSENT_STATES, WAYS, FactFamily, Vocabulary

TRAIT_KINDS = ("DECLARED", "OBSERVED", "APPENDED", "INFERRED")


def of_field(reader: Reader, vocabulary: Vocabulary) -> FieldCondition:
    reader.only("field", *TESTS)
    spec = vocabulary.fields.get(reader.text("field"))
    if spec is None:
        raise UnableToParseSegment(reader.at("field"), "unknown_field", word=reader.text("field"))
    return FieldCondition(spec.key, read_test(reader, spec.type, spec.choices))


def of_trait(reader: Reader, vocabulary: Vocabulary) -> TraitCondition:
    reader.only("trait", "kinds", "least_confidence", *TESTS)
    spec = vocabulary.traits.get(reader.text("trait"))
    if spec is None:
        raise UnableToParseSegment(reader.at("trait"), "unknown_trait", word=reader.text("trait"))
    least = reader.number("least_confidence", low=0, high=1) if "least_confidence" in reader.data else 0
    kinds = reader.texts("kinds", among=TRAIT_KINDS)
    return TraitCondition(spec.key, read_test(reader, spec.type, spec.choices), kinds, float(least))


def fact(reader: Reader, family: FactFamily) -> FactCondition:
    """How many facts there are (at least one, where nothing is said), their money, or the day of the first or last."""
    reader.only("measure", "at_least", "at_most", "period", *family.all_attributes)
    measures = [one.value for one in Measure if one != Measure.AMOUNT or family.amount]
    measure = Measure(reader.text("measure", among=measures, default=Measure.COUNT))
    if measure in {Measure.FIRST, Measure.LAST}:
        for name in ("at_least", "at_most"):
            if name in reader.data:
                raise UnableToParseSegment(reader.at(name), "wrong_test", word=name)
        if "period" not in reader.data:
            raise UnableToParseSegment(reader.at("period"), "missing", word="period")
        return FactCondition(family.key, measure, Within(_past(reader)), _where(reader, family))
    said = "at_least" in reader.data or "at_most" in reader.data
    test = read_range(reader, whole=True) if said else Range(1, None)
    return FactCondition(family.key, measure, test, _where(reader, family), _past(reader))


def sequence(reader: Reader, vocabulary: Vocabulary) -> SequenceCondition:
    reader.only("sequence")
    inner, family = reader.inside("sequence"), vocabulary.families["purchases"]
    inner.only("first", "then", "days", "happened", "period")
    for name in ("first", "then"):
        if name not in inner.data:
            raise UnableToParseSegment(inner.at(name), "missing", word=name)
        inner.inside(name).only(*family.all_attributes)
    return SequenceCondition(
        first=_where(inner.inside("first"), family),
        then=_where(inner.inside("then"), family),
        days=inner.days("days"),
        happened=inner.flag("happened", default=True),
        period=_past(inner),
    )


def relation(reader: Reader, vocabulary: Vocabulary) -> RelationCondition:
    reader.only("relation")
    inner = reader.inside("relation")
    inner.only("types", "end")
    end = End(inner.text("end", among=[one.value for one in End], default=End.ANY))
    return RelationCondition(inner.texts("types", among=vocabulary.relations), end)


def movement(reader: Reader, vocabulary: Vocabulary) -> MovementCondition:  # noqa: ARG001 - the form of all readers
    reader.only("movement")
    inner = reader.inside("movement")
    inner.only("way", "areas", "period")
    way = Way(inner.text("way", among=[one.value for one in Way]))
    areas = inner.texts("areas", among=AREAS, required=True)
    return MovementCondition(way, areas, _past(inner))


def consent(reader: Reader, vocabulary: Vocabulary) -> ConsentCondition:
    reader.only("consent")
    inner = reader.inside("consent")
    inner.only("purpose", "channel", "states", "reachable")
    states = inner.texts("states", among=CONSENT_STATES) or ("GRANTED",)
    return ConsentCondition(
        purpose=inner.text("purpose", among=vocabulary.purposes),
        channel=inner.text("channel", among=tuple(WAYS)),
        states=states,
        reachable=inner.flag("reachable", default=states == ("GRANTED",)),
    )


def _past(reader: Reader) -> Period:
    """A period in which something may have happened."""
    period = reader.period() if "period" in reader.data else EVER
    if isinstance(period, NextDays):
        raise UnableToParseSegment(reader.at("period.next_days"), "bad_period")
    return period


def _where(reader: Reader, family: FactFamily) -> Where:
    found = []
    for name in family.all_attributes:
        values = reader.texts(name, among=family.choices.get(name))
        if values:
            found.append((name, values))
    return tuple(found)
