"""Gives the customers of a scored workspace names, cities, telephones, interactions, owners and own fields, then their cards and words."""

import os
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from lazo.bench.cases.filler import Filler, open_filler
from lazo.bench.people import COUNTRIES, GIVEN, SURNAMES

CITIES = (
    "Bogotá",
    "Medellín",
    "Cali",
    "Santiago",
    "Lima",
    "Quito",
    "Córdoba",
    "Rosario",
    "São Paulo",
    "Recife",
    "Mérida",
    "León",
)
NAMED = ("id", "name", "folded_name", "city", "country", "owner_id")
NAME = "UPDATE identify_party SET name = ?, folded_name = ?, city = ?, country = ?, owner_id = ? WHERE id = ?"
NAME_ALL = """UPDATE identify_party p SET name = n.name, folded_name = n.folded_name, city = n.city, country = n.country,
    owner_id = n.owner_id FROM named n WHERE n.id = p.id"""
POINT = ("party_id", "kind", "value", "key", "is_likely")
SPOKEN = (
    "party_id",
    "source_id",
    "occurred_on",
    "channel",
    "direction",
    "kind",
    "subject",
    "text",
    "outcome",
    "version",
)
ONE_IN = 1_000
"""So many customers have the agent who sees only their own rows as owner: one of them each."""
VALUE = ("party_id", "definition_id", "kind", "confidence")
FIELDS: dict[str, tuple[str, str, int]] = {
    "canal": ("CHOICE", "text", 1),
    "cupo": ("MONEY", "money", 2),
    "socio": ("FLAG", "number", 4),
    "renovacion": ("DATE", "date", 4),
    "puntos": ("NUMBER", "number", 10),
    "lema": ("TEXT", "text", 20),
    "talla": ("CHOICE", "text", 100),
    "deuda": ("MONEY", "money", 100),
    "boletin": ("FLAG", "number", 100),
}
"""A company's own fields: their type, their column, and of how many customers one has a value."""
CHOICES = ("Instagram", "Recomendación", "Feria", "Tienda", "WhatsApp", "Prensa")


def main(customers: int, interactions: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    agent, fields = _agent(), _fields()
    with open_filler() as filler:
        _name(filler, _named(customers, agent))
        points = ((n, "PHONE", f"+57300{n:07d}", f"57300{n:07d}", True) for n in range(1, customers + 1))
        filler.rows("identify_contactpoint", POINT, points)
        filler.rows("identify_interaction", SPOKEN, _spoken(customers, interactions))
        for key, (of, column, one_in) in FIELDS.items():
            rows = ((n, fields[key], "DECLARED", 1.0, _value(of, n)) for n in range(1, customers + 1, one_in))
            filler.rows("identify_traitvalue", (*VALUE, column), rows)
    _settle()
    _repeat()


def _agent() -> int:
    from lazo.kernel.models import Role, RoleAssignment, Scope, User

    role = Role.objects.get_or_create(key="bench-own", defaults={"name": "Agente", "scope": Scope.OWN})[0]
    user = User.objects.create_user("agent@lazo.example", name="Agente")
    RoleAssignment.objects.create(user=user, role=role)
    return user.pk


def _fields() -> dict[str, int]:
    from lazo.identify.models import TraitDefinition
    from lazo.identify.queries.custom_fields import OWN

    made = {}
    for place, (key, (of, _, _)) in enumerate(FIELDS.items(), start=1):
        choices = list(CHOICES) if of == "CHOICE" else []
        told = {"name": key.capitalize(), "type": of, "kind": "DECLARED", "choices": choices, "position": place}
        made[key] = TraitDefinition.objects.create(key=key, package=OWN, **told).pk
    return made


def _value(of: str, number: int) -> Any:
    told: dict[str, Any] = {
        "CHOICE": CHOICES[number * 31 % len(CHOICES)],
        "MONEY": number * 7919 % 5_000 * 100_000,
        "FLAG": float(number % 3 == 0),
        "DATE": f"{2024 + number % 3}-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "NUMBER": float(number * 31 % 1_000),
        "TEXT": f"Lema {number * 31 % 10_007}",
    }
    return told[of]


def _name(filler: Filler, rows: Iterator[tuple[Any, ...]]) -> None:
    if not filler.is_server:
        filler.connection.executemany(NAME, ((*row[1:], row[0]) for row in rows))
        return
    filler.run(
        "CREATE TEMP TABLE named (id bigint, name text, folded_name text, city text, country text, owner_id bigint)"
    )
    names = ", ".join(NAMED)
    with filler.connection.cursor().copy(f"COPY named ({names}) FROM STDIN") as copy:  # our own constants
        for row in rows:
            copy.write_row(row)
    filler.run(NAME_ALL)


def _spoken(customers: int, interactions: int) -> Iterator[tuple[Any, ...]]:
    start = date(2024, 1, 1).toordinal()
    for n in range(1, interactions + 1):
        day = date.fromordinal(start + n * 31 % 700).isoformat()
        yield 1 + n * 7919 % customers, 1, day, "email", "IN", "mail", "", "", "", 1


def _settle() -> None:
    """A server looks at what it holds by itself within a minute; who measures does not wait."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")


def _named(customers: int, agent: int) -> Iterator[tuple[int, str, str, str, str, int | None]]:
    from lazo.identify.imports.values.folding import fold

    for number in range(1, customers + 1):
        given, first, second = number % 12, number // 12 % 12, number // 144 % 12
        name = f"{GIVEN[given]} {SURNAMES[first]} {SURNAMES[second]}"
        owner = agent if number % ONE_IN == 7 else None
        yield number, name, fold(name), CITIES[number * 31 % 12], COUNTRIES[number % 4], owner


def _repeat() -> None:
    from lazo.differentiate.operations.cards import rebuild_cards
    from lazo.identify.search.tokens import rebuild_tokens
    from lazo.kernel.jobs import NullContext

    rebuild_tokens(context=NullContext())
    rebuild_cards(context=NullContext())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
