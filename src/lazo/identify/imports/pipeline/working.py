"""The working database of a plan: DuckDB in memory with a bound, spilling beside the file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

MEMORY = "400MB"


@contextmanager
def working_database(folder: Path, *, memory: str = MEMORY, threads: int = 2) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database that is gone afterwards."""
    spill = folder / "spill"
    spill.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(":memory:", config={"memory_limit": memory, "threads": threads, "temp_directory": str(spill)})
    try:
        yield con
    finally:
        con.close()
