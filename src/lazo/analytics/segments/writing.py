"""From the tree of a segment back to JSON: what `parse` reads, always in the same form, so that equal trees are equal text."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from lazo.analytics.segments.definition import (
    AllOf,
    AnyOf,
    ConsentCondition,
    Contains,
    FactCondition,
    FieldCondition,
    InSegment,
    Known,
    MovementCondition,
    Node,
    Not,
    OneOf,
    Range,
    RelationCondition,
    SequenceCondition,
    Test,
    TraitCondition,
    Within,
)
from lazo.analytics.segments.period import EVER, Between, InCalendar, LastDays, MoreThanDaysAgo, NextDays, Period

Json = dict[str, Any]


def as_json(node: Node) -> Json:
    """The definition of a tree; what `parse` would read anyway where it is not said is left out."""
    match node:
        case AllOf(parts):
            return {"all": [as_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [as_json(part) for part in parts]}
        case Not(part):
            return {"not": as_json(part)}
        case InSegment(key):
            return {"segment": key}
    return _condition(node)


def key_of(node: Node) -> str:
    """A short name of the tree: equal trees have the same, and nobody's values can be read from it."""
    return hashlib.sha256(json.dumps(as_json(node), sort_keys=True).encode()).hexdigest()[:24]


def _condition(node: Node) -> Json:  # noqa: PLR0911 - a case for each kind of condition
    match node:
        case FieldCondition(field, test):
            return {"field": field} | _test(test)
        case TraitCondition(trait, test, kinds, least):
            told: Json = {"trait": trait} | _test(test)
            return told | _said(kinds=list(kinds), least_confidence=least)
        case FactCondition(family, measure, test, where, period):
            inner = {} if measure == "count" else {"measure": str(measure)}
            return {family: inner | _test(test) | {n: list(v) for n, v in where} | _during(period)}
        case SequenceCondition(first, then, days, happened, period):
            ends: Json = {"first": {n: list(v) for n, v in first}, "then": {n: list(v) for n, v in then}}
            return {"sequence": ends | {"days": days, "happened": happened} | _during(period)}
        case RelationCondition(types, end):
            return {"relation": _said(types=list(types)) | ({} if end == "any" else {"end": str(end)})}
        case MovementCondition(way, areas, period):
            return {"movement": {"way": str(way), "areas": list(areas)} | _during(period)}
        case ConsentCondition(purpose, channel, states, reachable):
            said: Json = {"purpose": purpose, "channel": channel, "states": list(states), "reachable": reachable}
            return {"consent": said}
    raise TypeError(type(node).__name__)


def _test(test: Test) -> Json:
    match test:
        case OneOf(values):
            return {"in": list(values)}
        case Range(low, high):
            return {name: value for name, value in (("at_least", low), ("at_most", high)) if value is not None}
        case Within(period):
            return {"period": period_json(period)}
        case Contains(text):
            return {"contains": text}
        case Known(known):
            return {"known": known}


def _during(period: Period) -> Json:
    return {} if period == EVER else {"period": period_json(period)}


def period_json(period: Period) -> Json:
    match period:
        case LastDays(days):
            return {"last_days": days}
        case MoreThanDaysAgo(days):
            return {"more_than_days_ago": days}
        case NextDays(days):
            return {"next_days": days}
        case InCalendar(which):
            return {"calendar": str(which)}
        case Between(start, before):
            ends = (("from", start), ("before", before))
            return {name: day.isoformat() for name, day in ends if day is not None}


def _said(**values: Any) -> Json:
    return {name: value for name, value in values.items() if value}
