"""How many customers have each value of the company's own fields, the other filters held: choices one by one, the rest in ranges."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from lazo.differentiate.models import CustomerCard
from lazo.differentiate.queries.customer_filter import conditions
from lazo.differentiate.queries.customer_question import TRAIT, ListQuestion
from lazo.differentiate.queries.customer_snapshot_file import has_snapshot
from lazo.differentiate.queries.field_steps import COUNTED, RANGED, place_of, ranges_of
from lazo.identify.models import TraitDefinition
from lazo.identify.queries.custom_fields import CustomField, definitions, value_of
from lazo.kernel.access import RowRule, row_rule
from lazo.kernel.models import User


@dataclass(frozen=True)
class Span:
    """Customers whose value is at least `low` and below `high`; null: no bound. Money is base minor units, days are dates."""

    low: Any
    high: Any
    customers: int


@dataclass(frozen=True)
class FieldFacet:
    """`counts` by choice in the order of the field, of yes and no by "1" and "0"; `spans` of numbers, money and days."""

    field: CustomField
    counts: dict[str, int]
    spans: tuple[Span, ...]


def field_facets(*, user: User, question: ListQuestion) -> tuple[FieldFacet, ...]:
    """A facet for each own field in use that can be counted, for the customers `user` may see; texts and other parties have none."""
    rule = row_rule(user)
    fields = [field for field in definitions() if field.type in COUNTED | RANGED]
    if rule.nothing or not fields:
        return ()
    counted = _by_snapshot(rule, question, fields) if has_snapshot() else None
    if counted is None:
        counted = _by_table(CustomerCard.objects.filter(rule.as_q(customer="customer_id")), question, fields)
    return tuple(_facet(field, counts) for field, counts in zip(fields, counted, strict=True))


def _by_snapshot(rule: RowRule, question: ListQuestion, fields: Sequence[CustomField]) -> list[Counter[Any]] | None:
    from lazo.differentiate.queries.customer_pages import answer_of, overlay_seen  # NumPy: not where nobody needs it

    answer = answer_of(rule, question)
    if answer is None:
        return None
    found = [Counter(answer.field_counts(field.key, field.id)) for field in fields]
    if answer.changed.touched and not answer.changed.too_many:
        newer = _by_table(overlay_seen(answer), question, fields, one_by_one=True)
        found = [one + other for one, other in zip(found, newer, strict=True)]
    return found


def _by_table(
    cards: "QuerySet[CustomerCard]", question: ListQuestion, fields: Sequence[CustomField], *, one_by_one: bool = False
) -> list[Counter[Any]]:
    """One reading for all fields of which nothing is asked, and one for each other."""
    asked = conditions(question, one_by_one=one_by_one)
    names = [f"{TRAIT}{field.key}" for field in fields]
    free = [place for place, name in enumerate(names) if name not in asked]
    found: dict[int, Counter[Any]] = {}
    for places, left_out in ((free, ""), *(([place], name) for place, name in enumerate(names) if name in asked)):
        held = [condition for name, condition in asked.items() if name != left_out]
        found |= dict(zip(places, _counted(cards.filter(*held), [fields[place] for place in places]), strict=True))
    return [found[place] for place in range(len(fields))]


def _counted(cards: "QuerySet[CustomerCard]", fields: Sequence[CustomField]) -> list[Counter[Any]]:
    if not fields:
        return []
    values = {f"f{field.id}": value_of(field=field, customer="customer_id") for field in fields}
    rows = list(cards.order_by().annotate(**values).values_list(*values))
    return [Counter(_codes(field, (row[place] for row in rows))) for place, field in enumerate(fields)]


def _codes(field: CustomField, values: Iterable[Any]) -> Iterable[Any]:
    """As `StoredField.counts` tells them."""
    known = (value for value in values if value is not None)
    if field.type == TraitDefinition.Type.FLAG:
        return (str(int(value)) for value in known)
    return known if field.type in COUNTED else (place_of(field.type, value) for value in known)


def _facet(field: CustomField, counts: Counter[Any]) -> FieldFacet:
    if field.type in RANGED:
        spans = tuple(Span(*one) for one in ranges_of(field.type, counts))
        return FieldFacet(field, {}, spans)
    known = field.choices if field.type == TraitDefinition.Type.CHOICE else ("1", "0")
    others = sorted(set(counts) - set(known))
    return FieldFacet(field, {value: counts[value] for value in (*known, *others) if counts[value]}, ())
