"""Campañas: plantillas y salida; Ajustes: canales; and the pages of those who have no account."""

import json

import pytest
from django.test import Client
from mail_server import MailServer
from outboxed import customers, email_account, messages, template
from web.browsing import client_of, page, posted
from world import World

from lazo.identify.models import ConsentEntry
from lazo.interact.channels.registry import opened
from lazo.interact.models import ChannelAccount, Message, SendingPause, Template
from lazo.interact.unsubscribing import unsubscribe_token
from lazo.kernel.models import Company, Event, UndoOffer
from lazo.kernel.undo import undo

pytestmark = pytest.mark.django_db
WRITTEN = {"nombre": "Café nuevo", "finalidad": "marketing", "asunto-es": 'Hola {{ nombre | "amigo" }}', "cuerpo-es": 'Hay café, {{ nombre | "amigo" }}.'}  # fmt: skip
MJML = "<mjml><mj-body><mj-section><mj-column><mj-text>Hola {{ nombre }}</mj-text></mj-column></mj-section></mj-body></mjml>"


def test_a_template_is_written_changed_and_comes_back(world: World) -> None:
    response = posted(world.diego, "/campanas/plantillas/nueva?canal=email", **WRITTEN)
    row = Template.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/campanas/plantillas/{row.pk}")
    assert "Café nuevo" in page(world.diego, "/campanas/plantillas")
    posted(world.diego, f"/campanas/plantillas/{row.pk}", **{**WRITTEN, "version": "1", "cuerpo-es": "Otro texto."})
    posted(world.diego, f"/campanas/plantillas/{row.pk}/versiones/1")
    assert [(one.number, one.texts.get().body) for one in row.versions.order_by("number")] == [
        (1, 'Hay café, {{ nombre | "amigo" }}.'),
        (2, "Otro texto."),
        (3, 'Hay café, {{ nombre | "amigo" }}.'),
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"asunto-es": ""}, "Falta el asunto."),
        ({"cuerpo-es": "Hola {{ nombre"}, "Un campo no se entiende"),
        ({"cuerpo-es": "Hola {{ apodo }}"}, "Ese campo no existe. Dice: «apodo»"),
        ({"cuerpo-es": "<mjml><mj-body></mjml>"}, "El MJML no se entiende"),
        ({"nombre": " "}, "Ponle un nombre a la plantilla."),
    ],
)
def test_what_is_wrong_with_a_template_is_said(world: World, changed: dict[str, str], words: str) -> None:
    response = posted(world.diego, "/campanas/plantillas/nueva?canal=email", **{**WRITTEN, **changed})
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not Template.objects.exists()


def test_a_preview_is_what_was_written_and_may_do_nothing(world: World) -> None:
    client = client_of(world.diego)
    response = client.post("/campanas/plantillas/vista", {"canal": "email", "idioma": "es", "cuerpo-es": MJML})
    assert "Hola Clara" in response.content.decode()
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_a_template_without_spanish_is_shown_in_a_language_it_has(world: World) -> None:
    other = template(name="Otra")
    version = template(
        name="Novidades",
        pt_br={"subject": "Olá", "body": 'Olá, {{ nombre | "cliente" }}.'},
        en={"subject": "Hello", "body": 'Hello, {{ nombre | "customer" }}.'},
    )
    address = f"/campanas/plantillas/vista?version={version.pk}&canal=email"
    edit = f"/campanas/plantillas/{version.template_id}"
    assert "Olá, Clara." in page(world.diego, address)
    html = page(world.diego, edit)
    assert html.count("idioma=pt-br&amp;parte=texto") == 2, "the first frames and the button of its words"
    assert html.count('name="idioma" open') == 1
    Company.objects.update(language="en")
    assert "Hello, Clara." in page(world.diego, address)
    assert f"version={version.pk}&amp;canal=email&amp;idioma=en" in page(world.diego, edit)
    Company.objects.update(language="es")
    assert "Hay café nuevo, Clara." in page(world.diego, f"/campanas/plantillas/vista?version={other.pk}&canal=email")
    # Nothing was written yet in that language: nothing is shown, and never the words of another template.
    asked = {"canal": "email", "idioma": "en", "version": str(other.pk), "cuerpo-en": ""}
    shown = client_of(world.diego).post("/campanas/plantillas/vista?idioma=en", asked).content.decode()
    assert "Hay café" not in shown
    assert "Clara" not in shown


def test_templates_are_for_who_makes_campaigns(world: World) -> None:
    for address in ("/campanas/plantillas", "/campanas/plantillas/nueva", "/campanas/salida", "/ajustes/canales"):
        page(world.ana, address, 403)


def test_a_template_put_away_comes_back_with_undo(world: World) -> None:
    version = template()
    posted(world.diego, f"/campanas/plantillas/{version.template_id}/archivo")
    assert not Template.objects.in_use().exists()
    undo(token=UndoOffer.objects.get().token, by=world.diego)
    assert Template.objects.in_use().exists()


