"""Ways of contact by program: read, marked, and told what came of them."""

from typing import Any

import pytest
from rest import Program, person
from world import World

from lazo.identify.models import ContactOutcome, ContactPoint

pytestmark = pytest.mark.django_db


def outcome(text: str, what: str = "HARD_BOUNCE", **said: Any) -> dict[str, Any]:
    told = {"kind": "EMAIL", "text": text, "outcome": what, "channel": "email", "happened_at": "2026-03-02T10:00:00Z"}
    return {**told, **said}


def test_what_is_known_of_each_way_and_what_came_of_it(world: World) -> None:
    customer = person(world.ana, emails=["Sofia.Garate@gmail.com", "ventas@x.cl", "s@gmial.com"], country="CL")
    program = Program(world.ana)
    rows = [
        outcome("sofiagarate+x@gmail.com", reference="m1", evidence="550 5.1.1"),
        outcome("ventas@x.cl", "DELIVERED"),
        outcome("otro@x.cl"),
        outcome("no es correo"),
        outcome("ventas@x.cl", "WRONG_PERSON"),
    ]
    results = program.post("/contact-outcomes", {"rows": rows})["results"]
    assert [(one["row"], one["status"], one["code"], bool(one["message"])) for one in results] == [
        (0, "kept", "", False),
        (1, "unneeded", "", False),
        (2, "refused", "unknown_contact", True),
        (3, "refused", "bad_contact", True),
        (4, "refused", "party_needed", True),
    ]
    assert results[0]["customers"] == [customer.pk]
    assert program.post("/contact-outcomes", {"rows": rows[:1]})["results"][0]["status"] == "known"
    assert ContactOutcome.objects.count() == 1
    told = program.get(f"/customers/{customer.pk}/contact-points")["data"]
    names = ("value", "state", "why", "is_first", "is_shared", "meant", "source")
    assert [tuple(one[name] for name in names) for one in told] == [
        ("ventas@x.cl", "USABLE", "", True, True, "", ""),
        ("s@gmial.com", "DOUBTFUL", "", False, False, "s@gmail.com", ""),
        ("sofia.garate@gmail.com", "DEAD", "HARD_BOUNCE", False, False, "", ""),
    ]
    assert told[2]["key"] == "sofiagarate@gmail.com"


def test_marks_are_made_and_taken_back(world: World) -> None:
    customer = person(world.ana, emails=["sofia@x.cl"])
    program, point = Program(world.ana), ContactPoint.objects.get()
    address = f"/customers/{customer.pk}/contact-points/{point.pk}"
    for mark, body, field, value in (
        ("verification", {"how": "CODE"}, "verified_how", "CODE"),
        ("preference", {}, "is_preferred", True),
        ("disowning", {}, "state", "DEAD"),
    ):
        token = program.post(f"{address}/{mark}", body)["undo"]
        assert program.get(f"/customers/{customer.pk}/contact-points")["data"][0][field] == value
        program.post("/undos", {"token": token})
        assert program.get(f"/customers/{customer.pk}/contact-points")["data"][0][field] != value


def test_who_does_not_see_the_customer_finds_nothing(world: World) -> None:
    customer = person(world.ana, emails=["sofia@x.cl"])
    program, point = Program(world.carla), ContactPoint.objects.get()
    address = f"/customers/{customer.pk}/contact-points"
    assert program.problem("GET", address, status=404)[0] == "not_found"
    for mark in ("verification", "preference", "disowning"):
        assert program.problem("POST", f"{address}/{point.pk}/{mark}", {}, status=404)[0] == "not_found"
    (result,) = program.post("/contact-outcomes", {"rows": [outcome("sofia@x.cl")]})["results"]
    assert (result["status"], result["code"]) == ("refused", "unknown_contact")
    reader = Program(world.ana, ["customers:read"])
    assert reader.problem("POST", "/contact-outcomes", {"rows": [outcome("sofia@x.cl")]}, status=403)[0] == "no_scope"
    assert not ContactOutcome.objects.exists()


def test_names_in_networks_are_written_and_read(world: World) -> None:
    program = Program(world.ana)
    said = {"given_name": "Sofía", "handles": ["instagram.com/Sofi"], "addresses": ["Cl 45 # 12-30"], "country": "CO"}
    made = program.post("/customers", said)
    assert (made["handles"], made["addresses"]) == (["Instagram: @sofi"], ["Cl 45 # 12-30"])
    wrong = program.problem("POST", "/customers", {**said, "handles": ["nada"]}, status=422)
    assert wrong == ("bad_handle", [("/handles/0", "bad_handle")])
    found = program.answer("POST", "/duplicates", {"handles": ["nada que leer", "Instagram: sofi"]})["data"]
    assert [(one["id"], one["why"]) for one in found] == [(made["id"], "handle")]
    row = {"external_id": "7", "given_name": "Sofía", "handles": ["X: @sofi"], "country": "CO"}
    program.answer("POST", "/customers/bulk", {"source": "Tienda", "rows": [row, {**row, "external_id": "8"}]})
    assert list(ContactPoint.objects.filter(kind="X").values_list("key", "source__name")) == [("sofi", "Tienda")] * 2
