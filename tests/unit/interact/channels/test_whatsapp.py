"""WhatsApp by the Cloud API, against a server that speaks as documented."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from outboxed import AT, customers, messages, template
from whatsapp_server import BUSINESS, NUMBER, SECRET, TOKEN, VERIFY, WhatsAppServer, signed, told
from world import World, make_world

from lazo.identify.models import ContactPoint, Interaction, Party
from lazo.interact.channels.secret import encipher
from lazo.interact.channels.whatsapp.prices import price_of
from lazo.interact.inbound import inbound_path
from lazo.interact.models import ChannelAccount, DeliveryReport, Message, ProviderTemplate
from lazo.interact.operations.provider_template import sync_templates
from lazo.interact.queries.message_price import Estimate, estimate_cost
from lazo.interact.sending.results import messages_source
from lazo.interact.sending.sender import Sender
from lazo.kernel.jobs import NullContext
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
APPROVED = {"es": {"body": "Hola {{ nombre }}", "details": {"name": "cafe_nuevo", "language": "es_CO", "parameters": ['{{ nombre | "cliente" }}']}}}  # fmt: skip


@pytest.fixture
def world(workspace: Workspace) -> World:
    assert workspace.exists()
    return make_world()


def whatsapp(url: str = "http://127.0.0.1:9/v24.0") -> ChannelAccount:
    secret = {"access_token": TOKEN, "app_secret": SECRET, "verify_token": VERIFY}
    return ChannelAccount.objects.create(
        channel="whatsapp",
        provider="cloud_api",
        name="WhatsApp",
        options={"phone_number_id": NUMBER, "business_account_id": BUSINESS, "api_url": url},
        secret=encipher(secret),
        currency="USD",
    )


def approved(account: ChannelAccount, state: str = "APPROVED") -> None:
    ProviderTemplate.objects.create(
        account=account, name="cafe_nuevo", language="es_CO", category="MARKETING", state=state, synced_at=AT
    )


def send() -> dict[str, int]:
    return Sender(now=lambda: AT, context=NullContext()).run(seconds=3)


def hook(account: ChannelAccount, body: dict[str, Any], secret: str = SECRET) -> int:
    content, signature = signed(body, secret)
    response = Client().post(
        inbound_path(account.pk), content, content_type="application/json", headers={"X-Hub-Signature-256": signature}
    )
    return response.status_code


def said(text: str, *, at: datetime = AT, **more: Any) -> dict[str, Any]:
    message = {"id": "wamid.IN1", "timestamp": str(int(at.timestamp())), "type": "text", "text": {"body": text}, **more}
    contact = {"profile": {"name": "Clara"}, "user_id": "CO.13491208655302741918"}
    if "from" in more:
        contact["wa_id"] = more["from"]
    return told(contacts=[contact], messages=[message])


def test_an_approved_template_leaves_with_its_places_filled_and_its_cost(world: World) -> None:
    with WhatsAppServer() as server:
        account = whatsapp(server.url)
        approved(account)
        rows = messages(customers(1, kind="PHONE"), account=account, version=template(channel="whatsapp", **APPROVED))
        assert send() == {"sent": 1}
    body = server.sent[0]
    assert (body["to"], body["biz_opaque_callback_data"]) == ("573005550000", rows[0].key)
    assert body["template"] == {
        "name": "cafe_nuevo",
        "language": {"code": "es_CO"},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": "Clara0"}]}],
    }
    row = Message.objects.get()
    assert (row.provider_id, row.cost_millis) == ("wamid.0001", 1_250)
    assert Interaction.objects.get().text == "Hola Clara0"


@pytest.mark.parametrize(("state", "problem"), [("PENDING", "not_approved"), ("REJECTED", "not_approved")])
def test_a_template_that_is_not_approved_does_not_leave(world: World, state: str, problem: str) -> None:
    account = whatsapp()
    approved(account, state)
    messages(customers(1, kind="PHONE"), account=account, version=template(channel="whatsapp", **APPROVED))
    assert send() == {"failed": 1}
    assert Message.objects.get().problem == problem


@pytest.mark.parametrize(("hours", "ended"), [(23, {"sent": 1}), (25, {"failed": 1})])
def test_free_words_reach_who_wrote_within_a_day(world: World, hours: int, ended: dict[str, int]) -> None:
    with WhatsAppServer() as server:
        account = whatsapp(server.url)
        (party,) = customers(1, kind="PHONE")
        at = AT - timedelta(hours=hours)
        Interaction.objects.create(
            party=party, source=messages_source(), channel="whatsapp", direction="IN", occurred_on=at.date(), occurred_at=at
        )  # fmt: skip
        version = template(channel="whatsapp", purpose="service", es={"body": "Ya va en camino, {{ nombre }}."})
        messages([party], account=account, version=version, lane=0)
        assert send() == ended
    assert [one["text"]["body"] for one in server.sent] == (["Ya va en camino, Clara0."] if hours == 23 else [])


def test_who_shows_no_number_is_written_to_by_identity(world: World) -> None:
    with WhatsAppServer() as server:
        account = whatsapp(server.url)
        approved(account)
        (party,) = customers(1, kind="PHONE")
        ContactPoint.objects.filter(party=party).update(kind="WHATSAPP", value="CO.1349", key="co.1349")
        messages([party], account=account, version=template(channel="whatsapp", **APPROVED))
        assert send() == {"sent": 1}
    assert (server.sent[0]["recipient"], "to" in server.sent[0]) == ("CO.1349", False)


def test_a_lost_answer_is_settled_by_the_status_that_tells_our_key(world: World) -> None:
    with WhatsAppServer(answers=[None]) as server:
        account = whatsapp(server.url)
        approved(account)
        (row,) = messages(customers(1, kind="PHONE"), account=account, version=template(channel="whatsapp", **APPROVED))
        assert send() == {"doubtful": 1}
    status = {"id": "wamid.X", "status": "delivered", "timestamp": str(int(AT.timestamp())), "recipient_id": "573005550000", "biz_opaque_callback_data": row.key}  # fmt: skip
    assert hook(account, told(statuses=[status])) == 200
    row.refresh_from_db()
    assert (row.state, row.provider_id) == ("SENT", "wamid.X")
    assert DeliveryReport.objects.get().kind == "DELIVERED"
    assert hook(account, told(statuses=[status])) == 200
    assert DeliveryReport.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "state", "problem"),
    [
        ((400, {"error": {"code": 131026, "message": "undeliverable"}}), "FAILED", "bad_address"),
        ((400, {"error": {"code": 132001, "message": "no template"}}), "FAILED", "not_approved"),
        ((429, {"error": {"code": 130429, "message": "rate"}}), "QUEUED", ""),
        ((500, {}), "QUEUED", ""),
    ],
)
def test_a_refusal_is_understood(world: World, answer: Any, state: str, problem: str) -> None:
    with WhatsAppServer(answers=[answer]) as server:
        account = whatsapp(server.url)
        approved(account)
        messages(customers(1, kind="PHONE"), account=account, version=template(channel="whatsapp", **APPROVED))
        send()
    row = Message.objects.get()
    assert (row.state, row.problem) == (state, problem)


def test_a_token_that_is_refused_stops_the_account(world: World) -> None:
    with WhatsAppServer(answers=[(401, {"error": {"code": 190, "message": "expired"}})]) as server:
        account = whatsapp(server.url)
        approved(account)
        messages(customers(1, kind="PHONE"), account=account, version=template(channel="whatsapp", **APPROVED))
        send()
    assert account.pause.why == "bad_login"
    assert Message.objects.get().state == "QUEUED"


def test_what_a_customer_writes_is_an_interaction_of_theirs_once(world: World) -> None:
    account = whatsapp()
    (party,) = customers(1, kind="PHONE")
    body = said("¿Tienen molido?", **{"from": "573005550000", "from_user_id": "CO.13491208655302741918"})
    assert [hook(account, body), hook(account, body)] == [200, 200]
    spoken = Interaction.objects.get()
    assert (spoken.party, spoken.direction, spoken.text, spoken.occurred_at) == (party, "IN", "¿Tienen molido?", AT)
    assert ContactPoint.objects.get(party=party, kind="WHATSAPP").value == "CO.13491208655302741918"


def test_somebody_without_a_number_whom_nobody_knows_is_kept(world: World) -> None:
    assert hook(whatsapp(), said("Hola", from_user_id="CO.13491208655302741918")) == 200
    party = Party.objects.get()
    assert (party.name, party.contact_points.get().kind) == ("Clara", "WHATSAPP")


def test_a_call_that_is_not_signed_is_refused(world: World) -> None:
    account = whatsapp()
    assert hook(account, said("Hola", **{"from": "573005550000"}), secret="otro") == 403
    assert not Interaction.objects.exists()


def test_the_address_is_verified_by_the_token_that_was_agreed_on(world: World) -> None:
    path = inbound_path(whatsapp().pk)
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY}
    assert Client().get(path, asked).content == b"1158201444"
    assert Client().get(path, {**asked, "hub.verify_token": "x"}).status_code == 403


def test_templates_are_told_with_what_became_of_their_review(world: World) -> None:
    kept = {"name": "cafe_nuevo", "language": "es_CO", "status": "APPROVED", "category": "MARKETING", "components": [{"type": "BODY", "text": "Hola {{1}}, {{2}}"}]}  # fmt: skip
    refused = {**kept, "name": "otra", "status": "REJECTED", "rejected_reason": "PROMOTIONAL"}
    with WhatsAppServer(templates=[kept, refused]) as server:
        account = whatsapp(server.url)
        assert sync_templates(account=account, by=world.diego, at=AT) == 2
        server.templates = [kept]
        assert sync_templates(account=account, by=world.diego, at=AT + timedelta(hours=1)) == 1
    told_of = {one.name: (one.state, one.parameters, one.reason) for one in ProviderTemplate.objects.all()}
    assert told_of == {"cafe_nuevo": ("APPROVED", 2, ""), "otra": ("GONE", 2, "PROMOTIONAL")}


def test_what_a_campaign_costs_is_told_before_it_leaves(world: World) -> None:
    account, version = whatsapp(), template(channel="whatsapp", **APPROVED)
    approved(account)
    parties = [one.pk for one in (*customers(3), *customers(2, country="MX", start=3))]
    told_cost = estimate_cost(account=account, version=version, parties=parties, on=AT.date())
    assert told_cost == Estimate(messages=5, amount=10, currency="USD", unknown=0)
    account.price, account.currency = 5_000, "COP"
    assert estimate_cost(account=account, version=version, parties=parties, on=AT.date()).amount == 25


def test_prices_are_dated_and_what_is_not_known_is_not_invented() -> None:
    before, after = date(2026, 9, 30), date(2026, 11, 30)
    assert price_of("CO", "MARKETING", is_in_window=False, on=after) == 1_250
    assert price_of("XX", "UTILITY", is_in_window=False, on=after) == 1_130
    assert price_of("CO", "UTILITY", is_in_window=True, on=before) == 0
    assert price_of("CO", "UTILITY", is_in_window=True, on=after) == 80
    assert price_of("CO", "SERVICE", is_in_window=True, on=before) == 0
    assert price_of("CO", "SERVICE", is_in_window=True, on=after) is None
    assert price_of("CO", "MARKETING", is_in_window=False, on=date(2024, 1, 1)) is None
    assert AT.tzinfo is UTC
