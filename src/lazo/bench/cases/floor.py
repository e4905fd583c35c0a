"""The floor: one DuckDB group-by of count, min, max and sum per customer."""

import sys

import duckdb


def main(path: str) -> None:
    duckdb.execute("SET threads=2")
    duckdb.execute(
        "CREATE TABLE floor AS SELECT party_id, count(*), min(day), max(day), sum(amount) FROM read_parquet(?) GROUP BY ALL",
        [path],
    )


if __name__ == "__main__":
    main(sys.argv[1])
