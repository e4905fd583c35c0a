"""Searching and doing from anywhere, as a page and as lines of the palette."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web.browsing import client_of, page
from world import World

from lazo.identify.models import Party
from lazo.identify.operations.party import add_organization, add_person
from lazo.kernel.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]

ON = date(2025, 10, 31)
PALETTE = {"HX-Request": "true", "HX-Target": "paleta"}


@pytest.fixture
def garate(world: World) -> Party:
    return add_person(given_name="Lucía", surnames="Gárate Ríos", phones=("+57 300 555 0142",), by=world.ana, on=ON)


def customers(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'href="/clientes/(\d+)"', html)]


def test_what_can_be_done_with_the_first_that_was_found(world: World, garate: Party) -> None:
    html = client_of(world.ana).get("/buscar?q=garate", headers=PALETTE).content.decode()
    deeds = re.findall(rf'href="/clientes/{garate.pk}/(\w+)"', html)
    assert deeds == ["notas", "llamadas", "pendientes"]
    assert "Anotar: Lucía <mark>Gárate</mark> Ríos" in html
    assert "Anotar:" not in client_of(world.carla).get("/buscar?q=garate", headers=PALETTE).content.decode()


def test_a_customer_is_found_whatever_the_accents_and_the_order(world: World, garate: Party) -> None:
    for text in ("garate", "GARATE lucia", "rio"):
        html = page(world.ana, f"/buscar?q={text}")
        assert customers(html) == [garate.pk], text
    assert "<mark>Gárate</mark>" in page(world.ana, "/buscar?q=garate")


def test_a_customer_is_found_by_the_end_of_a_telephone_which_stays_masked(world: World, garate: Party) -> None:
    html = page(world.ana, "/buscar?q=0142")
    assert customers(html) == [garate.pk]
    assert "3005550142" not in html.replace(" ", "")


def test_whoever_may_not_see_a_customer_does_not_find_them(world: World, garate: Party) -> None:
    assert customers(page(world.bruno, "/buscar?q=garate")) == [garate.pk]
    html = page(world.carla, "/buscar?q=garate")
    assert customers(html) == []
    assert "Nada coincide con «garate»" in html
    assert "Lucía" not in html


def test_one_letter_finds_deeds_and_places_but_nobody(world: World, garate: Party) -> None:
    html = page(world.ana, "/buscar?q=g")
    assert customers(html) == []


def test_the_palette_gets_options_of_the_same_lines(world: World, garate: Party) -> None:
    html = client_of(world.ana).get("/buscar?q=garate", headers=PALETTE).content.decode()
    assert "<html" not in html
    assert f'id="paleta-c{garate.pk}"' in html
    assert html.count('role="option"') == 4
    assert 'data-count="4 resultados"' in html
    whole = page(world.ana, "/buscar?q=garate")
    assert 'role="option"' not in whole


def test_before_anything_is_typed_the_palette_offers_what_one_does_all_day(world: World) -> None:
    html = client_of(world.diego).get("/buscar", headers=PALETTE).content.decode()
    assert "Importar un archivo" in html
    assert "apariencia" not in html
    assert 'href="/clientes"' in html
    assert "Importar un archivo" not in client_of(world.ana).get("/buscar", headers=PALETTE).content.decode()


def test_after_the_sign_for_deeds_there_are_deeds_alone(world: World, garate: Party) -> None:
    html = client_of(world.diego).get("/buscar", {"q": "> apar"}, headers=PALETTE).content.decode()
    assert html.count('role="option"') == 3
    assert 'formaction="/tema" name="theme" value="dark"' in html
    assert customers(client_of(world.ana).get("/buscar", {"q": ">garate"}, headers=PALETTE).content.decode()) == []


def test_what_is_typed_stays_text(world: World) -> None:
    html = page(world.ana, "/buscar?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
    assert len(page(world.ana, "/buscar?q=" + "x" * 5000)) < 80_000


def test_only_reading_is_answered_and_only_to_who_signed_in(world: World, client: Any) -> None:
    assert client_of(world.ana).post("/buscar").status_code == 405
    assert client.get("/buscar?q=garate").headers["Location"] == "/entrar?next=/buscar%3Fq%3Dgarate"


def test_more_results_cost_no_more_questions(world: World) -> None:
    client, asked = client_of(world.ana), []
    for count in (1, 3):
        while Party.objects.count() < count:
            add_organization(name="Hotel Casa", by=world.ana, on=ON)
        with CaptureQueriesContext(connection) as queries:
            html = client.get("/buscar?q=hotel", headers=PALETTE).content.decode()
        assert len(customers(html)) == count
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20


def test_letters_are_shown_only_to_who_uses_them(world: World) -> None:
    assert 'id="atajos"' in page(world.ana, "/buscar")
    User.objects.filter(pk=world.ana.pk).update(shortcuts=False)
    html = page(world.ana, "/buscar")
    assert 'id="atajos"' not in html
    assert 'data-shortcuts="off"' in html
    assert 'class="keys-of"' not in html
