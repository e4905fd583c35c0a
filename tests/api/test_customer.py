"""Customers by program: made, read, corrected by two at once, taken out; and what another team gets to see of it."""

from typing import Any

import pytest
from rest import Program, person
from world import World

from lazo.identify.models import Party
from lazo.identify.operations.custom_field import FieldDetails, add_custom_field
from lazo.kernel.models import Event

pytestmark = pytest.mark.django_db

NOT_THEIRS = ("not_found", [])


def test_a_person_is_made_with_everything_said_of_it(world: World) -> None:
    program = Program(world.ana)
    response = program.ask(
        "POST",
        "/customers",
        {
            "given_name": "Sofía", "surnames": "Gárate Peña", "birth_date": "1990-05-04", "country": "co",
            "city": "Medellín", "emails": ["Sofia@Correo.Example"], "phones": ["310 555 0147"],
            "source": "Tienda en línea", "external_id": "C-7",
        },
    )  # fmt: skip
    assert response.status_code == 201
    told = response.json()
    assert response["Location"] == f"/api/v1/customers/{told['id']}"
    assert response["ETag"] == '"1"'
    assert {
        name: told[name] for name in ("kind", "name", "country", "emails", "phones", "owner", "team", "version")
    } == {
        "kind": "PERSON",
        "name": "Sofía Gárate Peña",
        "country": "CO",
        "emails": ["sofia@correo.example"],
        "phones": ["+573105550147"],
        "owner": world.ana.pk,
        "team": world.north.pk,
        "version": 1,
    }
    assert program.get(f"/customers/{told['id']}")["sources"] == [{"source": "tienda-en-linea", "external_id": "C-7"}]


def test_a_company_and_a_household_are_customers_too(world: World) -> None:
    program = Program(world.ana)
    company = program.post("/customers", {"kind": "ORGANIZATION", "name": "Aurora", "legal_name": "Aurora S. A. S."})
    household = program.post("/customers", {"kind": "HOUSEHOLD", "name": "Familia Gil"})
    assert (company["name"], company["legal_name"], household["name"]) == ("Aurora", "Aurora S. A. S.", "Familia Gil")


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, [("/given_name", "nameless")]),
        ({"kind": "ORGANIZATION"}, [("/name", "nameless")]),
        ({"kind": "PERSON", "given_name": "Ana", "legal_name": "Aurora"}, [("/legal_name", "unknown_field")]),
        ({"given_name": "Ana", "nick": "x"}, [("/nick", "unknown_field")]),
        ({"given_name": "A" * 121}, [("/given_name", "too_long")]),
        ({"given_name": 7}, [("/given_name", "bad_type")]),
        ({"given_name": "Ana", "birth_date": "31/02/2020"}, [("/birth_date", "bad_date")]),
        ({"given_name": "Ana", "country": "QQ"}, [("/country", "unknown_country")]),
        ({"given_name": "Ana", "emails": ["ana@correo.example", "nada"]}, [("/emails/1", "bad_email")]),
        ({"given_name": "Ana", "custom": {"zona": "norte"}}, [("/custom/zona", "unknown_field")]),
        ({"given_name": "Ana", "external_id": "7"}, [("/source", "no_source")]),
        ({"given_name": "Ana", "owner": 10**18}, [("/owner", "unknown_owner")]),
    ],
)
def test_what_cannot_be_is_said_by_the_field_and_leaves_nothing(
    world: World, body: dict[str, object], errors: list[tuple[str, str]]
) -> None:
    before = Party.objects.count()
    _code, found = Program(world.ana).problem("POST", "/customers", body, status=422)
    assert found == errors
    assert Party.objects.count() == before


@pytest.mark.parametrize(
    "body", ["{", '{"given_name": "\\ud800"}', '{"given_name": "a\\u0000b"}', "[" * 200_000, "[]", "null"]
)
def test_a_body_that_is_none_is_refused(world: World, body: str) -> None:
    client = Program(world.ana).client
    response = client.post("/api/v1/customers", body, content_type="application/json")
    assert response.status_code in {400, 422}
    assert response.json()["code"] in {"bad_json", "bad_text", "invalid"}


