"""The analytics once more in plain Python, loops and dictionaries only: slow, and easy to believe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from statistics import median
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Purchase:
    party_id: int | None
    day: date
    amount: int
    margin: int | None = None


def _sum_known(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _grouped(purchases: Iterable[Purchase], key: Any) -> dict[Any, list[Purchase]]:
    groups: dict[Any, list[Purchase]] = defaultdict(list)
    for purchase in purchases:
        if purchase.party_id is not None:
            groups[key(purchase)].append(purchase)
    return groups


def _month_row(rows: list[Purchase]) -> Row:
    days = sorted({row.day for row in rows if row.amount >= 0})
    return {
        "n": sum(1 for row in rows if row.amount >= 0),
        "day_mask": sum(1 << (day.day - 1) for day in days),
        "money": sum(row.amount for row in rows),
        "margin": _sum_known(row.margin for row in rows),
        "first_day": days[0] if days else None,
        "last_day": days[-1] if days else None,
        "first_day_money": sum(row.amount for row in rows if row.amount >= 0 and row.day == days[0]),
        "last_day_of_any": max(row.day for row in rows),
    }


def customer_months(purchases: Iterable[Purchase]) -> list[Row]:
    groups = _grouped(purchases, lambda row: (row.party_id, row.day.replace(day=1)))
    return [{"party_id": party, "month": month} | _month_row(rows) for (party, month), rows in groups.items()]


def canonical_months(purchases: Iterable[Purchase], canonical: dict[int, int]) -> list[Row]:
    groups = _grouped(purchases, lambda row: (canonical.get(row.party_id, row.party_id), row.day.replace(day=1)))
    return [{"customer_id": who, "month": month} | _month_row(rows) for (who, month), rows in groups.items()]


def twelve_months_before(on: date) -> date:
    try:
        return on.replace(year=on.year - 1)
    except ValueError:
        return on.replace(year=on.year - 1, day=28)


def customer_facts(purchases: Iterable[Purchase], canonical: dict[int, int], on: date) -> list[Row]:
    known = [row for row in purchases if row.day <= on]
    groups = _grouped(known, lambda row: canonical.get(row.party_id, row.party_id))
    return [{"customer_id": who} | _facts_row(rows, on) for who, rows in groups.items()]


def _facts_row(rows: list[Purchase], on: date) -> Row:
    days = sorted({row.day for row in rows if row.amount >= 0})
    first, last = (days[0], days[-1]) if days else (None, None)
    recent = [row for row in rows if row.day > twelve_months_before(on)]
    money = sum(row.amount for row in rows)
    margin = _sum_known(row.margin for row in recent)
    money_12m = sum(row.amount for row in recent)
    x = max(len(days) - 1, 0)
    repeat_money = money - sum(row.amount for row in rows if row.amount >= 0 and row.day == first)
    gaps = [(b - a).days for a, b in pairwise(days)]
    return {
        "first_day": first,
        "last_day": last,
        "n_purchases": sum(1 for row in rows if row.amount >= 0),
        "n_days": len(days),
        "money_total": money,
        "margin_total": _sum_known(row.margin for row in rows),
        "money_12m": money_12m,
        "margin_12m": margin,
        "value_12m": money_12m if margin is None else margin,
        "value_12m_is_margin": margin is not None,
        "x": x,
        "t_x": (last - first).days if first and last else None,
        "age": (on - first).days if first else None,
        "monetary": floor(Fraction(repeat_money, x) + Fraction(1, 2)) if x else None,
        "recency_days": (on - last).days if last else None,
        "gap_median_days": float(median(gaps)) if len(gaps) >= 3 else None,
    }


def holdout_outcomes(purchases: list[Purchase], canonical: dict[int, int], cutoff: date, until: date) -> list[Row]:
    start = cutoff - (until - cutoff)
    groups = _grouped(purchases, lambda row: canonical.get(row.party_id, row.party_id))
    outcomes = []
    for who, rows in groups.items():
        if any(row.amount >= 0 and row.day <= cutoff for row in rows):
            after = [row for row in rows if cutoff < row.day <= until]
            before = [row for row in rows if start < row.day <= cutoff]
            outcomes.append(
                {
                    "customer_id": who,
                    "holdout_days": len({row.day for row in after if row.amount >= 0}),
                    "holdout_money": sum(row.amount for row in after),
                    "previous_days": len({row.day for row in before if row.amount >= 0}),
                    "previous_money": sum(row.amount for row in before),
                }
            )
    return outcomes


def monthly_cohorts(purchases: Iterable[Purchase], canonical: dict[int, int]) -> list[Row]:
    months = canonical_months(purchases, canonical)
    start: dict[int, date] = {}
    for row in months:
        if row["n"]:
            start[row["customer_id"]] = min(row["month"], start.get(row["customer_id"], row["month"]))
    cells: dict[tuple[date, int], list[int]] = defaultdict(lambda: [0, 0])
    for row in months:
        cohort = start.get(row["customer_id"])
        if cohort is not None and row["month"] >= cohort:
            offset = (row["month"].year - cohort.year) * 12 + row["month"].month - cohort.month
            cells[cohort, offset][0] += row["n"] > 0
            cells[cohort, offset][1] += row["money"]
    sizes = {cohort: sum(1 for value in start.values() if value == cohort) for cohort in start.values()}
    return [
        {"cohort": cohort, "month_offset": offset, "customers": sizes[cohort], "active": active, "money": money}
        for (cohort, offset), (active, money) in sorted(cells.items())
    ]


def monthly_returns(purchases: Iterable[Purchase], canonical: dict[int, int]) -> list[Row]:
    months = canonical_months(purchases, canonical)
    start: dict[int, date] = {}
    for row in months:
        if row["n"]:
            start[row["customer_id"]] = min(row["month"], start.get(row["customer_id"], row["month"]))
    found = []
    for month in sorted({row["month"] for row in months}):
        rows = [row for row in months if row["month"] == month]
        known = [row for row in rows if start.get(row["customer_id"], month) < month]
        found.append(
            {
                "month": month,
                "arrived": sum(first == month for first in start.values()),
                "days": sum(row["day_mask"].bit_count() for row in known),
                "money": sum(row["money"] for row in known),
                "all_days": sum(row["day_mask"].bit_count() for row in rows),
            }
        )
    return found


def score(value: Any, values: list[Any], parts: int) -> int:
    return ceil(Fraction(parts * sum(1 for other in values if other <= value), len(values)))


def rfm_scores(facts: list[Row]) -> list[Row]:
    bought = [row for row in facts if row["n_days"] > 0]
    grid = 5 if len(bought) >= 25 * 125 else 3
    kind = "margin_total" if all(row["margin_total"] is not None for row in bought) else "money_total"
    columns = {"r": "last_day", "f": "n_days", "m": kind}
    values = {name: [row[column] for row in bought] for name, column in columns.items()}
    scores = []
    for row in bought:
        rfm = {name: score(row[column], values[name], grid) for name, column in columns.items()}
        text = "".join(str(rfm[name]) for name in "rfm")
        scores.append({"customer_id": row["customer_id"], **rfm, "rfm": text, "grid": grid})
    return scores


def nearest_rank(values: list[int], percent: int) -> int:
    ordered = sorted(values)
    return ordered[ceil(Fraction(percent * len(ordered), 100)) - 1]


def concentration(values: dict[int, int]) -> Row:
    ordered = [value for _, value in sorted(values.items(), key=lambda item: (-item[1], item[0]))]
    n, total = len(ordered), sum(ordered)
    floored = sorted(max(value, 0) for value in ordered)
    above = sum(floored)
    weighted = sum((i + 1) * value for i, value in enumerate(floored))
    most = next((i for i in range(1, n + 1) if sum(ordered[:i]) * 100 >= total * 80), None)
    return {
        "customers": n,
        "total": total,
        **{f"top_{top}": sum(ordered[: ceil(Fraction(top * n, 100))]) for top in (5, 10, 20)},
        "customers_80": most if total > 0 else None,
        "gini": round(float(Fraction(2 * weighted, n * above) - Fraction(n + 1, n)), 6) if above else None,
        "peak": above,
        "peak_customers": sum(1 for value in ordered if value > 0),
    }


def concentration_curve(values: dict[int, int]) -> list[Row]:
    ordered = [value for _, value in sorted(values.items(), key=lambda item: (-item[1], item[0]))]
    cuts = sorted({ceil(Fraction(percent * len(ordered), 100)) for percent in range(1, 101)})
    return [{"customers": cut, "value": sum(ordered[:cut])} for cut in cuts] if ordered else []


def potential_values(customers: list[Row]) -> list[Row]:
    levels = (("cell", ("kind", "country", "frequency_class")), ("country", ("kind", "country")), ("kind", ("kind",)))
    priced = []
    for row in customers:
        chosen, peers = "all", customers
        for level, names in levels:
            alike = [other for other in customers if all(other[name] == row[name] for name in names)]
            if len(alike) >= 25:
                chosen, peers = level, alike
                break
        value = nearest_rank([other["clv"] for other in peers], 90)
        priced.append({"customer_id": row["customer_id"], "potential_value": value, "potential_cell": chosen})
    return priced


def value_tiers(customers: list[Row]) -> list[Row]:
    a = nearest_rank([row["clv"] for row in customers], 80)
    g = nearest_rank([row["potential_value"] - row["clv"] for row in customers], 80)
    tiers = []
    for row in customers:
        av, pv = row["clv"], row["potential_value"]
        u = pv - av
        if av < 0:
            tier = "BZ" if pv <= 0 else "MGC"
        elif av >= a and av > 0:
            tier = "SGC" if u >= g and u > 0 else "MVC"
        else:
            tier = "MGC" if u >= g and u > 0 else "LMC"
        near = 10 * abs(av - a) <= abs(a) or 10 * abs(u - g) <= abs(g)
        moved = row["previous_tier"] is not None and row["previous_tier"] != tier
        tiers.append(
            {
                "customer_id": row["customer_id"],
                "tier": tier,
                "migrator": near or moved,
                "actual_cut": a,
                "unrealised_cut": g,
            }
        )
    return tiers


def top_customers(customers: list[Row]) -> set[int]:
    ordered = sorted(customers, key=lambda row: (-row["clv"], row["customer_id"]))
    first = ordered[: ceil(Fraction(len(ordered), 5))]
    return {row["customer_id"] for row in first if row["clv"] > 0}


def customer_classes(customers: list[Row]) -> list[Row]:
    top = top_customers(customers)
    days = [row["n_days"] for row in customers]
    classes = []
    for row in customers:
        if row["clv"] < 0 or row["returns_or_owes"]:
            kind = "not_best"
        elif row["customer_id"] in top:
            kind = "best"
        elif score(row["n_days"], days, 5) >= 4:
            kind = "frequent"
        else:
            kind = "buyer" if row["is_active"] else None
        classes.append({"customer_id": row["customer_id"], "customer_class": kind})
    return classes


def significant_customers(customers: list[Row]) -> list[Row]:
    top = top_customers(customers)
    cut = nearest_rank([row["volume"] for row in customers], 95)
    return [
        {
            "customer_id": row["customer_id"],
            "high_ltv": row["customer_id"] in top,
            "cost_magnet": row["volume"] >= max(cut, 1) and (row["contribution"] or 0) > 0,
        }
        for row in customers
    ]


def rhythm(facts: list[Row], r: float, peers: tuple[str, ...], fixed_gap_days: int) -> list[Row]:
    bought = [row for row in facts if row["n_days"] > 0]
    own = [row["gap_median_days"] for row in bought if row["gap_median_days"] is not None]
    repeat_buyers = sum(1 for row in bought if row["x"] > 0)
    rows = []
    for row in bought:
        alike = [
            other["gap_median_days"]
            for other in bought
            if other["gap_median_days"] is not None and all(other[name] == row[name] for name in peers)
        ]
        middle = alike if len(alike) >= 25 and peers else own
        if row["gap_median_days"] is not None:
            gap, source = row["gap_median_days"], "own"
        elif repeat_buyers >= 200 and middle:
            gap, source = (r * median(middle) + row["t_x"]) / (r + row["x"]), "peers"
        else:
            gap, source = float(fixed_gap_days), "fixed"
        ratio = row["recency_days"] / gap
        rows.append(
            {"customer_id": row["customer_id"], "expected_gap": gap, "gap_source": source, "overdue_ratio": ratio}
        )
    return rows


def days_after(start: date, days: int) -> date:
    return start + timedelta(days=days)
