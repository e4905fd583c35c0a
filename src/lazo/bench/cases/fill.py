"""Fills a workspace with the drawn purchases by bare `executemany`, as an import would leave them: the floor of the import."""

import sqlite3
import sys

import pyarrow.parquet as pq

from lazo.kernel.workspace import Workspace

INSERT = (
    "INSERT INTO identify_purchase"
    " (id, party_id, source_id, external_id, occurred_on, currency, amount, margin, base_amount, base_margin, channel)"
    " VALUES (?, ?, 1, ?, ?, 'COP', ?, ?, ?, ?, '')"
)
CHANGE = "INSERT INTO kernel_change (\"table\", operation, row_from, row_to) VALUES ('purchases', 'A', ?, ?)"
ROWS = 200_000


UNINDEXED, INDEX_LAST = "--unindexed", "--index-last"


def main(path: str, *options: str) -> None:
    connection = sqlite3.connect(Workspace.from_environment().database)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-200000")
    indexes = _take_indexes(connection) if options else []
    parquet = pq.ParquetFile(path)
    for batch in parquet.iter_batches(batch_size=ROWS):
        columns = batch.to_pydict()
        days = [day.isoformat() for day in columns["day"]]
        ids, amounts, margins = columns["id"], columns["amount"], columns["margin"]
        documents = [f"F{number}" for number in ids]
        rows = zip(ids, columns["party_id"], documents, days, amounts, margins, amounts, margins, strict=True)
        with connection:
            connection.executemany(INSERT, rows)
    with connection:
        connection.execute(CHANGE, (1, parquet.metadata.num_rows))
    for statement in indexes if INDEX_LAST in options else []:
        connection.execute(statement)
    connection.close()


def _take_indexes(connection: sqlite3.Connection) -> list[str]:
    """Drop the indexes that the table was given, and return the statements that make them."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'identify_purchase' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


if __name__ == "__main__":
    main(*sys.argv[1:])
