"""Segments by program: kept, counted, read as a sentence; of members only those whom the person may see."""

from typing import Any

import pytest
from rest import Program
from segmented import LOYAL, MEXICO, Segmented, make_segments, rebuild
from world import World

from lazo.differentiate.queries.customer_list import customer_list
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.differentiate.queries.segments import members_of
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(world: World, workspace: Workspace) -> Segmented:
    found = make_segments(world, workspace, customers=30)
    rebuild(workspace)
    return found


def test_a_segment_lives_by_program(world: World) -> None:
    program = Program(world.ana)
    made = program.post("/segments", {"name": "Fieles", "definition": LOYAL})
    assert (made["key"], made["version"], made["descriptive"], made["definition"]) == ("fieles", 1, False, LOYAL)
    assert made["sentence"] == "país es «México» y compró al menos 3 veces en los últimos 365 días"
    edited = program.answer("PATCH", "/segments/fieles", {"definition": MEXICO, "version": 1})
    assert (edited["version"], edited["descriptive"]) == (2, True)
    program.post("/undos", {"token": edited["undo"]})
    assert program.get("/segments/fieles")["definition"] == LOYAL
    assert program.problem("PATCH", "/segments/fieles", {"name": "x", "version": 1}, status=409)[0] == "stale"
    versions = program.get("/segments/fieles/versions")["data"]
    assert [(one["number"], one["definition"]) for one in versions] == [(3, LOYAL), (2, MEXICO), (1, LOYAL)]
    back = program.post("/segments/fieles/restorations", {"number": 2, "version": 3}, status=200)
    assert back["definition"] == MEXICO
    assert Program(world.carla).problem("DELETE", "/segments/fieles", status=422)[0] == "not_yours"
    gone = program.answer("DELETE", "/segments/fieles")
    assert program.problem("GET", "/segments/fieles", status=404)[0] == "not_found"
    program.post("/undos", {"token": gone["undo"]})
    assert [one["key"] for one in program.get("/segments")["data"]] == ["fieles"]


def test_what_is_wrong_is_told_by_its_place(world: World) -> None:
    program = Program(world.ana)
    bad = {"all": [MEXICO, {"any": [{"field": "color", "in": ["a"]}]}]}
    assert program.problem("POST", "/segments", {"name": "x", "definition": bad}, status=422) == (
        "invalid",
        [("/definition/all/1/any/0/field", "unknown_field")],
    )
    assert program.problem("POST", "/segment-counts", {"definition": MEXICO}, status=409)[0] == "no_warehouse"
    assert program.problem("POST", "/segment-sentences", {"text": "país zapatea"}, status=422) == (
        "unknown_word",
        [("/text", "unknown_word")],
    )
    reading = Program(world.ana, ("customers:read",))
    assert reading.problem("POST", "/segments", {"name": "x", "definition": MEXICO}, status=403)[0] == "no_scope"


def test_numbers_and_members_are_those_of_the_person(made: Segmented, world: World) -> None:
    for user in (world.diego, world.carla):
        program = Program(user)
        ids = {row.customer_id for row in members_of(user=user, segment=made.mexico).rows}
        numbers = program.get(f"/segments/{made.mexico.key}/numbers")
        assert (numbers["customers"], numbers["descriptive"]) == (len(ids), True)
        assert numbers["value_12m"]["currency"] == "COP"
        counted = program.post("/segment-counts", {"definition": {"all": [MEXICO, {"not": LOYAL}]}}, status=200)
        assert counted["rules"]["all[0]"] == len(ids)
        page = program.get(f"/segments/{made.mexico.key}/members?limit=4")
        rest = program.get(f"/segments/{made.mexico.key}/members?limit=1000&cursor={page['next']}")
        assert {row["id"] for row in page["data"] + rest["data"]} == ids
        assert page["total"] == len(ids)
        listed = {row["key"]: row["customers"] for row in program.get("/segments?counted=true")["data"]}
        assert listed[made.mexico.key] == len(ids)
        told = program.get(f"/segments/{made.mexico.key}/passages?limit=1000")["data"]
        assert {row["customer"] for row in told} == ids


def test_a_segment_filters_the_list_and_what_is_exported(made: Segmented, world: World) -> None:
    for user in (world.diego, world.carla):
        ids = {row.customer_id for row in members_of(user=user, segment=made.mexico).rows}
        rows = Program(user).get(f"/customers?segments={made.mexico.key}&limit=1000")["data"]
        assert {row["id"] for row in rows} == ids
        question = ListQuestion.from_params({"segmento": [made.mexico.key]})
        assert {row.customer_id for row in customer_list(user=user, question=question).rows} == ids
        assert question.as_params() == {"segmento": [made.mexico.key]}
    assert Program(world.diego).get("/customers?segments=nadie")["data"] == []


def test_a_list_is_filled_and_kept_by_program(made: Segmented, world: World) -> None:
    program = Program(world.diego)
    program.post("/segments", {"name": "Feria", "kind": "LIST"})
    ids = [one.pk for one in made.company.customers[:3]]
    added = program.post("/segments/feria/members", {"customers": ids}, status=200)
    assert added["customers"] == 3
    assert program.post("/segments/feria/removals", {"customers": ids[:1]}, status=200)["customers"] == 1
    program.post("/undos", {"token": added["undo"]})
    assert program.get("/segments/feria/members")["data"] == []
    frozen = program.post(f"/segments/{made.mexico.key}/snapshots", {"name": "México hoy"})
    total = program.get(f"/segments/{made.mexico.key}/members")["total"]
    assert program.get(f"/segments/{frozen['key']}/members")["total"] == total


def test_the_vocabulary_a_sentence_and_one_customer(made: Segmented, world: World) -> None:
    program = Program(world.diego)
    words = program.get("/segment-vocabulary")
    assert {one["key"] for one in words["fields"]} >= {"country", "clv", "area", "age"}
    assert words["segments"] == sorted([made.loyal.key, made.mexico.key])
    said: Any = program.post("/segment-sentences", {"text": "más de 2 compras y en México"}, status=200)
    assert said["definition"] == {"all": [{"purchases": {"at_least": 3}}, {"field": "country", "in": ["MX"]}]}
    customer = next(one for one in made.company.customers if one.country == "MX")
    assert made.mexico.key in program.get(f"/customers/{customer.pk}/segments")["segments"]
    assert (
        Program(world.ana).problem("GET", f"/customers/{made.company.customers[3].pk}/segments", status=404)[0]
        == "not_found"
    )
