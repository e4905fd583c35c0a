"""The order of the list of customers and the place in it where a page ends: a value and an id, never a number of rows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, CharField, DateField, F, Field, FloatField, Q, QuerySet, Subquery
from django.db.models.expressions import Expression, OrderBy

from lazo.differentiate.models import CustomerCard
from lazo.differentiate.queries.customer_cards import Card
from lazo.differentiate.queries.customer_columns import COLUMNS, sort_expression, sorting_field
from lazo.identify.models import TraitDefinition
from lazo.identify.queries.custom_fields import VALUE_COLUMNS, CustomField, value_of

DEFAULT = "-value_365d"
UNKNOWN = "~"
MARK = "|"
"""Between the place in a snapshot, which a cursor may name first, and the value and id."""
FIELDS: "dict[str, Field[Any, Any]]" = {"day": DateField(), "money": BigIntegerField(), "number": BigIntegerField()}

OWN_FIELDS: "dict[str, Field[Any, Any]]" = {"number": FloatField(), "money": BigIntegerField(), "date": DateField()}


@dataclass(frozen=True)
class Order:
    """A column and a direction; unknown values come last both ways, equals follow their id."""

    key: str
    descending: bool
    own: CustomField | None = None
    """The company's own field, where `key` is the column of one."""

    @classmethod
    def of(cls, sort: str) -> "Order":
        """The order of that name; a name nobody gave is the usual one."""
        return cls.asked(sort) or cls.of(DEFAULT)

    @classmethod
    def asked(cls, sort: str) -> "Order | None":
        """The order of that name; null for a name nobody gave, or a trait that leads to another party."""
        key, descending = sort.removeprefix("-"), sort.startswith("-")
        column = COLUMNS.get(key)
        if column is not None:
            return cls(key, descending) if column.sortable else None
        own = sorting_field(key)
        return None if own is None else cls(key, descending, own)

    @property
    def stored(self) -> str:
        """What the order is called in a snapshot."""
        return self.key if self.own is None else f"field_{self.own.id}"

    @property
    def expression(self) -> Expression | F | Subquery:
        if self.own is not None:
            return value_of(field=self.own, customer="customer_id")
        return sort_expression(self.key)

    def apply(self, cards: "QuerySet[CustomerCard]") -> "QuerySet[CustomerCard]":
        """The cards in this order, each with its value as `sort_value`."""
        value = OrderBy(self.expression, descending=self.descending, nulls_last=True)
        return cards.annotate(sort_value=self.expression).order_by(value, "customer_id")

    def backwards(self, cards: "QuerySet[CustomerCard]") -> "QuerySet[CustomerCard]":
        """The cards from the end."""
        value = OrderBy(self.expression, descending=not self.descending, nulls_first=True)
        return cards.annotate(sort_value=self.expression).order_by(value, "-customer_id")

    def after(self, cursor: str) -> Q | None:
        """What comes behind a place; None for a cursor that nobody gave out."""
        place = self.read(cursor)
        return None if place is None else self.beyond(*place)

    def beyond(self, value: Any, customer: int) -> Q:
        """What comes behind a value and an id; filters rows annotated with `sort_value`."""
        if value is None:
            return Q(sort_value__isnull=True, customer_id__gt=customer)
        further = Q(sort_value__lt=value) if self.descending else Q(sort_value__gt=value)
        return further | Q(sort_value=value, customer_id__gt=customer) | Q(sort_value__isnull=True)

    def before(self, value: Any, customer: int) -> Q:
        """What comes ahead of a value and an id."""
        if value is None:
            return Q(sort_value__isnull=False) | Q(sort_value__isnull=True, customer_id__lt=customer)
        nearer = Q(sort_value__gt=value) if self.descending else Q(sort_value__lt=value)
        return nearer | Q(sort_value=value, customer_id__lt=customer)

    def cursor(self, value: Any, customer: int) -> str:
        told = UNKNOWN if value is None else "=" + (value.isoformat() if isinstance(value, date) else str(value))
        return f"{told}~{customer}"

    def cursor_of(self, card: Card) -> str:
        """The cursor behind a card."""
        return self.cursor(card["sort_value"], card["customer_id"])

    def read(self, cursor: str) -> tuple[Any, int] | None:
        """The value and the id that a cursor names; None for one that nobody gave out."""
        told, _, customer = cursor.rpartition("~")
        if not (customer.isdecimal() and customer.isascii() and len(customer) < 19):
            return None
        if told == UNKNOWN:
            return None, int(customer)
        try:
            value = self._field().to_python(told.removeprefix("="))
        except (ValidationError, ValueError):
            return None
        if not told.startswith("=") or isinstance(value, datetime) or (isinstance(value, int) and abs(value) >> 62):
            return None
        return value, int(customer)

    def _field(self) -> "Field[Any, Any]":
        if self.own is not None:
            return OWN_FIELDS.get(VALUE_COLUMNS[TraitDefinition.Type(self.own.type)], CharField())
        if self.key == "area":
            return FloatField()
        if self.key == "strategic":
            return CustomerCard._meta.get_field("strategic")  # noqa: SLF001 - Django documents _meta
        return FIELDS.get(COLUMNS[self.key].type, CharField())


@dataclass(frozen=True)
class CardsFound:
    """Cards of a page in order, the cursor behind the last (blank at the end), and how many fit (null: not counted)."""

    cards: list[Card]
    next: str
    total: int | None


def bare(cursor: str) -> str:
    """The cursor without a place in a snapshot."""
    return cursor.partition(MARK)[2] if cursor.startswith("v") else cursor
