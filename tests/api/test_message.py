"""Messages by program: put into the outbox once, read by who sees the customer, told what became of them."""

import pytest
from outboxed import AT, email_account, messages, template
from rest import Program, person
from world import World

from lazo.interact.models import DeliveryReport, Message
from lazo.kernel.models import Event

pytestmark = pytest.mark.django_db


def test_a_message_is_put_into_the_outbox_once(world: World) -> None:
    account, version, customer = email_account(1), template(purpose="service"), person(world.ana)
    program = Program(world.ana)
    said = {"key": "pedido-7", "customer": customer.pk, "template": version.template_id, "data": {"pedido": 7}}
    made = program.post("/messages", said)
    assert (made["state"], made["lane"], made["key"]) == ("QUEUED", 0, "own:pedido-7")
    assert program.post("/messages", said)["id"] == made["id"]
    row = Message.objects.get()
    assert (row.account, row.data, row.purpose) == (account, {"pedido": 7}, "service")
    assert program.get(f"/messages/{row.pk}") == made
    assert Event.objects.get(kind="message.queued").data["party"] == customer.pk


def test_advertising_waits_its_turn_unless_it_is_said_otherwise(world: World) -> None:
    email_account(1)
    version, customer, program = template(purpose="marketing"), person(world.ana), Program(world.ana)
    said = {"customer": customer.pk, "template": version.template_id}
    assert program.post("/messages", said | {"key": "a"})["lane"] == 1
    assert program.post("/messages", said | {"key": "b", "transactional": True})["lane"] == 0
    other = {"customer": customer.pk, "template": template(purpose="service", name="Aviso").template_id}
    assert program.post("/messages", other | {"key": "c", "transactional": False})["lane"] == 1


def test_what_cannot_be_sent_is_told_by_the_field(world: World) -> None:
    customer, version = person(world.ana), template()
    program = Program(world.ana)
    said = {"key": "a", "customer": customer.pk, "template": version.template_id}
    assert program.problem("POST", "/messages", said, status=422) == ("invalid", [("/account", "unknown_account")])
    email_account(1)
    wrong = program.problem("POST", "/messages", {**said, "template": 10**9}, status=422)
    assert wrong == ("invalid", [("/template", "unknown_template")])
    naive = program.problem("POST", "/messages", {**said, "due_at": "2026-12-01T10:00:00"}, status=422)
    assert naive == ("invalid", [("/due_at", "no_zone")])
    stranger = Program(world.carla).problem("POST", "/messages", said, status=422)
    assert stranger == ("invalid", [("/customer", "unknown_customer")])


def test_messages_and_their_reports_are_for_who_sees_the_customer(world: World) -> None:
    account, version, customer = email_account(1), template(), person(world.ana)
    (row,) = messages([customer], account=account, version=version)
    DeliveryReport.objects.create(account=account, event="e", message=row.pk, kind="OPENED", is_machine=True, at=AT)
    ana, carla = Program(world.ana), Program(world.carla)
    assert [one["id"] for one in ana.get("/messages")["data"]] == [row.pk]
    assert ana.get(f"/messages/{row.pk}/reports")["data"][0] | {"at": None} == {
        "kind": "OPENED", "at": None, "machine": True, "code": "",
    }  # fmt: skip
    assert carla.get("/messages")["data"] == []
    assert carla.ask("GET", f"/messages/{row.pk}").status_code == 404
    assert carla.ask("GET", f"/messages/{row.pk}/reports").status_code == 404


def test_templates_are_listed_with_their_languages(world: World) -> None:
    version = template()
    (told,) = Program(world.ana).get("/message-templates")["data"]
    assert (told["id"], told["version"], told["languages"]) == (version.template_id, 1, ["es"])
