"""Records of a few people and companies, and a small base with known truth."""

from random import Random
from typing import Any

import pyarrow as pa

TEXTS = (
    "kind",
    "given_name",
    "surnames",
    "name",
    "legal_name",
    "trade_name",
    "birth_date",
    "country",
    "city",
    "address",
)
LISTS = ("emails", "phones", "documents", "document_schemes")
SCHEMA = pa.schema(
    [
        ("party_id", pa.int64()),
        *((name, pa.string()) for name in TEXTS),
        *((name, pa.list_(pa.string())) for name in LISTS),
    ]
)
GIVEN = [
    "María",
    "Juan",
    "Sofía",
    "Andrés",
    "Camila",
    "Pedro",
    "Lucía",
    "João",
    "Valentina",
    "Íñigo",
    "Ana",
    "Luis",
    "José",
    "Elena",
    "Tomás",
    "Paula",
    "Bruno",
    "Inés",
    "Hugo",
    "Rita",
]
SURNAMES = [
    "Gárate",
    "Muñoz",
    "Restrepo",
    "Silva",
    "Núñez",
    "Pérez",
    "Araújo",
    "Rojas",
    "Díaz",
    "Peña",
    "Castro",
    "Ríos",
    "Vélez",
    "Ochoa",
    "Zapata",
    "Lima",
    "Cano",
    "Mora",
    "Prado",
    "Vidal",
]


def table(*rows: dict[str, Any]) -> pa.Table:
    """The records as Arrow; a row without `party_id` has its place, one without `kind` is a person."""
    filled = [{"party_id": place, "kind": "PERSON", **row} for place, row in enumerate(rows, start=1)]
    return pa.Table.from_pylist([{name: row.get(name) for name in SCHEMA.names} for row in filled], schema=SCHEMA)


def base(people: int, *, seed: int = 1) -> tuple[pa.Table, dict[int, int]]:
    """Records of `people`, one in four of them twice with an error, and the person behind each party."""
    rng = Random(seed)
    rows, truth = [], {}
    for number in range(people):
        row = _person(rng, number)
        rows.append(row)
        truth[len(rows)] = number
        if number % 4 == 0:
            rows.append(_again(rng, row))
            truth[len(rows)] = number
    return table(*rows), truth


def _person(rng: Random, number: int) -> dict[str, Any]:
    return {
        "given_name": rng.choice(GIVEN),
        "surnames": f"{rng.choice(SURNAMES)} {rng.choice(SURNAMES)}",
        "birth_date": f"{rng.randrange(1950, 2005)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
        "city": rng.choice(("Medellín", "Bogotá", "Cali")),
        "country": "CO",
        "emails": [f"persona{number}@correo.example"],
        "phones": [f"+57300{number:07d}"],
    }


def _again(rng: Random, row: dict[str, Any]) -> dict[str, Any]:
    changes: tuple[dict[str, Any], ...] = (
        {"emails": None, "surnames": row["surnames"].upper()},
        {"phones": None, "birth_date": None},
        {"emails": None, "phones": None, "given_name": row["given_name"][1:]},
        {"phones": [f"+57311{rng.randrange(10**7):07d}"], "surnames": row["surnames"].split()[0]},
    )
    return {**row, **rng.choice(changes)}
