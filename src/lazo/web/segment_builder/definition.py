"""From the draft to the definition that it says, and where each of its conditions lies in both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal

from lazo.analytics.segments.vocabulary import ValueType
from lazo.web.formats import MINUS, NBSP, Formats
from lazo.web.segment_builder import subjects as of
from lazo.web.segment_builder.draft import ANY, NONE, DraftGroup, DraftRule, Path
from lazo.web.segment_builder.operators import CALENDAR, IN_DAYS, chosen
from lazo.web.segment_builder.subjects import Subject
from lazo.web.written_amount import AMOUNT, read_amount

Json = dict[str, Any]


class UnableToReadRule(Exception):
    """`code` is missing, not_a_number, not_a_day or upside_down."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Said:
    """`definition` is null where no rule is whole; `places` lead from a path of the definition to one of the draft.

    `problems` are codes by path of the draft; a rule of which nothing was chosen is none.
    """

    definition: Json | None = None
    places: dict[str, Path] = field(default_factory=dict)
    problems: dict[Path, str] = field(default_factory=dict)

    def place_of(self, path: str) -> Path | None:
        """Where the draft says what stands at a path of the definition, or around it."""
        fitting = [one for one in self.places if path == one or path.startswith((f"{one}.", f"{one}["))]
        return self.places[max(fitting, key=len)] if fitting else None


def said_by(root: DraftGroup, known: Mapping[str, Subject], formats: Formats) -> Said:
    """What the whole rules of a draft say; the others are problems, and left out."""
    said = Said()
    said.definition = _Writer(known, formats, said).group(root, (0,), "")
    return said


class _Writer:
    def __init__(self, known: Mapping[str, Subject], formats: Formats, said: Said) -> None:
        self._known = known
        self._formats = formats
        self._said = said

    def group(self, group: DraftGroup, path: Path, at: str) -> Json | None:
        """Paths are only known once it is clear which parts are whole: so parts are written twice, the second time for good."""
        whole = [place for place, part in enumerate(group.parts) if self._tried(part, (*path, place))]
        if not whole:
            return None
        name, inner = self._frame(group.how, len(whole), at)
        parts = (
            [
                self._part(
                    group.parts[place], (*path, place), f"{inner}.{name}[{index}]" if inner else f"{name}[{index}]"
                )
                for index, place in enumerate(whole)
            ]
            if name
            else [self._part(group.parts[whole[0]], (*path, whole[0]), inner)]
        )
        self._said.places.setdefault(at, path)
        told = {name: parts} if name else parts[0]
        return {"not": told} if group.how == NONE else told

    @staticmethod
    def _frame(how: str, parts: int, at: str) -> tuple[str, str]:
        """The list that the parts stand in (blank: none), and the path that leads to it."""
        if how != NONE:
            return how, at
        inside = f"{at}.not" if at else "not"
        return (ANY if parts > 1 else ""), inside

    def _tried(self, part: DraftGroup | DraftRule, path: Path) -> bool:
        trial = _Writer(self._known, self._formats, Said())
        found = trial._part(part, path, "")
        self._said.problems |= trial._said.problems
        return found is not None

    def _part(self, part: DraftGroup | DraftRule, path: Path, at: str) -> Json | None:
        if isinstance(part, DraftGroup):
            return self.group(part, path, at)
        subject = self._known.get(part.subject)
        if subject is None:
            return None
        try:
            told = _Rule(part, subject, self._formats).json()
        except UnableToReadRule as error:
            self._said.problems[path] = error.code
            return None
        self._said.places[at] = path
        return told


