"""What can be exported: the columns of each sheet, their types, and where each comes from.

The same list is the reference of the exported files: docs/reference/cli.md is held to it by a test.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from lazo.differentiate.models import CyclePosition, Score
from lazo.identify.models import ContactPoint, Party, Purchase, SourceRecord
from lazo.kernel.access import row_rule
from lazo.kernel.models import User

TEXT, WHOLE, REAL, DAY, YES = pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.bool_()
BASE, OF_ROW = "base", "row"


@dataclass(frozen=True)
class Column:
    """`path` is the field it comes from (its own name when empty).

    Money is stored in minor units and exported in units: `money` says of which currency, BASE or the row's own.
    """

    name: str
    type: pa.DataType
    path: str = ""
    money: str = ""

    @property
    def field(self) -> str:
        return self.path or self.name


@dataclass(frozen=True)
class Sheet:
    """One export: its rows for a user (with their history when that is wanted) in a fixed order, and its columns.

    `currencies` are those its column `currency` may hold.
    """

    name: str
    rows: Callable[[User, bool], "QuerySet[Any]"]
    columns: tuple[Column, ...]
    currencies: Callable[[], list[str]] = field(default=list)


def text(name: str, path: str = "") -> Column:
    return Column(name, TEXT, path)


def money(name: str, of: str = BASE) -> Column:
    return Column(name, WHOLE, money=of)


def _first_record(column: str, party: str) -> Subquery:
    """A customer's own first source record, by which the source knows them."""
    return Subquery(SourceRecord.objects.filter(party=OuterRef(party)).order_by("id").values(column)[:1])


def _named(rows: "QuerySet[Any]", party: str) -> "QuerySet[Any]":
    named: QuerySet[Any] = rows.annotate(
        source_key=_first_record("source__key", party), record_id=_first_record("external_id", party)
    ).order_by("pk")
    return named


def _scores(user: User, _: bool) -> "QuerySet[Any]":
    return _named(Score.objects.visible_to(user), "customer_id")


def _positions(user: User, history: bool) -> "QuerySet[Any]":
    rows = CyclePosition.objects.visible_to(user)
    return _named(rows if history else rows.filter(valid_to__isnull=True), "customer_id")


def _customers(user: User, _: bool) -> "QuerySet[Any]":
    rows = Party.objects.filter(row_rule(user).as_q(customer="id"), retired_at__isnull=True)
    return rows.annotate(
        canonical_or_self=Coalesce("canonical_id", "id"),
        source_key=F("source_records__source__key"),
        record_id=F("source_records__external_id"),
    ).order_by("pk", "source_records__id")


def _contact_points(user: User, _: bool) -> "QuerySet[Any]":
    rows = ContactPoint.objects.filter(row_rule(user).as_q("party__"), party__retired_at__isnull=True)
    return _named(
        rows.annotate(
            canonical_or_self=Coalesce("party__canonical_id", "party_id"),
            first_seen=TruncDate("created_at"),
            verified_on=TruncDate("verified_at"),
        ),
        "party_id",
    )


def _purchases(user: User, _: bool) -> "QuerySet[Any]":
    rows = Purchase.objects.filter(row_rule(user).as_q("party__"))
    return rows.annotate(
        canonical_or_self=Coalesce("party__canonical_id", "party_id"),
        record_id=_first_record("external_id", "party_id"),
    ).order_by("pk")


def _purchase_currencies() -> list[str]:
    return sorted(set(Purchase.objects.order_by().values_list("currency", flat=True).distinct()))


CUSTOMER = (text("source", "source_key"), text("external_id", "record_id"))
SCORES = Sheet(
    "scores",
    _scores,
    (
        *CUSTOMER,
        Column("customer_id", WHOLE),
        Column("on_date", DAY),
        text("kind"),
        text("country"),
        Column("frequency", WHOLE),
        Column("recency_days", WHOLE),
        Column("age_days", WHOLE),
        Column("n_purchases", WHOLE),
        Column("first_day", DAY),
        Column("last_day", DAY),
        money("monetary"),
        Column("p_alive", REAL),
        Column("expected_purchases_90d", REAL),
        Column("expected_purchases_180d", REAL),
        Column("expected_purchases_365d", REAL),
        money("value_12m"),
        Column("value_is_margin", YES),
        money("value_90d"),
        money("value_180d"),
        money("value_365d"),
        money("value_365d_low"),
        money("value_365d_high"),
        money("clv"),
        money("potential_value"),
        text("rfm"),
        text("customer_class"),
        text("tier"),
        Column("expected_gap", REAL),
        Column("overdue_ratio", REAL),
        text("area"),
        text("sub_state"),
        Column("place", REAL),
        text("also_in"),
        text("rule"),
        Column("run_id", WHOLE),
    ),
)
POSITIONS = Sheet(
    "positions",
    _positions,
    (
        *CUSTOMER,
        Column("customer_id", WHOLE),
        text("area"),
        text("sub_state"),
        Column("valid_from", DAY),
        Column("valid_to", DAY),
        text("rule"),
        text("evidence"),
        Column("run_id", WHOLE),
    ),
)
CUSTOMERS = Sheet(
    "customers",
    _customers,
    (
        *CUSTOMER,
        Column("customer_id", WHOLE, "canonical_or_self"),
        Column("party_id", WHOLE, "id"),
        text("kind"),
        text("name"),
        text("given_name"),
        text("surnames"),
        text("legal_name"),
        text("trade_name"),
        Column("birth_date", DAY),
        text("country"),
        text("city"),
        text("address"),
        Column("first_contact_on", DAY),
        text("owner", "owner__email"),
        text("team", "team__name"),
    ),
)
PURCHASES = Sheet(
    "purchases",
    _purchases,
    (
        Column("purchase_id", WHOLE, "id"),
        text("source", "source__key"),
        text("external_id"),
        Column("customer_id", WHOLE, "canonical_or_self"),
        text("customer_external_id", "record_id"),
        Column("day", DAY, "occurred_on"),
        text("currency"),
        money("amount", OF_ROW),
        money("tax", OF_ROW),
        money("margin", OF_ROW),
        money("base_amount"),
        money("base_margin"),
        text("channel"),
    ),
    currencies=_purchase_currencies,
)
CONTACT_POINTS = Sheet(
    "contact_points",
    _contact_points,
    (
        *CUSTOMER,
        Column("customer_id", WHOLE, "canonical_or_self"),
        Column("party_id", WHOLE),
        text("kind"),
        text("value"),
        text("key"),
        Column("is_likely", YES),
        text("health"),
        text("health_why"),
        Column("verified_on", DAY),
        text("verified_how"),
        Column("first_seen", DAY),
        Column("last_seen_on", DAY),
    ),
)
SHEETS = {sheet.name: sheet for sheet in (SCORES, CUSTOMERS, PURCHASES, POSITIONS, CONTACT_POINTS)}
