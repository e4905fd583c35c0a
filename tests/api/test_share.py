"""Sharing and saved views by program."""

import pytest
from rest import Program, person
from world import World

from lazo.differentiate.models import SavedView
from lazo.differentiate.operations.shipped_view import seed_shipped_views
from lazo.kernel.models import Share

pytestmark = pytest.mark.django_db


def test_a_customer_is_shared_and_ceases_to_be(world: World) -> None:
    customer = person(world.ana)
    program, other = Program(world.ana), Program(world.carla)
    address = f"/customers/{customer.pk}/shares"
    assert other.problem("GET", f"/customers/{customer.pk}", status=404)[0] == "not_found"
    made = program.post(address, {"user": world.carla.pk})
    assert (made["user"], made["team"], made["by"]) == (world.carla.pk, None, world.ana.pk)
    assert other.get(f"/customers/{customer.pk}")["id"] == customer.pk
    again = program.problem("POST", address, {"user": world.carla.pk}, status=409)
    assert again == ("already_shared", [("/user", "already_shared")])
    token = program.answer("DELETE", f"{address}/{made['id']}")["undo"]
    assert other.problem("GET", address, status=404)[0] == "not_found"
    program.post("/undos", {"token": token})
    assert [one["user"] for one in program.get(address)["data"]] == [world.carla.pk]


def test_with_whom_is_one_person_or_one_team_that_is_there(world: World) -> None:
    customer = person(world.ana)
    program, address = Program(world.ana), f"/customers/{customer.pk}/shares"
    assert program.problem("POST", address, {}, status=422)[1] == [("/user", "user_or_team")]
    both = {"user": world.carla.pk, "team": world.south.pk}
    assert program.problem("POST", address, both, status=422)[1] == [("/user", "user_or_team")]
    assert program.problem("POST", address, {"team": 10**9}, status=422)[1] == [("/team", "bad_value")]
    assert program.post(address, {"team": world.south.pk})["team"] == world.south.pk
    foreign = person(world.carla, "Eva Paz")
    assert program.problem("POST", f"/customers/{foreign.pk}/shares", {"user": 1}, status=404)[0] == "not_found"
    assert Share.objects.count() == 1


def test_a_view_is_kept_changed_and_thrown_away(world: World) -> None:
    program = Program(world.ana)
    made = program.post("/views", {"name": "Cali", "params": {"ciudad": ["Cali"], "raro": ["x"]}})
    assert (made["mine"], made["audience"], made["version"]) == (True, "OWN", 1)
    assert "raro" not in made["params"]
    assert program.problem("POST", "/views", {"name": "Cali"}, status=422)[1] == [("/name", "name_taken")]
    changed = program.answer("PATCH", f"/views/{made['id']}", {"name": "De Cali", "version": 1})
    assert (changed["name"], changed["version"]) == ("De Cali", 2)
    stale = program.answer("PATCH", f"/views/{made['id']}", {"name": "Otra", "version": 1}, status=409)
    assert (stale["code"], stale["version"]) == ("stale", 2)
    second = program.post("/views", {"name": "Otra"})
    order = program.answer("PUT", "/views/order", {"views": [second["id"], made["id"]]})
    assert [one["name"] for one in order["data"]] == ["Otra", "De Cali"]
    token = program.answer("DELETE", f"/views/{made['id']}")["undo"]
    assert SavedView.objects.count() == 1
    program.post("/undos", {"token": token})
    assert SavedView.objects.count() == 2


def test_views_of_others_are_read_where_they_are_shown_and_never_changed(world: World) -> None:
    made = Program(world.ana).post("/views", {"name": "Mía"})
    team = Program(world.ana).post("/views", {"name": "Norte", "audience": "TEAM", "team": world.north.pk})
    near, far = Program(world.bruno), Program(world.carla)
    assert [one["name"] for one in near.get("/views")["data"]] == ["Norte"]
    assert near.get(f"/views/{team['id']}")["mine"] is False
    assert far.get("/views")["data"] == []
    for view in (made, team):
        assert far.problem("GET", f"/views/{view['id']}", status=404)[0] == "not_found"
        assert near.problem("DELETE", f"/views/{view['id']}", status=404)[0] == "not_found"
    everybody = {"name": "De todos", "audience": "ALL"}
    assert Program(world.ana).problem("POST", "/views", everybody, status=403)[0] == "not_allowed"
    assert far.problem("POST", "/views", {"name": "x", "audience": "TEAM", "team": world.north.pk}, status=422)[1] == [
        ("/team", "not_on_team")
    ]


def test_a_correction_and_a_permission_can_be_taken_back_by_program(world: World) -> None:
    customer = person(world.ana, city="Cali", country="CO")
    program = Program(world.ana)
    changed = program.answer("PATCH", f"/customers/{customer.pk}", {"city": "Pasto", "version": 1})
    program.post("/undos", {"token": changed["undo"]})
    assert program.get(f"/customers/{customer.pk}")["city"] == "Cali"
    said = {"granted": True, "purpose": "marketing", "channels": ["email"], "basis": "consent", "evidence": "Casilla"}
    written = program.post(f"/customers/{customer.pk}/consents", said)
    program.post("/undos", {"token": written["undo"]})
    assert program.get(f"/customers/{customer.pk}/consents")["current"] == []


def test_views_that_come_with_lazo_are_changed_by_who_administers(world: World) -> None:
    seed_shipped_views()
    program, agent = Program(world.diego), Program(world.ana)
    mine = agent.get("/views")["data"][1]
    assert (mine["name"], mine["shipped"], mine["owner"], mine["mine"]) == ("Mis cuentas", "mine", None, False)
    assert mine["params"] == {"responsable": ["yo"]}
    address = f"/views/{mine['id']}"
    assert agent.problem("PATCH", address, {"name": "Mía", "version": 1}, status=404)[0] == "not_found"
    assert agent.problem("DELETE", address, status=404)[0] == "not_found"
    assert agent.problem("POST", "/views/restoration", status=403)[0] == "not_allowed"
    changed = program.answer("PATCH", address, {"name": "Lo mío", "params": {"creado_desde": ["-7"]}, "version": 1})
    assert (changed["name"], changed["params"]) == ("Lo mío", {"creado_desde": ["-7"]})
    refused = program.problem("PATCH", address, {"audience": "OWN", "version": 2}, status=422)
    assert refused == ("for_everybody", [("/audience", "for_everybody")])
    program.answer("DELETE", address)
    assert [one["shipped"] for one in agent.get("/views")["data"]] == ["all", "strategic", "cooling", "new"]
    token = program.post("/views/restoration")["undo"]
    assert agent.get("/views")["data"][1]["name"] == "Mis cuentas"
    program.post("/undos", {"token": token})
    assert len(agent.get("/views")["data"]) == 4
