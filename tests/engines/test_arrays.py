"""The analytics over arrays give what plain Python gives, on the same made data as the engine's expressions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from engines import reference
from engines.reference import Purchase, Row
from engines.strategies import canonicals, cut_days, purchases
from engines.test_agreement import MONEY, agree, base_rows, clock_rows, fact_rows
from hypothesis import given
from hypothesis import strategies as st

from lazo.analytics.arrays.cohorts import Cohorts, sums_by
from lazo.analytics.arrays.concentration import concentration
from lazo.analytics.arrays.facts import Facts
from lazo.analytics.arrays.gaps import Masks
from lazo.analytics.arrays.members import Members
from lazo.analytics.arrays.months import Book, parties_of
from lazo.analytics.arrays.ranks import percent_rank, share_at_most
from lazo.analytics.arrays.rhythm import expected_gaps
from lazo.analytics.arrays.tiers import (
    CLASSES,
    NONE,
    TIERS,
    Tiers,
    cost_magnets,
    customer_classes,
    potential_values,
    top_customers,
)
from lazo.analytics.arrays.walk import Walk, Window
from lazo.analytics.rollup import months_before
from lazo.analytics.rollup_arrays import customer_months_of_one

EPOCH = date(1970, 1, 1)
COLUMNS = {"party_id": pa.int64(), "day": pa.date32(), "amount": pa.int64(), "margin": pa.int64()}


def book_of(bought: list[Purchase], canonical: dict[int, int], folder: Path) -> Book:
    """The purchases and their rollup as files by month, as the warehouse keeps them."""
    by_month: dict[date, list[Row]] = defaultdict(list)
    for one in bought:
        by_month[one.day.replace(day=1)].append(vars(one))
    files: dict[date, Sequence[Path]] = {}
    rollup: dict[date, Sequence[Path]] = {}
    for month, rows in by_month.items():
        table = pa.Table.from_pylist(rows, schema=pa.schema(COLUMNS))
        files[month], rollup[month] = [folder / f"{month}.parquet"], [folder / f"{month}-sums.parquet"]
        pq.write_table(table, files[month][0])
        pq.write_table(customer_months_of_one(table), rollup[month][0])
    party = np.array(sorted(canonical), dtype=np.int64)
    return Book(
        Members.of(party, np.array([canonical[one] for one in party.tolist()]), parties_of(rollup)), rollup, files
    )


def day_of(number: int) -> date:
    return EPOCH + timedelta(days=number)


def facts_as_rows(facts: Facts, gaps: Any) -> list[Row]:
    """The facts as the reference tells them."""
    return [
        {
            "customer_id": int(facts.customer[i]),
            "first_day": day_of(int(facts.first_day[i])),
            "last_day": day_of(int(facts.last_day[i])),
            "n_purchases": int(facts.n_purchases[i]),
            "n_days": int(facts.n_days[i]),
            "money_total": int(facts.money_total[i]),
            "margin_total": int(facts.margin_total[i]) if facts.has_margin[i] else None,
            "money_12m": int(facts.money_12m[i]),
            "margin_12m": int(facts.margin_12m[i]) if facts.value_is_margin[i] else None,
            "value_12m": int(facts.value_12m[i]),
            "value_12m_is_margin": bool(facts.value_is_margin[i]),
            "x": int(facts.x[i]),
            "t_x": int(facts.t_x[i]),
            "age": int(facts.age[i]),
            "monetary": None if np.isnan(facts.monetary[i]) else int(facts.monetary[i]),
            "recency_days": int(facts.recency[i]),
            "gap_median_days": None if np.isnan(gaps[facts.who[i]]) else float(gaps[facts.who[i]]),
        }
        for i in range(len(facts))
    ]


@agree
@given(bought=purchases, canonical=canonicals(), days=st.lists(cut_days, min_size=1, max_size=3, unique=True))
def test_facts_of_several_days_in_one_walk(bought: list[Purchase], canonical: dict[int, int], days: list[date]) -> None:
    with TemporaryDirectory() as folder:
        book = book_of(bought, canonical, Path(folder))
        members = len(book.members)
        years = {day: Window(members, after=months_before(day, 12), until=day) for day in days}
        masks = {day: Masks() for day in days}
        for on in days:
            Walk(book, [on], on, followers=[masks[on]]).run()
        sums = Walk(book, days, max(days), list(years.values())).run()
    for on in days:
        found = facts_as_rows(Facts.of(sums[on], years[on], book.members, on=on), masks[on].medians(members))
        expected = [row for row in reference.customer_facts(bought, canonical, on) if row["n_days"]]
        assert found == sorted(expected, key=lambda row: row["customer_id"])


@agree
@given(bought=purchases, canonical=canonicals(), cutoff=cut_days, length=st.integers(1, 120))
def test_what_followed_a_cut_off(bought: list[Purchase], canonical: dict[int, int], cutoff: date, length: int) -> None:
    days = timedelta(days=length)
    with TemporaryDirectory() as folder:
        book = book_of(bought, canonical, Path(folder))
        after = Window(len(book.members), after=cutoff, until=cutoff + days)
        before = Window(len(book.members), after=cutoff - days, until=cutoff)
        sums = Walk(book, [cutoff], cutoff, [after, before]).run()[cutoff]
    who = np.flatnonzero(sums.days)
    found = [
        {
            "customer_id": int(book.members.ids[one]),
            "holdout_days": int(after.days[one]),
            "holdout_money": int(after.money[one]),
            "previous_days": int(before.days[one]),
            "previous_money": int(before.money[one]),
        }
        for one in who
    ]
    expected = reference.holdout_outcomes(bought, canonical, cutoff, cutoff + days)
    assert found == sorted(expected, key=lambda row: row["customer_id"])


@agree
@given(bought=purchases, canonical=canonicals(), on=cut_days)
def test_cohorts(bought: list[Purchase], canonical: dict[int, int], on: date) -> None:
    with TemporaryDirectory() as folder:
        book = book_of(bought, canonical, Path(folder))
        cohorts = Cohorts(len(book.members))
        Walk(book, [], on, followers=[cohorts]).run()
    names = ("cohort", "month_offset", "customers", "active", "money")
    found = [dict(zip(names, cell, strict=True)) for cell in cohorts.cells()]
    until = [row for row in bought if row.day <= on]
    assert found == reference.monthly_cohorts(until, canonical)
    known, expected = 0, []
    for row in reference.monthly_returns(until, canonical):
        expected.append((row["month"], known, row["days"], row["money"], row["all_days"]))
        known += row["arrived"]
    returned = [(one.start, one.known, one.days, one.money, one.all_days) for one in cohorts.returns()]
    by_month = {one[0]: one for one in returned}
    assert [by_month[one[0]] for one in expected] == expected


@agree
@given(made=fact_rows, parts=st.sampled_from([3, 5]))
def test_shares_and_percent_ranks(made: list[Row], parts: int) -> None:
    values = [row["money_total"] for row in made]
    assert share_at_most(np.array(values, dtype=np.int64), parts=parts).tolist() == [
        reference.score(value, values, parts) for value in values
    ]
    groups = [row["n_days"] for row in made]
    alike = [[other for other, theirs in zip(values, groups, strict=True) if theirs == group] for group in groups]
    expected = [
        sum(other < value for other in rivals) / (len(rivals) - 1) if len(rivals) > 1 else 0.0
        for value, rivals in zip(values, alike, strict=True)
    ]
    found = percent_rank(np.array(values, dtype=np.int64), np.array(groups, dtype=np.int64))
    assert found.tolist() == expected


@agree
@given(values=st.lists(MONEY, max_size=150))
def test_concentration(values: list[int]) -> None:
    found = concentration(np.array(values, dtype=np.int64))
    numbered = dict(enumerate(values, 1))
    assert found.pop("curve") == reference.concentration_curve(numbered)
    if values:
        assert found == reference.concentration(numbered)


def codes(rows: list[Row], name: str) -> Any:
    names = sorted({row[name] or "" for row in rows})
    return np.array([names.index(row[name] or "") for row in rows], dtype=np.int64)


def column(rows: list[Row], name: str) -> Any:
    values = [row[name] for row in rows]
    is_flag = bool(values) and isinstance(values[0], bool)
    return np.array([value or 0 for value in values], dtype=np.bool_ if is_flag else np.int64)


@agree
@given(made=base_rows)
def test_tiers_classes_and_significant_customers(made: list[Row]) -> None:
    rows = [{"customer_id": i + 1} | row for i, row in enumerate(made)]
    worth, potential = column(rows, "clv"), column(rows, "potential_value")
    previous = [NONE if row["previous_tier"] is None else TIERS.index(row["previous_tier"]) for row in rows]
    kind, country, frequency = (codes(rows, name) for name in ("kind", "country", "frequency_class"))
    top = top_customers(worth)
    tiers = Tiers.of(worth, potential, np.array(previous, dtype=np.int8))
    classes = customer_classes(
        worth, column(rows, "n_days"), column(rows, "is_active"), column(rows, "returns_or_owes"), top
    )
    magnets = cost_magnets(column(rows, "volume"), column(rows, "contribution"))

    assert potential_values(worth, kind, country, frequency.astype(np.int8)).tolist() == [
        row["potential_value"] for row in reference.potential_values(rows)
    ]
    expected = reference.value_tiers(rows)
    assert [TIERS[code] for code in tiers.tier] == [row["tier"] for row in expected]
    assert tiers.migrator.tolist() == [row["migrator"] for row in expected]
    assert [None if code == NONE else CLASSES[code] for code in classes] == [
        row["customer_class"] for row in reference.customer_classes(rows)
    ]
    significant = reference.significant_customers(rows)
    assert top.tolist() == [row["high_ltv"] for row in significant]
    assert magnets.tolist() == [row["cost_magnet"] for row in significant]


@agree
@given(made=clock_rows, repeats=st.sampled_from([1, 60]))
def test_expected_gaps(made: list[Row], repeats: int) -> None:
    rows = [{"customer_id": i + 1} | row for i, row in enumerate(made * repeats) if row["n_days"]]
    own = np.array([row["gap_median_days"] or np.nan for row in rows], dtype=np.float64)
    found = expected_gaps(own, column(rows, "x"), column(rows, "t_x"), codes(rows, "country"), r=0.243)
    assert found.tolist() == [row["expected_gap"] for row in reference.rhythm(rows, 0.243, ("country",), 90)]


def test_members_far_apart_and_unknown() -> None:
    members = Members.of(np.array([5, 10**12]), np.array([5, 5]), [np.array([7, 5])])
    assert members.ids.tolist() == [5, 7, 10**12]
    assert members.customer.tolist() == [0, 1, 0]
    assert members.shared.tolist() == [True, False, True]
    assert members.position(np.array([10**12, 6, 5, 10**13])).tolist() == [2, -1, 0, -1]
    assert Members.of(np.zeros(0, np.int64), np.zeros(0, np.int64)).position(np.array([1])).tolist() == [-1]


def test_sums_are_exact_beyond_doubles() -> None:
    values = np.array([2**53 + 1, 1, -(2**54) - 3])
    assert sums_by(np.array([0, 0, 1]), values, 2).tolist() == [2**53 + 2, -(2**54) - 3]
