"""The filters beside the list, with how many each choice would leave, ready for the template."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from babel import Locale
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lazo.differentiate.queries.customer_facets import Bar, Facets
from lazo.differentiate.queries.customer_question import AREAS, KINDS, NOBODY, OUTSIDE, RISKS, ListQuestion
from lazo.web.charts.areas import CSS_KEYS
from lazo.web.charts.histogram import histogram
from lazo.web.formats import Formats
from lazo.web.markup import drawn
from lazo.web.words import AREA_NAMES, KIND_NAMES, TIER_NAMES

STEPS = 10
MOST_OPTIONS = 8
OPEN = frozenset({"areas", "kinds", "risks"})

RISK_NAMES = {
    "high": gettext_lazy("Alto, más de 40 %"),
    "medium": gettext_lazy("Medio, 20 a 40 %"),
    "low": gettext_lazy("Bajo"),
}


@dataclass(frozen=True)
class Option:
    """`length` is the number of tenths of the largest choice; `css` colours it, blank for ink."""

    id: str
    value: str
    label: str
    customers: int
    length: int
    is_chosen: bool
    css: str = ""


@dataclass(frozen=True)
class Facet:
    """`name` is the parameter of the address; an open one shows its choices."""

    name: str
    title: str
    options: tuple[Option, ...]
    is_open: bool


@dataclass(frozen=True)
class ValueFacet:
    """The histogram of the projected value, and the span as it is written in its fields."""

    svg: SafeString | str
    low: str
    high: str


@dataclass(frozen=True)
class CostSpan:
    """A span of money as it is written in its fields; `name` tells the fields apart."""

    name: str
    label: str
    low: str
    high: str

    @property
    def is_asked(self) -> bool:
        return bool(self.low or self.high)


@dataclass(frozen=True)
class _Kind:
    """`asks` is the field of the question and `name` of the address; `order` null: the most customers first; `words` spell values in the address."""

    asks: str
    name: str
    title: str
    label: Callable[[Any], str]
    order: Iterable[Any] | None = None
    words: Mapping[str, str] = field(default_factory=dict)


def facet_views(facets: Facets, question: ListQuestion, names: Mapping[int, str], locale: Locale) -> tuple[Facet, ...]:
    """The filters in the order of the page; one without anything to choose is left out. `names` are those of owners."""
    countries = locale.territories
    kinds = (
        _Kind("areas", "area", _("Lugar en el ciclo"), _area_name, (*CSS_KEYS, OUTSIDE), AREAS),
        _Kind("kinds", "tipo", _("Tipo"), lambda key: str(KIND_NAMES[key]), KIND_NAMES, KINDS),
        _Kind("risks", "riesgo", _("Riesgo de irse"), lambda key: str(RISK_NAMES[key]), RISK_NAMES, RISKS),
        _Kind("tiers", "nivel", _("Nivel de valor"), lambda key: str(TIER_NAMES.get(key, key)), TIER_NAMES),
        _Kind("cities", "ciudad", _("Ciudad"), str),
        _Kind("countries", "pais", _("País"), lambda code: str(countries.get(code, code))),
        _Kind("owners", "responsable", _("Responsable"), lambda pk: _owner_name(pk, names)),
    )
    found = (_facet(kind, facets.counts.get(kind.asks, {}), getattr(question, kind.asks)) for kind in kinds)
    return tuple(facet for facet in found if facet.options)


def _facet(kind: _Kind, counts: Mapping[Any, int], chosen: Sequence[Any]) -> Facet:
    spelled = {value: word for word, value in kind.words.items()}
    keys = [key for key in kind.order or counts if counts.get(key) or key in chosen][:MOST_OPTIONS]
    keys += [key for key in chosen if key not in keys]
    largest = max([1, *counts.values()])
    options = tuple(
        Option(
            id=f"{kind.name}-{place}",
            value=spelled.get(key, str(key)),
            label=kind.label(key),
            customers=counts.get(key, 0),
            length=-(-STEPS * counts.get(key, 0) // largest),
            is_chosen=key in chosen,
            css=f"a-{CSS_KEYS[key]}" if key in CSS_KEYS else "",
        )
        for place, key in enumerate(keys)
    )
    return Facet(kind.name, kind.title, options, is_open=bool(chosen) or kind.asks in OPEN)


def value_facet(facets: Facets, question: ListQuestion, formats: Formats) -> ValueFacet | None:
    """Null where nobody has a projected value and no span was asked."""
    low, high = question.value_from, question.value_to
    if not facets.histogram and low is None and high is None:
        return None
    bars = [(bar.customers, _is_inside(bar, low, high)) for bar in facets.histogram]
    return ValueFacet(
        drawn(histogram(bars)) if bars else "",
        "" if low is None else formats.money_short(low),
        "" if high is None else formats.money_short(high),
    )


def cost_facet(facets: Facets, question: ListQuestion, formats: Formats) -> tuple[CostSpan, ...]:
    """The spans of cost to serve and of the margin after it; none while no run computed them and none was asked."""
    asked = ("cost_from", "cost_to", "net_from", "net_to")
    ends = {name: getattr(question, name) for name in asked}
    if not facets.has_costs and not any(end is not None for end in ends.values()):
        return ()
    told = {name: "" if end is None else formats.money_short(end) for name, end in ends.items()}
    return (
        CostSpan("costo", _("Costo de servir"), told["cost_from"], told["cost_to"]),
        CostSpan("margen", _("Margen después de servir"), told["net_from"], told["net_to"]),
    )


def _is_inside(bar: Bar, low: int | None, high: int | None) -> bool:
    """Whether a bar has anything of the span that was asked; without a span all are."""
    ends_before = low is not None and bar.high is not None and bar.high <= low
    begins_after = high is not None and bar.low is not None and bar.low > high
    return not (ends_before or begins_after)


def _area_name(key: str) -> str:
    return _("Fuera del ciclo") if key == OUTSIDE else str(AREA_NAMES.get(key, key))


def _owner_name(pk: int, names: Mapping[int, str]) -> str:
    return _("Nadie") if pk == NOBODY else names.get(pk, f"n.º {pk}")
