"""What of identity the warehouse mirrors: whom there is, what they bought, what was said.

Party columns keep the party a row was born with; `canonical_id` of `parties` leads to the customer, so that a merge
rewrites nothing.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lazo.analytics.rollup import CUSTOMER_MONTHS, customer_months
from lazo.identify.blocked import blocked_customers
from lazo.kernel.warehouse.mirror_table import Column, ColumnType, MirrorTable, Rollup
from lazo.kernel.warehouse.registry import register, register_rollup

if TYPE_CHECKING:
    import pyarrow as pa

INTEGER, TEXT, FLAG, DAY = ColumnType.INTEGER, ColumnType.TEXT, ColumnType.FLAG, ColumnType.DAY

DOCUMENT = "(SELECT min(i.value) FROM identify_partyidentifier i WHERE i.party_id = t.id)"
CONTACT_POINT = "(SELECT min(c.id) FROM identify_contactpoint c WHERE c.party_id = t.id)"
"""Whether we know who a party is and how to reach it: that, and never the values, leaves the truth."""
WAYS = (
    "(coalesce((SELECT sum(DISTINCT CASE c.kind WHEN 'EMAIL' THEN 1 WHEN 'PHONE' THEN 2 WHEN 'WHATSAPP' THEN 4 ELSE 0 END)"
    " FROM identify_contactpoint c WHERE c.party_id = t.id AND c.health <> 'DEAD'), 0)"
    " + CASE WHEN t.address <> '' THEN 8 ELSE 0 END)"
)
"""By which ways a party may be reached, as bits: 1 e-mail, 2 telephone, 4 WhatsApp without a number, 8 an address."""
ROLE_OF_PARTY = "FROM identify_partyrole r WHERE r.party_id = t.id AND r.valid_to IS NULL AND r.kind"
OTHER_ROLE = (
    f"(SELECT min(r.kind) {ROLE_OF_PARTY} NOT IN ('customer', 'prospect')"
    f" AND NOT EXISTS (SELECT 1 {ROLE_OF_PARTY} IN ('customer', 'prospect')))"
)
"""A contact of an account, an employee, a supplier: somebody's, but nobody's prospect."""

HOLDS = "coalesce((SELECT g.{0} FROM identify_goldenrecord g WHERE g.customer_id = t.id), t.{0})"
"""What holds of all records of a customer: scores compare them with those of their country, segments ask for it."""

RETIRED = f"CASE WHEN t.retired_at IS NOT NULL OR t.id IN ({blocked_customers()}) THEN 1 END"
"""Taken out, or kept without being used: neither is scored, counted or found by a segment."""

PARTIES = MirrorTable(
    name="parties",
    label=_("personas y empresas"),
    model="identify.Party",
    kind="snapshot",
    columns=(
        Column(name="party_id", type=INTEGER, source="t.id"),
        Column(name="canonical_id", type=INTEGER, source="coalesce(t.canonical_id, t.id)"),
        Column(name="kind", type=TEXT, source="t.kind"),
        Column(name="country", type=TEXT, source=HOLDS.format("country")),
        Column(name="city", type=TEXT, source=HOLDS.format("city")),
        Column(name="born_on", type=DAY, source=HOLDS.format("birth_date")),
        Column(name="owner_id", type=INTEGER, source="t.owner_id"),
        Column(name="team_id", type=INTEGER, source="t.team_id"),
        Column(name="created_on", type=DAY, source="t.first_contact_on", or_instant="t.created_at"),
        Column(name="retired", type=FLAG, source=RETIRED),
        Column(name="identified", type=FLAG, source=f"coalesce(nullif(t.name, ''), {DOCUMENT})"),
        Column(name="contactable", type=FLAG, source=CONTACT_POINT),
        Column(name="other_role", type=FLAG, source=OTHER_ROLE),
        Column(name="ways", type=INTEGER, source=WAYS),
        Column(name="industry", type=TEXT, source="company.industry"),
        Column(name="size", type=TEXT, source="company.size"),
    ),
    join="LEFT JOIN identify_companyprofile company ON company.party_id = t.id",
    party_column="party_id",
    references={"canonical_id": "parties"},
)

PRODUCTS = MirrorTable(
    name="products",
    label=_("productos"),
    model="identify.Product",
    kind="snapshot",
    columns=(
        Column(name="product_id", type=INTEGER, source="t.id"),
        Column(name="sku", type=TEXT, source="t.sku"),
        Column(name="name", type=TEXT, source="t.name"),
        Column(name="category", type=TEXT, source="t.category"),
    ),
)

PURCHASES = MirrorTable(
    name="purchases",
    label=_("compras"),
    model="identify.Purchase",
    kind="fact",
    columns=(
        Column(name="id", type=INTEGER, source="t.id"),
        Column(name="party_id", type=INTEGER, source="t.party_id"),
        Column(name="day", type=DAY, source="t.occurred_on"),
        Column(name="amount", type=INTEGER, source="t.base_amount"),
        Column(name="margin", type=INTEGER, source="t.base_margin"),
    ),
    day_column="day",
    party_column="party_id",
    references={"party_id": "parties"},
)


def in_base_currency(amount: str) -> str:
    """SQL for a line's money, kept in the currency of its purchase, at that purchase's own rate.

    A purchase in base currency has the rate 1 and its lines stay as they are, exactly.
    """
    rate = "(CAST(p.base_amount AS double precision) / p.amount)"
    return (
        f"CASE WHEN p.base_amount = p.amount OR p.amount = 0 THEN {amount}"
        f" ELSE CAST(round({amount} * {rate}) AS bigint) END"
    )


PURCHASE_LINES = MirrorTable(
    name="purchase_lines",
    label=_("líneas de compra"),
    model="identify.PurchaseLine",
    kind="fact",
    columns=(
        Column(name="id", type=INTEGER, source="t.id"),
        Column(name="purchase_id", type=INTEGER, source="t.purchase_id"),
        Column(name="party_id", type=INTEGER, source="p.party_id"),
        Column(name="day", type=DAY, source="p.occurred_on"),
        Column(name="product_id", type=INTEGER, source="t.product_id"),
        Column(name="quantity", type=ColumnType.THOUSANDTHS, source="t.quantity_milli"),
        Column(name="amount", type=INTEGER, source=in_base_currency("t.amount")),
        Column(name="margin", type=INTEGER, source=in_base_currency("t.margin")),
    ),
    join="JOIN identify_purchase p ON p.id = t.purchase_id",
    day_column="day",
    party_column="party_id",
    follows=("purchases", "purchase_id"),
    references={"purchase_id": "purchases", "party_id": "parties", "product_id": "products"},
)

INTERACTIONS = MirrorTable(
    name="interactions",
    label=_("interacciones"),
    model="identify.Interaction",
    kind="fact",
    columns=(
        Column(name="id", type=INTEGER, source="t.id"),
        Column(name="party_id", type=INTEGER, source="t.party_id"),
        Column(name="day", type=DAY, source="t.occurred_on"),
        Column(name="channel", type=TEXT, source="t.channel"),
        Column(name="direction", type=TEXT, source="t.direction"),
        Column(name="kind", type=TEXT, source="t.kind"),
    ),
    day_column="day",
    party_column="party_id",
    references={"party_id": "parties"},
)


CONTRACTS = MirrorTable(
    name="contracts",
    label=_("contratos"),
    model="identify.Contract",
    kind="snapshot",
    columns=(
        Column(name="id", type=INTEGER, source="t.id"),
        Column(name="party_id", type=INTEGER, source="t.party_id"),
        Column(name="product_id", type=INTEGER, source="t.product_id"),
        Column(name="started_on", type=DAY, source="t.started_on"),
        Column(name="ends_on", type=DAY, source="t.ends_on"),
        Column(name="cancelled_on", type=DAY, source="t.cancelled_on"),
        Column(name="renews_on", type=DAY, source="t.renews_on"),
        Column(name="period_months", type=INTEGER, source="t.period_months"),
        Column(name="amount", type=INTEGER, source="t.base_amount"),
    ),
    party_column="party_id",
    references={"party_id": "parties", "product_id": "products"},
)

TRAITS = MirrorTable(
    name="traits",
    label=_("datos y campos propios"),
    model="identify.TraitValue",
    kind="snapshot",
    columns=(
        Column(name="id", type=INTEGER, source="t.id"),
        Column(name="party_id", type=INTEGER, source="t.party_id"),
        Column(name="definition_id", type=INTEGER, source="t.definition_id"),
        Column(name="kind", type=TEXT, source="t.kind"),
        Column(name="source_id", type=INTEGER, source="t.source_id"),
        Column(name="set_on", type=DAY, source="NULL", or_instant="t.set_at"),
        Column(name="confidence", type=ColumnType.NUMBER, source="t.confidence"),
        Column(name="text", type=TEXT, source="t.text"),
        Column(name="number", type=ColumnType.NUMBER, source="t.number"),
        Column(name="money", type=INTEGER, source="t.money"),
        Column(name="day", type=DAY, source="t.date"),
        Column(name="other_id", type=INTEGER, source="t.other_id"),
    ),
    party_column="party_id",
    references={"party_id": "parties", "other_id": "parties"},
)


CONSENTS = MirrorTable(
    name="consents",
    label=_("consentimientos"),
    model="identify.ConsentEntry",
    kind="snapshot",
    columns=(
        Column(name="id", type=INTEGER, source="t.id"),
        Column(name="party_id", type=INTEGER, source="t.party_id"),
        Column(name="purpose", type=TEXT, source="t.purpose"),
        Column(name="channel", type=TEXT, source="t.channel"),
        Column(name="state", type=TEXT, source="t.state"),
        Column(name="said_on", type=DAY, source='t."on"'),
        Column(name="expires_on", type=DAY, source="t.expires_on"),
        Column(name="takes_back_id", type=INTEGER, source="t.takes_back_id"),
    ),
    party_column="party_id",
    references={"party_id": "parties"},
)
"""A ledger: lines come and are never rewritten, so that nobody needs to note a change."""

RELATIONS = MirrorTable(
    name="relations",
    label=_("relaciones"),
    model="identify.PartyRelationship",
    kind="whole",
    columns=(
        Column(name="id", type=INTEGER, source="t.id"),
        Column(name="origin_id", type=INTEGER, source="t.origin_id"),
        Column(name="target_id", type=INTEGER, source="t.target_id"),
        Column(name="type", type=TEXT, source="t.type_id"),
        Column(name="valid_from", type=DAY, source="t.valid_from"),
        Column(name="valid_to", type=DAY, source="t.valid_to"),
    ),
    mark=("count(*)", "max(t.id)", "count(t.valid_to)"),
    party_column="origin_id",
    references={"origin_id": "parties", "target_id": "parties"},
)


def _customer_months_of_one(purchases: "pa.Table") -> "pa.Table":
    from lazo.analytics.rollup_arrays import customer_months_of_one

    return customer_months_of_one(purchases)


CUSTOMER_MONTH = Rollup(
    name="customer_month",
    of="purchases",
    expression=customer_months,
    arrays=_customer_months_of_one,
    needs=("party_id", "day", "amount", "margin"),
    schema=CUSTOMER_MONTHS,
    total=("money", "amount"),
    only_where_known="party_id",
)


def register_tables() -> None:
    """Tell the warehouse; called once when the application starts."""
    for table in (PARTIES, PRODUCTS, PURCHASES, PURCHASE_LINES, INTERACTIONS, TRAITS, CONSENTS, RELATIONS, CONTRACTS):
        register(table)
    register_rollup(CUSTOMER_MONTH)
