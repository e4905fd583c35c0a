"""Programs review pairs, join and part customers, and look for duplicates."""

from datetime import date
from typing import Any

import pytest
from rest import Program, person
from world import World

from lazo.identify.models import MatchPair, Merge, Party, PartyIdentifier, ResolutionRun
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db


def pair_of(left: Party, right: Party, **columns: Any) -> MatchPair:
    told = {"kind": "SAME", "probability": 0.88, "weight": 2.9} | columns
    return MatchPair.objects.create(left=left, right=right, **told)


def test_pairs_are_paged_by_what_is_at_stake(world: World) -> None:
    a, b, c = (person(world.ana, name) for name in ("Ana Rojas", "Ana Roja", "A. Rojas"))
    first, second = pair_of(a, b, priority=9.0, stake=700), pair_of(a, c, priority=1.0)
    program = Program(world.ana)
    page = program.get("/matches?limit=1")
    (row,) = page["data"]
    assert (row["id"], row["left"], row["left_name"], row["right_name"]) == (first.pk, a.pk, "Ana Rojas", "Ana Roja")
    assert (row["stake"], row["probability"], row["held_back"]) == ({"amount": 700, "currency": "COP"}, 0.88, "")
    rest = program.get(f"/matches?limit=1&cursor={page['next']}")
    assert ([one["id"] for one in rest["data"]], rest["next"]) == ([second.pk], None)
    assert program.get("/matches?kind=HOUSEHOLD")["data"] == []
    assert program.get("/matches?audit=true")["data"] == []
    assert program.problem("GET", "/matches?cursor=x", status=422)[1] == [("cursor", "bad_cursor")]
    assert Program(world.carla).get("/matches")["data"] == []
    assert Program(world.carla).problem("GET", f"/matches/{first.pk}", status=404)[0] == "not_found"
    assert [one["id"] for one in program.get(f"/matches/{first.pk}/alike")["data"]] == [first.pk]


def test_one_pair_with_its_reasons_and_its_documents_masked(world: World) -> None:
    a, b = person(world.ana, "Ana Rojas"), person(world.ana, "Ana Roja")
    PartyIdentifier.objects.create(party=a, scheme="CO_CC", value="43555812", key="CO:43555812")
    pair = pair_of(a, b, contributions=[{"comparison": "phones", "level": "equal", "weight": 11.0}])
    told = Program(world.ana).get(f"/matches/{pair.pk}")
    assert told["sentence"] == "Mismo teléfono; ningún dato lo contradice"
    assert told["steps"] == [{"comparison": "phones", "level": "equal", "weight": 11.0}]
    fields = {one["field"]: (one["left"], one["right"], one["verdict"]) for one in told["fields"]}
    assert fields["name"] == (["Ana Rojas"], ["Ana Roja"], "near")
    assert fields["documents"] == (["•••812"], [], "missing")
    assert (told["would_be"]["customer"], told["would_be"]["records"], told["would_be"]["against"]) == (a.pk, 2, [])
    assert "43555812" not in str(told)


def test_deciding_joins_and_is_taken_back(world: World) -> None:
    a, b = person(world.ana, "Ana Rojas"), person(world.ana, "Ana Roja")
    pair = pair_of(a, b)
    program = Program(world.ana)
    said = {"verdict": "SAME"}
    assert Program(world.carla).problem("POST", f"/matches/{pair.pk}/decision", said, status=404)[0] == "not_found"
    done = program.post(f"/matches/{pair.pk}/decision", said)
    assert (done["decided"], done["skipped"]) == (1, [])
    assert program.get(f"/customers/{b.pk}")["id"] == a.pk
    assert program.problem("POST", f"/matches/{pair.pk}/decision", said, status=409)[0] == "already_decided"
    assert program.post("/undos", {"token": done["undo"]})["restored"] == 1
    assert program.get(f"/customers/{b.pk}")["id"] == b.pk
    many = program.post("/matches/decisions", {"matches": [pair.pk, 999], "verdict": "NOT"})
    assert (many["decided"], many["skipped"]) == (1, [{"match": 999, "code": "not_visible"}])
    (apart,) = program.get("/aparts")["data"]
    assert (apart["left"], apart["right"]) == (a.pk, b.pk)


