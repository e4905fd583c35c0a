"""Somebody new written by hand: warned of who may be there already, and nothing lost when something is wrong."""

from datetime import date
from typing import Any

import pytest
from web.browsing import client_of, page, posted
from web.test_relations import party, text
from world import World

from lazo.identify.models import ContactPoint, Party, PartyRole
from lazo.identify.operations.custom_field import FieldDetails, add_custom_field
from lazo.identify.operations.party_details import party_values
from lazo.identify.operations.suppression import remember_keys
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db

ABEL: dict[str, Any] = {
    "version": "1",
    "given_name": "Abel",
    "surnames": "Ruiz Peña",
    "city": "Cali",
    "country": "CO",
    "emails": "abel@c.example",
    "phones": "310 555 0142",
    "documents": "900.123.456-8",
    "roles": ["", "customer", "fan"],
}


def test_a_person_is_written_with_all_that_the_form_asks(world: World) -> None:
    add_custom_field(of="MONEY", details=FieldDetails("Cupo"), by=world.diego)
    add_custom_field(of="FLAG", details=FieldDetails("Socio"), by=world.diego)
    sent = ABEL | {"custom:cupo": "1.250.000,5", "custom:socio": "0", "team": str(world.north.pk)}
    response = posted(world.ana, "/clientes/nuevo", **sent)
    made = Party.objects.get()
    assert response["Location"] == f"/clientes/{made.pk}"
    values = party_values(made)
    assert {name: values[name] for name in ("phones", "documents", "roles", "custom:cupo", "custom:socio")} == {
        "phones": ("+573105550142",),
        "documents": ("9001234568",),
        "roles": ("customer", "fan"),
        "custom:cupo": 125_000_050,
        "custom:socio": False,
    }
    assert (made.owner, made.team, made.name) == (world.ana, world.north, "Abel Ruiz Peña")
    assert PartyRole.objects.count() == 2


@pytest.mark.parametrize(("kind", "name"), [("empresa", "Café Uno"), ("hogar", "Los Ruiz")])
def test_a_company_and_a_household_have_their_own_form(world: World, kind: str, name: str) -> None:
    posted(world.ana, f"/clientes/nuevo?tipo={kind}", version="1", name=name)
    assert list(Party.objects.values_list("kind", "name")) == [
        ({"empresa": "ORGANIZATION", "hogar": "HOUSEHOLD"}[kind], name)
    ]
    assert client_of(world.ana).get("/clientes/nuevo?tipo=perro").status_code == 404


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"given_name": "", "surnames": ""}, "Escribe al menos un nombre."),
        ({"phones": "310 555 0142\n310 555 01"}, "Línea 2: le faltan 2 dígitos. Ejemplo: 321 1234567"),
        ({"documents": "CL 12.345.678-4"}, "Línea 1: el dígito verificador no corresponde; debería ser 5."),
        ({"roles": ["", "king"]}, "Elige de la lista."),
        ({"owner": "999"}, "Elige de la lista."),
        ({"custom:cupo": "mucho"}, "Escribe un número, como 1234,5."),
        ({"custom:cupo": "1,234"}, "Tiene más decimales de los que usa tu moneda."),
        ({"city": "x" * 121}, "Es demasiado largo. Escribe una forma más corta."),
    ],
)
def test_what_cannot_be_says_why_beside_the_field_and_loses_nothing(
    world: World, sent: dict[str, Any], words: str
) -> None:
    add_custom_field(of="MONEY", details=FieldDetails("Cupo"), by=world.diego)
    response = posted(world.ana, "/clientes/nuevo", **ABEL | {"address": "Calle 10 # 4-20"} | sent)
    html = response.content.decode()
    assert (response.status_code, words in text(html), "Calle 10 # 4-20" in html) == (400, True, True)
    assert not Party.objects.exists()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "José 👩‍🚀", "محمد علي", "'; DROP TABLE--"])
def test_any_name_is_a_name_and_never_a_script(world: World, name: str) -> None:
    posted(world.ana, "/clientes/nuevo", version="1", given_name=name)
    made = Party.objects.get()
    html = page(world.ana, f"/clientes/{made.pk}/editar")
    assert made.name == name
    assert "<script>alert" not in html


