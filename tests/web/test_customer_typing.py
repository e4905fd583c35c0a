"""Typing in the list of customers: the rows come first and alone, the counts of the filters behind them."""

import re
from html import unescape
from typing import Any

import pytest
from listed import add_party, make_list
from web.browsing import client_of, page
from world import World

from lazo.identify.models import Party
from lazo.web.customer_reading import TYPED_ROWS

pytestmark = pytest.mark.django_db

TYPING = {"HX-Request": "true", "HX-Target": "resultado"}


@pytest.fixture
def made(world: World) -> dict[str, Party]:
    return make_list(world)


def names(html: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'data-initials="[^"]*">([^<]*)</a>', html)]


def test_what_is_typed_brings_its_rows_and_how_many_without_a_filter(world: World, made: dict[str, Party]) -> None:
    response = client_of(world.diego).get("/clientes?q=perez&area=&monto_desde=", headers=TYPING)
    html = response.content.decode()
    assert names(html) == ["Rosa Pérez", "Ana Pérez Gárate"]
    assert "2 clientes cumplen" in html
    assert 'id="facetas"' not in html
    assert "<html" not in html
    assert response["HX-Replace-Url"] == "/clientes?q=perez"
    assert "HX-Push-Url" not in response


def test_the_counts_are_asked_for_behind_the_rows(world: World, made: dict[str, Party]) -> None:
    html = client_of(world.diego).get("/clientes?q=perez&ciudad=Cali", headers=TYPING).content.decode()
    asked = re.search(r'hx-get="([^"]*)" hx-trigger="load delay:400ms" hx-target="#facetas"', html)
    assert asked
    assert unescape(asked[1]) == "/clientes/facetas?q=perez&ciudad=Cali"
    filters = client_of(world.diego).get(unescape(asked[1]), headers=TYPING).content.decode()
    assert filters.strip().startswith("<svg") or filters.strip().startswith("<aside")
    assert dict(re.findall(r'name="area" value="([^"]*)".*?<span class="n">([^<]*)</span>', filters)) == {
        "mantener": "1",
        "fidelizar": "1",
    }
    assert "Ver 2 clientes" in filters
    assert names(filters) == []


def test_what_stands_outside_the_rows_follows_out_of_band(world: World, made: dict[str, Party]) -> None:
    html = client_of(world.diego).get("/clientes?q=perez&ciudad=Cali", headers=TYPING).content.decode()
    assert 'href="/clientes?q=perez"' in html.partition('id="chips" hx-swap-oob="innerHTML"')[2]
    assert re.search(r'id="cuantos" hx-swap-oob="innerHTML">\s*2 clientes cumplen', html)
    assert '<span id="todos" hx-swap-oob="innerHTML">' in html


def test_a_screenful_comes_for_every_letter_and_the_rest_behind_it(world: World) -> None:
    everybody = {f"Zulaica {number:02}" for number in range(60)}
    for name in sorted(everybody):
        add_party(name, owner=world.ana, team=world.north)
    client, address, found = client_of(world.diego), "/clientes?q=zulaica", list[str]()
    html = client.get(address, headers=TYPING).content.decode()
    assert len(names(html)) == TYPED_ROWS
    assert "60 clientes cumplen" in html
    while more := re.search(r'<a class="btn" href="([^"]*)" hx-get="[^"]*" hx-target="#filas"', html):
        found += names(html)
        headers = {"HX-Request": "true", "HX-Target": "filas"}
        html = client.get(unescape(more[1]), headers=headers).content.decode()
    found += names(html)
    assert (len(found), set(found)) == (60, everybody)


def test_nobody_typed_keeps_the_page_and_says_so(world: World, made: dict[str, Party]) -> None:
    html = client_of(world.diego).get("/clientes?q=nadiesellamaasi", headers=TYPING).content.decode()
    assert names(html) == []
    assert "Nadie coincide con «nadiesellamaasi»" in html
    assert "0 clientes cumplen" in html


def test_who_sees_one_row_types_and_counts_among_that_one(world: World, made: dict[str, Party]) -> None:
    html = client_of(world.carla).get("/clientes?q=perez", headers=TYPING).content.decode()
    assert (names(html), "1 cliente cumple" in html) == (["Rosa Pérez"], True)
    filters = client_of(world.carla).get("/clientes/facetas?q=perez", headers=TYPING).content.decode()
    assert re.findall(r'<span class="n">([^<]*)</span>', filters) == ["1"] * len(
        re.findall(r'<span class="n">', filters)
    )
    assert "Ver 1 cliente" in filters


def test_without_a_script_the_same_address_is_the_whole_page(world: World, made: dict[str, Party]) -> None:
    html = page(world.diego, "/clientes?q=perez")
    assert names(html) == ["Rosa Pérez", "Ana Pérez Gárate"]
    assert 'id="facetas"' in html
    assert "load delay:400ms" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_typing_asks_the_same_number_of_questions(world: World, count: int, django_assert_num_queries: Any) -> None:
    for n in range(count):
        add_party(f"Zulaica {n}", owner=world.ana, team=world.north)
    client = client_of(world.diego)
    for address in ("/clientes?q=zulaica", "/clientes/facetas?q=zulaica"):
        client.get(address, headers=TYPING)
    with django_assert_num_queries(10):
        client.get("/clientes?q=zulaica", headers=TYPING)
    with django_assert_num_queries(19):
        client.get("/clientes/facetas?q=zulaica", headers=TYPING)
