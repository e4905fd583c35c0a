"""The customer-month rollup of the mirrored purchases, a month at a time: the first part of the flow without models."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from lazo.analytics.parquet import read_file
from lazo.analytics.rollup_arrays import customer_months_of_one

NEEDS = ["party_id", "day", "amount", "margin"]


def manifest_of(warehouse: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((warehouse / "manifest.json").read_text())
    return found


def months(warehouse: Path) -> Iterator[pa.Table]:
    """The rollup of each month of the mirror, the oldest first."""
    for _, files in sorted(manifest_of(warehouse)["tables"]["purchases"]["parts"].items()):
        read = [read_file(warehouse / file["path"], NEEDS) for file in files]
        yield customer_months_of_one(pa.concat_tables(read))


def main(warehouse: str) -> None:
    rows = sum(month.num_rows for month in months(Path(warehouse)))
    sys.stdout.write(f"{rows}\n")


if __name__ == "__main__":
    main(sys.argv[1])
