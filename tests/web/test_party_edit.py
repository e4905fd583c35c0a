"""A customer corrected by hand, and by two people at once."""

import re
from typing import Any

import pytest
from web.browsing import client_of, page, posted
from web.test_relations import party, text
from world import World

from lazo.identify.models import ContactPoint, Party
from lazo.identify.operations.party import edit_party

pytestmark = pytest.mark.django_db


def abel(world: World) -> Party:
    made = party(
        "Abel Ruiz", world.ana, given_name="Abel", surnames="Ruiz", country="CO", city="Cali", birth_date="1980-02-29"
    )
    for address in ("abel@correo.example", "a.ruiz@trabajo.example"):
        ContactPoint.objects.create(party=made, kind="EMAIL", value=address, key=address)
    return made


def form_of(html: str) -> dict[str, str]:
    """What a browser would send if nobody touched anything."""
    inputs = re.findall(r'<input type="(?:hidden|text|date)" name="([^"]+)"(?: value="([^"]*)")?', html)
    areas = re.findall(r'<textarea name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', html)
    chosen = re.findall(r'<select name="([^"]+)".*?<option value="([^"]*)" selected', html, re.DOTALL)
    return {**dict(inputs), **dict(areas), **dict(chosen)}


def test_the_form_shows_what_is_kept(world: World) -> None:
    party = abel(world)
    html = page(world.ana, f"/clientes/{party.pk}/editar")
    form = form_of(html)
    assert {key: form[key] for key in ("given_name", "surnames", "birth_date", "country", "city", "version")} == {
        "given_name": "Abel",
        "surnames": "Ruiz",
        "birth_date": "1980-02-29",
        "country": "CO",
        "city": "Cali",
        "version": "1",
    }
    assert form["emails"] == form["initial-emails"] == "abel@correo.example\na.ruiz@trabajo.example"
    assert '<option value="CO" selected>Colombia</option>' in html


def test_a_correction_is_saved_and_leads_back(world: World) -> None:
    party = abel(world)
    address = f"/clientes/{party.pk}/editar"
    form = form_of(page(world.ana, address)) | {
        "surnames": "Ruiz Soto",
        "country": "CL",
        "emails": "nuevo@correo.example\r\nabel@correo.example",
        "phones": "9 8765 4321",
        "birth_date": "",
    }
    client = client_of(world.ana)
    response = client.post(address, form, follow=True)
    assert response.redirect_chain == [(f"/clientes/{party.pk}", 302)]
    assert "Guardado." in response.content.decode()
    party.refresh_from_db()
    assert (party.name, party.folded_name, party.country, party.birth_date, party.version) == (
        "Abel Ruiz Soto",
        "abel ruiz soto",
        "CL",
        None,
        2,
    )
    assert set(ContactPoint.objects.values_list("kind", "value")) == {
        ("EMAIL", "abel@correo.example"),
        ("EMAIL", "nuevo@correo.example"),
        ("PHONE", "+56987654321"),
    }


def test_a_form_nobody_touched_changes_nothing(world: World) -> None:
    party = abel(world)
    address = f"/clientes/{party.pk}/editar"
    response = client_of(world.ana).post(address, form_of(page(world.ana, address)), follow=True)
    assert "No cambiaste nada." in response.content.decode()
    party.refresh_from_db()
    assert party.version == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"given_name": "", "surnames": ""}, "Escribe al menos un nombre."),
        ({"emails": "abel"}, "Línea 1: no parece un correo. Ejemplo: nombre@correo.com."),
        ({"phones": "12"}, "Línea 1: le faltan 8 dígitos. Ejemplo: 321 1234567"),
        ({"emails": "\n".join(f"a{n}@b.example" for n in range(21))}, "Son demasiados. Deja hasta 20."),
        ({"version": ""}, "El formulario llegó incompleto. Vuelve a abrirlo."),
        ({"city": "x" * 121}, "Es demasiado largo. Escribe una forma más corta."),
        ({"birth_date": "ayer"}, "Escribe la fecha como 1980-03-15."),
        ({"country": "QQ"}, "Elige un país de la lista."),
    ],
)
def test_what_cannot_be_says_why_and_keeps_what_was_written(world: World, sent: dict[str, str], words: str) -> None:
    party = abel(world)
    address = f"/clientes/{party.pk}/editar"
    form = form_of(page(world.ana, address)) | {"address": "Calle 10 # 4-20"} | sent
    response = posted(world.ana, address, **form)
    assert response.status_code == 400
    assert words in text(response.content.decode())
    assert "Calle 10 # 4-20" in response.content.decode()
    party.refresh_from_db()
    assert (party.address, party.version) == ("", 1)