class _Rule:
    """One rule as a condition of the definition."""

    def __init__(self, rule: DraftRule, subject: Subject, formats: Formats) -> None:
        self._rule = rule
        self._subject = subject
        self._formats = formats
        self._op = chosen(subject, rule.one("op"))

    def json(self) -> Json:
        return {
            of.FIELD: self._field,
            of.TRAIT: self._trait,
            of.FACT: self._fact,
            of.SEQUENCE: self._sequence,
            of.RELATION: self._relation,
            of.MOVEMENT: self._movement,
            of.CONSENT: self._consent,
            of.SEGMENT: self._segment,
        }[self._subject.form]()

    def _field(self) -> Json:
        return {"field": self._subject.name} | self._test()

    def _trait(self) -> Json:
        kinds, least = self._rule.many("sources"), self._rule.one("least")
        told: Json = {"trait": self._subject.name} | self._test()
        if kinds:
            told["kinds"] = list(kinds)
        if least:
            told["least_confidence"] = self._read(least) / 100
        return told

    def _fact(self) -> Json:
        family = self._subject.family
        inner: Json = {} if self._subject.measure == "count" else {"measure": self._subject.measure}
        if self._subject.measure in {"first", "last"}:
            inner["period"] = self._period(self._op)
        else:
            inner |= self._bounds(money=self._subject.measure == "amount")
            if self._rule.one("period") not in {"", "ever"}:
                inner["period"] = self._period(self._rule.one("period"))
        names = family.all_attributes if family else ()
        inner |= {name: list(words) for name in names if (words := self._rule.listed(name))}
        return {family.key if family else "": inner}

    def _sequence(self) -> Json:
        first = {name: list(words) for name in ("products", "categories") if (words := self._rule.listed(name))}
        then = {
            name: list(words) for name in ("products", "categories") if (words := self._rule.listed(f"then_{name}"))
        }
        inner = {"first": first, "then": then, "days": self._days("days"), "happened": self._op == "yes"}
        if self._rule.one("period") not in {"", "ever"}:
            inner["period"] = self._period(self._rule.one("period"))
        return {"sequence": inner}

    def _relation(self) -> Json:
        types = self._rule.many("types")
        told: Json = {"types": list(types)} if types else {}
        return {"relation": told | ({} if self._op == "any" else {"end": self._op})}

    def _movement(self) -> Json:
        inner: Json = {"way": self._op, "areas": self._required(self._rule.many("areas"))}
        if self._rule.one("period") not in {"", "ever"}:
            inner["period"] = self._period(self._rule.one("period"))
        return {"movement": inner}

    def _consent(self) -> Json:
        purpose, channel = self._rule.one("purpose"), self._rule.one("channel")
        states = list(self._rule.many("states") or ("GRANTED",))
        self._required((purpose, channel))
        return {
            "consent": {
                "purpose": purpose,
                "channel": channel,
                "states": states,
                "reachable": "yes" in self._rule.many("reachable"),
            }
        }

    def _segment(self) -> Json:
        return {"segment": self._required(self._rule.many("value"))[0]}

    def _test(self) -> Json:
        if self._op in {"known", "unknown"}:
            return {"known": self._op == "known"}
        if self._op in {"yes", "no"}:
            return {"in": [self._op == "yes"]}
        if self._subject.type == ValueType.DAY:
            return {"period": self._period(self._op)}
        if self._op == "contains":
            return {"contains": self._required((self._rule.one("value"),))[0]}
        if self._op == "in":
            return {"in": self._values()}
        return self._bounds(money=self._subject.type == ValueType.MONEY, share=self._subject.type == ValueType.SHARE)

    def _values(self) -> list[Any]:
        listed = self._rule.many("value") if self._subject.choices else self._rule.listed("value")
        found = self._required(listed)
        if self._subject.type in {ValueType.NUMBER, ValueType.ID}:
            return [self._whole(self._read(text)) for text in found]
        return list(found)

    def _bounds(self, *, money: bool = False, share: bool = False) -> Json:
        low = self._bound("low", money=money, share=share) if self._op in {"at_least", "between"} else None
        high = self._bound("high", money=money, share=share) if self._op in {"at_most", "between"} else None
        if low is not None and high is not None and low > high:
            raise UnableToReadRule("upside_down")
        return {name: one for name, one in (("at_least", low), ("at_most", high)) if one is not None}

    def _bound(self, name: str, *, money: bool, share: bool) -> float:
        text = self._required((self._rule.one(name),))[0]
        if money:
            amount = read_amount(text, self._formats)
            if amount is None:
                raise UnableToReadRule("not_a_number")
            return amount
        number = self._read(text.replace("%", ""))
        return self._whole(number / 100) if share else self._whole(number)

    def _read(self, text: str) -> float:
        plain = text.replace(MINUS, "-").replace(NBSP, "").replace(" ", "")
        if not AMOUNT.fullmatch(plain):
            raise UnableToReadRule("not_a_number")
        try:
            return float(parse_decimal(plain, locale=self._formats.locale))
        except NumberFormatError as error:
            raise UnableToReadRule("not_a_number") from error

    @staticmethod
    def _whole(number: float) -> float:
        return int(number) if number.is_integer() else number

    def _days(self, name: str) -> int:
        number = self._read(self._required((self._rule.one(name),))[0])
        if not number.is_integer() or number < 1:
            raise UnableToReadRule("not_a_number")
        return int(number)

    def _period(self, which: str) -> Json:
        if which in CALENDAR:
            return {"calendar": which}
        if which in IN_DAYS:
            return {which: self._days("days" if self._subject.form != of.SEQUENCE else "period_days")}
        start, until = self._day("from"), self._day("until")
        if start is None and until is None:
            raise UnableToReadRule("missing")
        if start is not None and until is not None and start > until:
            raise UnableToReadRule("upside_down")
        before = None if until is None else until + timedelta(days=1)
        return {name: day.isoformat() for name, day in (("from", start), ("before", before)) if day is not None}

    def _day(self, name: str) -> date | None:
        text = self._rule.one(name)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise UnableToReadRule("not_a_day") from error

    @staticmethod
    def _required(texts: tuple[str, ...]) -> list[str]:
        if not texts or not all(texts):
            raise UnableToReadRule("missing")
        return list(texts)
