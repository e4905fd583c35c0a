"""Columns of a file that fill the company's own fields are read by the type of each, and what cannot be is left out and said."""

from datetime import date
from typing import Any

from importing import bring, counts
from world import World

from lazo.identify.imports.operations import undo_batch
from lazo.identify.models import ImportBatch, Party
from lazo.identify.operations.custom_field import FieldDetails, add_custom_field
from lazo.identify.queries.custom_fields import values_for
from lazo.kernel.jobs import NullContext

PEOPLE = (
    "Código cliente;Nombre;Cupo de crédito;Empleados;Aniversario;¿Socio?;Tueste\n"
    "1;Ana Rojas;1.250.000,50;12;15/03/2021;Sí;oscuro\n"
    "2;Luis Soto;mucho;1,5;31/02/2021;tal vez;Verde\n"
)


def define(world: World) -> None:
    for of, details in (
        ("MONEY", FieldDetails("Cupo")),
        ("NUMBER", FieldDetails("Empleados")),
        ("DATE", FieldDetails("Aniversario")),
        ("FLAG", FieldDetails("Socio")),
        ("CHOICE", FieldDetails("Tueste", choices=("Medio", "Oscuro"))),
    ):
        add_custom_field(of=of, details=details, by=world.diego)


def people(world: World, text: str = PEOPLE) -> ImportBatch:
    mapping = {
        "Código cliente": "external_id",
        "Nombre": "name",
        "Cupo de crédito": "trait:Cupo",
        "Empleados": "trait:Empleados",
        "Aniversario": "trait:Aniversario",
        "¿Socio?": "trait:Socio",
        "Tueste": "trait:Tueste",
    }
    return bring("customers", text, world.diego, mapping=mapping)


def values(number: str) -> dict[str, Any]:
    party = Party.objects.get(source_records__external_id=number)
    return values_for(parties=[party.pk]).get(party.pk, {})


def test_cells_become_values_of_the_type_of_their_field(world: World, workspace: Any) -> None:
    define(world)
    batch = people(world)
    assert counts(batch) == (2, 0, 0, 0)
    assert values("1") == {
        "cupo": 125_000_050,
        "empleados": 12.0,
        "aniversario": date(2021, 3, 15),
        "socio": True,
        "tueste": "Oscuro",
    }
    assert values("2") == {"empleados": 1.5}


def test_cells_that_no_field_of_the_type_holds_are_named(world: World, workspace: Any) -> None:
    define(world)
    batch = people(world)
    told = batch.problems.filter(code="value_left_out").order_by("column").values_list("row", "column", "value")
    assert list(told) == [
        (3, "Aniversario", "31/02/2021"),
        (3, "Cupo de crédito", "mucho"),
        (3, "Tueste", "Verde"),
        (3, "¿Socio?", "tal vez"),
    ]
    assert batch.report["doubts"] == {"value_left_out": 1}


def test_the_same_again_changes_nothing_and_other_values_come_back_on_undo(world: World, workspace: Any) -> None:
    define(world)
    people(world)
    assert counts(people(world)) == (0, 0, 2, 0)
    changed = people(world, PEOPLE.replace("1.250.000,50", "9").replace(";12;15/03", ";13;16/03").replace("Sí", "no"))
    assert counts(changed) == (0, 1, 1, 0)
    assert values("1") == {
        "cupo": 900,
        "empleados": 13.0,
        "aniversario": date(2021, 3, 16),
        "socio": False,
        "tueste": "Oscuro",
    }
    undo_batch(NullContext(), batch=changed.pk)
    assert values("1")["cupo"] == 125_000_050
    assert values("1")["aniversario"] == date(2021, 3, 15)
    assert values("1")["socio"] is True
