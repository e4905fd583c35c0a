"""Every Ibis operation the analytics stand on, one by one, on the pinned versions of DuckDB, Ibis and sqlglot.

Newer versions resolve and break: a table made from Arrow, a dropped view or a listed table fails while a plain query
still runs. Whoever lifts a pin reads here what broke.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from engines.tables import rows_of, table_of

from lazo.analytics import engine

# Ibis 12 still calls two methods of DuckDB by the names that DuckDB 2 drops.
pytestmark = pytest.mark.filterwarnings(
    "ignore:fetch_(arrow_table|record_batch)\\(\\) is deprecated:DeprecationWarning"
)

COLUMNS = {"who": "int64", "day": "date", "amount": "int64", "kind": "string"}
ROWS = [
    {"who": 1, "day": date(2024, 1, 31), "amount": 10, "kind": "a"},
    {"who": 1, "day": date(2024, 2, 1), "amount": 30, "kind": "b"},
    {"who": 2, "day": date(2024, 2, 29), "amount": -5, "kind": None},
    {"who": 3, "day": date(2024, 2, 29), "amount": 30, "kind": "a"},
]


@pytest.fixture
def table(con: Any) -> Any:
    return table_of(con, ROWS, COLUMNS)


def _column(expression: Any, name: str, order: str) -> list[Any]:
    return [row[name] for row in rows_of(expression.order_by(order))]


def test_create_table_from_arrow_replaces_the_one_of_that_name(con: Any) -> None:
    con.create_table("again", pa.table({"n": [1]}), overwrite=True)
    con.create_table("again", pa.table({"n": [2, 3]}), overwrite=True)

    assert _column(con.table("again"), "n", "n") == [2, 3]
    con.drop_table("again")


def test_create_table_from_an_expression_reading_the_table_it_replaces(con: Any) -> None:
    con.create_table("grows", pa.table({"n": [1]}), overwrite=True)
    con.create_table("grows", con.table("grows").mutate(m=ibis._.n + 1), overwrite=True)

    assert rows_of(con.table("grows")) == [{"n": 1, "m": 2}]
    con.drop_table("grows")


def test_views_are_listed_and_dropped(con: Any, table: Any) -> None:
    con.create_view("seen", table.filter(table.amount > 0), overwrite=True)
    assert "seen" in con.list_tables()
    assert con.table("seen").count().to_pyarrow().as_py() == 3

    con.drop_view("seen")
    assert "seen" not in con.list_tables()


def test_raw_sql_answers_rows(con: Any) -> None:
    assert con.raw_sql("select 42").fetchall() == [(42,)]
    assert rows_of(con.sql("select 42 as n")) == [{"n": 42}]


def test_parquet_goes_out_and_comes_back(con: Any, table: Any, tmp_path: Path) -> None:
    con.to_parquet(table, tmp_path / "one.parquet", compression="zstd")

    assert pq.ParquetFile(tmp_path / "one.parquet").metadata.row_group(0).column(0).compression == "ZSTD"
    assert rows_of(con.read_parquet([str(tmp_path / "one.parquet")], table_name="back").order_by("day", "who")) == ROWS


def test_batches_of_arrow(table: Any) -> None:
    batches = list(table.order_by("who", "day").to_pyarrow_batches(chunk_size=2))

    assert sum(batch.num_rows for batch in batches) == 4


def test_memory_table_joins_with_a_table(table: Any) -> None:
    names = ibis.memtable(pa.table({"kind": ["a"], "name": ["ana"]}))

    assert _column(table.inner_join(names, "kind"), "who", "who") == [1, 3]


def test_joins(con: Any, table: Any) -> None:
    other = table_of(
        con, [{"who": 1, "city": "Lima"}, {"who": 9, "city": "Bogotá"}], {"who": "int64", "city": "string"}
    )

    assert _column(table.left_join(other, "who", rname="{name}_r"), "city", "who") == ["Lima", "Lima", None, None]
    assert _column(table.semi_join(other, "who"), "who", "who") == [1, 1]
    assert _column(table.anti_join(other, "who"), "who", "who") == [2, 3]
    assert table.cross_join(other).count().to_pyarrow().as_py() == 8
    assert table.outer_join(other, "who", rname="{name}_r").count().to_pyarrow().as_py() == 5


def test_null_keys_join_when_told_so(con: Any, table: Any) -> None:
    other = table_of(con, [{"kind": None, "n": 7}], {"kind": "string", "n": "int64"})

    joined = table.inner_join(other, [table.kind.identical_to(other.kind)], rname="{name}_r")

    assert _column(joined, "who", "who") == [2]


def test_unions_keep_doubles_and_distinct_drops_them(table: Any) -> None:
    both = table.union(table)

    assert both.count().to_pyarrow().as_py() == 8
    assert both.distinct().count().to_pyarrow().as_py() == 4


def test_aggregates(table: Any) -> None:
    found = table.aggregate(
        n=table.count(),
        positive=table.count(where=table.amount > 0),
        money=table.amount.sum(),
        plus=table.amount.sum(where=table.amount > 0),
        first=table.day.min(),
        last=table.day.max(where=table.kind == "a"),
        whose=table.who.nunique(),
        middle=table.amount.median(),
        low=table.amount.quantile(0.25),
        mean=table.amount.mean(),
        spread=table.amount.std(how="pop"),
        least=table.who.argmin(table.amount),
        most=table.who.argmax(table.day),
    )

    [row] = rows_of(found)
    assert row.pop("spread") == pytest.approx((868.75 / 4) ** 0.5)
    assert row.pop("most") in {2, 3}
    assert row == {
        "n": 4,
        "positive": 3,
        "money": 65,
        "plus": 70,
        "first": date(2024, 1, 31),
        "last": date(2024, 2, 29),
        "whose": 3,
        "middle": 20.0,
        "low": 6.25,
        "mean": 16.25,
        "least": 2,
    }


def test_built_in_aggregates_and_scalars_of_the_engine(table: Any) -> None:
    bit = ibis.literal(1, "int32") << (table.day.day() - 1).cast("int32")
    found = table.aggregate(
        mask=engine.bit_or()(bit),
        first_amount=engine.min_by()(table.amount, table.day),
    ).mutate(days=engine.bit_count()(ibis._.mask))

    assert rows_of(found) == [{"mask": (1 << 30) | 1 | (1 << 28), "first_amount": 10, "days": 3}]


def test_min_by_leaves_out_null_keys_and_is_null_without_any(con: Any) -> None:
    rows = [
        {"who": 1, "day": None, "n": 5},
        {"who": 1, "day": date(2024, 1, 2), "n": 6},
        {"who": 2, "day": None, "n": 7},
    ]
    table = table_of(con, rows, {"who": "int64", "day": "date", "n": "int64"})

    found = table.group_by("who").aggregate(least=engine.min_by()(table.n, table.day))

    assert _column(found, "least", "who") == [6, None]


def test_windows(table: Any) -> None:
    order = [ibis.desc(table.amount), table.who]
    found = table.mutate(
        position=ibis.row_number().over(order_by=order),
        greater=ibis.rank().over(order_by=ibis.desc(table.amount)),
        dense=ibis.dense_rank().over(order_by=ibis.desc(table.amount)),
        half=ibis.ntile(2).over(order_by=order),
        running=table.amount.sum().over(order_by=order, rows=(None, 0)),
        everything=table.count().over(),
        of_one=table.count().over(group_by=table.who),
        before=table.amount.lag().over(group_by=table.who, order_by=table.day),
        after=table.amount.lead().over(group_by=table.who, order_by=table.day),
    )

    names = ("position", "greater", "dense", "half", "running", "everything", "of_one", "before", "after")
    assert [tuple(row[name] for name in names) for row in rows_of(found.order_by("position"))] == [
        (0, 0, 0, 0, 30, 4, 2, 10, None),
        (1, 0, 0, 0, 60, 4, 1, None, None),
        (2, 2, 1, 1, 70, 4, 2, None, 30),
        (3, 3, 2, 1, 65, 4, 1, None, None),
    ]


def test_dates(table: Any) -> None:
    last = ibis.literal(date(2024, 3, 1), "date")
    found = table.mutate(
        month=table.day.truncate("M").cast("date"),
        week=table.day.truncate("W").cast("date"),
        year=table.day.year(),
        number=table.day.month(),
        weekday=table.day.day_of_week.index(),
        silent=last.delta(table.day, unit="day"),
        epoch=table.day.epoch_days(),
        text=table.day.strftime("%Y-%m"),
    )

    [row] = rows_of(found.filter(found.who == 2))
    assert row["month"] == date(2024, 2, 1)
    assert row["week"] == date(2024, 2, 26)
    assert (row["year"], row["number"], row["weekday"], row["silent"]) == (2024, 2, 3, 1)
    assert (row["epoch"], row["text"]) == ((date(2024, 2, 29) - date(1970, 1, 1)).days, "2024-02")


def test_scalars(table: Any) -> None:
    found = table.select(
        "who",
        floored=table.amount // 4,
        rest=table.amount.abs() % 4,
        ratio=table.amount / 4,
        bits=table.amount.abs() & ibis.literal(2, "int32"),
        kind=table.kind.fill_null("none"),
        big=ibis.greatest(table.amount, 20),
        empty=table.amount.nullif(30),
        case=ibis.cases((table.amount < 0, "less"), (table.amount > 20, "more"), else_="some"),
        label=ibis.literal("").concat(table.who.cast("string"), "-", table.kind),
        between=table.day.between(date(2024, 2, 1), date(2024, 2, 28)),
        either=ibis.coalesce(table.kind, "x"),
    )

    [row] = rows_of(found.filter(found.who == 2))
    assert row == {
        "who": 2,
        "floored": -2,
        "rest": 1,
        "ratio": -1.25,
        "bits": 0,
        "kind": "none",
        "big": 20,
        "empty": -5,
        "case": "less",
        "label": None,
        "between": False,
        "either": "x",
    }


def test_sums_stay_whole_numbers_in_parquet_only_when_declared(con: Any, table: Any, tmp_path: Path) -> None:
    sums = table.group_by("who").aggregate(money=table.amount.sum())

    con.to_parquet(sums, tmp_path / "raw.parquet")
    con.to_parquet(engine.as_declared(sums, {"who": "int64", "money": "int64"}), tmp_path / "declared.parquet")

    assert pq.read_schema(tmp_path / "raw.parquet").field("money").type == pa.float64()
    assert pq.read_schema(tmp_path / "declared.parquet").field("money").type == pa.int64()
