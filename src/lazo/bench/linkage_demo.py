"""The fictitious company's records as linkage takes them, with their truth."""

from random import Random
from typing import Any

import pyarrow as pa

from lazo.demo.company import SEED
from lazo.demo.people import draw_people
from lazo.demo.records import Record, draw_records

TEXTS = ("kind", "given_name", "surnames", "legal_name", "trade_name", "birth_date", "country", "city", "address")
LISTS = ("emails", "phones", "documents", "document_schemes")


def demo_records(customers: int) -> tuple[pa.Table, list[int]]:
    """The records of a company of so many customers before any of them is brought in, and the true customer of each."""
    records = draw_records(Random(SEED + 1), draw_people(Random(SEED), customers))
    rows = [_row(record) for record in records]
    columns: dict[str, Any] = {"party_id": pa.array(range(len(rows)), pa.int64())}
    columns |= {name: pa.array([row.get(name) for row in rows], pa.string()) for name in TEXTS}
    columns |= {name: pa.array([row.get(name) for row in rows], pa.list_(pa.string())) for name in LISTS}
    return pa.table(columns), [record.truth for record in records]


def _row(record: Record) -> dict[str, Any]:
    from lazo.identify.imports.values.phones import read_phone
    from lazo.identify.imports.values.tax_ids import read_tax_id

    person, code = record.person, record.person.country.code
    found: dict[str, Any] = {
        "country": code,
        "city": person.city,
        "address": person.address,
        "birth_date": person.birth_date,
    }
    if person.is_organization:
        found |= {"kind": "ORGANIZATION", "legal_name": person.given_name, "trade_name": person.trade_name}
    else:
        found |= {"kind": "PERSON", "given_name": person.given_name, "surnames": person.surnames}
    found["emails"] = [person.email.lower()] if person.email else None
    phone = read_phone(person.phone, country=code)[0] if person.phone else None
    found["phones"] = [phone.key] if phone else None
    tax = read_tax_id(person.document, country=code) if person.document else None
    if tax:
        found |= {"documents": [f"{code}:{tax.core}"], "document_schemes": [tax.scheme]}
    return found
