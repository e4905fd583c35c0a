"""Gives the customers of a scored workspace names, cities, telephones, interactions and owners, then their cards and words."""

import os
import sqlite3
import sys
from collections.abc import Iterator

from lazo.bench.people import COUNTRIES, GIVEN, SURNAMES
from lazo.kernel.workspace import Workspace

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
NAMED = "UPDATE identify_party SET name = ?, folded_name = ?, city = ?, country = ?, owner_id = ? WHERE id = ?"
POINT = "INSERT INTO identify_contactpoint (party_id, kind, value, key, is_likely) VALUES (?, 'PHONE', ?, ?, 1)"
SPOKEN = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
    INSERT INTO identify_interaction (party_id, source_id, occurred_on, channel, direction, kind, subject, text, outcome, version)
    SELECT 1 + (i * 7919) % ?, 1, date('2024-01-01', '+' || ((i * 31) % 700) || ' days'), 'email', 'IN', 'mail', '', '', '', 1 FROM n"""
ONE_IN = 1_000
"""So many customers have the agent who sees only their own rows as owner: one of them each."""


def main(customers: int, interactions: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    agent = _agent()
    connection = sqlite3.connect(Workspace.from_environment().database)
    connection.execute("PRAGMA synchronous=OFF")
    with connection:
        connection.executemany(NAMED, _named(customers, agent))
        connection.executemany(POINT, ((n, f"+57300{n:07d}", f"57300{n:07d}") for n in range(1, customers + 1)))
        connection.execute(SPOKEN, (interactions, customers))
    connection.close()
    _repeat()


def _agent() -> int:
    from lazo.kernel.models import Role, RoleAssignment, Scope, User

    role = Role.objects.get_or_create(key="bench-own", defaults={"name": "Agente", "scope": Scope.OWN})[0]
    user = User.objects.create_user("agent@lazo.example", name="Agente")
    RoleAssignment.objects.create(user=user, role=role)
    return user.pk


def _named(customers: int, agent: int) -> Iterator[tuple[str, str, str, str, int | None, int]]:
    from lazo.identify.imports.values.folding import fold

    for number in range(1, customers + 1):
        given, first, second = number % 12, number // 12 % 12, number // 144 % 12
        name = f"{GIVEN[given]} {SURNAMES[first]} {SURNAMES[second]}"
        owner = agent if number % ONE_IN == 7 else None
        yield name, fold(name), CITIES[number * 31 % 12], COUNTRIES[number % 4], owner, number


def _repeat() -> None:
    from lazo.differentiate.operations.cards import rebuild_cards
    from lazo.identify.search.tokens import rebuild_tokens
    from lazo.kernel.jobs import NullContext

    rebuild_tokens(context=NullContext())
    rebuild_cards(context=NullContext())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
