"""A thousand at once: what becomes of each row, at a number of statements that does not grow."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest import Program, person
from world import World

from lazo.differentiate.models import CustomerCard
from lazo.identify.models import ContactPoint, Party, Purchase, SourceRecord
from lazo.identify.operations.party import edit_party
from lazo.identify.operations.suppression import remember_keys
from lazo.identify.operations.trait import define_trait
from lazo.identify.queries.search import search_parties
from lazo.kernel.models import Event
from lazo.kernel.workspace import Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]


def rows(count: int, start: int = 0, **more: Any) -> list[dict[str, Any]]:
    return [
        {
            "external_id": f"C-{number}",
            "given_name": f"Cliente {number}",
            "emails": [f"cliente{number}@correo.example"],
            "country": "CO",
            **more,
        }
        for number in range(start, start + count)
    ]


def sent(program: Program, *said: dict[str, Any], source: str = "Tienda") -> dict[str, Any]:
    told: dict[str, Any] = program.post("/customers/bulk", {"source": source, "rows": list(said)}, status=200)
    return told


def test_rows_are_made_once_and_then_brought_up_to_date(world: World) -> None:
    program = Program(world.ana)
    first = sent(program, *rows(3))
    assert [first[name] for name in ("created", "updated", "same", "rejected")] == [3, 0, 0, 0]
    assert sent(program, *rows(3))["same"] == 3
    again = sent(program, *rows(2, phones=["310 555 0147"]), *rows(1, 2), *rows(1, 3))
    assert [result["outcome"] for result in again["results"]] == ["updated", "updated", "same", "created"]
    assert [result["id"] for result in again["results"][:3]] == [result["id"] for result in first["results"]]
    party = Party.objects.get(pk=first["results"][0]["id"])
    assert (party.owner, party.team, party.version) == (world.ana, world.north, 1)
    assert sorted(ContactPoint.objects.filter(party=party).values_list("value", flat=True)) == [
        "+573105550147",
        "cliente0@correo.example",
    ]
    assert SourceRecord.objects.count() == 4


def test_a_changed_row_says_what_it_was(world: World) -> None:
    program = Program(world.ana)
    party = sent(program, *rows(1))["results"][0]["id"]
    sent(program, *rows(1, city="Cali", given_name="Clienta 0"))
    event = Event.objects.get(kind="party.edited", row=party)
    assert event.data["fields"] == ["city", "given_name", "name"]
    assert event.detail.before == {"city": "", "given_name": "Cliente 0", "name": "Cliente 0"}
    assert Party.objects.get(pk=party).version == 2


def test_lists_and_search_know_them_at_once(world: World) -> None:
    program = Program(world.ana)
    sent(program, *rows(3))
    sent(program, *rows(1, city="Cali", given_name="Óscar"))
    assert CustomerCard.objects.filter(name="Óscar", city="Cali").count() == 1
    assert [found.name for found in search_parties(user=world.ana, text="oscar")] == ["Óscar"]
    assert [found.name for found in search_parties(user=world.ana, text="C-2")] == ["Cliente 2"]


def test_a_bad_row_is_rejected_alone(world: World) -> None:
    bad = {"external_id": "C-9", "given_name": "", "emails": ["x@y.example", "nada"], "country": "QQ"}
    told = sent(Program(world.ana), *rows(1), bad, rows(1)[0])
    assert [result["outcome"] for result in told["results"]] == ["created", "rejected", "rejected"]
    errors = [(error["field"], error["code"]) for error in told["results"][1]["errors"]]
    assert errors == [("/rows/1/country", "unknown_country"), ("/rows/1/emails/1", "bad_email")]
    assert told["results"][2]["errors"][0]["code"] == "repeated"
    assert Party.objects.count() == 1


def test_a_customer_of_another_team_is_neither_changed_nor_told(world: World) -> None:
    mine = sent(Program(world.ana), *rows(1))["results"][0]["id"]
    told = sent(Program(world.carla), *rows(1, city="Cali"))
    assert told["results"][0]["outcome"] == "rejected"
    assert (told["results"][0]["id"], told["results"][0]["errors"][0]["code"]) == (None, "unknown_customer")
    assert Party.objects.get(pk=mine).city == ""


def test_what_a_person_wrote_stays(world: World) -> None:
    program = Program(world.ana)
    number = sent(program, *rows(1))["results"][0]["id"]
    edit_party(party=Party.objects.get(pk=number), version=1, changes={"city": "Medellín"}, by=world.ana)
    told = sent(program, *rows(1, city="Cali"))
    assert (told["results"][0]["outcome"], told["results"][0]["kept"]) == ("same", ["city"])
    assert Party.objects.get(pk=number).city == "Medellín"


def test_own_fields_are_the_sources_word(world: World) -> None:
    define_trait(name="Zona", of="TEXT", by=world.diego)
    program = Program(world.ana)
    number = sent(program, *rows(1, custom={"zona": "norte"}))["results"][0]["id"]
    assert sent(program, *rows(1, custom={"zona": "sur"}))["updated"] == 1
    trait = next(row for row in program.get(f"/customers/{number}/traits")["data"] if row["key"] == "zona")
    assert (trait["value"], trait["kind"], trait["source"]) == ("sur", "DECLARED", "Tienda")


@pytest.mark.parametrize("again", [False, True])
def test_statements_do_not_grow_with_the_rows(world: World, again: bool) -> None:
    program = Program(world.ana)
    sent(program, *rows(1, 900))  # the source, and the key's first use
    counts = []
    for count, start in ((2, 0), (60, 100)):
        if again:
            sent(program, *rows(count, start))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            sent(program, *rows(count, start, city="Cali", phones=[f"31055501{start % 90:02d}"]))
        counts.append(len(asked))
    # Thirty times the rows: SQLite takes an insert of many values in a few pieces.
    assert counts[0] <= counts[1] <= counts[0] + 3


def test_more_than_a_thousand_are_too_many(world: World) -> None:
    said = Program(world.ana).problem("POST", "/customers/bulk", {"source": "x", "rows": rows(1001)}, status=422)
    assert said == ("invalid", [("/rows", "too_many")])


def test_purchases_are_recorded_once(world: World) -> None:
    customer = person(world.ana)
    program = Program(world.ana)
    row = {
        "external_id": "F-1", "customer": customer.pk, "on": "2026-03-01", "currency": "COP", "amount": 1_500_00,
        "lines": [{"sku": "A-1", "quantity_milli": 2000, "amount": 1_500_00}],
    }  # fmt: skip
    made = program.post("/purchases", {"source": "Caja", **row})
    assert (made["amount"], made["lines"][0]["sku"]) == ({"amount": 150000, "currency": "COP"}, "A-1")
    assert program.post("/purchases", {"source": "Caja", **row}, status=200)["id"] == made["id"]
    other = program.problem("POST", "/purchases", {"source": "Caja", **row, "amount": 9}, status=409)
    assert other == ("differs", [("/external_id", "differs")])
    bulk = program.post("/purchases/bulk", {"source": "Caja", "rows": [row, {**row, "external_id": "F-2"}]}, status=200)
    assert [bulk[name] for name in ("created", "same", "rejected")] == [1, 1, 0]
    assert Purchase.objects.count() == 2
    assert [one["external_id"] for one in program.get(f"/customers/{customer.pk}/purchases")["data"]] == ["F-2", "F-1"]
    assert program.get("/products?sku=A-1")["data"][0]["sku"] == "A-1"


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"customer": 10**9}, ("/customer", "unknown_customer")),
        ({"customer": None}, ("/customer", "unknown_customer")),
        ({"currency": "MXN"}, ("/currency", "unknown_rate")),
        ({"currency": "ZZZ"}, ("/currency", "unknown_currency")),
        ({"amount": 2**70}, ("/amount", "out_of_range")),
        ({"on": "31/03/2026"}, ("/on", "bad_date")),
    ],
)
def test_a_purchase_that_cannot_be_is_told_by_the_field(
    world: World, said: dict[str, Any], error: tuple[str, str]
) -> None:
    customer = person(world.ana)
    row = {
        "source": "Caja",
        "external_id": "F-1",
        "customer": customer.pk,
        "on": "2026-03-01",
        "currency": "COP",
        "amount": 5,
    }
    assert Program(world.ana).problem("POST", "/purchases", row | said, status=422)[1] == [error]
    assert Purchase.objects.count() == 0


def test_purchases_of_another_team_are_nobodys_to_see(world: World) -> None:
    customer = person(world.ana)
    row = {
        "source": "Caja",
        "external_id": "F-1",
        "customer": customer.pk,
        "on": "2026-03-01",
        "currency": "COP",
        "amount": 5,
    }
    made = Program(world.ana).post("/purchases", row)
    carla = Program(world.carla)
    assert carla.problem("GET", f"/purchases/{made['id']}", status=404)[0] == "not_found"
    assert carla.problem("POST", "/purchases", row | {"external_id": "F-2"}, status=422)[1] == [
        ("/customer", "unknown_customer")
    ]


def test_who_was_erased_is_kept_out_alone_unless_let_in(world: World, workspace: Workspace) -> None:
    remember_keys(key="erased", keys=["cliente1@correo.example"], on=date(2026, 12, 1))
    told = sent(Program(world.ana), *rows(3))
    assert [one["outcome"] for one in told["results"]] == ["created", "rejected", "created"]
    assert [error["code"] for error in told["results"][1]["errors"]] == ["erased_before"]
    body = {"source": "Tienda", "rows": rows(3), "allow_erased": True}
    assert Program(world.ana).problem("POST", "/customers/bulk", body, status=403)[0] == "may_not_let_in"
    assert Program(world.diego).post("/customers/bulk", body, status=200)["created"] == 1


def test_one_alone_who_was_erased_is_refused_too(world: World, workspace: Workspace) -> None:
    remember_keys(key="erased", keys=["ana@correo.example"], on=date(2026, 12, 1))
    body: dict[str, Any] = {"given_name": "Ana", "emails": ["ana@correo.example"]}
    assert Program(world.diego).problem("POST", "/customers", body, status=409)[0] == "erased_before"
    assert not Party.objects.exists()
    assert (
        Program(world.ana).problem("POST", "/customers", body | {"allow_erased": True}, status=403)[0]
        == "may_not_let_in"
    )
    assert Program(world.diego).post("/customers", body | {"allow_erased": True})["given_name"] == "Ana"
