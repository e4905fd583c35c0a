"""Every analytics expression gives what plain Python gives, on made data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from drawn import examples
from engines import reference
from engines.reference import Purchase
from engines.strategies import canonicals, cut_days, purchases
from engines.tables import by, parties_table, purchases_table, rows_of, table_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lazo.analytics import cohorts, concentration, facts, rfm, rhythm, rollup, tiers

agree = settings(
    max_examples=examples(10),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@agree
@given(bought=purchases)
def test_customer_months(con: Any, bought: list[Purchase]) -> None:
    months = rollup.customer_months(purchases_table(con, bought))

    assert by(rows_of(months), "party_id", "month") == by(reference.customer_months(bought), "party_id", "month")


@agree
@given(bought=purchases, after=st.one_of(st.none(), cut_days), until=cut_days)
def test_months_between(con: Any, bought: list[Purchase], after: date | None, until: date) -> None:
    table = purchases_table(con, bought)

    cut = rollup.months_between(rollup.customer_months(table), table, after=after, until=until)

    inside = [row for row in bought if (after is None or row.day > after) and row.day <= until]
    assert by(rows_of(cut), "party_id", "month") == by(reference.customer_months(inside), "party_id", "month")


def _edge_purchases(bought: list[Purchase], months: tuple[date, ...]) -> list[Purchase]:
    return [row for row in bought if row.day.replace(day=1) in months]


@agree
@given(bought=purchases, canonical=canonicals(), on=cut_days)
def test_customer_facts(con: Any, bought: list[Purchase], canonical: dict[int, int], on: date) -> None:
    edge = purchases_table(con, _edge_purchases(bought, facts.purchase_months(on=on)))
    months = con.create_table("facts_months", rollup.customer_months(purchases_table(con, bought)), overwrite=True)

    found = facts.customer_facts(months, parties_table(con, canonical), purchases=edge, on=on)

    assert by(rows_of(found), "customer_id") == by(reference.customer_facts(bought, canonical, on), "customer_id")


@agree
@given(bought=purchases, canonical=canonicals(), cutoff=cut_days, days=st.integers(1, 120))
def test_holdout_outcomes(con: Any, bought: list[Purchase], canonical: dict[int, int], cutoff: date, days: int) -> None:
    until = cutoff + timedelta(days=days)
    edge = purchases_table(con, _edge_purchases(bought, facts.holdout_months(cutoff=cutoff, until=until)))
    months = con.create_table("holdout_months", rollup.customer_months(purchases_table(con, bought)), overwrite=True)

    found = facts.holdout_outcomes(months, parties_table(con, canonical), purchases=edge, cutoff=cutoff, until=until)

    expected = reference.holdout_outcomes(bought, canonical, cutoff, until)
    assert by(rows_of(found), "customer_id") == by(expected, "customer_id")


@agree
@given(bought=purchases, canonical=canonicals())
def test_monthly_cohorts(con: Any, bought: list[Purchase], canonical: dict[int, int]) -> None:
    months = rollup.customer_months(purchases_table(con, bought))

    found = cohorts.monthly_cohorts(months, parties_table(con, canonical))

    assert rows_of(found) == reference.monthly_cohorts(bought, canonical)
    returned = cohorts.monthly_returns(months, parties_table(con, canonical))
    assert rows_of(returned) == reference.monthly_returns(bought, canonical)


MONEY = st.one_of(st.integers(-50, 50), st.integers(-(10**12), 10**12))
fact_rows = st.lists(
    st.fixed_dictionaries(
        {
            "last_day": st.integers(0, 40).map(lambda days: date(2025, 1, 1) + timedelta(days=days)),
            "n_days": st.integers(0, 6),
            "money_total": MONEY,
            "margin_total": st.one_of(st.integers(-20, 20), st.integers(-20, 20), st.none()),
        }
    ),
    max_size=40,
)
FACTS = {
    name: facts.CUSTOMER_FACTS[name] for name in ("customer_id", "last_day", "n_days", "money_total", "margin_total")
}


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"customer_id": i + 1} | row for i, row in enumerate(rows)]


@agree
@given(made=fact_rows)
def test_rfm_scores(con: Any, made: list[dict[str, Any]]) -> None:
    rows = _numbered(made)

    scores = rfm.rfm_scores(table_of(con, rows, FACTS))

    assert by(rows_of(scores), "customer_id") == reference.rfm_scores(rows)


@agree
@given(values=st.dictionaries(st.integers(1, 200), MONEY, max_size=150))
def test_concentration(con: Any, values: dict[int, int]) -> None:
    rows = [{"customer_id": who, "value": value} for who, value in values.items()]
    ranked = concentration.ranked_values(table_of(con, rows, {"customer_id": "int64", "value": "int64"}))

    found = rows_of(concentration.concentration(ranked))

    if values:
        assert found == [reference.concentration(values)]
    assert rows_of(concentration.concentration_curve(ranked)) == reference.concentration_curve(values)


BASE = {
    "customer_id": "int64",
    "clv": "int64",
    "kind": "string",
    "country": "string",
    "frequency_class": "string",
    "potential_value": "int64",
    "previous_tier": "string",
    "n_days": "int64",
    "is_active": "boolean",
    "returns_or_owes": "boolean",
    "volume": "int64",
    "contribution": "int64",
}
base_rows = st.lists(
    st.fixed_dictionaries(
        {
            "clv": st.one_of(st.integers(-20, 100), st.integers(-(10**12), 10**12)),
            "kind": st.sampled_from(["PERSON", "PERSON", "ORGANIZATION"]),
            "country": st.sampled_from(["MX", "MX", "CL", None]),
            "frequency_class": st.sampled_from(["1", "1", "2"]),
            "potential_value": st.integers(-20, 200),
            "previous_tier": st.sampled_from([None, "MVC", "LMC", "BZ"]),
            "n_days": st.integers(1, 6),
            "is_active": st.booleans(),
            "returns_or_owes": st.sampled_from([False, False, False, True]),
            "volume": st.integers(0, 30),
            "contribution": st.one_of(st.none(), st.integers(-5, 5)),
        }
    ),
    min_size=1,
    max_size=120,
)


@agree
@given(made=base_rows)
def test_tiers_classes_and_significant_customers(con: Any, made: list[dict[str, Any]]) -> None:
    rows = _numbered(made)
    table = table_of(con, rows, BASE)

    found = [
        by(rows_of(expression(table)), "customer_id")
        for expression in (
            tiers.potential_values,
            tiers.value_tiers,
            tiers.customer_classes,
            tiers.significant_customers,
        )
    ]

    assert found == [
        reference.potential_values(rows),
        reference.value_tiers(rows),
        reference.customer_classes(rows),
        reference.significant_customers(rows),
    ]


CLOCK = {
    "customer_id": "int64",
    "n_days": "int64",
    "x": "int64",
    "t_x": "int64",
    "recency_days": "int64",
    "gap_median_days": "float64",
    "country": "string",
}
clock_rows = st.lists(
    st.builds(
        lambda days, gap, gaps_known, silent, country: {
            "n_days": days,
            "x": max(days - 1, 0),
            "t_x": (days - 1) * 7 if days else None,
            "recency_days": silent if days else None,
            "gap_median_days": gap / 2 if days >= 4 and gaps_known else None,
            "country": country,
        },
        st.integers(0, 6),
        st.integers(2, 90),
        st.booleans(),
        st.integers(0, 200),
        st.sampled_from(["MX", "MX", "CL", None]),
    ),
    min_size=1,
    max_size=12,
)


@agree
@given(made=clock_rows, repeats=st.sampled_from([1, 60]), peers=st.sampled_from([(), ("country",)]))
def test_rhythm(con: Any, made: list[dict[str, Any]], repeats: int, peers: tuple[str, ...]) -> None:
    rows = _numbered(made * repeats)

    found = rhythm.rhythm(table_of(con, rows, CLOCK), r=0.243, peers=peers)

    assert by(rows_of(found), "customer_id") == reference.rhythm(rows, 0.243, peers, rhythm.FIXED_GAP_DAYS)
