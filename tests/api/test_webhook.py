"""Webhooks: signed, in order, again until they arrive, told again on request, never inside our own network unless allowed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from receiver import Receiver
from rest import DAY, Program, person
from world import World

from lazo.api.webhooks.delivery import MOST_FAILURES, deliver_due, wait_after
from lazo.api.webhooks.post import Letterbox, UnableToPost
from lazo.api.webhooks.queue import is_due
from lazo.api.webhooks.signature import is_signed, sign
from lazo.identify.operations.note import add_note
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event, User, Webhook, WebhookDelivery, WebhookPause
from lazo.kernel.operations.webhook import (
    UnableToReplay,
    UnableToSaveWebhook,
    add_webhook,
    change_webhook,
    pause_webhook,
    replay_webhook,
    resume_webhook,
)

pytestmark = pytest.mark.django_db

HERE = Letterbox(allow_private=True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as found:
        yield found


def told(receiver: Receiver, user: User, *kinds: str) -> Webhook:
    made = add_webhook(user=user, url=receiver.url, kinds=kinds, by=user, allow_private=True)
    receiver.secret = made.secret
    return made.webhook


def deliver(letterbox: Letterbox = HERE, *, later: timedelta = timedelta(0)) -> dict[str, int]:
    return deliver_due(NullContext(), post=letterbox.post, now=lambda: timezone.now() + later)


def test_what_happens_arrives_signed_and_in_order(world: World, receiver: Receiver) -> None:
    webhook = told(receiver, world.ana)
    customer = person(world.ana)
    add_note(party=customer, text="Secreto de Sofía", by=world.ana, on=DAY)
    assert is_due()
    assert deliver() == {"delivered": 1, "failed": 0}
    letter = receiver.letters[0]
    assert [event["kind"] for event in letter["events"]] == ["webhook.added", "party.added", "note.added"]
    assert receiver.events == sorted(receiver.events)
    assert (receiver.forged, "Secreto" in str(letter), "Gárate" in str(letter)) == (0, False, False)
    assert receiver.headers[0]["Lazo-Delivery"] == str(letter["delivery"])
    webhook.refresh_from_db()
    assert webhook.position == receiver.events[-1]
    assert not is_due()
    assert deliver() == {"delivered": 0, "failed": 0}


def test_only_the_kinds_asked_for_are_told(world: World, receiver: Receiver) -> None:
    told(receiver, world.ana, "note.added")
    customer = person(world.ana)
    assert deliver()["delivered"] == 0
    add_note(party=customer, text="Hola", by=world.ana, on=DAY)
    deliver()
    assert [event["kind"] for letter in receiver.letters for event in letter["events"]] == ["note.added"]


def test_a_webhook_is_told_what_its_person_may_see(world: World, receiver: Receiver) -> None:
    told(receiver, world.carla)
    person(world.ana)
    deliver()
    assert [event["kind"] for letter in receiver.letters for event in letter["events"]] == ["webhook.added"]


def test_a_letter_that_fails_waits_longer_each_time_and_keeps_its_number(world: World, receiver: Receiver) -> None:
    webhook = told(receiver, world.ana)
    receiver.failing = 2
    assert deliver() == {"delivered": 0, "failed": 1}
    assert deliver() == {"delivered": 0, "failed": 0}
    assert deliver(later=timedelta(seconds=6)) == {"delivered": 0, "failed": 1}
    person(world.ana)
    assert deliver(later=timedelta(minutes=1))["delivered"] == 2
    first, second = receiver.letters
    assert (len(first["events"]), len(second["events"])) == (1, 1)
    held = WebhookDelivery.objects.order_by("pk")[0]
    assert (held.pk, held.attempts, held.status, held.problem) == (first["delivery"], 3, 204, "")
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.next_try_at) == (0, None)


def test_after_too_many_failures_it_is_paused_and_loses_nothing(world: World, receiver: Receiver) -> None:
    webhook = told(receiver, world.ana)
    Webhook.objects.update(failures=MOST_FAILURES - 1)
    receiver.failing = 1
    deliver()
    pause = WebhookPause.objects.get()
    assert (pause.webhook_id, pause.by) == (webhook.pk, None)
    assert Event.objects.filter(kind="webhook.paused", by=None, data__failures=MOST_FAILURES).count() == 1
    assert deliver(later=timedelta(days=2)) == {"delivered": 0, "failed": 0}
    resume_webhook(webhook=webhook, by=world.ana)
    person(world.ana)
    deliver()
    assert [event["kind"] for letter in receiver.letters for event in letter["events"]] == [
        "webhook.added",
        "webhook.resumed",
        "party.added",
    ]


def test_everything_from_an_event_on_is_told_again(world: World, receiver: Receiver) -> None:
    webhook = told(receiver, world.ana, "party.added")
    for name in ("Ana Paz", "Beto Gil", "Caro Ruiz"):
        person(world.ana, name)
    deliver()
    numbers = receiver.events
    replay_webhook(webhook=webhook, from_event=numbers[1], by=world.ana)
    deliver()
    assert receiver.events == [*numbers, *numbers[1:]]
    assert receiver.letters[0]["delivery"] != receiver.letters[1]["delivery"]
    with pytest.raises(UnableToReplay, match="bad_event"):
        replay_webhook(webhook=webhook, from_event=10**9, by=world.ana)
    with pytest.raises(UnableToReplay, match="not_allowed"):
        replay_webhook(webhook=webhook, from_event=1, by=world.bruno)


def test_who_is_gone_is_told_nothing(world: World, receiver: Receiver) -> None:
    told(receiver, world.ana)
    world.ana.is_active = False
    world.ana.save()
    assert deliver() == {"delivered": 0, "failed": 0}


def test_an_address_of_our_own_network_is_not_called(world: World, receiver: Receiver) -> None:
    told(receiver, world.ana)
    assert deliver(Letterbox()) == {"delivered": 0, "failed": 1}
    assert (receiver.letters, WebhookDelivery.objects.get().problem) == ([], "private_address")


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST.", "tienda.localhost", "caja.local", "crm.internal", "nas.lan", "servidor", "127.1", "2130706433",
     "0x7f.0.0.1", "0177.0.0.1", "[::1]", "10.0.0.8", "169.254.169.254", "[::ffff:192.168.0.1]"],
)  # fmt: skip
def test_an_address_of_a_private_network_is_refused_when_it_is_written(world: World, host: str) -> None:
    with pytest.raises(UnableToSaveWebhook, match="private_address"):
        add_webhook(user=world.ana, url=f"http://{host}:8080/lazo", kinds=[], by=world.ana)
    held = add_webhook(user=world.ana, url="https://receptor.example/lazo", kinds=[], by=world.ana).webhook
    with pytest.raises(UnableToSaveWebhook, match="private_address"):
        change_webhook(webhook=held, url=f"https://{host}/", kinds=[], by=world.ana)
    assert change_webhook(webhook=held, url=f"https://{host}/", kinds=[], by=world.ana, allow_private=True).url


def test_programs_read_why_a_private_address_is_refused_and_how_to_allow_it(world: World, settings: Any) -> None:
    program = Program(world.ana)
    said = {"url": "http://10.0.0.8/lazo"}
    found = program.answer("POST", "/webhooks", said, status=422)
    assert [(one["field"], one["code"]) for one in found["errors"]] == [("/url", "private_address")]
    assert "LAZO_WEBHOOKS_PRIVATE" in found["detail"]
    settings.LAZO_WEBHOOKS_PRIVATE = True
    assert program.post("/webhooks", said)["url"] == said["url"]


def test_a_redirection_is_an_answer_and_is_not_followed(world: World, receiver: Receiver) -> None:
    told(receiver, world.ana)
    receiver.redirecting = True
    assert deliver() == {"delivered": 0, "failed": 1}
    assert (len(receiver.letters), WebhookDelivery.objects.get().status) == (1, 307)


def test_nobody_there_is_a_failure_with_a_name(receiver: Receiver) -> None:
    with pytest.raises(UnableToPost, match="no_connection"):
        HERE.post("http://127.0.0.1:1/", b"{}", {})
    with pytest.raises(UnableToPost, match="unknown_host"):
        HERE.post("http://nadie.invalid./", b"{}", {})


def test_a_signature_is_of_the_body_the_secret_and_the_moment() -> None:
    header = sign(b'{"a":1}', secret="s", at=1000)
    assert header == "t=1000,v1=" + header.partition("v1=")[2]
    assert is_signed(b'{"a":1}', header, secret="s", at=1200)
    assert not is_signed(b'{"a":2}', header, secret="s", at=1200)
    assert not is_signed(b'{"a":1}', header, secret="t", at=1200)
    assert not is_signed(b'{"a":1}', header, secret="s", at=1400)
    assert not is_signed(b'{"a":1}', "v1=x", secret="s", at=1000)


def test_waiting_grows_to_an_hour() -> None:
    assert [wait_after(failures).total_seconds() for failures in (1, 2, 3, 10, 11, 40)] == [5, 10, 20, 2560, 3600, 3600]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://a.example/",
        "http://",
        "https://user:key@a.example/",
        "javascript:alert(1)",
        "http://a b/",
        "http://[x/",
    ],
)
def test_what_is_no_address_is_refused(world: World, url: str) -> None:
    with pytest.raises(UnableToSaveWebhook, match="bad_url"):
        add_webhook(user=world.ana, url=url, kinds=[], by=world.ana)


def test_webhooks_by_program(world: World) -> None:
    program, other = Program(world.ana), Program(world.carla)
    made = program.post("/webhooks", {"url": "https://receptor.example/lazo", "kinds": ["party.added"]})
    assert made["secret"].startswith("whsec_")
    assert "secret" not in program.get(f"/webhooks/{made['id']}")
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/pause"), ("GET", "/deliveries")):
        body = {} if method == "POST" else None
        assert other.problem(method, f"/webhooks/{made['id']}{path}", body, status=404)[0] == "not_found"
    assert program.post(f"/webhooks/{made['id']}/pause")["paused"] is True
    assert program.answer("DELETE", f"/webhooks/{made['id']}/pause")["paused"] is False
    changed = program.answer("PUT", f"/webhooks/{made['id']}", {"url": "https://otro.example/"})
    assert (changed["url"], changed["kinds"]) == ("https://otro.example/", [])
    assert program.problem("PUT", f"/webhooks/{made['id']}", {"url": "ftp://x"}, status=422)[1] == [("/url", "bad_url")]
    undo = program.answer("DELETE", f"/webhooks/{made['id']}")["undo"]
    assert Webhook.objects.count() == 0
    program.post("/undos", {"token": undo})
    again = Webhook.objects.get()
    assert (again.pk, again.secret, again.url) == (made["id"], made["secret"], "https://otro.example/")


def test_a_pause_by_hand_says_who(world: World, receiver: Receiver) -> None:
    webhook = told(receiver, world.ana)
    pause_webhook(webhook=webhook, by=world.ana)
    pause_webhook(webhook=webhook, by=world.ana)
    assert WebhookPause.objects.get().by == world.ana
    assert deliver() == {"delivered": 0, "failed": 0}
    with pytest.raises(UnableToSaveWebhook, match="not_allowed"):
        resume_webhook(webhook=webhook, by=world.bruno)
