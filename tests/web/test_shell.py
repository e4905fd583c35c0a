"""What every page has: one style sheet, a strict policy, symbols used, a way to the content."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from web import company
from web.browsing import client_of, page
from world import World

from lazo.identify.models import Interaction, Party
from lazo.kernel.models import User
from lazo.kernel.operations.role import PERMISSIONS
from lazo.web import assets, icons
from lazo.web.navigation import Place, address, links
from lazo.web.templatetags.lazo import area_names, document

pytestmark = pytest.mark.django_db


def test_pages_have_no_inline_style_or_script_and_say_their_policy(world: World) -> None:
    run = company.scored(world)
    party = company.add_customer(run, "Abel", world.ana)
    company.add_history(party)
    client = Client()
    client.force_login(world.diego)
    for path in ("/ciclo", "/clientes", f"/clientes/{party.pk}", "/nada"):
        response = client.get(path)
        assert not re.search(r"\sstyle=|<style|<script>|\son[a-z]+=", response.content.decode()), path
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]


def test_each_symbol_that_is_used_is_there_once(world: World) -> None:
    company.scored(world)
    client = Client()
    client.force_login(world.diego)
    html = client.get("/ciclo").content.decode()
    used = set(re.findall(r'<use href="#([^"]+)"', html))
    assert sorted(re.findall(r'<symbol id="([^"]+)"', html)) == sorted(used)


def test_every_icon_is_drawn() -> None:
    for file in icons.FOLDER.glob("*.svg"):
        if file.stem != "lazo":
            assert "<path" in icons.symbol(file.stem), file.stem


def test_the_style_sheet_is_one_file_with_its_content_in_its_name() -> None:
    sheet = assets.stylesheet()
    response = Client().get(f"/recursos/{sheet.name}", headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert "immutable" in response["Cache-Control"]
    assert len(response.content) < 25_000
    assert Client().get(f"/recursos/{sheet.name}").content == sheet.body
    assert "static:" not in sheet.body.decode()
    assert Client().get("/recursos/lazo.000000000000.css").status_code == 404


def test_the_script_is_small_and_parts_do_not_see_each_other() -> None:
    script = assets.script()
    assert Client().get(f"/recursos/{script.name}")["Content-Type"] == "text/javascript; charset=utf-8"
    assert script.body.startswith(b"{\n")
    assert len(script.compressed) + len(assets.htmx().compressed) < 30_000


def test_no_style_file_grows_beyond_300_lines() -> None:
    lines = {path.name: len(path.read_text().splitlines()) for path in (assets.ROOT / "css").rglob("*.css")}
    assert {name: count for name, count in lines.items() if count > 300} == {}


def test_navigation_shows_only_places_that_exist() -> None:
    places = links(
        frozenset(), [Place("web:cycle", "Ciclo", "refresh", "cycle"), Place("web:moon", "Luna", "moon", "moon")]
    )
    assert [(link.href, link.short) for link in places] == [("/ciclo", "Ciclo")]
    assert address("web:moon") == ""


def test_navigation_shows_only_places_that_are_open_to_the_reader(world: World) -> None:
    client = Client()
    client.force_login(world.diego)
    assert 'href="/datos"' in client.get("/ciclo").content.decode()
    client.force_login(world.ana)
    assert 'href="/datos"' not in client.get("/ciclo").content.decode()


def test_fictitious_data_are_said_to_be_fictitious(world: World) -> None:
    company.scored(world)
    client = Client()
    client.force_login(world.diego)
    assert "Datos ficticios." not in client.get("/ciclo").content.decode()
    world.company.is_fictitious = True
    world.company.save()
    assert "Comercial Aurora no existe" in client.get("/ciclo").content.decode()


def test_htmx_comes_only_where_a_page_asks_for_it(world: World) -> None:
    company.scored(world)
    client = Client()
    client.force_login(world.diego)
    name = assets.htmx().name
    assert name not in client.get("/ciclo").content.decode()
    assert f"/recursos/{name}" in client.get("/clientes").content.decode()
    assert Client().get(f"/recursos/{name}").status_code == 200


def test_what_is_too_large_to_read_says_so_and_that_it_is_not_lost(world: World, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    party = Party.objects.create(name="Abel", owner=world.ana)
    response = client_of(world.ana).post(f"/clientes/{party.pk}/notas", {"text": "ñ" * 2_000})
    assert response.status_code == 400
    assert "Vuelve a la página anterior: lo que escribiste sigue ahí." in response.content.decode()
    assert not Interaction.objects.exists()


def test_documents_and_areas_in_words() -> None:
    assert [document(scheme) for scheme in ("CL_RUT", "CO:NIT", "CUIT", "")] == ["RUT (CL)", "NIT (CO)", "CUIT", ""]
    assert area_names([]) == ""
    assert area_names(["KEEP"]) == "Mantener"
    assert area_names(["KEEP", "LOYALTY", "RETAIN"]) == "Mantener, Fidelizar y Retener"


def test_more_than_five_places_fold_into_a_menu_of_the_telephone(world: World) -> None:
    html = page(world.diego, "/buscar")
    bar = html[html.index('<nav class="tabbar"') :].partition("</nav>")[0]
    assert bar.count("<a href=") == len(links(frozenset(PERMISSIONS)))
    assert 'popovertarget="mas"' in bar
    fewer = page(world.ana, "/buscar")
    assert fewer[fewer.index('<nav class="tabbar"') :].partition("</nav>")[0].count("<a href=") == len(
        links(frozenset())
    )


def test_rows_take_as_much_room_as_a_person_likes(world: World) -> None:
    assert "data-density" not in page(world.ana, "/buscar")
    User.objects.filter(pk=world.ana.pk).update(density="compact")
    assert '<html lang="es-419" data-density="compact">' in page(world.ana, "/buscar")


def test_the_key_of_the_palette_is_that_of_the_device(world: World) -> None:
    client = client_of(world.ana)
    for device, key in (("Macintosh; Intel Mac OS X", "⌘K"), ("X11; Linux x86_64", "Ctrl K")):
        assert (
            f'<kbd aria-hidden="true">{key}</kbd>'
            in client.get("/buscar", headers={"User-Agent": device}).content.decode()
        )


@pytest.mark.parametrize(
    ("language", "words"), [("es", "Algo falló"), ("en", "Something failed"), ("pt-br", "Algo falhou")]
)
def test_the_page_of_a_failure_needs_nothing_but_a_language(language: str, words: str) -> None:
    with translation.override(language):
        html = render_to_string("500.html")
    assert words in html
    assert f'<html lang="{"es-419" if language == "es" else language}">' in html
