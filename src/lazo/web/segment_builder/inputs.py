"""The fields of a rule behind its subject: what they are called, what may be chosen and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lazo.analytics.segments.vocabulary import ValueType
from lazo.web.segment_builder import subjects as of
from lazo.web.segment_builder.draft import DraftRule, Path, joined, written
from lazo.web.segment_builder.operators import EVER, IN_DAYS, PAST, STATES, chosen, operators
from lazo.web.segment_builder.subjects import Subject

Options = Sequence[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Input:
    """`kind` is select, checks, text, number or date; `values` what is chosen or stands there, `suffix` the unit behind it."""

    kind: str
    name: str
    label: str
    values: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    suffix: str = ""
    hint: str = ""

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def chosen_words(self) -> str:
        """The words of what is checked, for the summary of a closed list."""
        return ", ".join(label for key, label in self.options if key in self.values)


@dataclass(frozen=True)
class Row:
    """A rule as the form draws it: `customers` fit it by itself, null where nobody has counted."""

    path: str
    subject: Subject | None
    operator: Input | None
    inputs: tuple[Input, ...]
    customers: int | None = None
    share: float = 0.0
    problem: str = ""


@dataclass(frozen=True)
class Words:
    """What only the company can say: names of relations, purposes and channels."""

    relations: Options = ()
    purposes: Options = ()
    channels: Options = ()
    areas: Options = ()
    sources: Options = ()
    attributes: Mapping[str, Options] = field(default_factory=dict)


def row_of(rule: DraftRule, path: Path, subject: Subject | None, words: Words) -> Row:
    """The fields of a rule; only that of the subject where none is chosen."""
    if subject is None:
        return Row(written(path), None, None, ())
    drawn = _Drawing(rule, written(path), subject, words)
    return Row(written(path), subject, drawn.operator(), tuple(drawn.inputs()))


class _Drawing:
    def __init__(self, rule: DraftRule, path: str, subject: Subject, words: Words) -> None:
        self._rule = rule
        self._path = path
        self._subject = subject
        self._words = words
        self._op = chosen(subject, rule.one("op"))

    def operator(self) -> Input | None:
        options = operators(self._subject)
        return self._select("op", _("Comparación"), options, self._op) if options else None

    def inputs(self) -> list[Input]:
        form = self._subject.form
        if form in {of.FIELD, of.TRAIT}:
            return [*self._value(), *(self._origin() if form == of.TRAIT else [])]
        drawn: dict[str, Callable[[], list[Input]]] = {
            of.FACT: self._fact,
            of.SEQUENCE: self._sequence,
            of.CONSENT: self._consent,
            of.MOVEMENT: self._movement,
            of.RELATION: self._relation,
            of.SEGMENT: self._segment,
        }
        return drawn[form]()

    def _movement(self) -> list[Input]:
        return [self._checks("areas", _("Áreas"), self._words.areas), *self._when()]

    def _relation(self) -> list[Input]:
        return [self._checks("types", _("Tipos de relación"), self._words.relations, _("cualquiera"))]

    def _segment(self) -> list[Input]:
        return [self._select("value", _("Segmento"), self._subject.choices, self._rule.one("value"))]

    def _value(self) -> list[Input]:
        if self._op in {"known", "unknown", "yes", "no"}:
            return []
        if self._subject.type == ValueType.DAY:
            return self._dates(self._op)
        if self._op == "in" and self._subject.choices:
            return [self._checks("value", self._subject.label, self._subject.choices)]
        if self._op in {"in", "contains"}:
            hint = _("separa con comas") if self._op == "in" else ""
            text = joined(self._rule.listed("value")) if self._op == "in" else self._rule.one("value")
            return [Input("text", self._name("value"), self._subject.label, (text,), hint=hint)]
        return self._numbers("%" if self._subject.type == ValueType.SHARE or self._subject.name == "risk" else "")

    def _numbers(self, suffix: str = "") -> list[Input]:
        found = []
        if self._op in {"at_least", "between"}:
            found.append(self._number("low", _("Desde"), suffix))
        if self._op in {"at_most", "between"}:
            found.append(self._number("high", _("Hasta"), suffix))
        return found

    def _fact(self) -> list[Input]:
        family = self._subject.family
        names = family.all_attributes if family else ()
        where = [self._attribute(name) for name in names]
        if self._subject.measure in {"first", "last"}:
            return [*self._dates(self._op), *where]
        return [*self._numbers(), *self._when(), *where]

    def _sequence(self) -> list[Input]:
        first = [self._attribute(name) for name in ("products", "categories")]
        then = [self._attribute(name, prefix="then_") for name in ("products", "categories")]
        days = self._number("days", _("Dentro de"), _("días"))
        return [*first, *then, days, *self._when(days="period_days")]

    def _consent(self) -> list[Input]:
        found = [
            self._select("purpose", _("Para qué"), self._words.purposes, self._rule.one("purpose")),
            self._select("channel", _("Por dónde"), self._words.channels, self._rule.one("channel")),
            self._checks("states", _("Qué dijo"), STATES),
        ]
        return [
            *found,
            self._checks("reachable", _("Y tiene cómo"), [("yes", _("tenemos cómo"))], _("aunque no haya cómo")),
        ]

    def _origin(self) -> list[Input]:
        if self._op == "unknown":
            return []
        return [
            self._checks("sources", _("De dónde se sabe"), self._words.sources, _("de donde sea")),
            self._number("least", _("Confianza mínima"), "%"),
        ]

    def _attribute(self, name: str, *, prefix: str = "") -> Input:
        labels = {
            "products": _("Productos (código)"),
            "categories": _("Categorías"),
            "channels": _("Canales"),
            "directions": _("Sentido"),
            "kinds": _("Clases"),
            "campaigns": _("Campañas y ofertas"),
            "groups": _("Grupo"),
            "arms": _("Variante (clave)"),
            "names": _("Resultado (clave)"),
        }
        label = str(labels.get(name, name))
        shown = _("Después: %(what)s") % {"what": label.lower()} if prefix else label
        options = self._words.attributes.get(name, ())
        if options:
            return self._checks(f"{prefix}{name}", shown, options, _("cualquiera"))
        text = joined(self._rule.listed(f"{prefix}{name}"))
        return Input("text", self._name(f"{prefix}{name}"), shown, (text,), hint=shown)

    def _when(self, *, days: str = "days") -> list[Input]:
        told = self._rule.one("period") or "ever"
        return [self._select("period", _("Cuándo"), (*EVER, *PAST), told), *self._dates(told, days=days)]

    def _dates(self, period: str, *, days: str = "days") -> list[Input]:
        if period in IN_DAYS:
            return [self._number(days, _("Cuántos días"), _("días"))]
        if period == "dates":
            return [self._date("from", _("Desde el día")), self._date("until", _("Hasta el día"))]
        return []

    def _name(self, name: str) -> str:
        return f"{name}:{self._path}"

    def _number(self, name: str, label: str, suffix: str = "") -> Input:
        return Input("number", self._name(name), label, (self._rule.one(name),), suffix=suffix)

    def _date(self, name: str, label: str) -> Input:
        return Input("date", self._name(name), label, (self._rule.one(name),))

    def _select(self, name: str, label: str, options: Options, told: str) -> Input:
        return Input("select", self._name(name), label, (told,), tuple((key, str(word)) for key, word in options))

    def _checks(self, name: str, label: str, options: Options, blank: str = "") -> Input:
        chosen_keys = self._rule.listed(name) if self._subject.form == of.FACT else self._rule.many(name)
        words = tuple((str(key), str(word)) for key, word in options)
        offered = {key for key, _word in words}
        words += tuple((key, key) for key in chosen_keys if key not in offered)  # what was said once is not lost
        return Input("checks", self._name(name), label, chosen_keys, words, hint=blank)