def test_a_body_larger_than_allowed_is_refused(world: World, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
    program = Program(world.ana)
    said = program.problem("POST", "/customers", {"given_name": "A" * 10_000_000}, status=413)
    assert said == ("too_big", [])


def test_scripts_emoji_and_other_writing_stay_as_they_are(world: World) -> None:
    program = Program(world.ana)
    name = "<script>alert(1)</script> 🙂 مريم"
    told = program.post("/customers", {"given_name": name})
    assert program.get(f"/customers/{told['id']}?fields=name") == {"id": told["id"], "name": name}


def test_another_team_gets_the_answer_of_somebody_who_is_not_there(world: World) -> None:
    customer = person(world.ana)
    program = Program(world.carla)
    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/relations"), ("GET", "/traits")):
        body = {"city": "Cali", "version": 1} if method == "PATCH" else None
        assert program.problem(method, f"/customers/{customer.pk}{path}", body, status=404) == NOT_THEIRS
    assert program.problem("GET", "/customers/987654321", status=404) == NOT_THEIRS
    assert program.get("/customers")["data"] == []
    assert program.get("/search?q=garate")["data"] == []
    assert program.get("/customers/facets")["total"] == 0


def test_whoever_has_a_key_without_the_scope_is_told_which(world: World) -> None:
    customer = person(world.ana)
    program = Program(world.ana, ["customers:read"])
    assert program.get(f"/customers/{customer.pk}")["name"] == "Sofía Gárate"
    said = program.answer("PATCH", f"/customers/{customer.pk}", {"city": "Cali", "version": 1}, status=403)
    assert (said["code"], "customers:write" in said["detail"]) == ("no_scope", True)


def test_an_edit_says_only_what_changes(world: World) -> None:
    customer = person(world.ana, city="Cali")
    program = Program(world.ana)
    response = program.ask("PATCH", f"/customers/{customer.pk}", {"address": "Calle 7 # 4-21"}, If_Match='"1"')
    assert (response.status_code, response["ETag"]) == (200, '"2"')
    assert (response.json()["city"], response.json()["address"]) == ("Cali", "Calle 7 # 4-21")


def test_the_second_of_two_sees_both_values(world: World) -> None:
    customer = person(world.ana)
    first, second = Program(world.ana), Program(world.bruno)
    first.answer("PATCH", f"/customers/{customer.pk}", {"city": "Cali"}, If_Match='"1"')
    response = second.ask("PATCH", f"/customers/{customer.pk}", {"city": "Bogotá"}, If_Match='"1"')
    assert (response.status_code, response["ETag"]) == (409, '"2"')
    said = response.json()
    assert (said["code"], said["version"]) == ("stale", 2)
    assert said["conflicts"] == [{"field": "city", "kept": "Cali", "wanted": "Bogotá"}]
    assert Party.objects.get(pk=customer.pk).city == "Cali"


def test_an_edit_without_a_version_is_refused(world: World) -> None:
    customer = person(world.ana)
    program = Program(world.ana)
    assert program.problem("PATCH", f"/customers/{customer.pk}", {"city": "Cali"}, status=412)[0] == "no_version"
    said = program.problem("PATCH", f"/customers/{customer.pk}", {"city": "Cali"}, status=422, If_Match="x")
    assert said == ("invalid", [("If-Match", "bad_version")])


def test_a_retired_customer_is_in_no_list_and_leaves_an_event(world: World) -> None:
    customer = person(world.ana)
    program = Program(world.ana)
    assert [row["id"] for row in program.get("/customers")["data"]] == [customer.pk]
    program.answer("DELETE", f"/customers/{customer.pk}", status=204)
    assert program.get("/customers")["data"] == []
    assert program.get(f"/customers/{customer.pk}?fields=retired")["retired"] is True
    assert Event.objects.filter(kind="party.retired", row=customer.pk, by=world.ana).count() == 1
    assert program.problem("DELETE", f"/customers/{customer.pk}", status=409) == ("not_current", [])


def test_pages_follow_each_other_without_a_gap(world: World) -> None:
    made = {person(world.ana, f"Cliente {letter}").pk for letter in "ABCDEFG"}
    program, seen, cursor = Program(world.ana), [], ""
    for _ in range(4):
        page = program.get(f"/customers?sort=name&limit=2&cursor={cursor}")
        seen += [row["id"] for row in page["data"]]
        cursor = page["next"]
    assert (cursor, len(seen), set(seen)) == (None, 7, made)


def test_only_the_fields_asked_for_are_sent(world: World) -> None:
    customer = person(world.ana, city="Cali")
    program = Program(world.ana)
    assert program.get("/customers?fields=name,city")["data"] == [
        {"id": customer.pk, "name": "Sofía Gárate", "city": "Cali"}
    ]
    assert program.problem("GET", "/customers?fields=name,nick", status=422) == (
        "invalid",
        [("fields", "unknown_field")],
    )


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("limit=1001", [("limit", "out_of_range")]),
        ("limit=0", [("limit", "out_of_range")]),
        ("cursor=zzz", [("cursor", "bad_cursor")]),
        ("sort=shoe_size", [("sort", "bad_order")]),
        ("sort=trait:shoe_size", [("sort", "bad_order")]),
        ("pais=CO", [("pais", "unknown_parameter")]),
        ("areas=LOYAL", [("0", "bad_value")]),
        ("created_from=ayer", [("created_from", "bad_date")]),
    ],
)
def test_a_filter_that_is_none_is_refused(world: World, query: str, errors: list[tuple[str, str]]) -> None:
    assert Program(world.ana).problem("GET", f"/customers?{query}", status=422) == ("invalid", errors)


def test_filters_hold_together(world: World) -> None:
    person(world.ana, "Ana Paz", city="Cali")
    wanted = person(world.ana, "Beto Gárate", city="Medellín")
    person(world.bruno, "Caro Gárate", city="Medellín")
    page = Program(world.bruno).get(f"/customers?q=garate&cities=Medellín&owners={world.ana.pk}&fields=name")
    assert page["data"] == [{"id": wanted.pk, "name": "Beto Gárate"}]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_and_three(world: World, count: int, django_assert_num_queries: object) -> None:
    for number in range(count):
        person(world.ana, f"Cliente {number}")
    program = Program(world.ana)
    program.get("/customers")  # the key's first use is written down
    with django_assert_num_queries(5):  # type: ignore[operator]  # the fixture: key, roles, current run, company, cards
        assert len(program.get("/customers")["data"]) == count


def test_own_fields_are_told_alike_when_a_customer_is_new_and_when_it_changes(world: World) -> None:
    for name in ("Zona", "Ruta"):
        add_custom_field(of="TEXT", details=FieldDetails(name), by=world.diego)
    add_custom_field(of="TEXT", details=FieldDetails("Rubro", party_kinds=("ORGANIZATION",)), by=world.diego)
    program = Program(world.ana)
    bare = program.post("/customers", {"given_name": "Ana"})
    assert bare["custom"] == {"zona": None, "ruta": None}
    some = program.post("/customers", {"given_name": "Eva", "custom": {"zona": "norte"}})
    assert some["custom"] == {"zona": "norte", "ruta": None}
    changed = program.answer("PATCH", f"/customers/{bare['id']}", {"city": "Cali", "version": 1})
    assert changed["custom"] == bare["custom"]
