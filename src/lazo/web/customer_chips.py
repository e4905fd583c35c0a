"""What the list is filtered by, as chips: each says it in words and is a link that takes it away."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lazo.differentiate.queries.customer_columns import DAY, FLAG, MONEY, CustomerColumn
from lazo.differentiate.queries.customer_question import NOBODY, OUTSIDE, TRAIT
from lazo.web.customer_address import ListAddress
from lazo.web.formats import Formats
from lazo.web.words import AREA_NAMES, KIND_NAMES, STRATEGIC_KINDS, TIER_NAMES


@dataclass(frozen=True)
class Chip:
    text: str
    href: str


@dataclass(frozen=True)
class Words:
    """What chips need to say numbers as people do: names of owners by id, all columns, how the company writes, names of segments by key."""

    owners: Mapping[int, str]
    columns: tuple[CustomerColumn, ...]
    formats: Formats
    segments: Mapping[str, str] = field(default_factory=dict)


def chips(address: ListAddress, words: Words) -> tuple[Chip, ...]:
    """One chip per field that is asked, in the order of the filters; what is typed in the search box has none."""
    question = address.question
    several: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
        ("areas", _("Lugar en el ciclo"), lambda key: _("fuera") if key == OUTSIDE else str(AREA_NAMES.get(key, key))),
        ("kinds", _("Tipo"), lambda key: str(KIND_NAMES.get(key, key))),
        ("risks", _("Riesgo"), lambda key: risk_words()[key]),
        ("tiers", _("Nivel"), lambda key: str(TIER_NAMES.get(key, key))),
        ("cities", _("Ciudad"), str),
        ("countries", _("País"), words.formats.country_name),
        ("owners", _("Responsable"), lambda pk: _("nadie") if pk == NOBODY else words.owners.get(pk, f"n.º {pk}")),
        ("rfm", _("Recencia y frecuencia"), lambda cell: _("%(r)s y %(f)s") % {"r": cell[0], "f": cell[1]}),
        ("strategic_kinds", _("Estratégicos"), lambda kind: str(STRATEGIC_KINDS.get(kind, kind))),
        ("segments", _("Segmento"), lambda key: words.segments.get(key, key)),
        ("traits", _("Dato"), lambda trait: _trait(trait, words)),
    )
    found = [
        Chip(f"{title}: {', '.join(word(one) for one in getattr(question, field))}", address.href(**{field: ()}))
        for field, title, word in several
        if getattr(question, field)
    ]
    if question.strategic is not None:
        text = _("Estratégicos") if question.strategic else _("No estratégicos")
        found.append(Chip(text, address.href(strategic=None)))
    return (*found, *_spans(address, words.formats))


def risk_words() -> dict[str, str]:
    return {"high": _("alto"), "medium": _("medio"), "low": _("bajo")}


def _spans(address: ListAddress, formats: Formats) -> Iterable[Chip]:
    q = address.question
    value = _span(q.value_from, q.value_to, formats.money_short)
    if value:
        yield Chip(_("Proyectado: %(span)s") % {"span": value}, address.href(value_from=None, value_to=None))
    cost = _span(q.cost_from, q.cost_to, formats.money_short)
    if cost:
        yield Chip(_("Costo de servir: %(span)s") % {"span": cost}, address.href(cost_from=None, cost_to=None))
    net = _span(q.net_from, q.net_to, formats.money_short)
    if net:
        yield Chip(_("Margen después de servir: %(span)s") % {"span": net}, address.href(net_from=None, net_to=None))
    bought = _span(q.last_day_from, q.last_day_to, formats.day)
    if bought:
        yield Chip(_("Última compra: %(span)s") % {"span": bought}, address.href(last_day_from=None, last_day_to=None))
    if q.created_from:
        since = formats.day(q.created_from)
        yield Chip(_("Nuevos desde el %(day)s") % {"day": since}, address.href(created_from=None))
    if q.contact_to:
        yield Chip(
            _("Sin contacto desde el %(day)s") % {"day": formats.day(q.contact_to)}, address.href(contact_to=None)
        )


def _span(low: Any, high: Any, written: Callable[[Any], str]) -> str:
    """`de 1 a 2`, `desde 1`, `hasta 2`; blank without ends."""
    if low is not None and high is not None:
        return _("de %(low)s a %(high)s") % {"low": written(low), "high": written(high)}
    if low is not None:
        return _("desde %(low)s") % {"low": written(low)}
    return _("hasta %(high)s") % {"high": written(high)} if high is not None else ""


def _trait(trait: tuple[str, str, str], words: Words) -> str:
    key, how, value = trait
    column = next((column for column in words.columns if column.key == f"{TRAIT}{key}"), None)
    name = str(column.label) if column else key
    if how in {"has", "empty"}:
        return name if how == "has" else _("sin %(field)s") % {"field": name}
    if how == "contains":
        return _("%(field)s contiene %(text)s") % {"field": name, "text": value}
    signs = {"is": "=", "from": "≥", "to": "≤"}
    return f"{name} {signs[how]} {_written(value, column.type if column else '', words.formats)}"


def _written(value: str, of: str, formats: Formats) -> str:
    """As the column writes it; what is none of its type stays as it is."""
    try:
        if of == MONEY:
            return formats.money(int(value))
        if of == DAY:
            return formats.day(date.fromisoformat(value))
    except ValueError:
        return value
    return {"si": _("sí"), "1": _("sí"), "no": _("no"), "0": _("no")}.get(value, value) if of == FLAG else value
