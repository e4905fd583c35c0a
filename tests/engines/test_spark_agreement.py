"""Spark gives row by row what DuckDB gives, and both what plain Python gives, on the examples that hypothesis made."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from engines import reference
from engines.batches import companies_together, made, parties_apart, purchases_apart
from engines.segment_data import ON, VOCABULARY, companies
from engines.segment_rules import rules, trees
from engines.strategies import canonicals, purchases
from engines.tables import by, parties_table, purchases_table, rows_of, table_of
from engines.test_agreement import BASE, CLOCK, FACTS, MONEY, base_rows, clock_rows, fact_rows
from engines.test_positions import TYPES, customers
from engines.test_segments import SEGMENTS, by_engine
from hypothesis import strategies as st
from ibis.expr.types import Table

from lazo.analytics import cohorts, concentration, facts, rfm, rhythm, rollup, tiers
from lazo.analytics.segments.parsing import parse
from lazo.analytics.segments.reference import Evaluator
from lazo.differentiate.positions.assign import with_position
from lazo.differentiate.positions.place import bin_of, with_place, worth_ranks

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]  # pyspark warns of the pandas it finds
LEAP = date(2024, 2, 29)
UNTIL = date(2024, 5, 15)
Rows = list[dict[str, Any]]


def plain(table: Table, *keys: str) -> Rows:
    """Rows in order; whole numbers that an engine adds up as decimals are whole numbers."""
    rows = rows_of(table)
    return by(rows, *keys) if keys else rows


@pytest.fixture(scope="module")
def bought() -> list[reference.Purchase]:
    return purchases_apart(made(purchases, 80))


@pytest.fixture(scope="module")
def canonical() -> dict[int, int]:
    return parties_apart(made(canonicals(), 80))


def test_the_rollup(con: Any, spark: Any, bought: list[reference.Purchase]) -> None:
    found = [
        plain(rollup.customer_months(purchases_table(engine, bought)), "party_id", "month") for engine in (con, spark)
    ]

    assert len(found[0]) > 200
    assert found == [by(reference.customer_months(bought), "party_id", "month")] * 2


def test_facts_outcomes_and_cohorts(
    con: Any, spark: Any, bought: list[reference.Purchase], canonical: dict[int, int]
) -> None:
    told = []
    for engine in (con, spark):
        rows, parties = purchases_table(engine, bought), parties_table(engine, canonical)
        months = engine.create_table("made_months", rollup.customer_months(rows), overwrite=True)
        told.append(
            [
                plain(facts.customer_facts(months, parties, purchases=rows, on=LEAP), "customer_id"),
                plain(facts.holdout_outcomes(months, parties, purchases=rows, cutoff=LEAP, until=UNTIL), "customer_id"),
                plain(cohorts.monthly_cohorts(months, parties)),
                plain(cohorts.monthly_returns(months, parties)),
            ]
        )

    expected = [
        by(reference.customer_facts(bought, canonical, LEAP), "customer_id"),
        by(reference.holdout_outcomes(bought, canonical, LEAP, UNTIL), "customer_id"),
        reference.monthly_cohorts(bought, canonical),
        reference.monthly_returns(bought, canonical),
    ]
    assert told == [expected, expected]


def numbered(drawn: list[Rows]) -> Rows:
    return [{"customer_id": place, **row} for place, row in enumerate((row for rows in drawn for row in rows), start=1)]


def test_rfm_concentration_and_tiers(con: Any, spark: Any) -> None:
    ranked, worth = numbered(made(fact_rows, 20)), numbered(made(base_rows, 8))
    values = dict(enumerate(made(MONEY, 150), start=1))
    told = []
    for engine in (con, spark):
        base = table_of(engine, worth, BASE)
        money = [{"customer_id": who, "value": value} for who, value in values.items()]
        curve = concentration.ranked_values(table_of(engine, money, {"customer_id": "int64", "value": "int64"}))
        told.append(
            [
                plain(rfm.rfm_scores(table_of(engine, ranked, FACTS)), "customer_id"),
                plain(concentration.concentration(curve)),
                plain(concentration.concentration_curve(curve)),
                plain(tiers.potential_values(base), "customer_id"),
                plain(tiers.value_tiers(base, actual_percent=55, unrealised_percent=80), "customer_id"),
                plain(tiers.customer_classes(base), "customer_id"),
                plain(tiers.significant_customers(base), "customer_id"),
            ]
        )

    assert told[0] == told[1]
    assert told[1][0] == reference.rfm_scores(ranked)
    assert told[1][1] == [reference.concentration(values)]
    assert told[1][3] == reference.potential_values(worth)


def test_rhythm(con: Any, spark: Any) -> None:
    rows = numbered(made(clock_rows, 40))
    found = [
        plain(rhythm.rhythm(table_of(engine, rows, CLOCK), r=0.243, peers=("country",)), "customer_id")
        for engine in (con, spark)
    ]

    assert found == [reference.rhythm(rows, 0.243, ("country",), rhythm.FIXED_GAP_DAYS)] * 2


def test_nobody_is_counted_as_nobody(con: Any, spark: Any) -> None:
    """A count of no row is 0 and not null."""
    columns = {"customer_id": "int64", "value": "int64"}
    found = [
        plain(concentration.concentration(concentration.ranked_values(table_of(engine, [], columns))))
        for engine in (con, spark)
    ]

    assert found[0] == found[1]
    assert found[1][0]["peak_customers"] == 0


THOUSANDTHS = st.integers(1, 6_000_000).map(lambda number: number / 2_000)


def test_places_in_the_cycle_and_their_evidence(con: Any, spark: Any) -> None:
    """Halves of a thousandth among them, which engines round to digits in ways of their own."""
    drawn = made(customers, 150)
    ratios = made(THOUSANDTHS, 150)
    rows = [
        {
            "customer_id": place,
            **row,
            "x": row["frequency"],
            "age": row["age_days"],
            "overdue_ratio": ratios[place % len(ratios)] if place % 2 else row["overdue_ratio"],
        }
        for place, row in enumerate(drawn)
    ]
    names = {name: str(type_).replace("double", "float64").replace("bool", "boolean") for name, type_ in TYPES.items()}
    told = []
    for engine in (con, spark):
        placed = engine.create_table("placed", with_position(table_of(engine, rows, names)), overwrite=True)
        beside = placed.left_join(worth_ranks(placed), "customer_id", rname="{name}_rank")
        found = with_place(beside)
        told.append(plain(found.mutate(bin=bin_of(found.place)), "customer_id"))

    assert told[0] == told[1]
    assert any(json.loads(row["evidence"]) for row in told[1])


def test_segments(con: Any, spark: Any) -> None:
    company = companies_together(made(companies(), 10))
    asked = [parse(one, VOCABULARY) for one in [*made(rules, 32), *made(trees, 8)]]
    expected = [
        [one for one in company.customers if Evaluator(company.facts_of(one), ON, VOCABULARY, SEGMENTS).holds(tree)]
        for tree in asked
    ]

    assert sum(map(len, expected)) > 100
    for engine in (con, spark):
        found = [
            tree for start in range(0, len(asked), 10) for tree in by_engine(engine, company, asked[start : start + 10])
        ]
        assert found == expected
