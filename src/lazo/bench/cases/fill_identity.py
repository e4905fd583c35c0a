"""Gives a listed workspace companies with trades, people and groups, households, merges waiting, documents and a list of who must not be called."""

# ruff: noqa: S608 - the only values put into a statement are whole numbers of ours

import os
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from lazo.bench.cases.filler import Filler, open_filler

COMPANY_EVERY, HOUSE_EVERY = 10, 20
"""Of so many customers one is a company; of so many another is a household of two people."""
GROUP = 300
"""Companies of the largest group: each below the one at a third of its place."""
INDUSTRIES, SIZES = "GIMCFHNPQR", ("MICRO", "SMALL", "MEDIUM", "LARGE", "HUGE")
RELATION = ("origin_id", "target_id", "type_id", "kind", "confidence", "valid_from")
VALUE = ("party_id", "definition_id", "text", "kind", "confidence")
POINT = ("party_id", "kind", "value", "key", "is_likely")
FIRST_DAY = "2024-01-02"


def main(customers: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    from lazo.identify.company_traits import INDUSTRY, SIZE, company_definitions
    from lazo.identify.operations.relationship_type import seed_relationship_types

    seed_relationship_types()
    fields = company_definitions()
    with open_filler() as filler:
        filler.run(f"UPDATE identify_party SET kind = 'ORGANIZATION' WHERE id % {COMPANY_EVERY} = 0")
        filler.run(f"UPDATE identify_party SET kind = 'HOUSEHOLD' WHERE id % {HOUSE_EVERY} = 1 AND id > 1")
        filler.rows("identify_partyrelationship", RELATION, _relations(customers))
        rows = _values(customers, fields[INDUSTRY].pk, fields[SIZE].pk)
        filler.rows("identify_traitvalue", VALUE, rows)
        mails = ((n, "EMAIL", f"c{n}@correo.example", f"c{n}@correo.example", True) for n in range(1, customers + 1))
        filler.rows("identify_contactpoint", POINT, mails)
        _profiles(filler)
    _suppress(customers)
    _again()


def _relations(customers: int) -> Iterator[tuple[Any, ...]]:
    """Of each company three who work there, one who decides; people in households; one large group."""
    for company in range(COMPANY_EVERY, customers + 1, COMPANY_EVERY):
        for step in (2, 3, 4):
            person = (company * 7 + step * 1_009) % customers + 1
            if _is_person(person):
                yield person, company, "employed-by", "DECLARED", 1, FIRST_DAY
                if step == 2 and company % 3:
                    yield person, company, "decider", "DECLARED", 1, FIRST_DAY
    for house in range(HOUSE_EVERY + 1, customers + 1, HOUSE_EVERY):
        for person in (house + 1, house + 2):
            if person <= customers and _is_person(person):
                yield person, house, "household-member", "DECLARED", 1, FIRST_DAY
    for place in range(2, min(GROUP, customers // COMPANY_EVERY) + 1):
        yield (
            (place + 1) // 3 * COMPANY_EVERY or COMPANY_EVERY,
            place * COMPANY_EVERY,
            "parent-subsidiary",
            "DECLARED",
            1,
            FIRST_DAY,
        )


def _is_person(number: int) -> bool:
    return number % COMPANY_EVERY != 0 and number % HOUSE_EVERY != 1


def _values(customers: int, industry: int, size: int) -> Iterator[tuple[Any, ...]]:
    for company in range(COMPANY_EVERY, customers + 1, COMPANY_EVERY):
        place = company // COMPANY_EVERY
        yield company, industry, INDUSTRIES[place * 7 % 10], "DECLARED", 1.0
        yield company, size, SIZES[place % 5], "DECLARED", 1.0


def _profiles(filler: Filler) -> None:
    """What the product repeats when values come in by the million."""
    from lazo.identify.operations.kept_profiles import on_append

    first = filler.value("SELECT min(id) FROM identify_traitvalue")
    last = filler.value("SELECT max(id) FROM identify_traitvalue")
    for statement in on_append():
        filler.run(statement.format(first=first, last=last))


def _suppress(customers: int) -> None:
    """A registry's list with as many telephones as there are customers; every fifth is one of theirs."""
    from lazo.identify.models import SuppressionConsultation
    from lazo.identify.operations.suppression import list_of, write_digests
    from lazo.identify.suppression_keys import hasher

    digest, row = hasher(), list_of("co-rne")
    row.current = SuppressionConsultation.objects.create(
        list=row, consulted_on=date(2026, 11, 1), state="DONE", entries=customers
    )
    row.save(update_fields=["current"])
    consultation = row.current.pk
    for start in range(0, customers, 50_000):
        numbers = range(start, min(start + 50_000, customers))
        keys = (f"57300{n:07d}" if n % 5 == 0 else f"57399{n:07d}" for n in numbers)
        write_digests([digest(key) for key in keys], consultation)


def _again() -> None:
    from django.db import connection

    from lazo.differentiate.operations.cards import rebuild_cards
    from lazo.kernel.jobs import NullContext

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    rebuild_cards(context=NullContext())


if __name__ == "__main__":
    main(int(sys.argv[1]))
