"""Holdings: of how many categories a customer buys, and of how many the customers like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import Table

PEERS = 25
"""Below this many look-alikes nothing is said of what is usual among them."""


def holdings(lines: Table, products: Table, parties: Table) -> Table:
    """Categories that each customer has bought: customer_id, holdings (distinct categories, at least 1).

    `lines` are the purchase lines that count (party_id, product_id, amount), `products` product_id and category, `parties`
    party_id and canonical_id. Lines of returns and of products without a category say nothing; who has no other has no row.
    """
    named = products.filter(products.category.notnull() & (products.category != "")).select("product_id", "category")
    bought = lines.filter((lines.amount >= 0) & lines.party_id.notnull())
    known = bought.inner_join(named, "product_id")
    owners = parties.select("party_id", "canonical_id")
    pairs = known.select("party_id", "category").distinct().inner_join(owners, "party_id")
    distinct = pairs.select(customer_id=pairs.canonical_id, category=pairs.category).distinct()
    return distinct.group_by("customer_id").aggregate(holdings=distinct.count())


def missing_holdings(customers: Table, held: Table) -> Table:
    """How many categories each customer buys fewer than its look-alikes: customer_id, holdings, usual_holdings, missing_holdings.

    `customers` has customer_id, kind and frequency_class, `held` is `holdings`. `usual_holdings` is the median among
    customers of the same kind and frequency, the higher of the two middle ones, where at least 25 are known.
    One row per customer with holdings and enough look-alikes.
    """
    import ibis

    like = ["kind", "frequency_class"]
    rows = customers.select("customer_id", *like).inner_join(held, "customer_id")
    group = ibis.window(group_by=like)
    order = ibis.window(group_by=like, order_by=[rows.holdings, rows.customer_id])
    ranked = rows.mutate(peers=rows.count().over(group), turn=ibis.row_number().over(order))
    middle = ranked.filter((ranked.turn == ranked.peers // 2) & (ranked.peers >= PEERS))
    usual = middle.select(*like, usual_holdings=middle.holdings)
    joined = rows.inner_join(usual, like)
    return joined.select(
        "customer_id", "holdings", "usual_holdings", missing_holdings=joined.usual_holdings - joined.holdings
    )
