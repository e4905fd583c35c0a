"""Fills a fresh workspace with customers 1 to N as an import would leave them, under one source."""

import sys
from collections.abc import Iterator

from lazo.bench.cases.filler import open_filler

COUNTRIES = ("CO", "MX", "AR", "BR")
BLANK = ("given_name", "surnames", "legal_name", "trade_name", "city", "address")
PARTY = ("id", "kind", "name", "folded_name", "country", "first_contact_on", "version", *BLANK)


def main(customers: int) -> None:
    with open_filler() as filler:
        filler.rows("identify_source", ("id", "key", "name"), [(1, "bench", "Bench")])
        filler.rows("identify_party", PARTY, _parties(customers))
        records = ((1, f"C{number}", number) for number in range(1, customers + 1))
        filler.rows("identify_sourcerecord", ("source_id", "external_id", "party_id"), records)
        filler.note("parties", customers)


def _parties(customers: int) -> Iterator[tuple[int | str, ...]]:
    for number in range(1, customers + 1):
        # A step that is prime to the count spreads the names, so that they are not in the order of the ids.
        name = f"Cliente {number * 7919 % customers:07d}"
        country = COUNTRIES[number % len(COUNTRIES)]
        yield number, "PERSON", name, name.lower(), country, "2023-01-01", 1, *("" for _ in BLANK)


if __name__ == "__main__":
    main(int(sys.argv[1]))
