"""What a portfolio of accounts reads of each company: what it bought, at what price against others, how often we spoke."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lazo.analytics.engine import as_declared
from lazo.analytics.rollup import months_before

if TYPE_CHECKING:
    from ibis.expr.types import Table

ACCOUNT_FACTS = {
    "customer_id": "int64",
    "revenue_12m": "int64",
    "margin_12m": "int64",
    "orders_12m": "int64",
    "returns_12m": "int64",
    "interactions_12m": "int64",
    "price_index": "float64",
}
WINDOW_MONTHS = 12
COMPANY = "ORGANIZATION"


def account_facts(purchases: Table, lines: Table, interactions: Table, parties: Table, *, on: date) -> Table:
    """One row per company (canonical party) that bought, returned or spoke with us in the 12 months up to the end of `on`.

    Money is int64 minor units, net of returns; `margin_12m` is null where no purchase has one. `price_index` is the net price paid against
    what all customers paid on average for the same products and quantities in the same months: 1 is like the others, null without lines of a
    product (Turnbull and Zolkiewski's net price, made comparable between accounts that buy different things).
    """
    after = months_before(on, WINDOW_MONTHS)
    companies = parties.filter(parties.kind == COMPANY).select("party_id", customer_id=parties.canonical_id)
    bought = _bought(_recent(purchases, after, on).inner_join(companies, "party_id"))
    spoken = _recent(interactions, after, on).inner_join(companies, "party_id")
    spoken = spoken.group_by("customer_id").aggregate(interactions_12m=spoken.count())
    prices = _prices(_recent(lines, after, on), companies)
    known = bought.select("customer_id").union(spoken.select("customer_id"), distinct=True)
    facts = known.left_join(bought, "customer_id", rname="{name}_right")
    facts = facts.left_join(spoken, "customer_id", rname="{name}_spoken")
    facts = facts.left_join(prices, "customer_id", rname="{name}_prices")
    whole = facts.mutate(
        **{name: facts[name].fill_null(0) for name in ("revenue_12m", "orders_12m", "returns_12m", "interactions_12m")}
    )
    return as_declared(whole, ACCOUNT_FACTS)


def _recent(rows: Table, after: date, until: date) -> Table:
    return rows.filter((rows.day > after) & (rows.day <= until))


def _bought(rows: Table) -> Table:
    return rows.group_by("customer_id").aggregate(
        revenue_12m=rows.amount.sum(),
        margin_12m=rows.margin.sum(),
        orders_12m=(rows.amount >= 0).sum(),
        returns_12m=(rows.amount < 0).sum(),
    )


def _prices(lines: Table, companies: Table) -> Table:
    sold = lines.filter((lines.quantity > 0) & (lines.amount > 0) & lines.product_id.notnull())
    usual = sold.group_by("product_id").aggregate(
        usual=sold.amount.sum().cast("float64") / sold.quantity.cast("float64").sum()
    )
    rows = sold.inner_join(companies, "party_id").inner_join(usual, "product_id")
    paid = rows.mutate(expected=rows.usual * rows.quantity.cast("float64"))
    sums = paid.group_by("customer_id").aggregate(paid=paid.amount.sum().cast("float64"), expected=paid.expected.sum())
    return sums.mutate(price_index=sums.paid / sums.expected).select("customer_id", "price_index")
