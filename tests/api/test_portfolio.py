"""The portfolio and the migration matrix by programs."""

from datetime import timedelta

import pytest
from accounts import make_portfolio
from listed import add_party
from migrated import AFTER, BEFORE, add_snapshot
from rest import Program
from world import World

from lazo.api.company import today
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db


def test_the_portfolio_and_what_is_decided_about_an_account(world: World, workspace: Workspace) -> None:
    made = make_portfolio(world, workspace)
    program, large = Program(world.ana), f"/customers/{made['large'].pk}"
    first = program.get("/portfolio?limit=2")
    rest = program.get(f"/portfolio?limit=10&cursor={first['next']}")
    assert (first["total"], len(first["data"]), len(rest["data"]), rest["next"]) == (5, 2, 3, None)
    assert {one["suggested"] for one in program.get("/portfolio?cell=unknown")["data"]} == {"START", "WIN_BACK"}
    token = program.post(f"{large}/portfolio/judgements", {"factor": "market", "value": 70})["undo"]
    program.post(f"{large}/portfolio/strategy", {"strategy": "PROTECT", "reason": "Es clave"})
    told = program.get(f"{large}/portfolio")
    assert (told["place"]["strategy"], told["strategies"][0]["confirmed_by"]) == ("PROTECT", world.ana.pk)
    assert [one["value"] for one in told["factors"] if one["key"] == "market"] == [70.0]
    program.post("/undos", {"token": token})
    assert program.get("/portfolio?unconfirmed=true")["total"] == 4
    assert program.problem("POST", f"{large}/portfolio/judgements", {"factor": "x", "value": 1}, status=422)[1] == [
        ("/factor", "unknown_factor")
    ]


def test_a_plan_with_its_actions(world: World, workspace: Workspace) -> None:
    made = make_portfolio(world, workspace)
    program, place = Program(world.ana), f"/customers/{made['large'].pk}/plan"
    day = (today() + timedelta(days=60)).isoformat()
    assert program.get(place)["version"] == 0
    assert program.answer("PUT", place, {"goals": "Duplicar", "review_on": day})["version"] == 1
    assert program.problem("PUT", place, {"goals": "Otro", "review_on": day}, status=409)[0] == "stale"
    to_do = program.post(f"{place}/actions", {"title": "Llamar", "due_on": day})["to_do"]
    assert to_do in program.get(place)["actions"]
    bad = {"goals": "x", "review_on": today().isoformat(), "version": 1}
    assert program.problem("PUT", place, bad, status=422)[1] == [("/review_on", "review_past")]


def test_weights(world: World, workspace: Workspace) -> None:
    program = Program(world.diego)
    assert program.get("/portfolio/settings")["version"] is None
    held = program.answer("PUT", "/portfolio/settings", {"weights": {"volume": 50}, "cut": 60})
    assert (held["weights"]["volume"], held["cut"]) == (50, 60)
    assert program.problem("PUT", "/portfolio/settings", {"cut": 60}, status=409)[0] == "stale"
    wrong = {"weights": {"x": 1}, "version": held["version"]}
    assert program.problem("PUT", "/portfolio/settings", wrong, status=422)[1] == [("/weights/x", "unknown_field")]
    assert Program(world.ana).problem("PUT", "/portfolio/settings", {"cut": 60}, status=403)[0] == "not_allowed"


def test_another_team_sees_nothing_of_the_portfolio(world: World, workspace: Workspace) -> None:
    assert Program(world.carla).problem("GET", "/portfolio", status=409)[0] == "no_run"
    made = make_portfolio(world, workspace)
    other, large = Program(world.carla), f"/customers/{made['large'].pk}"
    assert other.get("/portfolio")["total"] == 1
    for address in (f"{large}/portfolio", f"{large}/plan"):
        assert other.problem("GET", address, status=404)[0] == "not_found"
    person = f"/customers/{made['person'].pk}/portfolio"
    assert Program(world.ana).problem("GET", person, status=422)[0] == "not_a_company"


def test_the_matrix_and_its_customers(world: World, workspace: Workspace) -> None:
    program = Program(world.ana)
    assert program.problem("GET", "/migration", status=409)[0] == "one_snapshot"
    abel = add_party("Abel", owner=world.ana).pk
    rosa = add_party("Rosa", owner=world.carla).pk
    before = add_snapshot(workspace, BEFORE, {abel: {"tier": "LMC", "clv": 1}, rosa: {"tier": "MVC", "clv": 9}})
    add_snapshot(workspace, AFTER, {abel: {"tier": "MVC", "clv": 5}, rosa: {"tier": "MVC", "clv": 9}}, is_current=True)
    found = program.get("/migration")
    assert found["cells"] == [
        {"origin": "LMC", "destination": "MVC", "way": "upgraded", "row_share": 1.0, "customers": 1, "change": 4}
    ]
    assert (found["total"], found["kpis"]["base"], found["before"]["run"]) == (
        {"customers": 1, "change": 4},
        1,
        before.pk,
    )
    people = program.get("/migration/customers?origin=LMC&destination=MVC")
    assert (people["data"][0]["customer"], people["total"]) == (abel, 1)
    assert {one["key"] for one in program.get("/migration-schemes")["data"]} >= {
        "tier",
        "class",
        "area",
        "place",
        "rfm",
    }
    assert len(program.get("/migration-snapshots")["data"]) == 2
    for query, error in (("scheme=x", ("scheme", "unknown_scheme")), ("before=999", ("before", "unknown_run"))):
        assert program.problem("GET", f"/migration?{query}", status=422)[1] == [error]
    assert program.problem("GET", "/migration/customers?origin=x", status=422)[1] == [("origin", "bad_value")]
