"""What a channel tells by program: recorded once, told by the field when it cannot be, seen by those who see the customer."""

from typing import Any

import pytest
from rest import Program, person
from world import World

from lazo.identify.models import Interaction
from lazo.kernel.models import Change, Event

pytestmark = pytest.mark.django_db

SAID: dict[str, Any] = {
    "source": "Mesa de ayuda", "external_id": "M-7", "on": "2026-03-01", "at": "2026-03-01T15:30:00Z",
    "channel": "whatsapp", "direction": "IN", "kind": "reclamo", "subject": "Llegó tarde", "text": "¿Dónde está? 😡",
}  # fmt: skip


def test_what_a_customer_said_is_recorded_once(world: World) -> None:
    customer = person(world.ana)
    program = Program(world.ana)
    said = SAID | {"customer": customer.pk}
    made = program.post("/interactions", said)
    assert {name: made[name] for name in ("customer", "channel", "direction", "kind", "subject", "text", "by")} == {
        "customer": customer.pk, "channel": "whatsapp", "direction": "IN", "kind": "reclamo", "subject": "Llegó tarde",
        "text": "¿Dónde está? 😡", "by": None,
    }  # fmt: skip
    assert program.post("/interactions", said, status=200)["id"] == made["id"]
    other = program.problem("POST", "/interactions", said | {"text": "Otra"}, status=409)
    assert other == ("differs", [("/external_id", "differs")])
    assert program.get(f"/interactions/{made['id']}") == made
    assert program.get(f"/customers/{customer.pk}/interactions")["data"] == [made]
    assert Event.objects.get(kind="interactions.recorded").data["party"] == customer.pk
    assert Change.objects.filter(table="interactions").count() == 1


def test_many_at_once_each_with_its_outcome(world: World) -> None:
    customer = person(world.ana)
    row = {name: value for name, value in SAID.items() if name != "source"} | {"customer": customer.pk}
    bare = {"customer": customer.pk, "on": "2026-03-01"}
    rows = [row, row, bare, bare, row | {"external_id": "M-8", "customer": 10**9}]
    said = Program(world.ana).post("/interactions/bulk", {"source": "Mesa", "rows": rows}, status=200)
    assert [one["outcome"] for one in said["results"]] == ["created", "rejected", "created", "created", "rejected"]
    assert [one["errors"][0]["field"] for one in said["results"] if one["errors"]] == [
        "/rows/1/external_id",
        "/rows/4/customer",
    ]
    assert Interaction.objects.count() == 3


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"customer": 10**9}, ("/customer", "unknown_customer")),
        ({"direction": "UP"}, ("/direction", "bad_choice")),
        ({"on": "2999-01-01"}, ("/on", "future")),
        ({"text": "x" * 20_001}, ("/text", "too_long")),
        ({"source": "¡!"}, ("/source", "no_source")),
        ({"at": "ayer"}, ("/at", "bad_date")),
    ],
)
def test_what_cannot_be_is_told_by_the_field(world: World, said: dict[str, Any], error: tuple[str, str]) -> None:
    customer = person(world.ana)
    found = Program(world.ana).problem("POST", "/interactions", SAID | {"customer": customer.pk} | said, status=422)
    assert found[1][0][0] == error[0]
    assert not Interaction.objects.exists()


def test_interactions_of_another_team_are_not_there(world: World) -> None:
    customer = person(world.ana)
    made = Program(world.ana).post("/interactions", SAID | {"customer": customer.pk})
    other = Program(world.carla)
    assert other.problem("GET", f"/interactions/{made['id']}", status=404)[0] == "not_found"
    said = other.problem("POST", "/interactions", SAID | {"customer": customer.pk, "external_id": "X"}, status=422)
    assert said[1] == [("/customer", "unknown_customer")]
    reading = Program(world.ana, ("customers:read",))
    assert reading.problem("POST", "/interactions", SAID | {"customer": customer.pk}, status=403)[0] == "no_scope"


def test_statements_do_not_grow_with_the_rows(world: World, django_assert_max_num_queries: Any) -> None:
    customer = person(world.ana)
    rows = [
        {"customer": customer.pk, "on": "2026-03-01", "external_id": f"M-{number}", "text": "Hola"}
        for number in range(500)
    ]
    program = Program(world.ana)
    with django_assert_max_num_queries(35):
        assert program.post("/interactions/bulk", {"source": "Mesa", "rows": rows}, status=200)["created"] == 500
