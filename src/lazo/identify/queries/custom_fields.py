"""The fields that a company defines itself, and their values: for forms, lists, filters, exports and programs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber
from django.db.models.lookups import Exact, GreaterThanOrEqual, IContains, IsNull, LessThanOrEqual

from lazo.identify.models import Party, TraitDefinition, TraitValue
from lazo.identify.models.trait import STRENGTH
from lazo.kernel.models import User
from lazo.kernel.prepared import Prepared

OWN = "custom"
"""The package of the fields that a company defines itself; their keys have no dot."""
CUSTOM = "custom:"
"""Before a key, where own fields stand beside those of the house."""
Type = TraitDefinition.Type
VALUE_COLUMNS = {
    Type.TEXT: "text",
    Type.CHOICE: "text",
    Type.NUMBER: "number",
    Type.FLAG: "number",
    Type.MONEY: "money",
    Type.DATE: "date",
    Type.PARTY: "other_id",
}
OPERATORS = {"is": "exact", "from": "gte", "to": "lte", "contains": "icontains"}
FieldValue = str | float | int | date | bool


class UnableToFilter(Exception):
    """`code` is unknown_field, unknown_operator or bad_value."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


STORED = (
    "pk", "key", "name", "type", "help", "unit", "choices", "party_kinds", "is_required", "position", "archived_at",
)  # fmt: skip
"""What of a definition a CustomField says, in its order."""


_defined = Prepared(
    lambda: TraitDefinition.objects.filter(package=OWN).order_by("position", "name", "pk").values_list(*STORED)
)


@dataclass(frozen=True)
class CustomField:
    """One definition. `party_kinds` empty: for all; `choices` are the texts of a CHOICE, in order; money is in base minor units."""

    id: int
    key: str
    name: str
    type: str
    help: str
    unit: str
    choices: tuple[str, ...]
    party_kinds: tuple[str, ...]
    is_required: bool
    position: int
    is_archived: bool


def definitions(*, kind: str = "", archived: bool = False) -> list[CustomField]:
    """The company's own fields in their order: all, or those for a kind of party; with `archived` also those put away."""
    found = [field for field in (_field(*row) for row in _defined()) if archived or not field.is_archived]
    return [field for field in found if not kind or not field.party_kinds or kind in field.party_kinds]


def custom_field(row: TraitDefinition) -> CustomField:
    """A definition as forms and lists read it."""
    return _field(*(getattr(row, name) for name in STORED))


def _field(*stored: Any) -> CustomField:
    """From the columns STORED."""
    told = dict(zip(STORED, stored, strict=True))
    lists: dict[str, Any] = {name: tuple(told[name]) for name in ("choices", "party_kinds")}
    plain = {name: told[name] for name in ("key", "name", "type", "help", "unit", "is_required", "position")}
    return CustomField(id=told["pk"], **plain, **lists, is_archived=told["archived_at"] is not None)


def values_for(*, parties: Collection[int], keys: Collection[str] | None = None) -> dict[int, dict[str, FieldValue]]:
    """What holds of own fields for customers by id: key -> value in the type of the field, another party as its id; one query.

    Values of all records found to be the customer count; the strongest holds, and of two alike a person's before a file's, then the newest.
    `keys` None is all of them. A customer without values is not in the answer.
    """
    wanted = list(parties)
    rows = (
        TraitValue.objects.filter(Q(party_id__in=wanted) | Q(party__canonical_id__in=wanted), definition__package=OWN)
        .select_related("definition")
        .annotate(customer=Coalesce("party__canonical_id", "party_id"))
    )
    if keys is not None:
        rows = rows.filter(definition__key__in=list(keys))
    found: dict[int, dict[str, FieldValue]] = {}
    for row in sorted(rows, key=lambda row: row.precedence):
        if row.value is not None:
            found.setdefault(row.customer, {}).setdefault(row.definition.key, row.value)
    return found