def test_who_may_be_there_already_is_said_before_and_can_be_overruled(world: World) -> None:
    twin = party("Abel Ruiz", world.ana, city="Cali")
    ContactPoint.objects.create(party=twin, kind="PHONE", value="+573105550142", key="+573105550142")
    response = posted(world.ana, "/clientes/nuevo", **ABEL)
    words = text(response.content.decode())
    assert response.status_code == 409
    assert "Puede que ya esté. Mira antes de crear:" in words
    assert "Abel Ruiz Cali mismo teléfono" in words
    assert Party.objects.count() == 1
    posted(world.ana, "/clientes/nuevo", **ABEL, de_todos_modos="1")
    assert Party.objects.count() == 2


def test_while_one_types_only_those_one_may_see_are_told(world: World) -> None:
    party("Abel Ruiz", world.ana, city="Cali")
    typed = {"given_name": "Abel", "surnames": "Ruiz", "city": "Cali"}
    asked = "/clientes/nuevo/parecidos"
    assert "nombre parecido" in posted(world.ana, asked, **typed).content.decode()
    assert posted(world.carla, asked, **typed).content.decode().strip() == ""
    assert client_of(world.ana).get(asked).status_code == 405
    posted(world.carla, "/clientes/nuevo", **ABEL)
    assert Party.objects.filter(owner=world.carla).count() == 1


def test_who_sees_nobody_creates_nobody(world: World) -> None:
    world.ana.role_assignments.all().delete()
    for response in (
        client_of(world.ana).get("/clientes/nuevo"),
        posted(world.ana, "/clientes/nuevo", version="1", given_name="Abel"),
    ):
        assert response.status_code == 403
        assert "Responsable" not in response.content.decode()
    assert not Party.objects.exists()
    assert "/clientes/nuevo" not in client_of(world.ana).get("/clientes").content.decode()


def test_all_that_is_wrong_is_said_at_once_beside_who_may_be_there_already(world: World) -> None:
    twin = party("Abel Ruiz", world.ana, city="Cali")
    ContactPoint.objects.create(party=twin, kind="PHONE", value="+573105550142", key="+573105550142")
    wrong = {"emails": "abel\nabel@c.example\notro", "documents": "CL 12.345.678-4", "city": "x" * 121}
    response = posted(world.ana, "/clientes/nuevo", **ABEL | wrong)
    html = response.content.decode()
    words = text(html)
    assert response.status_code == 400
    assert "Abel Ruiz Cali mismo teléfono" in words
    assert "No se guardó. Falta corregir:" in words
    for link, sentence in (
        ("#id_emails", "Línea 1: no parece un correo."),
        ("#id_emails", "Línea 3: no parece un correo."),
        ("#id_documents", "Línea 1: el dígito verificador no corresponde; debería ser 5."),
        ("#id_city", "Es demasiado largo."),
    ):
        assert words.count(sentence) == 2  # in the summary, and beside the field
        assert f'href="{link}"' in html
        assert f'id="{link[1:]}"' in html
    assert Party.objects.count() == 1


def test_a_correction_says_all_that_is_wrong_at_once_and_leaves_what_was_there(world: World) -> None:
    held = party("Abel Ruiz", world.ana, given_name="Abel", surnames="Ruiz")
    ContactPoint.objects.create(party=held, kind="EMAIL", value="raro", key="raro")
    sent = {"version": "1", "given_name": "", "surnames": "", "emails": "raro\nmalo", "phones": "12"}
    response = posted(world.ana, f"/clientes/{held.pk}/editar", **sent)
    words = text(response.content.decode())
    assert response.status_code == 400
    assert "Escribe al menos un nombre." in words
    assert "Línea 2: no parece un correo." in words
    assert "Línea 1: no parece un correo." not in words
    assert "Línea 1: le faltan 8 dígitos." in words


def test_who_was_erased_is_not_made_again_unless_who_handles_rights_says_so(world: World, workspace: Workspace) -> None:
    remember_keys(key="erased", keys=["abel@c.example"], on=date(2026, 12, 1))
    response = posted(world.ana, "/clientes/nuevo", **ABEL)
    said = text(response.content.decode())
    assert response.status_code == 400
    assert "Esta persona pidió que borráramos sus datos" in said
    assert "Volvió: crear de todos modos" not in said
    assert posted(world.ana, "/clientes/nuevo", **ABEL, volvio="1").status_code == 400
    assert not Party.objects.exists()
    assert "Volvió: crear de todos modos" in text(posted(world.diego, "/clientes/nuevo", **ABEL).content.decode())
    posted(world.diego, "/clientes/nuevo", **ABEL, volvio="1")
    assert Party.objects.get().name == "Abel Ruiz Peña"
