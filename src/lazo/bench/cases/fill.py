"""Fills a workspace with the drawn purchases, as an import would leave them: on SQLite bare `executemany`, the floor of the import."""

import sys
from collections.abc import Iterator
from typing import Any

import pyarrow.parquet as pq

from lazo.bench.cases.filler import open_filler

TABLE = "identify_purchase"
COLUMNS = (
    "id", "party_id", "source_id", "external_id", "occurred_on", "currency", "amount", "margin", "base_amount", "base_margin", "channel",
)  # fmt: skip
ROWS = 200_000

UNINDEXED, INDEX_LAST = "--unindexed", "--index-last"


def main(path: str, *options: str) -> None:
    parquet = pq.ParquetFile(path)
    with open_filler() as filler:
        indexes = filler.take_indexes(TABLE) if options else []
        filler.rows(TABLE, COLUMNS, _purchases(parquet))
        filler.note("purchases", parquet.metadata.num_rows)
        if INDEX_LAST in options:
            filler.give_indexes(indexes)


def _purchases(parquet: pq.ParquetFile) -> Iterator[tuple[Any, ...]]:
    for batch in parquet.iter_batches(batch_size=ROWS):
        columns = batch.to_pydict()
        for number, party, day, amount, margin in zip(
            *(columns[name] for name in ("id", "party_id", "day", "amount", "margin")), strict=True
        ):
            yield number, party, 1, f"F{number}", day.isoformat(), "COP", amount, margin, amount, margin, ""


if __name__ == "__main__":
    main(*sys.argv[1:])
