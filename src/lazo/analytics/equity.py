"""Customer equity: what all customers are worth together, and why it is another today than it was.

R. Blattberg, J. Deighton (1996), Manage Marketing by the Customer Equity Test, HBR 74(4). Return on customer: D. Peppers,
M. Rogers (2005), Return on Customer: cash flow of the period plus the change in equity, over the equity at its beginning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lazo.analytics.engine import as_declared

if TYPE_CHECKING:
    from ibis.expr.types import Table

PARTS = ("new", "lost", "grown", "shrunk", "refit")
"""What a change is made of."""
CHANGES = {"customer_id": "int64", "part": "string", "amount": "int64"}


class UnableToReturn(ValueError):
    """Raised when the opening equity is not above 0."""


def equity_changes(before: Table, now: Table) -> Table:
    """customer_id, clv, lost before; customer_id, clv, clv_before_refit, lost now -> the parts of the change.

    `clv` is int64 money, null for who has none (a prospect, or nobody any more); `lost` marks whom the rules gave up;
    `clv_before_refit` is what the parameters of the earlier run say of the customer now, equal to `clv` when
    they still hold. One row per customer and part, without rows of 0:

    new: `clv` by the earlier parameters of who had none. lost: the change of who is given up now and was not, or has no
    value any more. grown, shrunk: of everybody else, up or down, by the earlier parameters. refit: `clv` - `clv_before_refit`.
    The amounts add up to the sum of `clv` now less that before, exactly.
    """
    import ibis

    both = before.select("customer_id", clv_then="clv", lost_then="lost").join(
        now.select("customer_id", "clv", "clv_before_refit", "lost"), "customer_id", how="outer", rname="{name}_now"
    )
    t = both.select(
        customer_id=ibis.coalesce(both.customer_id, both.customer_id_now),
        then=both.clv_then,
        value=both.clv,
        same=ibis.coalesce(both.clv_before_refit, both.clv),
        gone=both.lost.fill_null(False) & ~both.lost_then.fill_null(False),
    )
    step = t.same.fill_null(0) - t.then.fill_null(0)
    part = ibis.cases(
        (t.then.isnull(), "new"), (t.value.isnull() | t.gone, "lost"), (step > 0, "grown"), else_="shrunk"
    )
    moved = t.select("customer_id", part=part, amount=step)
    refit = t.select("customer_id", part=ibis.literal("refit"), amount=(t.value - t.same).fill_null(0))
    found = as_declared(moved.union(refit), CHANGES)
    return found.filter(found.amount != 0)


def return_on_customer(*, cash: int, opening: int, closing: int) -> float:
    """(cash flow of the period + closing equity - opening equity) / opening equity. Raises UnableToReturn."""
    if opening <= 0:
        raise UnableToReturn(str(opening))
    return (cash + closing - opening) / opening
