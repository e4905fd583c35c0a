"""A company's own fields in the list: filtered, in order and counted, alike by the table and by the snapshot, for each reader."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from listed import add_party, make_list
from world import World

from lazo.differentiate.operations.customer_snapshot import write_snapshot
from lazo.differentiate.queries import customer_snapshot
from lazo.differentiate.queries.customer_columns import customer_columns
from lazo.differentiate.queries.customer_list import customer_list
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.differentiate.queries.customer_snapshot_file import CURRENT, has_snapshot, snapshot_folder, snapshot_is_behind
from lazo.differentiate.queries.field_facets import field_facets
from lazo.identify.models import Party, Source, TraitDefinition, TraitValue
from lazo.identify.operations.trait import set_trait
from lazo.kernel.changes import note_change
from lazo.kernel.models import Change, RoleAssignment, User
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db

TYPES = {
    "molienda": "CHOICE",
    "cupo": "MONEY",
    "socio": "FLAG",
    "renueva": "DATE",
    "puntos": "NUMBER",
    "lema": "TEXT",
}
SAID: dict[str, dict[str, Any]] = {
    "molienda": {"ana": "Gruesa", "beto": "Fina", "cia": "Gruesa", "rosa": "Fina"},
    "cupo": {"ana": 250, "cia": 90_000, "rosa": 250},
    "socio": {"ana": True, "beto": False},
    "renueva": {"ana": date(2026, 3, 1), "beto": date(2025, 12, 31), "luz": date(2026, 3, 9)},
    "puntos": {"ana": 7.5, "beto": -2.0, "cia": 0.0, "rosa": 120.0},
    "lema": {"ana": "Ñandú", "beto": "ala", "cia": "Zorro", "rosa": "Ala"},
}
QUESTIONS = [
    (("molienda", "is", "Gruesa"),),
    (("molienda", "is", "Gruesa"), ("molienda", "is", "Fina")),
    (("molienda", "is", "Nadie"),),
    (("molienda", "has", ""), ("cupo", "empty", "")),
    (("cupo", "from", "250"), ("cupo", "to", "1000")),
    (("cupo", "from", "x"),),
    (("cupo", "is", "9" * 40),),
    (("socio", "is", "no"),),
    (("socio", "is", "sí"), ("molienda", "is", "Gruesa")),
    (("renueva", "from", "2026-01-01"),),
    (("renueva", "to", "2025-12-31"),),
    (("puntos", "from", "-2"), ("puntos", "to", "7.5")),
    (("puntos", "contains", "1"),),
    (("lema", "contains", "AL"),),
    (("lema", "is", "Ñandú"),),
    (("lema", "from", "B"),),
    (("nadie", "is", "1"),),
]


@pytest.fixture
def made(world: World, workspace: Workspace) -> Iterator[dict[str, Party]]:
    parties = make_list(world)
    for place, (key, of) in enumerate(TYPES.items(), start=1):
        choices = ["Gruesa", "Media", "Fina"] if of == "CHOICE" else []
        told = {"name": key, "type": of, "kind": "DECLARED", "package": "custom", "position": place}
        TraitDefinition.objects.create(key=key, choices=choices, **told)
        for name, value in SAID[key].items():
            set_trait(party=parties[name], key=key, value=value, by=world.diego)
    yield parties
    customer_snapshot.forget_snapshots()


def names(user: User, question: ListQuestion) -> list[str]:
    found, question = [], replace(question, size=2)
    for _ in range(9):
        page = customer_list(user=user, question=question)
        found += [row.name.split()[0] for row in page.rows]
        if not page.next:
            break
        question = replace(question, after=page.next)
    return found


def answers(world: World) -> list[object]:
    found: list[object] = []
    for user in (world.diego, world.carla):
        for traits in QUESTIONS:
            question = ListQuestion(traits=traits, sort="name")
            found.append((traits, names(user, question), field_facets(user=user, question=question)))
        sorts = [f"{minus}trait:{key}" for key in TYPES for minus in ("", "-")]
        found += [(sort, names(user, ListQuestion(sort=sort))) for sort in sorts]
    return found


def told(user: User, question: ListQuestion) -> dict[str, object]:
    facets = field_facets(user=user, question=question)
    return {
        one.field.key: one.counts or [(span.low, span.high, span.customers) for span in one.spans if span.customers]
        for one in facets
    }


def without_snapshot(world: World) -> list[object]:
    current = snapshot_folder() / CURRENT
    aside = current.with_suffix(".aside")
    current.rename(aside)
    found = answers(world)
    aside.rename(current)
    return found


def test_each_own_field_filters_and_orders(world: World, made: dict[str, Party]) -> None:
    diego = world.diego
    asked = {traits: sorted(names(diego, ListQuestion(traits=traits))) for traits in QUESTIONS}
    assert list(asked.values()) == [
        ["Ana", "Café"],
        ["Ana", "Beto", "Café", "Rosa"],
        [],
        ["Beto"],
        ["Ana", "Rosa"],
        [],
        [],
        ["Beto"],
        ["Ana"],
        ["Ana", "Luz"],
        ["Beto"],
        ["Ana", "Beto", "Café"],
        [],
        ["Beto", "Rosa"],
        ["Ana"],
        ["Ana", "Beto", "Café"],
        [],
    ]
    assert names(diego, ListQuestion(sort="-trait:puntos")) == ["Rosa", "Ana", "Café", "Beto", "Luz", "Zoe"]
    assert names(diego, ListQuestion(sort="trait:renueva"))[:3] == ["Beto", "Ana", "Luz"]
    assert [column.sortable for column in customer_columns()[-6:]] == [True] * 6


def test_choices_and_ranges_are_counted_the_others_held(world: World, made: dict[str, Party]) -> None:
    assert told(world.diego, ListQuestion(traits=(("molienda", "is", "Gruesa"),))) == {
        "molienda": {"Gruesa": 2, "Fina": 2},
        "cupo": [(200, 500, 1), (50_000, 100_000, 1)],
        "socio": {"1": 1},
        "renueva": [(date(2026, 3, 1), date(2026, 4, 1), 1)],
        "puntos": [(0, 1, 1), (5, 10, 1)],
    }
    assert told(world.diego, ListQuestion(areas=("KEEP",)))["molienda"] == {"Fina": 2}


def test_who_must_see_nothing_gets_no_count_and_who_sees_one_counts_one(world: World, made: dict[str, Party]) -> None:
    assert told(world.carla, ListQuestion()) == {
        "molienda": {"Fina": 1},
        "cupo": [(200, 500, 1)],
        "socio": [],
        "renueva": [],
        "puntos": [(100, 200, 1)],
    }
    RoleAssignment.objects.filter(user=world.carla).delete()
    for has in (False, True):
        assert has_snapshot() is has
        assert field_facets(user=world.carla, question=ListQuestion()) == ()
        assert names(world.carla, ListQuestion(sort="trait:cupo")) == []
        write_snapshot(fewest=1)


def test_the_snapshot_says_of_own_fields_what_the_table_says(world: World, made: dict[str, Party]) -> None:
    expected = answers(world)
    assert write_snapshot(fewest=1)
    assert answers(world) == expected


def test_what_was_said_since_is_in_its_place(world: World, made: dict[str, Party]) -> None:
    write_snapshot(fewest=1)
    names(world.diego, ListQuestion())
    set_trait(party=made["beto"], key="cupo", value=5, by=world.diego)
    set_trait(party=made["ana"], key="molienda", value=None, by=world.diego)
    set_trait(party=made["cia"], key="puntos", value=99.0, by=world.diego)
    new = add_party("Última Ana", owner=world.ana, team=world.north)
    set_trait(party=new, key="socio", value=True, by=world.diego)
    assert answers(world) == without_snapshot(world)
    assert names(world.diego, ListQuestion(sort="trait:cupo"))[0] == "Beto"
    assert told(world.diego, ListQuestion())["molienda"] == {"Gruesa": 1, "Fina": 2}


def test_a_field_that_came_since_is_answered_and_asks_for_another_snapshot(
    world: World, made: dict[str, Party]
) -> None:
    write_snapshot(fewest=1)
    assert not snapshot_is_behind()
    TraitDefinition.objects.create(key="nuevo", name="nuevo", type="NUMBER", kind="DECLARED", package="custom")
    assert snapshot_is_behind()
    set_trait(party=made["luz"], key="nuevo", value=1.0, by=world.diego)
    assert names(world.diego, ListQuestion(sort="-trait:nuevo"))[0] == "Luz"
    assert names(world.diego, ListQuestion(traits=(("nuevo", "is", "1"),))) == ["Luz"]
    assert told(world.diego, ListQuestion())["nuevo"] == [(1, 2, 1)]


@pytest.mark.parametrize("has", [False, True])
def test_a_value_of_a_merged_record_counts_for_its_customer(world: World, made: dict[str, Party], has: bool) -> None:
    double = add_party("Rosa Pérez", owner=world.carla, team=world.south, city="Cali", country="CO")
    file = Source.objects.create(key="archivo", name="Archivo")
    molienda = TraitDefinition.objects.get(key="molienda")
    TraitValue.objects.create(party=double, definition=molienda, source=file, text="Gruesa")
    set_trait(party=double, key="renueva", value=date(2024, 1, 1), by=world.diego)
    Party.objects.filter(pk=double.pk).update(canonical=made["rosa"])
    for pk in (double.pk, made["rosa"].pk):
        note_change(table="parties", operation=Change.Operation.UPDATE, row_from=pk)
    if has:
        assert write_snapshot(fewest=1)
    # What a person said of Rosa outweighs the file that spoke of her other record, whichever record it was.
    assert told(world.carla, ListQuestion())["molienda"] == {"Fina": 1}
    assert names(world.diego, ListQuestion(traits=(("molienda", "is", "Gruesa"),), sort="name")) == ["Ana", "Café"]
    assert names(world.diego, ListQuestion(sort="trait:renueva"))[0] == "Rosa"
    assert told(world.carla, ListQuestion())["renueva"] == [(date(2024, 1, 1), date(2024, 2, 1), 1)]