def test_two_people_see_both_values_and_choose_field_by_field(world: World) -> None:
    party = abel(world)
    Party.objects.filter(pk=party.pk).update(team=world.north)
    address = f"/clientes/{party.pk}/editar"
    form = form_of(page(world.ana, address)) | {"city": "Pasto", "emails": "", "surnames": "Ruiz Soto"}
    edit_party(
        party=party,
        version=1,
        changes={"city": "Bogotá", "address": "Calle 1", "surnames": "Ruiz Soto"},
        by=world.bruno,
    )
    clash = posted(world.ana, address, **form)
    assert clash.status_code == 409
    html = clash.content.decode()
    words = text(html)
    assert "Bruno guardó a Abel Ruiz Soto mientras escribías." in words
    assert "Ciudad Lo que escribiste Pasto Lo que guardó Bruno Bogotá" in words
    assert "Correos Lo que escribiste (nada) Lo que guardó Bruno abel@correo.example, a.ruiz@trabajo.example" in words
    assert re.findall(r"<legend>([^<]+)</legend>", html) == ["Ciudad", "Correos"]
    kept = "abel@correo.example\na.ruiz@trabajo.example"
    chosen = posted(world.ana, address, version="2", city="Pasto", emails=kept)
    assert chosen["Location"] == f"/clientes/{party.pk}"
    party.refresh_from_db()
    assert (party.city, party.address, party.surnames, party.version) == ("Pasto", "Calle 1", "Ruiz Soto", 3)
    assert ContactPoint.objects.count() == 2


def test_a_change_by_nobody_in_particular_names_nobody(world: World) -> None:
    party = abel(world)
    Party.objects.filter(pk=party.pk).update(version=2, city="Bogotá")
    clash = posted(world.ana, f"/clientes/{party.pk}/editar", version="1", **{"initial-city": "Cali", "city": "Pasto"})
    words = text(clash.content.decode())
    assert "Abel Ruiz cambió mientras escribías." in words
    assert "Lo que está guardado Bogotá" in words


def test_a_company_and_a_household_have_their_own_fields(world: World) -> None:
    shop = party("Café Uno", world.ana, kind="ORGANIZATION", legal_name="Uno S.A.S.")
    form = form_of(page(world.ana, f"/clientes/{shop.pk}/editar"))
    assert (form["name"], form["legal_name"], form["trade_name"]) == ("Café Uno", "Uno S.A.S.", "")
    assert "given_name" not in form
    home = party("Hogar Ruiz", world.ana, kind="HOUSEHOLD")
    posted(world.ana, f"/clientes/{home.pk}/editar", version="1", **{"initial-name": "Hogar Ruiz", "name": "Los Ruiz"})
    home.refresh_from_db()
    assert (home.name, home.folded_name) == ("Los Ruiz", "los ruiz")


def test_another_team_neither_sees_nor_saves(world: World) -> None:
    party = abel(world)
    page(world.carla, f"/clientes/{party.pk}/editar", status=404)
    assert posted(world.carla, f"/clientes/{party.pk}/editar", version="1", city="Pasto").status_code == 404
    party.refresh_from_db()
    assert party.city == "Cali"


def test_a_record_that_is_gone_says_where_to_look(world: World) -> None:
    from django.utils import timezone

    party = abel(world)
    Party.objects.filter(pk=party.pk).update(retired_at=timezone.now())
    response: Any = posted(
        world.ana, f"/clientes/{party.pk}/editar", version="1", **{"initial-city": "Cali", "city": "X"}
    )
    assert response.status_code == 400
    assert "Este registro se unió a otro o se retiró." in text(response.content.decode())


def test_a_correction_is_taken_back_from_the_line_that_says_it_was_saved(world: World) -> None:
    party = abel(world)
    client = client_of(world.ana)
    address = f"/clientes/{party.pk}/editar"
    saved = client.post(address, form_of(page(world.ana, address)) | {"city": "Pasto"}, follow=True)
    place = re.search(r'action="(/deshacer/[^"]+)"', saved.content.decode())
    assert place
    assert client.post(place[1]).status_code == 302
    party.refresh_from_db()
    assert party.city == "Cali"
