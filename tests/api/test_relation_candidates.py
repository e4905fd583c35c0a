"""Programs read what was found and say what it is."""

import pytest
from rest import Program, person
from world import World

from lazo.identify.models import PartyRelationship, RelationCandidate
from lazo.identify.operations.relationship_type import seed_relationship_types

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()


def candidate(world: World, other: str, confidence: str = "0.8") -> RelationCandidate:
    one = person(world.ana, "Ana Rojas")
    return RelationCandidate.objects.create(
        origin=one,
        target=person(world.ana, other),
        type_id="friend",
        rule="TOLD",
        confidence=confidence,
        evidence=[{"rule": "TOLD", "people": 2, "detail": "amigo"}],
    )


def test_candidates_are_paged_by_how_sure_they_are(world: World) -> None:
    found = [candidate(world, "Beto Rojas"), candidate(world, "Caro Rojas", "0.9")]
    program = Program(world.ana)
    first = program.get("/relation-candidates?limit=1&rule=TOLD")
    assert [(one["id"], one["words"], one["confidence"]) for one in first["data"]] == [
        (found[1].pk, "tiene amistad con", "0.900")
    ]
    assert first["data"][0]["evidence"] == [{"rule": "TOLD", "people": 2, "detail": "amigo"}]
    rest = program.get(f"/relation-candidates?limit=1&rule=TOLD&cursor={first['next']}")
    assert ([one["id"] for one in rest["data"]], rest["next"]) == ([found[0].pk], None)
    assert program.get(f"/relation-candidates?customer={found[0].origin_id}")["data"][0]["id"] == found[0].pk
    assert program.problem("GET", "/relation-candidates?cursor=x", status=422)[1] == [("cursor", "bad_cursor")]
    assert Program(world.carla).get("/relation-candidates")["data"] == []


def test_deciding_relates_and_is_taken_back(world: World) -> None:
    found = candidate(world, "Beto Rojas")
    program = Program(world.ana)
    said = {"candidates": [found.pk], "outcome": "CONFIRMED"}
    assert Program(world.carla).problem("POST", "/relation-candidates/decisions", said, status=404)[0] == "not_found"
    done = program.post("/relation-candidates/decisions", said)
    assert (done["decided"], done["left"]) == (1, 0)
    assert PartyRelationship.objects.get().kind == "OBSERVED"
    assert program.problem("POST", "/relation-candidates/decisions", said, status=409)[0] == "already_decided"
    assert program.post("/undos", {"token": done["undo"]})["restored"] == 1
    assert not PartyRelationship.objects.exists()


def test_a_search_of_the_whole_base_is_asked_once(world: World) -> None:
    first = Program(world.diego).post("/relation-searches", status=202)
    assert Program(world.diego).post("/relation-searches", status=202)["id"] == first["id"]
    assert Program(world.ana).problem("POST", "/relation-searches", {}, status=403)[0] == "not_allowed"
