"""The company's own fields among the filters of the list: choices as boxes, numbers, money and days as a span to write."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.differentiate.queries.field_facets import FieldFacet, Span
from lazo.differentiate.queries.field_steps import COUNTED, RANGED
from lazo.identify.models import TraitDefinition
from lazo.identify.queries.custom_fields import CustomField
from lazo.web.charts.histogram import histogram
from lazo.web.customer_facets import STEPS, Option
from lazo.web.field_span import input_name
from lazo.web.formats import Formats
from lazo.web.markup import drawn

Type = TraitDefinition.Type
FLAGS = {"1": "si", "0": "no"}


@dataclass(frozen=True)
class FieldView:
    """A field with its `options`, or with the span between `low` and `high`, written in fields of those names; `svg` draws how many have what."""

    title: str
    options: tuple[Option, ...] = ()
    svg: SafeString | str = ""
    low_name: str = ""
    high_name: str = ""
    low: str = ""
    high: str = ""
    is_day: bool = False


def spoken_of(question: ListQuestion, fields: Iterable[CustomField]) -> set[tuple[str, str, str]]:
    """What is asked of own fields that their filters show, so that it need not go along unseen."""
    types = {field.key: field.type for field in fields}
    return {
        (key, how, value)
        for key, how, value in question.traits
        if (how == "is" and types.get(key) in COUNTED) or (how in {"from", "to"} and types.get(key) in RANGED)
    }


def field_views(facets: Sequence[FieldFacet], question: ListQuestion, formats: Formats) -> tuple[FieldView, ...]:
    """The fields of whom anybody has a value, or of which something is asked."""
    asked = {key for key, _how, _value in question.traits}
    shown = [facet for facet in facets if facet.counts or facet.spans or facet.field.key in asked]
    return tuple(
        _choices(facet, question) if facet.field.type in COUNTED else _span(facet, question, formats) for facet in shown
    )


def _choices(facet: FieldFacet, question: ListQuestion) -> FieldView:
    key = facet.field.key
    chosen = {value for one, how, value in question.traits if (one, how) == (key, "is")}
    words: Mapping[str, str] = {"1": _("sí"), "0": _("no")} if facet.field.type == Type.FLAG else {}
    values = [*facet.counts, *(value for value in facet.field.choices if value in chosen and value not in facet.counts)]
    largest = max([1, *facet.counts.values()])
    options = tuple(
        Option(
            id=f"campo-{facet.field.id}-{place}",
            value=f"{key}:is:{FLAGS.get(value, value) if words else value}",
            label=words.get(value, value),
            customers=facet.counts.get(value, 0),
            length=-(-STEPS * facet.counts.get(value, 0) // largest),
            is_chosen=bool(chosen & {value, FLAGS.get(value, value) if words else value}),
        )
        for place, value in enumerate(values)
    )
    return FieldView(facet.field.name, options)


def _span(facet: FieldFacet, question: ListQuestion, formats: Formats) -> FieldView:
    field = facet.field
    low, high = (
        next((v for key, one, v in question.traits if (key, one) == (field.key, how)), "") for how in ("from", "to")
    )
    bars = [(span.customers, _is_inside(span, field.type, low, high)) for span in facet.spans]
    return FieldView(
        field.name,
        svg=drawn(histogram(bars)) if bars else "",
        low_name=input_name("desde", field),
        high_name=input_name("hasta", field),
        low=_written(field, low, formats),
        high=_written(field, high, formats),
        is_day=field.type == Type.DATE,
    )


def _is_inside(span: Span, of: str, low: str, high: str) -> bool:
    """Whether a range has anything of the span that was asked; without a span all do."""
    first, last = _typed(of, low), _typed(of, high)
    before = span.high if of != Type.DATE or span.high is None else span.high - timedelta(days=1)
    ends_before = first is not None and before is not None and (before < first or (of != Type.DATE and before <= first))
    return not (ends_before or (last is not None and span.low is not None and span.low > last))


def _typed(of: str, text: str) -> Any:
    try:
        if not text:
            return None
        return date.fromisoformat(text) if of == Type.DATE else float(text)
    except ValueError:
        return None


def _written(field: CustomField, text: str, formats: Formats) -> str:
    value = _typed(field.type, text)
    if value is None or field.type == Type.DATE:
        return text if value is not None else ""
    if field.type == Type.MONEY:
        return formats.money(int(value))
    return formats.number(value, 0 if value == int(value) else 2)
