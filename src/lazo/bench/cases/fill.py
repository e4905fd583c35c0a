"""Fills a fresh workspace with customers and purchases by bare `executemany`: the floor of the import of purchases."""

import sqlite3
import sys

import pyarrow.parquet as pq

from lazo.kernel.workspace import Workspace

INSERT = (
    "INSERT INTO identify_purchase (id, party_id, source_id, occurred_on, currency, amount, base_amount, base_margin, channel)"
    " VALUES (?, ?, 1, ?, 'COP', ?, ?, ?, '')"
)


def main(path: str) -> None:
    connection = sqlite3.connect(Workspace.from_environment().database)
    connection.execute("PRAGMA synchronous=OFF")
    parquet = pq.ParquetFile(path)
    for batch in parquet.iter_batches(batch_size=200_000):
        columns = batch.to_pydict()
        days = [day.isoformat() for day in columns["day"]]
        rows = zip(
            columns["id"], columns["party_id"], days, columns["amount"], columns["amount"], columns["margin"], strict=True
        )
        with connection:
            connection.executemany(INSERT, rows)
    connection.close()


if __name__ == "__main__":
    main(sys.argv[1])
