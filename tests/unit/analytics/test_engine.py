from pathlib import Path
from typing import Any

import pytest
from engines.tables import rows_of, table_of

from lazo.analytics import engine

COLUMNS = {"party_id": "int64", "amount": "int64"}


def test_open_duckdb_keeps_to_the_limits_it_was_given(tmp_path: Path) -> None:
    con = engine.open_duckdb(memory_limit="200MB", threads=1, temp_dir=tmp_path)

    settings = "memory_limit", "threads", "temp_directory", "preserve_insertion_order"
    found = con.raw_sql("select " + ", ".join(f"current_setting('{name}')" for name in settings)).fetchall()

    con.disconnect()
    assert found == [("190.7 MiB", 1, str(tmp_path), False)]


def test_open_duckdb_leaves_threads_and_folder_to_duckdb() -> None:
    con = engine.open_duckdb()

    found = con.raw_sql("select current_setting('memory_limit')").fetchall()

    con.disconnect()
    assert found == [("953.6 MiB",)]


def test_written_files_read_back_as_one_table_without_the_folder_s_column(con: Any, tmp_path: Path) -> None:
    paths = []
    for month, party in (("2024-01", 1), ("2024-02", 2)):
        path = tmp_path / f"month={month}" / "part-0.parquet"
        path.parent.mkdir()
        engine.write_parquet_file(con, table_of(con, [{"party_id": party, "amount": 5}], COLUMNS), path)
        paths.append(path)

    table = engine.read_parquet_files(con, paths, "both")

    assert rows_of(table.order_by("party_id")) == [{"party_id": 1, "amount": 5}, {"party_id": 2, "amount": 5}]


def test_read_parquet_files_lets_the_largest_file_speak_for_the_others(con: Any, tmp_path: Path) -> None:
    paths = []
    for name, rows in (("january", 1), ("february", 3_000)):
        paths.append(tmp_path / f"{name}.parquet")
        engine.write_parquet_file(con, table_of(con, [{"party_id": 1, "amount": 5}] * rows, COLUMNS), paths[-1])

    engine.read_parquet_files(con, paths, "two_months")

    ((_, plan),) = con.raw_sql("explain (format json) select amount from two_months").fetchall()
    assert '"Estimated Cardinality": "6000"' in plan


def test_read_parquet_files_without_files_is_an_empty_table_of_the_declared_columns(con: Any) -> None:
    table = engine.read_parquet_files(con, [], "nothing", columns=COLUMNS)

    assert rows_of(table) == []
    assert {name: str(dtype) for name, dtype in table.schema().items()} == COLUMNS


def test_read_parquet_files_with_columns_reads_only_those(con: Any, tmp_path: Path) -> None:
    path = tmp_path / "part-0.parquet"
    engine.write_parquet_file(con, table_of(con, [{"party_id": 1, "amount": 5}], COLUMNS), path)

    assert rows_of(engine.read_parquet_files(con, [path], "some", columns={"amount": "int64"})) == [{"amount": 5}]


def test_read_parquet_files_without_files_or_columns_says_which_table(con: Any) -> None:
    with pytest.raises(engine.UnableToReadColumns, match="purchases"):
        engine.read_parquet_files(con, [], "purchases")