def test_joining_and_parting_by_hand(world: World) -> None:
    a, b, hers = person(world.ana, "Ana Rojas"), person(world.ana, "Ana R."), person(world.carla, "Otra")
    program = Program(world.ana)
    assert program.problem("POST", "/merges", {"one": a.pk, "other": hers.pk}, status=422)[1] == [
        ("/other", "unknown_customer")
    ]
    done = program.post("/merges", {"one": a.pk, "other": b.pk})
    assert (done["customer"], done["party"]) == (a.pk, b.pk)
    assert program.problem("POST", "/merges", {"one": a.pk, "other": b.pk}, status=409)[0] == "same_customer"
    (row,) = program.get(f"/merges?customer={a.pk}")["data"]
    assert (row["id"], row["sentence"], row["by"]) == (done["merge"], "Lo decidió una persona", "Ana")
    assert Program(world.carla).get("/merges")["data"] == []
    assert Program(world.carla).problem("DELETE", f"/merges/{row['id']}", status=404)[0] == "not_found"
    assert program.problem("POST", "/splits", {"record": a.pk}, status=409)[0] == "is_customer"
    golden = program.get(f"/customers/{a.pk}/golden-record")
    assert (golden["customer"], golden["records"]) == (a.pk, 2)
    parted = program.post("/splits", {"record": b.pk})
    assert (parted["customer"], parted["party"], parted["others"], parted["stayed"]) == (a.pk, b.pk, [b.pk], {})
    assert program.problem("POST", "/merges", {"one": a.pk, "other": b.pk}, status=409)[0] == "apart"
    forced = program.post("/merges", {"one": a.pk, "other": b.pk, "force": "me equivoqué"})
    again = program.answer("DELETE", f"/merges/{forced['merge']}?apart=false", status=200)
    assert (again["party"], program.get("/aparts")["data"]) == (b.pk, [])
    assert [one["undone_by"] for one in program.get("/merges?undone=true")["data"]] == ["Ana", "Ana"]


def test_apart_is_said_and_forgotten(world: World) -> None:
    a, b = person(world.ana, "Ana Rojas"), person(world.ana, "Ana R.")
    program = Program(world.ana)
    said = program.post("/aparts", {"one": b.pk, "other": a.pk, "note": "madre e hija"})
    assert (said["left"], said["right"], said["note"]) == (a.pk, b.pk, "madre e hija")
    assert Program(world.carla).problem("DELETE", f"/aparts/{said['id']}", status=404)[0] == "not_found"
    program.answer("DELETE", f"/aparts/{said['id']}", status=204)
    assert program.problem("DELETE", f"/aparts/{said['id']}", status=409)[0] == "already_taken_back"


def test_runs_are_asked_for_once_and_read_by_who_may(world: World) -> None:
    director = Program(world.diego)
    first = director.post("/resolution-runs", {"full": True}, status=202)
    assert director.post("/resolution-runs", {"full": True}, status=202)["id"] == first["id"]
    run = ResolutionRun.objects.create(
        scope="FULL", state="DONE", finished_at="2026-11-22T00:00Z", counts={"merges": 3}
    )
    (row,) = director.get("/resolution-runs")["data"]
    assert (row["id"], row["counts"]) == (run.pk, {"merges": 3})
    assert director.get(f"/resolution-runs/{run.pk}")["scope"] == "FULL"
    assert director.get("/resolution-precision")["queue"] == {
        "hits": 0,
        "total": 0,
        "rate": None,
        "low": None,
        "high": None,
    }
    assert Program(world.ana).problem("POST", "/resolution-runs", {}, status=403)[0] == "not_allowed"
    assert Program(world.ana).problem("GET", "/resolution-precision", status=403)[0] == "not_allowed"


def test_the_numbers_in_force_are_changed_and_taken_back(world: World) -> None:
    director = Program(world.diego)
    assert director.get("/identity-settings") == {"automatic": 0.95, "review": 0.75, "overrides": {}}
    said = {"automatic": 0.99, "review": 0.8, "overrides": {"city": ["DECLARED", "OBSERVED"]}}
    done = director.answer("PUT", "/identity-settings", said, status=200)
    assert director.get("/identity-settings") == said
    assert director.answer("PUT", "/identity-settings", said, status=200) == {"undo": ""}
    director.post("/undos", {"token": done["undo"]})
    assert director.get("/identity-settings")["automatic"] == 0.95
    wrong = {"automatic": 0.6, "review": 0.8}
    assert director.problem("PUT", "/identity-settings", wrong, status=422)[1] == [("/automatic", "below_review")]
    odd = {"automatic": 0.9, "review": 0.8, "overrides": {"age": []}}
    assert director.problem("PUT", "/identity-settings", odd, status=422)[1] == [("/overrides", "unknown_field")]
    assert Program(world.ana).problem("PUT", "/identity-settings", said, status=403)[0] == "not_allowed"


def test_events_of_a_merge_are_for_who_sees_both(world: World) -> None:
    a, b = person(world.ana, "Ana Rojas"), person(world.ana, "Ana R.")
    Program(world.ana).post("/merges", {"one": a.pk, "other": b.pk})
    kinds = [one["kind"] for one in Program(world.ana).get("/events")["data"]]
    assert "party.merged" in kinds
    assert "party.merged" not in [one["kind"] for one in Program(world.carla).get("/events")["data"]]
    assert Merge.objects.get().at.date() >= date(2020, 1, 1)


def test_what_the_next_run_would_look_at_is_told_to_who_may_import(world: World, workspace: Workspace) -> None:
    for name in ("Ana Rojas", "Ana Roja"):
        person(world.ana, name)
    assert Program(world.diego).get("/resolution-due") == {"records": 2, "scope": "FULL", "running": False}
    assert Program(world.ana).problem("GET", "/resolution-due", status=403)[0] == "not_allowed"
