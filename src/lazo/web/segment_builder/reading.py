"""From a definition back to the draft that says it, so that what was saved can be edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from lazo.analytics.segments.vocabulary import ValueType
from lazo.web.formats import Formats
from lazo.web.segment_builder.draft import ALL, ANY, NONE, DraftGroup, DraftRule, joined
from lazo.web.segment_builder.subjects import Subject

Json = Mapping[str, Any]
Told = dict[str, tuple[str, ...]]


def draft_of(definition: Json, known: Mapping[str, Subject], formats: Formats) -> DraftGroup:
    """The draft of a definition that `parse` has read. A single condition stands in a group of its own."""
    part = _Reader(known, formats).part(definition)
    return part if isinstance(part, DraftGroup) else DraftGroup(ALL, [part])


class _Reader:
    def __init__(self, known: Mapping[str, Subject], formats: Formats) -> None:
        self._known = known
        self._formats = formats

    def part(self, node: Json) -> DraftGroup | DraftRule:
        for how in (ALL, ANY):
            if how in node:
                return DraftGroup(how, [self.part(part) for part in node[how]])
        if "not" in node:
            inner = self.part(node["not"])
            is_list = isinstance(inner, DraftGroup) and inner.how == ANY
            return DraftGroup(NONE, inner.parts if is_list and isinstance(inner, DraftGroup) else [inner])
        return self._rule(node)

    def _rule(self, node: Json) -> DraftRule:
        if "segment" in node:
            return DraftRule("segment", {"value": (node["segment"],)})
        for name in ("field", "trait"):
            if name in node:
                return self._valued(f"{name}:{node[name]}", node)
        for name, read in _FORMS.items():
            if name in node:
                return DraftRule(name, read(node[name]))
        return self._fact(node)

    def _valued(self, key: str, node: Json) -> DraftRule:
        subject = self._known.get(key)
        told = self._test(node, subject)
        if node.get("kinds"):
            told["sources"] = tuple(node["kinds"])
        if node.get("least_confidence"):
            told["least"] = (self._number(node["least_confidence"] * 100),)
        return DraftRule(key, told)

    def _fact(self, node: Json) -> DraftRule:
        family, inner = next(iter(node.items()))
        measure = inner.get("measure", "count")
        told: Told = {name: (joined(words),) for name, words in inner.items() if isinstance(words, list)}
        if measure in {"first", "last"}:
            return DraftRule(f"fact:{family}:{measure}", told | _period(inner["period"], op="op"))
        test = inner if {"at_least", "at_most"} & inner.keys() else {"at_least": 1}
        told |= self._bounds(test, ValueType.MONEY if measure == "amount" else ValueType.NUMBER)
        if "period" in inner:
            told |= _period(inner["period"], op="period")
        return DraftRule(f"fact:{family}:{measure}", told)

    def _test(self, node: Json, subject: Subject | None) -> Told:
        if "known" in node:
            return {"op": ("known" if node["known"] else "unknown",)}
        if "period" in node:
            return _period(node["period"], op="op")
        if "contains" in node:
            return {"op": ("contains",), "value": (node["contains"],)}
        if "in" in node:
            return self._values(node["in"], is_chosen=bool(subject and subject.choices))
        return self._bounds(node, subject.type if subject else None)

    def _values(self, values: Iterable[Any], *, is_chosen: bool) -> Told:
        found = list(values)
        if all(isinstance(one, bool) for one in found):
            return {"op": ("known" if len(found) > 1 else "yes" if found[0] else "no",)}
        texts = [self._number(one) if isinstance(one, int | float) else str(one) for one in found]
        return {"op": ("in",), "value": tuple(texts) if is_chosen else (joined(texts),)}

    def _bounds(self, node: Json, kind: ValueType | None) -> Told:
        low, high = node.get("at_least"), node.get("at_most")
        op = "between" if low is not None and high is not None else "at_least" if high is None else "at_most"
        told: Told = {"op": (op,)}
        for name, value in (("low", low), ("high", high)):
            if value is not None:
                told[name] = (self._written(value, kind),)
        return told

    def _written(self, value: float, kind: ValueType | None) -> str:
        if kind == ValueType.MONEY:
            major = self._formats.major(int(value))
            return self._formats.number(major, 0 if major == major.to_integral_value() else self._formats.minor_digits)
        return self._number(value * 100 if kind == ValueType.SHARE else value)

    def _number(self, value: float) -> str:
        exact = Decimal(repr(round(value, 6))).normalize()
        return self._formats.number(exact, max(0, -int(exact.as_tuple().exponent)))


def _period(period: Json, *, op: str, days: str = "days") -> Told:
    for name in ("last_days", "more_than_days_ago", "next_days"):
        if name in period:
            return {op: (name,), days: (str(period[name]),)}
    if "calendar" in period:
        return {op: (period["calendar"],)}
    told: Told = {op: ("dates",)}
    if "from" in period:
        told["from"] = (period["from"],)
    if "before" in period:
        told["until"] = ((date.fromisoformat(period["before"]) - timedelta(days=1)).isoformat(),)
    return told


def _sequence(inner: Json) -> Told:
    told: Told = {"op": ("yes" if inner.get("happened", True) else "no",), "days": (str(inner["days"]),)}
    for name in ("products", "categories"):
        for prefix, end in (("", "first"), ("then_", "then")):
            if inner[end].get(name):
                told[f"{prefix}{name}"] = (joined(inner[end][name]),)
    return told | (_period(inner["period"], op="period", days="period_days") if "period" in inner else {})


def _relation(inner: Json) -> Told:
    return {"op": (inner.get("end", "any"),), "types": tuple(inner.get("types", ()))}


def _movement(inner: Json) -> Told:
    told: Told = {"op": (inner["way"],), "areas": tuple(inner["areas"])}
    return told | (_period(inner["period"], op="period") if "period" in inner else {})


def _consent(inner: Json) -> Told:
    states = tuple(inner.get("states", ("GRANTED",)))
    reachable = inner.get("reachable", states == ("GRANTED",))
    told: Told = {"purpose": (inner["purpose"],), "channel": (inner["channel"],), "states": states}
    return told | {"reachable": ("yes",) if reachable else ()}


_FORMS = {"sequence": _sequence, "relation": _relation, "movement": _movement, "consent": _consent}
