"""The other doors, each once as it should go, once for another team, once with what cannot be."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest import Program, person
from world import World

from lazo.identify.models import Party, TraitDefinition
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.operations.trait import define_trait
from lazo.kernel.models import Event, Job
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
NOT_THERE = ("not_found", [])
PEOPLE = "Código;Nombre;Correo\n1;Ana Paz;ana@correo.example\n2;Beto Gil;nada\n"


def test_relations_are_made_ended_and_taken_back(world: World) -> None:
    seed_relationship_types()
    one, other = person(world.ana), person(world.ana, "Luis Peña")
    program, place = Program(world.ana), f"/customers/{one.pk}/relations"
    made = program.post(place, {"type": "friend", "other": other.pk})
    assert (made["words"], made["other_name"], made["valid_to"]) == ("tiene amistad con", "Luis Peña", None)
    assert program.problem("POST", place, {"type": "friend", "other": other.pk}, status=409)[0] == "already_related"
    assert program.problem("POST", place, {"type": "x", "other": other.pk}, status=422)[1] == [
        ("/type", "unknown_type")
    ]
    assert program.problem("POST", place, {"type": "friend", "other": 10**9}, status=422)[1] == [
        ("/other", "unknown_customer")
    ]
    assert program.post(f"{place}/{made['id']}/end", {}, status=200)["valid_to"] is not None
    assert program.answer("DELETE", f"{place}/{made['id']}/end")["valid_to"] is None
    assert Program(world.carla).problem("GET", place, status=404) == NOT_THERE
    assert len(program.get("/relation-types")["data"]) > 20


def test_a_household_is_made_joined_and_left(world: World) -> None:
    seed_relationship_types()
    one, other = person(world.ana), person(world.ana, "Luis Peña")
    program = Program(world.ana)
    home = program.post("/households", {"name": "Gárate Peña", "members": [one.pk]})
    joined = program.post(f"/households/{home['id']}/members", {"member": other.pk})
    assert [member["id"] for member in joined["members"]] == [one.pk, other.pk]
    assert program.problem("POST", "/households", {"name": "x", "members": [one.pk]}, status=409)[0] == "has_household"
    program.answer("DELETE", f"/households/{home['id']}/members/{other.pk}", status=204)
    assert [member["id"] for member in program.get(f"/customers/{one.pk}/household")["members"]] == [one.pk]
    assert Program(world.carla).problem("GET", f"/customers/{one.pk}/household", status=404) == NOT_THERE


def test_a_trait_is_declared_and_taken_back(world: World) -> None:
    define_trait(name="Cumpleaños de la empresa", of="DATE", by=world.diego)
    customer = person(world.ana)
    program, place = Program(world.ana), f"/customers/{customer.pk}/traits/cumpleanos-de-la-empresa"
    told = program.answer("PUT", place, {"value": "2020-02-29"})["data"][0]
    assert (told["value"], told["kind"], told["holds"]) == ("2020-02-29", "DECLARED", True)
    assert program.problem("PUT", place, {"value": "ayer"}, status=422)[1] == [("/value", "bad_date")]
    assert program.answer("PUT", place, {"value": None})["data"] == []
    assert program.problem("PUT", f"/customers/{customer.pk}/traits/nada", {"value": 1}, status=422)[1] == [
        ("key", "unknown_trait")
    ]
    assert program.problem("POST", "/traits", {"name": "Zona", "type": "TEXT"}, status=403)[0] == "not_allowed"
    assert Program(world.diego).post("/traits", {"name": "Zona", "type": "TEXT"})["package"] == "custom"
    assert Program(world.carla).problem("PUT", place, {"value": None}, status=404) == NOT_THERE


def test_consent_is_granted_and_withdrawn(world: World) -> None:
    customer = person(world.ana, country="CO")
    program, place = Program(world.ana), f"/customers/{customer.pk}/consents"
    said = {
        "granted": True,
        "purpose": "marketing",
        "channels": ["email"],
        "basis": "consent",
        "evidence": "Formulario",
    }
    told = program.post(place, said)
    assert [(one["channel"], one["state"]) for one in told["current"]] == [("email", "GRANTED")]
    program.post(place, {"granted": False, "purpose": "marketing", "channels": ["email"]})
    assert program.get(place)["current"][0]["state"] == "WITHDRAWN"
    assert len(program.get(place)["ledger"]) == 2
    bad = program.problem("POST", place, {**said, "evidence": ""}, status=422)
    assert bad[1] == [("/evidence", "no_evidence")]
    assert Program(world.carla).problem("POST", place, said, status=404) == NOT_THERE


def test_notes_are_their_authors(world: World) -> None:
    customer = person(world.ana)
    program, other = Program(world.ana), Program(world.bruno)
    note = program.post(f"/customers/{customer.pk}/notes", {"text": "Prefiere la tarde"})
    assert (note["by"], note["version"]) == (world.ana.pk, 1)
    place = f"/notes/{note['id']}"
    assert program.answer("PATCH", place, {"text": "Prefiere la mañana"}, If_Match='"1"')["version"] == 2
    said = program.answer("PATCH", place, {"text": "Otra", "version": 1}, status=409)
    assert (said["code"], said["kept"]["text"]) == ("stale", "Prefiere la mañana")
    assert other.problem("DELETE", place, status=422)[0] == "not_yours"
    assert Program(world.carla).problem("DELETE", place, status=404) == NOT_THERE
    program.answer("DELETE", place, status=204)
    assert program.get(f"/customers/{customer.pk}/interactions")["data"] == []
    long = program.problem("POST", f"/customers/{customer.pk}/notes", {"text": "a" * 20_001}, status=422)
    assert long[1] == [("/text", "too_long")]


def test_calls_are_logged_and_told_in_the_history(world: World) -> None:
    customer = person(world.ana)
    program = Program(world.ana)
    call = program.post(f"/customers/{customer.pk}/calls", {"direction": "OUT", "outcome": "answered", "minutes": 7})
    assert (call["minutes"], call["outcome"]) == (7, "answered")
    bad = {"direction": "OUT", "outcome": "sang"}
    assert program.problem("POST", f"/customers/{customer.pk}/calls", bad, status=422)[1] == [
        ("/outcome", "bad_outcome")
    ]
    history = program.get(f"/customers/{customer.pk}/history")
    assert call["id"] in [entry["id"] for entry in history["data"]]
    assert sum(history["counts"].values()) == len(history["data"])
    assert program.problem("GET", f"/customers/{customer.pk}/history?cursor=zz", status=422)[1] == [
        ("cursor", "bad_cursor")
    ]
    assert Program(world.carla).problem("GET", f"/customers/{customer.pk}/history", status=404) == NOT_THERE


def test_to_dos_are_done_and_taken_up_again(world: World) -> None:
    customer = person(world.ana)
    program, other = Program(world.ana), Program(world.carla)
    made = program.post("/to-dos", {"title": "Llamar", "customer": customer.pk, "due_on": "2026-04-01"})
    place = f"/to-dos/{made['id']}"
    assert program.answer("PATCH", place, {"title": "Escribir"})["title"] == "Escribir"
    assert program.post(f"{place}/completion")["done_by"] == world.ana.pk
    assert program.get(f"/to-dos?customer={customer.pk}&open=true")["data"] == []
    assert program.answer("DELETE", f"{place}/completion")["done_at"] is None
    assert other.problem("DELETE", place, status=404) == NOT_THERE
    assert other.problem("POST", "/to-dos", {"title": "x", "customer": customer.pk}, status=422)[1] == [
        ("/customer", "unknown_customer")
    ]
    assert program.problem("POST", "/to-dos", {"title": "x", "customer": customer.pk, "assignee": world.carla.pk}, status=422)[1] == [
        ("/assignee", "assignee_cannot_see")
    ]  # fmt: skip
    program.answer("DELETE", place, status=204)
    assert other.get("/to-dos")["data"] == []


def test_who_may_be_there_already_is_found_among_ones_own(world: World) -> None:
    customer = person(world.ana, emails=("sofia@correo.example",))
    sketch = {"name": "Otra", "emails": ["SOFIA@correo.example"]}
    found = Program(world.ana).post("/duplicates", sketch, status=200)["data"]
    assert [(one["id"], one["why"]) for one in found] == [(customer.pk, "email")]
    assert Program(world.carla).post("/duplicates", sketch, status=200)["data"] == []


def test_a_change_of_many_is_taken_back(world: World) -> None:
    customer = person(world.ana, city="Cali")
    program = Program(world.diego)
    body = {"filter": {"cities": ["Cali"]}, "action": "assign_owner", "owner": world.bruno.pk}
    done = program.post("/customers/changes", body)
    assert (done["customers"], program.get(f"/customers/{customer.pk}?fields=owner")["owner"]) == (1, world.bruno.pk)
    assert program.post("/undos", {"token": done["undo"]})["restored"] == 1
    assert program.get(f"/customers/{customer.pk}?fields=owner")["owner"] == world.ana.pk
    assert program.problem("POST", "/undos", {"token": done["undo"]}, status=409)[0] == "already_undone"
    assert program.problem("POST", "/customers/changes", body | {"owner": 10**9}, status=422)[1] == [
        ("/owner", "bad_value")
    ]


@pytest.mark.parametrize(
    ("of", "value", "wrong"), [("CHOICE", "Oro", "Plomo"), ("DATE", "2026-03-31", "ayer"), ("NUMBER", 2.5, "mucho")]
)
def test_a_field_of_many_is_filled_and_taken_back(world: World, of: str, value: Any, wrong: Any) -> None:
    TraitDefinition.objects.create(
        key="nivel", name="Nivel", type=of, kind="DECLARED", package="custom", choices=["Oro", "Plata"]
    )
    customer, other = person(world.ana, city="Cali"), person(world.carla, city="Cali")
    program = Program(world.ana)
    body = {"filter": {"cities": ["Cali"]}, "action": "fill_field", "field": "nivel", "value": value}
    done = program.post("/customers/changes", body)
    assert (done["customers"], program.get(f"/customers/{customer.pk}")["custom"]) == (1, {"nivel": value})
    assert Program(world.carla).get(f"/customers/{other.pk}")["custom"] == {"nivel": None}
    assert program.post("/undos", {"token": done["undo"]})["restored"] == 1
    assert program.get(f"/customers/{customer.pk}")["custom"] == {"nivel": None}
    for more, error in (({"field": "otro"}, ("/field", "unknown_field")), ({"value": wrong}, ("/value", "bad_value"))):
        assert program.problem("POST", "/customers/changes", body | more, status=422)[1] == [error]
    reading = Program(world.ana, scopes=["customers:read"])
    assert reading.problem("POST", "/customers/changes", body, status=403)[0] == "no_scope"


def test_a_file_is_brought_step_by_step(world: World, workspace: Workspace) -> None:
    program = Program(world.diego)
    file = SimpleUploadedFile("clientes.csv", PEOPLE.encode(), "text/csv")
    response = program.client.post("/api/v1/imports", {"entity": "customers", "source": "Tienda", "file": file})
    assert response.status_code == 201
    place = f"/imports/{response.json()['id']}"
    preview = program.get(f"{place}/preview")
    assert preview["header"] == ["Código", "Nombre", "Correo"]
    assert program.problem("PUT", f"{place}/mapping", {"mapping": {"Nada": "name"}}, status=422)[1] == [
        ("/mapping", "unknown_column")
    ]
    assert program.answer("PUT", f"{place}/mapping", {"mapping": preview["mapping"]})["state"] == "MAPPED"
    job = program.post(f"{place}/check", status=202)["job"]
    assert Job.objects.get(pk=job).kind == "identify.check"
    assert program.get(f"/jobs/{job}")["state"] == "QUEUED"
    assert program.post(f"/jobs/{job}/cancellation", status=202)["state"] == "CANCELLED"
    assert program.problem("GET", f"{place}/rejects", status=404) == NOT_THERE
    program.answer("DELETE", place, status=204)
    for method, path in (("GET", "/imports"), ("GET", "/sources"), ("POST", "/sources")):
        body = {"name": "x"} if method == "POST" else None
        assert Program(world.ana).problem(method, path, body, status=403)[0] == "not_allowed"


def test_jobs_of_others_are_not_there(world: World) -> None:
    diego = Program(world.diego)
    job = diego.post("/score-runs", {"on": "2026-03-01"}, status=202)
    assert diego.get("/jobs")["data"][0]["id"] == job["id"]
    assert Program(world.carla).problem("GET", f"/jobs/{job['id']}", status=404) == NOT_THERE
    assert Program(world.carla).problem("POST", "/score-runs", {}, status=403)[0] == "not_allowed"
    future = {"on": date(2999, 1, 1).isoformat()}
    assert diego.problem("POST", "/score-runs", future, status=422)[0] == "out_of_range"


def test_before_the_first_run_there_is_no_map(world: World) -> None:
    for path in ("/cycle-map", "/segments/rfm", "/segments/concentration"):
        assert Program(world.diego).problem("GET", path, status=404) == ("no_run", [])


def test_people_are_for_who_administers(world: World) -> None:
    diego = Program(world.diego)
    made = diego.post("/users", {"email": "eva@aurora.example", "name": "Eva", "roles": ["agent"]})
    assert (made["roles"], made["active"]) == (["agent"], True)
    assert diego.answer("PATCH", f"/users/{made['id']}", {"active": False})["active"] is False
    assert diego.problem("POST", "/users", {"email": "eva@aurora.example", "name": "E"}, status=409)[1] == [
        ("/email", "email_taken")
    ]
    assert diego.problem("PATCH", f"/users/{world.diego.pk}", {"roles": []}, status=409)[0] == "no_administrator"
    team = diego.post("/teams", {"name": "Centro", "members": [made["id"]]})
    assert diego.answer("PUT", f"/teams/{team['id']}", {"name": "Centro", "members": []})["members"] == []
    assert {role["key"] for role in diego.get("/roles")["data"]} == {"agent", "manager", "director"}
    for path in ("/users", "/teams", "/roles"):
        assert Program(world.ana).problem("GET", path, status=403)[0] == "not_allowed"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_is_streamed_to_who_may_take_it_out(world: World, kind: str) -> None:
    person(world.ana, "=2+2 Gárate", city="Cali")
    program = Program(world.diego)
    response: Any = program.client.get(f"/api/v1/exports/customers?format={kind}&columns=name,city")
    assert (response.status_code, response.streaming) == (200, True)
    content = b"".join(response.streaming_content)
    if kind == "csv":
        assert "'=2+2 Gárate,Cali" in content.decode("utf-8-sig")
    assert Event.objects.filter(kind="customers.exported", by=world.diego).count() == 1
    assert Program(world.ana).problem("GET", "/exports/customers", status=403)[0] == "not_allowed"
    assert program.problem("GET", "/exports/customers?columns=nada", status=422)[1] == [("columns", "unknown_field")]


def test_a_group_is_read_and_a_company_moved_in_it(world: World) -> None:
    seed_relationship_types()
    firms = [
        Party.objects.create(kind="ORGANIZATION", name=name, folded_name=name.lower(), owner=world.ana)
        for name in ("Alfa", "Beta", "Gama")
    ]
    program, place = Program(world.ana), f"/customers/{firms[1].pk}/group"
    assert program.get(place)["companies"] == []
    first = program.post(place, {"under": firms[0].pk})
    moved = program.post(place, {"under": firms[2].pk, "site": True})
    assert moved["ended"] == [first["relation"]]
    told = program.get(place)
    assert [(one["name"], one["depth"], one["site"]) for one in told["companies"]] == [
        ("Gama", 0, False), ("Beta", 1, True),
    ]  # fmt: skip
    assert (told["value"]["value_12m"], told["value"]["hidden"]) == (None, 0)
    ring = program.problem("POST", f"/customers/{firms[2].pk}/group", {"under": firms[1].pk}, status=409)
    assert ring == ("would_cycle", [("/under", "would_cycle")])
    assert Program(world.carla).problem("GET", place, status=404) == NOT_THERE