def test_a_template_is_tried_on_oneself_and_counts_nowhere(world: World) -> None:
    with MailServer() as server:
        account, version = email_account(server.port), template()
        response = client_of(world.diego).post(
            f"/campanas/plantillas/{version.template_id}/prueba", {"cuenta": account.pk, "idioma": "es"}, follow=True
        )
    assert f"Prueba enviada a {world.diego.email}." in response.content.decode()
    assert server.letters[0][0] == world.diego.email
    assert not Message.objects.exists()


def test_the_key_of_an_account_goes_in_and_never_comes_out(world: World) -> None:
    told = {"cuenta": "Correo", "host": "mail.example", "security": "tls", "user": "a", "password": "muy-secreta", "address": "a@b.example"}  # fmt: skip
    posted(world.diego, "/ajustes/canales/nueva?canal=email&proveedor=smtp", **told)
    account = ChannelAccount.objects.get()
    assert "muy-secreta" not in page(world.diego, f"/ajustes/canales/{account.pk}")
    assert "muy-secreta" not in json.dumps([account.options, account.secret, *Event.objects.values_list("data", flat=True)])  # fmt: skip
    posted(world.diego, f"/ajustes/canales/{account.pk}", **{**told, "password": "", "version": "1", "host": "b.example"})  # fmt: skip
    account.refresh_from_db()
    assert (opened(account).secret, account.options["host"]) == ({"password": "muy-secreta"}, "b.example")


@pytest.mark.parametrize(
    ("written", "currency", "minor", "shown"),
    [("28.000", "COP", 2_800_000, "28.000"), ("2,50", "USD", 250, "2,50"), ("2.50", "USD", 250, "2,50")],
)
def test_a_cost_is_read_and_shown_as_the_company_writes_it(
    world: World, written: str, currency: str, minor: int, shown: str
) -> None:
    address = "/ajustes/canales/nueva?canal=letter&proveedor=print"
    posted(world.diego, address, cuenta="Cartas", costo=written, moneda=currency)
    account = ChannelAccount.objects.get()
    assert account.price == minor
    assert f'name="costo" value="{shown}"' in page(world.diego, f"/ajustes/canales/{account.pk}")
    refused = posted(world.diego, address, cuenta="Otra", costo="1,2,3", moneda=currency)
    assert refused.status_code == 400
    assert ChannelAccount.objects.count() == 1


def test_what_an_account_lacks_is_said_beside_its_box(world: World) -> None:
    response = posted(world.diego, "/ajustes/canales/nueva?canal=email&proveedor=smtp", cuenta="Correo", host="")
    assert response.status_code == 400
    assert 'id="c-host-mal"' in response.content.decode()
    assert not ChannelAccount.objects.exists()


def test_the_outbox_says_why_and_a_person_decides_what_is_in_doubt(world: World) -> None:
    account, version = email_account(1), template()
    parties = customers(3)
    messages(parties, account=account, version=version, state="DOUBTFUL", problem="no_answer")
    Message.objects.filter(party=parties[2].pk).update(state="FAILED", problem="mailbox_full")
    html = page(world.diego, "/campanas/salida")
    assert "Clara 0 Rojas" in html
    assert "El buzón está lleno" in html
    first, second, _failed = Message.objects.order_by("pk")
    posted(world.diego, "/campanas/salida/dudas", decision="sent", mensaje=[first.pk])
    posted(world.diego, "/campanas/salida/dudas", decision="resend", mensaje=[second.pk])
    posted(world.diego, "/campanas/salida/intentos", motivo="mailbox_full")
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["SENT", "QUEUED", "QUEUED"]


def test_bulk_messages_are_stopped_and_go_on(world: World) -> None:
    posted(world.diego, "/campanas/salida/pausa")
    assert "Los envíos masivos están en pausa" in page(world.diego, "/campanas/salida")
    posted(world.diego, "/campanas/salida/reanudacion")
    assert not SendingPause.objects.exists()


def test_opening_the_link_changes_nothing_and_one_click_does(world: World) -> None:
    (party,) = customers(1)
    (message,) = messages([party], account=email_account(1), version=template())
    address = f"/baja/{unsubscribe_token(message.pk)}"
    client = Client(enforce_csrf_checks=True)
    assert client.get(address).status_code == 200
    assert ConsentEntry.objects.filter(state="WITHDRAWN").count() == 0
    response = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert "No recibirás más" in response.content.decode()
    line = ConsentEntry.objects.get(state="WITHDRAWN")
    assert (line.party, line.purpose, line.channel, line.by) == (party, "marketing", "email", None)
    assert message.key in line.evidence
    client.post(address)
    assert ConsentEntry.objects.filter(state="WITHDRAWN").count() == 1


def test_a_link_nobody_signed_leads_nowhere(world: World) -> None:
    assert Client().post("/baja/1.falso").status_code == 410
    assert Client().post("/entrantes/1.falso").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_outbox_costs_the_same_however_many(world: World, count: int, django_assert_num_queries: "object") -> None:
    account, version = email_account(1), template()
    messages(customers(count), account=account, version=version, state="FAILED", problem="refused")
    client = client_of(world.diego)
    client.get("/campanas/salida")
    with django_assert_num_queries(16):  # type: ignore[operator]  # a fixture
        client.get("/campanas/salida")
