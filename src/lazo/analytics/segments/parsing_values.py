"""Values of a definition, each read with the path that leads to it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from lazo.analytics.segments.definition import Contains, Known, OneOf, Range, Test, Within
from lazo.analytics.segments.period import (
    EVER,
    LONGEST_DAYS,
    Between,
    Calendar,
    InCalendar,
    LastDays,
    MoreThanDaysAgo,
    NextDays,
    Period,
)
from lazo.analytics.segments.vocabulary import ValueType

MOST_VALUES = 200
LONGEST_TEXT = 240
LARGEST = 2**53


class UnableToParseSegment(Exception):
    """`path` leads to the place, `code` says what is wrong there, `params` are what the sentence about it names.

    Codes: not_a_group, unknown_key, missing, empty, too_many, too_deep, not_a_text, not_a_number, not_a_list, not_a_flag, not_a_day,
    no_condition, unknown_field, unknown_trait, unknown_segment, unknown_choice, wrong_test, no_test, upside_down, bad_period.
    """

    def __init__(self, path: str, code: str, **params: Any) -> None:
        super().__init__(f"{path or '(root)'}: {code}")
        self.path = path
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Reader:
    """An object of a definition and where it stands."""

    data: dict[str, Any]
    path: str

    @classmethod
    def of(cls, data: Any, path: str) -> Self:
        """Raises UnableToParseSegment when it is no object."""
        if not isinstance(data, dict):
            raise UnableToParseSegment(path, "not_a_group")
        return cls(data, path)

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def inside(self, name: str) -> Reader:
        """The object under a name."""
        return Reader.of(self.data[name], self.at(name))

    def only(self, *names: str) -> None:
        """Nothing but these names."""
        for name in self.data:
            if name not in names:
                raise UnableToParseSegment(self.at(str(name)), "unknown_key", word=str(name))

    def text(self, name: str, *, among: Sequence[str] | None = None, default: str | None = None) -> str:
        if name not in self.data and default is not None:
            return default
        if name not in self.data:
            raise UnableToParseSegment(self.at(name), "missing", word=name)
        return _text(self.data[name], self.at(name), among)

    def texts(self, name: str, *, among: Sequence[str] | None = None, required: bool = False) -> tuple[str, ...]:
        """A list of texts; not there is empty, unless it is required."""
        if name not in self.data and not required:
            return ()
        found = [_text(value, f"{self.at(name)}[{place}]", among) for place, value in enumerate(self.list(name))]
        return tuple(dict.fromkeys(found))

    def list(self, name: str) -> list[Any]:
        """A list with something in it."""
        if name not in self.data:
            raise UnableToParseSegment(self.at(name), "missing", word=name)
        value = self.data[name]
        if not isinstance(value, list):
            raise UnableToParseSegment(self.at(name), "not_a_list")
        if not value:
            raise UnableToParseSegment(self.at(name), "empty")
        if len(value) > MOST_VALUES:
            raise UnableToParseSegment(self.at(name), "too_many", limit=MOST_VALUES)
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.data.get(name, default)
        if not isinstance(value, bool):
            raise UnableToParseSegment(self.at(name), "not_a_flag")
        return value

    def number(self, name: str, *, low: float, high: float) -> float:
        if name not in self.data:
            raise UnableToParseSegment(self.at(name), "missing", word=name)
        value = _number(self.data[name], self.at(name))
        if not low <= value <= high:
            raise UnableToParseSegment(self.at(name), "out_of_range", low=low, high=high)
        return value

    def days(self, name: str) -> int:
        return _whole(self.number(name, low=1, high=LONGEST_DAYS), self.at(name))

    def day(self, name: str) -> date | None:
        if name not in self.data:
            return None
        try:
            return date.fromisoformat(_text(self.data[name], self.at(name), None))
        except ValueError as error:
            raise UnableToParseSegment(self.at(name), "not_a_day") from error

    def period(self, name: str = "period") -> Period:
        """The period under a name; not there is ever."""
        return _period(self.inside(name)) if name in self.data else EVER


TESTS = ("in", "at_least", "at_most", "period", "contains", "known")


def read_test(reader: Reader, type_: ValueType, choices: Sequence[str] = ()) -> Test:
    """What is asked of a value of that type: `in`, `at_least` and `at_most`, `period`, `contains` or `known`."""
    said = [name for name in TESTS if name in reader.data]
    if not said:
        raise UnableToParseSegment(reader.path, "no_test")
    if len(said) > 1 and set(said) != {"at_least", "at_most"}:
        raise UnableToParseSegment(reader.at(said[1]), "wrong_test", word=said[1])
    name = said[0]
    if name == "known":
        return Known(reader.flag("known", default=True))
    allowed = _ALLOWED[type_]
    if name not in allowed:
        raise UnableToParseSegment(reader.at(name), "wrong_test", word=name)
    if name == "in":
        return OneOf(_values(reader, type_, choices))
    if name == "period":
        return Within(reader.period())
    return Contains(reader.text("contains")) if name == "contains" else read_range(reader, whole=type_ in _WHOLE)


_WHOLE = {ValueType.MONEY, ValueType.ID}
_BOUNDS = ("at_least", "at_most")
_ALLOWED: dict[ValueType, tuple[str, ...]] = {
    ValueType.TEXT: ("in", "contains"),
    ValueType.WORDS: ("in",),
    ValueType.NUMBER: ("in", *_BOUNDS),
    ValueType.SHARE: _BOUNDS,
    ValueType.MONEY: _BOUNDS,
    ValueType.DAY: ("period",),
    ValueType.FLAG: ("in",),
    ValueType.ID: ("in",),
    ValueType.PARTY: (),
}


def read_range(reader: Reader, *, whole: bool = False) -> Range:
    """`at_least` and `at_most`, one of them at least."""
    low, high = (reader.data.get(name) for name in _BOUNDS)
    found = [None if v is None else _number(v, reader.at(n)) for n, v in zip(_BOUNDS, (low, high), strict=True)]
    if found == [None, None]:
        raise UnableToParseSegment(reader.path, "no_test")
    if whole:
        found = [None if v is None else _whole(v, reader.at(n)) for n, v in zip(_BOUNDS, found, strict=True)]
    if found[0] is not None and found[1] is not None and found[0] > found[1]:
        raise UnableToParseSegment(reader.at("at_most"), "upside_down")
    return Range(*found)


def _values(reader: Reader, type_: ValueType, choices: Sequence[str]) -> tuple[str | int | float | bool, ...]:
    found: list[str | int | float | bool] = []
    for place, value in enumerate(reader.list("in")):
        path = f"{reader.at('in')}[{place}]"
        if type_ in {ValueType.TEXT, ValueType.WORDS}:
            found.append(_text(value, path, choices or None))
        elif type_ == ValueType.FLAG:
            if not isinstance(value, bool):
                raise UnableToParseSegment(path, "not_a_flag")
            found.append(value)
        else:
            number = _number(value, path)
            found.append(_whole(number, path) if type_ == ValueType.ID else number)
    return tuple(dict.fromkeys(found))


def _period(reader: Reader) -> Period:
    said = set(reader.data)
    if said == {"last_days"}:
        return LastDays(reader.days("last_days"))
    if said == {"more_than_days_ago"}:
        return MoreThanDaysAgo(reader.days("more_than_days_ago"))
    if said == {"next_days"}:
        return NextDays(reader.days("next_days"))
    if said == {"calendar"}:
        return InCalendar(Calendar(reader.text("calendar", among=[one.value for one in Calendar])))
    if said and said <= {"from", "before"}:
        start, before = reader.day("from"), reader.day("before")
        if start is not None and before is not None and start >= before:
            raise UnableToParseSegment(reader.at("before"), "upside_down")
        return Between(start, before)
    raise UnableToParseSegment(reader.path, "bad_period")


def _text(value: Any, path: str, among: Sequence[str] | None) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT or "\x00" in value:
        raise UnableToParseSegment(path, "not_a_text")
    if among is not None and value not in among:
        raise UnableToParseSegment(path, "unknown_choice", word=value)
    return value


def _number(value: Any, path: str) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or abs(value) > LARGEST
    ):
        raise UnableToParseSegment(path, "not_a_number")
    return int(value) if float(value).is_integer() else value


def _whole(value: float, path: str) -> int:
    if not float(value).is_integer():
        raise UnableToParseSegment(path, "not_a_number")
    return int(value)
