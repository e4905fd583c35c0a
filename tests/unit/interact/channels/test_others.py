"""Letters and files, providers by their own doors, and what everything costs."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from outboxed import AT, allow, customers, email_account, messages, template
from world import World, make_world

from lazo.customize.models import MoneyEntry
from lazo.identify.models import ConsentEntry, Party
from lazo.interact.channels.file.store import as_csv, kept, place, safe
from lazo.interact.channels.letter.pdf import address_sheet, letters_pdf
from lazo.interact.channels.secret import UnableToDecipher, decipher, encipher
from lazo.interact.inbound import inbound_path
from lazo.interact.models import ChannelAccount, DeliveryReport, Message, MessageCost
from lazo.interact.operations.message_cost import book_message_costs
from lazo.interact.queries.template_check import FieldCheck, check_template
from lazo.interact.sending.sender import Sender
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Company
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
LETTER = {"es": {"subject": "Renovación", "body": 'Estimada {{ nombre | "cliente" }}:\n\nSu plan vence #pronto. $x$ *a*'}}  # fmt: skip


@pytest.fixture
def world(workspace: Workspace) -> World:
    assert workspace.exists()
    return make_world()


def send() -> dict[str, int]:
    return Sender(now=lambda: AT, context=NullContext()).run(seconds=3)


def test_letters_are_kept_once_and_printed_as_pdf(world: World) -> None:
    account = ChannelAccount.objects.create(
        channel="letter", provider="print", name="Cartas", options={"place": "Cali"}
    )
    parties = customers(2)
    Party.objects.update(address="Calle 10 # 20-30")
    Party.objects.filter(pk=parties[0].pk).update(city="Cali")
    Party.objects.filter(pk=parties[1].pk).update(city="Bogotá", address="Calle 1, bogota", country="PE")
    allow(parties, channel="letter", purpose="service")
    messages(parties, account=account, version=template(channel="letter", purpose="service", **LETTER))
    assert send() == {"sent": 2}
    rows = list(kept(place(account.pk), day=AT.date()))
    assert [row.recipient for row in rows] == ["Clara 0 Rojas", "Clara 1 Rojas"]
    assert [row.address for row in rows] == ["Calle 10 # 20-30\nCali", "Calle 1, bogota\nPerú"]
    assert letters_pdf(rows, sender={"company": "Aurora"}).startswith(b"%PDF")
    assert address_sheet(rows).startswith(b"%PDF")
    client = Client()
    client.force_login(world.diego)
    address = f"/ajustes/canales/{account.pk}/cartas/{AT.date()}"
    assert client.get(address)["Content-Type"] == "application/pdf"
    assert f'href="{address}"' in client.get(f"/ajustes/canales/{account.pk}").content.decode()


def test_a_letter_bears_the_day_of_the_company(world: World) -> None:
    Company.objects.update(time_zone="America/Bogota")
    account = ChannelAccount.objects.create(channel="letter", provider="print", name="Cartas")
    parties = customers(1)
    Party.objects.update(address="Calle 10 # 20-30")
    allow(parties, channel="letter", purpose="service")
    messages(parties, account=account, version=template(channel="letter", purpose="service", **LETTER))
    evening = AT.replace(hour=1) + timedelta(days=1)
    assert Sender(now=lambda: evening, context=NullContext()).run(seconds=3) == {"sent": 1}
    assert [row.day for row in kept(place(account.pk))] == [AT.date().isoformat()]


def test_a_letter_that_died_on_its_way_is_handed_over_again_under_its_key(world: World) -> None:
    account = ChannelAccount.objects.create(channel="file", provider="csv", name="Ensayo")
    parties = customers(3)
    Party.objects.update(address="Calle 10 # 20-30")
    allow(parties, channel="letter", purpose="service")
    rows = messages(parties, account=account, version=template(channel="file", purpose="service", **LETTER))
    assert send() == {"sent": 3}
    Message.objects.filter(pk=rows[0].pk).update(
        state="SENDING", claim="gone/1/2/ffffffff", claimed_at=AT.replace(hour=1)
    )
    assert send() == {}
    assert Message.objects.get(pk=rows[0].pk).state == "QUEUED"
    assert len(list(kept(place(account.pk)))) == 3


def test_a_file_holds_no_formulas() -> None:
    assert [safe(text) for text in ("=1+1", "+57 300", "-5", "@x", "hola")] == ["'=1+1", "+57 300", "-5", "'@x", "hola"]
    assert b"".join(as_csv(iter(()))).startswith(b"\xef\xbb\xbfkey,day")


def test_costs_are_booked_in_parts_that_add_up(world: World) -> None:
    account = email_account(1, price=250, currency="COP")
    MessageCost.objects.create(account=account, day=AT.date(), messages=3, millis=750)
    assert book_message_costs() == 1
    assert book_message_costs() == 0
    MessageCost.objects.update(messages=10, millis=2_500)
    assert book_message_costs() == 1
    assert list(MoneyEntry.objects.order_by("pk").values_list("key", "amount", "category", "area")) == [
        (f"messages:{account.pk}:0:2026-11-30:1", 1, "message", "KEEP"),
        (f"messages:{account.pk}:0:2026-11-30:2", 2, "message", "KEEP"),
    ]


def test_a_cost_without_an_exchange_rate_waits_for_one(world: World) -> None:
    account = email_account(1, price=250, currency="USD")
    MessageCost.objects.create(account=account, day=AT.date(), messages=3, millis=7_500)
    assert book_message_costs() == 0
    assert not MoneyEntry.objects.exists()


def test_what_fields_would_be_empty_is_counted_before_anything_leaves(world: World) -> None:
    parties = customers(4)
    Party.objects.filter(pk__in=[parties[0].pk, parties[1].pk]).update(city="Cali")
    version = template(es={"subject": "Hola {{ nombre }}", "body": 'En {{ ciudad }}, {{ responsable | "nosotros" }}.'})
    check = check_template(version=version, parties=[party.pk for party in parties])
    assert check.fields == (
        FieldCheck("ciudad", 2, is_demanded=True),
        FieldCheck("nombre", 0, is_demanded=True),
        FieldCheck("responsable", 4, is_demanded=False),
    )
    assert (check.recipients, check.worst) == (4, 2)


def test_a_provider_tells_what_became_of_a_message(world: World) -> None:
    account = ChannelAccount.objects.create(
        channel="email", provider="postmark", name="Postmark", options={"address": "hola@aurora.example"},
        secret=encipher({"server_token": "x", "webhook_secret": "quien:clave"}),
    )  # fmt: skip
    parties = customers(2)
    first, second = messages(parties, account=account, version=template(), state="SENT", sent_at=AT)
    bounced = {"RecordType": "Bounce", "ID": 42, "Type": "HardBounce", "TypeCode": 1, "Email": "c0@clientes.example", "MessageID": "m-1", "BouncedAt": "2026-11-30T15:10:00Z", "Metadata": {"lazo": str(first.pk)}}  # fmt: skip
    complained = {**bounced, "ID": 43, "RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 100001, "Email": "c1@clientes.example", "Metadata": {"lazo": str(second.pk)}}  # fmt: skip
    opened = {"RecordType": "Open", "FirstOpen": True, "Recipient": "c1@clientes.example", "MessageID": "m-2", "ReceivedAt": "2026-11-30T15:20:00Z", "UserAgent": "GoogleImageProxy", "Metadata": {"lazo": str(second.pk)}}  # fmt: skip
    path = inbound_path(account.pk)
    for told in (bounced, complained, opened):
        response = Client().post(
            path, json.dumps(told), content_type="application/json", headers={"Authorization": "Basic cXVpZW46Y2xhdmU="}
        )
        assert response.status_code == 200
    assert Client().post(path, json.dumps(opened), content_type="application/json").status_code == 403
    assert set(DeliveryReport.objects.values_list("message", "kind", "is_machine")) == {
        (first.pk, "HARD_BOUNCE", False),
        (second.pk, "COMPLAINED", False),
        (second.pk, "OPENED", True),
    }
    assert parties[0].contact_points.get().health == "DEAD"
    assert ConsentEntry.objects.filter(party=parties[1], state="WITHDRAWN", channel="email").exists()
    assert not DeliveryReport.objects.human().filter(kind="OPENED").exists()


def test_a_secret_is_read_with_its_own_key_alone(settings: "object") -> None:
    kept_secret = encipher({"password": "clave"})
    assert ("clave" in kept_secret, decipher(kept_secret)) == (False, {"password": "clave"})
    settings.SECRET_KEY = "otra-llave-larga-de-prueba"  # type: ignore[attr-defined]  # the fixture of settings
    with pytest.raises(UnableToDecipher):
        decipher(kept_secret)
