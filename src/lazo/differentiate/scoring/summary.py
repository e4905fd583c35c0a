"""What a run tells of the whole base: counts and money by area, tier, class and rule, and how concentrated it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lazo.analytics.cohorts import monthly_cohorts, monthly_returns
from lazo.analytics.concentration import concentration, concentration_curve, ranked_values
from lazo.analytics.pace import MonthReturns

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table

GROUPS = {"areas": "area", "sub_states": "sub_state", "rules": "rule", "tiers": "tier", "classes": "customer_class"}
OUTSIDE = "OUT"
CUTS = ("actual", "unrealised")
COHORT_CELL = ("month_offset", "customers", "active", "money")


def summarise(con: Backend, scores: Table, cuts: Mapping[str, int | None]) -> dict[str, Any]:
    """JSON for `ScoreRun.counts`; money in base minor units. Outside the cycle is called OUT.

    `cuts` are the cut-offs of the tiers, by CUTS; null where there is nobody.
    `concentration` is of the last 12 months' value and of the lifetime value, over customers (prospects have neither).
    """
    customers = scores.filter(scores.n_purchases > 0)
    totals = scores.aggregate(
        rows=scores.count(),
        customers=(scores.n_purchases > 0).sum(),
        on_margin=scores.value_is_margin.sum(),
        value_12m=scores.value_12m.sum(),
        value_365d=scores.value_365d.sum(),
        value_365d_naive=scores.value_365d_naive.sum(),
        clv=scores.clv.sum(),
        strategic=scores.strategic.sum(),
    )
    counts: dict[str, Any] = {"totals": _one(totals)}
    for key, column in GROUPS.items():
        counts[key] = _by(scores, column)
    counts["cuts"] = dict(cuts)
    counts["concentration"] = {
        "value_12m": _concentration(con, customers, "value_12m"),
        "clv": _concentration(con, customers, "clv"),
    }
    return counts


def ranked_name(column: str) -> str:
    """The table that `summarise` leaves in the engine: `ranked_values` of the customers by `column`."""
    return f"ranked_by_{column}"


def _by(scores: Table, column: str) -> dict[str, dict[str, int]]:
    groups = scores.group_by(column).aggregate(
        customers=scores.count(),
        value_12m=scores.value_12m.sum(),
        value_365d=scores.value_365d.sum().fill_null(0),
        clv=scores.clv.sum().fill_null(0),
    )
    rows = sorted(groups.to_pyarrow().to_pylist(), key=lambda row: str(row[column]))
    return {str(row.pop(column)) or (OUTSIDE if column == "area" else ""): _whole(row) for row in rows}


def _concentration(con: Backend, customers: Table, column: str) -> dict[str, Any]:
    values = customers.select("customer_id", value=customers[column])
    ranked = con.create_table(ranked_name(column), ranked_values(values), overwrite=True)
    return {**_one(concentration(ranked)), "curve": concentration_curve(ranked).to_pyarrow().to_pylist()}


def _one(table: Table) -> dict[str, Any]:
    return _whole(table.to_pyarrow().to_pylist()[0])


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    """Sums of int64 come as decimals without places."""
    return {key: value if value is None or isinstance(value, float) else int(value) for key, value in row.items()}


def cohorts(months: Table, parties: Table) -> list[list[Any]]:
    """The cells of `monthly_cohorts` as JSON: [cohort, month offset, customers, active, money], the oldest first."""
    rows = monthly_cohorts(months, parties).to_pyarrow().to_pylist()
    return [[row["cohort"].isoformat(), *(int(row[key]) for key in COHORT_CELL)] for row in rows]


def returns(months: Table, parties: Table) -> list[MonthReturns]:
    """What each month brought of those who were known before it, the oldest first."""
    found, known = [], 0
    for row in monthly_returns(months, parties).to_pyarrow().to_pylist():
        found.append(MonthReturns(row["month"], known, int(row["days"]), int(row["money"]), int(row["all_days"])))
        known += int(row["arrived"])
    return found
