"""What the analytics do with a connection means on Spark what it means on DuckDB: tables kept, files read and written, Arrow."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from engines.tables import rows_of

from lazo.analytics.engine import open_engine, read_parquet_files, write_parquet_file
from lazo.analytics.engine_address import EngineAddress

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]  # pyspark warns of the pandas it finds
ROWS = [
    {"who": 2**60 + 1, "day": date(2024, 2, 29), "amount": 10.5, "kind": "a"},
    {"who": None, "day": None, "amount": None, "kind": None},
    {"who": 3, "day": date(1969, 12, 31), "amount": -0.1, "kind": "¿qué?"},
]
SCHEMA = pa.schema({"who": pa.int64(), "day": pa.date32(), "amount": pa.float64(), "kind": pa.string()})


def test_arrow_goes_in_and_comes_out_as_it_was(spark: Any) -> None:
    """A whole number beside a null stays whole, whatever its size."""
    table = spark.create_table("seen", pa.Table.from_pylist(ROWS, schema=SCHEMA))

    assert table.order_by("amount").to_pyarrow().schema.equals(SCHEMA)
    assert sorted(rows_of(table), key=repr) == sorted(ROWS, key=repr)
    assert spark.create_table("none", schema=ibis.schema({"n": "int64"})).count().to_pyarrow().as_py() == 0
    assert rows_of(table.inner_join(ibis.memtable(pa.table({"kind": ["a"], "n": [7]})), "kind").select("n")) == [
        {"n": 7}
    ]


def test_a_table_takes_the_place_of_the_one_before_also_when_it_is_made_of_it(spark: Any) -> None:
    spark.create_table("grows", pa.table({"n": [1]}), overwrite=True)
    spark.create_table("grows", spark.table("grows").mutate(m=ibis._.n + 1), overwrite=True)
    assert rows_of(spark.table("grows")) == [{"n": 1, "m": 2}]

    files = len([*spark.folder.iterdir()])
    spark.drop_table("grows")
    assert len([*spark.folder.iterdir()]) == files - 1
    spark.drop_table("grows", force=True)


def test_one_file_comes_out_in_order_and_takes_the_place_of_another(spark: Any, tmp_path: Path) -> None:
    path = tmp_path / "a run [7] {*}.parquet"
    path.write_text("something else")
    numbers = spark.create_table("numbers", pa.table({"n": [*range(5_000)], "m": [1] * 5_000}))

    write_parquet_file(spark, numbers.order_by(ibis.desc("n")), path)

    assert pq.read_table(path)["n"].to_pylist() == [*reversed(range(5_000))]
    assert pq.ParquetFile(path).metadata.row_group(0).column(0).compression == "ZSTD"
    assert read_parquet_files(spark, [path], "back").m.sum().to_pyarrow().as_py() == 5_000


def test_many_files_are_one_table_without_the_folders_of_their_months(spark: Any, tmp_path: Path) -> None:
    paths = [tmp_path / f"month=2024-0{month}" / "part.parquet" for month in (1, 2)]
    for number, path in enumerate(paths):
        path.parent.mkdir()
        pq.write_table(pa.table({"n": [number]}), path)

    found = read_parquet_files(spark, paths, "months", columns={"n": "int64"})

    assert found.columns == ("n",)
    assert sorted(row["n"] for row in rows_of(found)) == [0, 1]


def test_a_connection_leaves_nothing_and_clears_what_a_killed_one_left(spark_address: str, tmp_path: Path) -> None:
    first = open_engine(EngineAddress.of(spark_address), temp_dir=tmp_path)
    first.create_table("mine", pa.table({"n": [1]}))
    killed = first.folder.with_name(first.folder.name.rpartition("-")[0].rpartition("-")[0] + "-4194999-1")
    killed.mkdir()
    other = tmp_path / "spark-elsewhere-4194999-1"
    other.mkdir()

    second = open_engine(EngineAddress.of(spark_address), temp_dir=tmp_path)
    second.create_table("mine", pa.table({"n": [2]}))

    assert not killed.exists()
    assert rows_of(first.table("mine")) == [{"n": 1}]
    first.disconnect()
    assert rows_of(second.table("mine")) == [{"n": 2}]
    second.disconnect()
    assert [*tmp_path.iterdir()] == [other]
