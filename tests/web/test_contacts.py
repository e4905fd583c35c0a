"""Ways of contact on the page of a customer: what is known of each, what a click says, how it is taken back."""

from datetime import UTC, datetime
from typing import Any

import pytest
from web import company
from web.browsing import client_of, page, posted
from world import World

from lazo.identify.models import ContactOutcome, ContactPoint, Party, PreferredContact
from lazo.identify.operations.contact_outcome import report_contact_outcome
from lazo.identify.operations.contact_report import ContactReport

pytestmark = pytest.mark.django_db
AT = datetime(2025, 11, 3, 12, tzinfo=UTC)


@pytest.fixture
def abel(world: World) -> Party:
    return company.add_customer(company.add_run(), "Abel Ruiz", world.ana)


def point(party: Party, value: str, kind: str = "EMAIL", **columns: Any) -> ContactPoint:
    return ContactPoint.objects.create(party=party, kind=kind, value=value, key=columns.pop("key", value), **columns)


def test_each_way_says_what_is_known_of_it(world: World, abel: Party) -> None:
    point(abel, "ventas@x.cl")
    point(abel, "abel@gmial.com", is_likely=False)
    point(abel, "viejo@x.cl")
    point(abel, "+573005550142", "PHONE")
    point(abel, "@abel", "INSTAGRAM", key="abel")
    report_contact_outcome(report=ContactReport("EMAIL", "viejo@x.cl", "HARD_BOUNCE", "email", AT), by=None)
    html = page(world.ana, f"/clientes/{abel.pk}")
    for said in (
        "compartido",
        "en duda",
        "¿Quisiste decir abel@gmail.com?",
        "no sirve",
        "Rebotó el 3 nov 2025: la dirección no existe.",
        "+57 300 5550142",
        'href="https://www.instagram.com/abel/"',
        "Lo leen varias personas: no distingue a nadie.",
    ):
        assert said in html
    assert 'href="mailto:ventas@x.cl"' in html
    assert html.index("ventas@x.cl") < html.index("viejo@x.cl")


def test_a_dead_way_is_not_offered_to_write_or_call(world: World, abel: Party) -> None:
    phone = point(abel, "+573005550142", "PHONE")
    assert "wa.me/573005550142" in page(world.ana, f"/clientes/{abel.pk}")
    posted(world.ana, f"/clientes/{abel.pk}/contactos/{phone.pk}/ajeno")
    assert "wa.me/573005550142" not in page(world.ana, f"/clientes/{abel.pk}")


def test_verified_preferred_and_not_theirs_by_a_click_each_with_its_way_back(world: World, abel: Party) -> None:
    mail = point(abel, "abel@x.cl")
    client = client_of(world.ana)
    address = f"/clientes/{abel.pk}/contactos/{mail.pk}"
    answer = client.post(f"{address}/verificacion")
    assert (answer.status_code, answer["Location"]) == (302, f"/clientes/{abel.pk}#h-id")
    html = client.get(f"/clientes/{abel.pk}").content.decode()
    assert "Verificado." in html
    assert "por Ana" in html
    mail.refresh_from_db()
    assert mail.verified_how == "BY_HAND"
    client.post(f"{address}/preferencia")
    assert PreferredContact.objects.get().key == "abel@x.cl"
    assert "preferido" in client.get(f"/clientes/{abel.pk}").content.decode()
    client.post(f"{address}/ajeno")
    assert ContactOutcome.objects.filter(outcome="WRONG_PERSON").count() == 1
    html = client.get(f"/clientes/{abel.pk}").content.decode()
    assert "se dijo que no es de esta persona" in html


def test_who_does_not_see_the_customer_says_nothing(world: World, abel: Party) -> None:
    mail, other = point(abel, "abel@x.cl"), point(Party.objects.create(name="Otra", owner=world.ana), "otra@x.cl")
    for verb in ("verificacion", "preferencia", "ajeno"):
        assert posted(world.carla, f"/clientes/{abel.pk}/contactos/{mail.pk}/{verb}").status_code == 404
        assert posted(world.ana, f"/clientes/{abel.pk}/contactos/{other.pk}/{verb}").status_code == 404
        assert client_of(world.ana).get(f"/clientes/{abel.pk}/contactos/{mail.pk}/{verb}").status_code == 405
    assert not ContactOutcome.objects.exists()
    assert not PreferredContact.objects.exists()


def test_a_slip_is_asked_about_while_one_types_and_when_the_form_opens(world: World, abel: Party) -> None:
    html = posted(world.ana, "/clientes/nuevo/parecidos", emails="abel@gmial.com\nbea@x.cl").content.decode()
    assert "abel@gmial.com: ¿quisiste decir abel@gmail.com?" in html
    assert 'data-meant="abel@gmail.com"' in html
    point(abel, "abel@hotmial.com", is_likely=False)
    assert "¿quisiste decir abel@hotmail.com?" in page(world.ana, f"/clientes/{abel.pk}/editar")


def test_the_form_names_the_documents_of_the_country_and_none_is_obligatory(world: World, abel: Party) -> None:
    for country, said in (
        ("CL", "Uno por línea: RUT, o pasaporte."),
        ("BR", "No exijas el CPF: la LGPD pide una finalidad que puedas decir, como la nota fiscal."),
        ("ZZ", "Ninguno es obligatorio."),
    ):
        Party.objects.filter(pk=abel.pk).update(country=country)
        assert said in page(world.ana, f"/clientes/{abel.pk}/editar")


def test_names_in_networks_and_other_addresses_are_written_in_the_form(world: World, abel: Party) -> None:
    address = f"/clientes/{abel.pk}/editar"
    said = {"version": abel.version, "given_name": "Abel", "surnames": "Ruiz", "country": "CO"}
    wrong = posted(world.ana, address, **said, handles="paloma", addresses="s/n")
    assert wrong.status_code == 400
    html = wrong.content.decode()
    assert "Línea 1: no parece el nombre de una red." in html
    assert "Línea 1: no parece una dirección." in html
    told = "Instagram: @abel\nhttps://www.linkedin.com/in/Abel-Ruiz/\nBR.1A2B3C4D5E"
    answer = posted(world.ana, address, **said, handles=told, addresses="Cra. 7 # 71-21, Of. 402")
    assert answer.status_code == 302
    points = ContactPoint.objects.order_by("pk").values_list("kind", "value", "key")
    assert list(points) == [
        ("INSTAGRAM", "@abel", "abel"),
        ("LINKEDIN", "in/abel-ruiz", "in/abel-ruiz"),
        ("WHATSAPP", "BR.1A2B3C4D5E", "BR.1A2B3C4D5E"),
        ("ADDRESS", "Cra. 7 # 71-21, Of. 402", "CO||cr 7 71 21 of 402"),
    ]
    html = page(world.ana, address)
    assert "Instagram: @abel\nLinkedIn: in/abel-ruiz\nWhatsApp: BR.1A2B3C4D5E" in html
    likely = posted(world.ana, "/clientes/nuevo/parecidos", handles="instagram.com/ABEL")
    assert "misma red" in likely.content.decode()
