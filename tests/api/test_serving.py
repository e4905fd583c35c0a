"""What serving costs and customer equity, by program."""

import pytest
from rest import Program
from web import company
from web.test_costs import explained
from world import World

from lazo.differentiate.models import Score
from lazo.differentiate.queries.cost_sheet import dated_costs
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
ORDER = {"activity": "order", "amount": 4_500_00}
CALL = {"activity": "contact", "amount": 6_400_00, "channel": "phone", "direction": "IN"}


def test_costs_are_stated_read_withdrawn_and_taken_back(world: World) -> None:
    program = Program(world.diego)
    assert program.get("/cost-sheets") == {"version": None, "currency": "COP", "data": []}
    first = program.answer("PUT", "/cost-sheets", {"costs": [ORDER, CALL]})
    body = {"costs": [ORDER], "valid_from": "2026-01-01", "version": first["version"]}
    second = program.answer("PUT", "/cost-sheets", body)
    assert [sheet["valid_from"] for sheet in second["data"]] == [None, "2026-01-01"]
    assert second["data"][0]["costs"][1] == CALL | {"kind": ""}
    gone = program.answer("DELETE", f"/cost-sheets?valid_from=2026-01-01&version={second['version']}")
    assert len(gone["data"]) == 1
    program.post("/undos", {"token": gone["undo"]})
    assert len(dated_costs()) == 2


def test_what_cannot_be_is_told_by_the_field(world: World) -> None:
    program = Program(world.diego)
    wrong = [CALL, CALL | {"channel": "PHONE"}, ORDER | {"channel": "web"}]
    said = program.problem("PUT", "/cost-sheets", {"costs": wrong}, status=422)
    assert sorted(said[1]) == [("/costs/1/activity", "repeated"), ("/costs/2/channel", "bad_value")]
    assert program.problem("PUT", "/cost-sheets", {"costs": [], "version": 9}, status=409)[0] == "stale"
    program.answer("PUT", "/cost-sheets", {"costs": [ORDER]})
    version = program.get("/cost-sheets")["version"]
    missing = f"/cost-sheets?valid_from=2020-01-01&version={version}"
    assert program.problem("DELETE", missing, status=404)[0] == "not_found"


def test_equity_is_what_the_person_sees(world: World) -> None:
    assert Program(world.ana).problem("GET", "/equity", status=404)[0] == "not_found"
    explained(world)
    said = Program(world.ana).get("/equity")
    assert (said["on"], said["since"], said["customers"]) == ("2025-10-31", "2025-09-30", 9)
    assert said["equity"] == {"amount": 1_000_00, "currency": "COP"}
    assert said["opening"]["amount"] + said["change"]["amount"] == 1_000_00
    assert [part["part"] for part in said["parts"]] == ["new", "lost", "grown", "shrunk", "refit"]
    assert sum(part["amount"]["amount"] for part in said["parts"]) == said["change"]["amount"]
    assert said["kpis"]["retention"] == 0.75
    assert said["kpis"]["return_on_customer"] == (45_00 + 100_00) / 900_00
    assert Program(world.diego).get("/equity")["equity"]["amount"] == 8_777_00


def test_a_customer_has_what_is_left_to_grow(world: World, workspace: Workspace) -> None:
    party = company.add_customer(company.add_run(), "Abel", world.ana)
    Score.objects.filter(pk=party.pk).update(clv=100_00, potential_value=150_00, migrator=True)
    program = Program(world.ana)
    score = program.get(f"/customers/{party.pk}/score")
    assert (score["potential_value"]["amount"], score["unrealised"]["amount"]) == (150_00, 50_00)
    assert (score["migrator"], score["served"]) == (True, None)
    asked = program.get("/customers?fields=potential_value,unrealised,migrator,net_12m")["data"][0]
    assert (asked["potential_value"]["amount"], asked["unrealised"]["amount"]) == (150_00, 50_00)
    assert (asked["migrator"], asked["net_12m"]) == (True, None)
    assert program.get("/customers")["data"][0]["potential_value"] is None
    Score.objects.filter(pk=party.pk).update(cost_12m=80_00, net_12m=-20_00)
    (below,) = program.get("/customers?net_to=0&cost_from=8000&sort=net_12m")["data"]
    assert (below["cost_12m"]["amount"], below["net_12m"]["amount"]) == (80_00, -20_00)
    assert program.get("/customers?net_from=0")["data"] == []
    assert Program(world.carla).get("/customers?net_to=0")["data"] == []
