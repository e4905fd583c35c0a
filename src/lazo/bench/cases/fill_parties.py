"""Fills a fresh workspace with customers 1 to N as an import would leave them, under one source."""

import sqlite3
import sys
from collections.abc import Iterator

from lazo.kernel.workspace import Workspace

PARTY = (
    "INSERT INTO identify_party (id, kind, name, folded_name, given_name, surnames, legal_name, trade_name, country, city,"
    " address, first_contact_on, version) VALUES (?, 'PERSON', ?, ?, '', '', '', '', ?, '', '', '2023-01-01', 1)"
)
RECORD = "INSERT INTO identify_sourcerecord (source_id, external_id, party_id) VALUES (1, ?, ?)"
CHANGE = "INSERT INTO kernel_change (\"table\", operation, row_from, row_to) VALUES (?, 'A', ?, ?)"
COUNTRIES = ("CO", "MX", "AR", "BR")


def main(customers: int) -> None:
    connection = sqlite3.connect(Workspace.from_environment().database)
    connection.execute("PRAGMA synchronous=OFF")
    with connection:
        connection.execute("INSERT INTO identify_source (id, key, name) VALUES (1, 'bench', 'Bench')")
        connection.executemany(PARTY, _parties(customers))
        connection.executemany(RECORD, ((f"C{number}", number) for number in range(1, customers + 1)))
        connection.execute(CHANGE, ("parties", 1, customers))
    connection.close()


def _parties(customers: int) -> Iterator[tuple[int, str, str, str]]:
    for number in range(1, customers + 1):
        # A step that is prime to the count spreads the names, so that they are not in the order of the ids.
        name = f"Cliente {number * 7919 % customers:07d}"
        yield number, name, name.lower(), COUNTRIES[number % len(COUNTRIES)]


if __name__ == "__main__":
    main(int(sys.argv[1]))