def related_names(*, user: User, parties: Collection[int]) -> dict[int, str]:
    """The names of parties that values lead to, of those `user` may see."""
    return dict(Party.objects.visible_to(user).filter(pk__in=list(parties)).values_list("pk", "name"))


def value_filter(*, field: CustomField, operator: str, value: Any, customer: str = "pk") -> Q:
    """The condition that a customer's value holds: `is`, `from`, `to`, `contains` a value, or `empty` (nothing known).

    Found for all customers at once. `customer` is the lookup that leads to the customer's id. Raises UnableToFilter.
    """
    known = _holding(field)
    if operator == "empty":
        return ~Q(**{f"{customer}__in": known.values_list(CUSTOMER)})
    column, lookup = _asked(field, operator, value)
    try:
        matching = known.filter(**{f"{column}__{lookup}": value})
    except (TypeError, ValueError) as error:
        raise UnableToFilter("bad_value") from error
    return Q(**{f"{customer}__in": matching.values_list(CUSTOMER)})


def value_condition(*, field: CustomField, operator: str, value: Any, customer: str = "pk") -> Q:
    """The same asked of each customer by itself, for few of them among many. Raises UnableToFilter."""
    held = value_of(field=field, customer=customer)
    if operator == "empty":
        return Q(IsNull(held, True))
    _, lookup = _asked(field, operator, value)
    return Q(LOOKUPS[lookup](held, value))


def value_of(*, field: CustomField, customer: str = "pk") -> Subquery:
    """The value of a customer's field that holds, to annotate and sort a list by; null where nothing is known.

    Values of all records found to be the customer count, as in `values_for`.
    """
    family = Party.objects.filter(Q(pk=OuterRef(OuterRef(customer))) | Q(canonical_id=OuterRef(OuterRef(customer))))
    # Added to nothing, the definition is no way in: its index leads to the values of everybody, that of the party to a few.
    of = ExpressionWrapper(F("definition_id") + 0, output_field=BigIntegerField())
    rows = TraitValue.objects.alias(of=of).filter(party_id__in=family.order_by().values("pk"), of=field.id)
    return Subquery(_by_precedence(rows).values(VALUE_COLUMNS[Type(field.type)])[:1])


def _asked(field: CustomField, operator: str, value: Any) -> tuple[str, str]:
    """The column and the lookup. Raises UnableToFilter."""
    if operator not in OPERATORS:
        raise UnableToFilter("unknown_operator")
    column = VALUE_COLUMNS[Type(field.type)]
    is_text = column == "text"
    if value is None or (operator == "contains" and not is_text) or (is_text and not isinstance(value, str)):
        raise UnableToFilter("bad_value")
    return column, OPERATORS[operator]


def _holding(field: CustomField) -> "QuerySet[TraitValue]":
    """The values of the field that hold, one for each customer."""
    rows = TraitValue.objects.filter(definition_id=field.id)
    place = Window(RowNumber(), partition_by=CUSTOMER, order_by=ORDER)
    # A query of its own: a condition on the value beside the place would choose before it is known which holds.
    first = rows.annotate(place=place).filter(place=1)
    return TraitValue.objects.filter(pk__in=first.values("pk"))


def _by_precedence(rows: "QuerySet[TraitValue]") -> "QuerySet[TraitValue]":
    """As TraitValue.precedence, in the database."""
    return rows.order_by(*ORDER)


CUSTOMER = Coalesce("party__canonical_id", "party_id")
ORDER = (
    Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(STRENGTH)), output_field=IntegerField()
    ).desc(),
    Case(When(source__isnull=True, then=Value(0)), default=Value(1), output_field=IntegerField()).asc(),
    F("set_at").desc(),
    F("pk").desc(),
)
LOOKUPS: dict[str, Any] = {
    "exact": Exact,
    "gte": GreaterThanOrEqual,
    "lte": LessThanOrEqual,
    "icontains": IContains,
}
