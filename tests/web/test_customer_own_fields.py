"""A company's own fields among the filters of the list: counted when opened, chosen, written as a span, alike without a script."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from listed import make_list
from web.browsing import client_of, page
from world import World

from lazo.identify.models import Party, TraitDefinition
from lazo.identify.operations.retirement import retire_party
from lazo.identify.operations.trait import set_trait

pytestmark = pytest.mark.django_db

NBSP = "\u00a0"
FIELDS = {"molienda": "CHOICE", "cupo": "MONEY", "socio": "FLAG", "renueva": "DATE", "puntos": "NUMBER", "lema": "TEXT"}
SAID: dict[str, dict[str, Any]] = {
    "molienda": {"ana": "Gruesa", "beto": "Fina", "rosa": "Fina"},
    "cupo": {"ana": 150_000, "rosa": 900_000},
    "socio": {"ana": True, "beto": False},
    "renueva": {"ana": date(2026, 3, 1)},
    "puntos": {"beto": 7.5},
}


@pytest.fixture
def made(world: World) -> dict[str, Party]:
    parties = make_list(world)
    for place, (key, of) in enumerate(FIELDS.items()):
        choices = ["Gruesa", "Fina", "Nunca"] if of == "CHOICE" else []
        told = {"name": key.capitalize(), "type": of, "kind": "DECLARED", "package": "custom", "position": place}
        TraitDefinition.objects.create(key=key, choices=choices, **told)
        for name, value in SAID.get(key, {}).items():
            set_trait(party=parties[name], key=key, value=value, by=world.diego)
    return parties


def names(html: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'data-initials="[^"]*">([^<]*)</a>', html)]


def chips(html: str) -> list[str]:
    return [unescape(text) for text in re.findall(r'<a class="chip"[^>]*><span class="cut">([^<]*)</span>', html)]


def choices(html: str) -> dict[str, str]:
    return dict(re.findall(r'name="rasgo" value="([^"]*)".*?<span class="n">([^<]*)</span>', html))


def hidden(html: str) -> list[str]:
    return re.findall(r'<input type="hidden" form="filtros" name="rasgo" value="([^"]*)">', html)


def test_they_are_counted_when_they_are_opened(world: World, made: dict[str, Party]) -> None:
    html = page(world.diego, "/clientes?area=mantener")
    asked = re.search(r'data-facet="campos" hx-get="([^"]*)" hx-trigger="toggle once"', html)
    assert asked
    assert choices(html) == {}
    own = client_of(world.diego).get(unescape(asked[1])).content.decode()
    assert choices(own) == {"molienda:is:Fina": "2", "socio:is:no": "1"}
    assert re.findall(r'name="(\w+:\w+)"', own) == [
        "desde_dinero:cupo", "hasta_dinero:cupo", "desde_numero:puntos", "hasta_numero:puntos",
    ]  # fmt: skip
    assert "<html" not in own


def test_without_a_script_a_link_shows_them(world: World, made: dict[str, Party]) -> None:
    link = re.search(r'href="([^"]*campos=1)"', page(world.diego, "/clientes?area=mantener"))
    assert link
    html = page(world.diego, unescape(link[1]))
    assert choices(html) == {"molienda:is:Fina": "2", "socio:is:no": "1"}
    assert 'data-facet="campos" open' in html


def test_choices_are_alternatives_and_fields_conditions(world: World, made: dict[str, Party]) -> None:
    html = page(world.diego, "/clientes?rasgo=molienda:is:Gruesa&rasgo=molienda:is:Fina&rasgo=socio:is:si")
    assert names(html) == ["Ana Pérez Gárate"]
    assert chips(html) == ["Dato: Molienda = Gruesa, Molienda = Fina, Socio = sí"]
    assert choices(html) == {"molienda:is:Gruesa": "1", "socio:is:si": "1", "socio:is:no": "1", "molienda:is:Fina": "0"}
    assert re.findall(r'value="([^"]*)" checked', html.partition("campos")[2].partition("</aside>")[0]) == [
        "molienda:is:Gruesa", "molienda:is:Fina", "socio:is:si",
    ]  # fmt: skip
    assert hidden(html) == []


def test_a_span_is_written_as_people_write_and_becomes_the_short_address(world: World, made: dict[str, Party]) -> None:
    typed = "/clientes?rasgo=cupo:to:5&desde_dinero:cupo=%24+2.000&hasta_dinero:cupo=&hasta_numero:puntos=&desde_dia:renueva=x"
    response = client_of(world.diego).get(typed)
    assert (response.status_code, unescape(response["Location"])) == (302, "/clientes?rasgo=cupo%3Afrom%3A200000")
    html = page(world.diego, response["Location"])
    assert names(html) == ["Rosa Pérez"]
    assert chips(html) == [f"Dato: Cupo ≥ ${NBSP}2.000"]
    assert f'name="desde_dinero:cupo" value="${NBSP}2.000"' in html
    assert names(page(world.diego, "/clientes?rasgo=renueva:from:2026-03-01&rasgo=renueva:to:2026-03-01")) == [
        "Ana Pérez Gárate"
    ]
    response = client_of(world.diego).get("/clientes?desde_numero:puntos=7,5")
    assert unescape(response["Location"]) == "/clientes?rasgo=puntos%3Afrom%3A7.5"
    assert names(page(world.diego, "/clientes?rasgo=puntos:from:7.5")) == ["Beto Núñez"]


def test_what_no_filter_shows_goes_along_unseen_and_is_said(world: World, made: dict[str, Party]) -> None:
    html = page(world.diego, "/clientes?rasgo=cupo:has:&rasgo=lema:empty:&rasgo=molienda:contains:in")
    assert names(html) == ["Rosa Pérez"]
    assert chips(html) == ["Dato: Cupo, sin Lema, Molienda contiene in"]
    assert hidden(html) == ["cupo:has:", "lema:empty:", "molienda:contains:in"]


def test_who_sees_one_row_counts_that_one_and_who_must_see_nothing_none(world: World, made: dict[str, Party]) -> None:
    assert choices(page(world.carla, "/clientes/campos")) == {"molienda:is:Fina": "1"}
    world.carla.role_assignments.all().delete()
    html = page(world.carla, "/clientes/campos")
    assert choices(html) == {}
    assert "Nadie de estos clientes tiene valores en los campos propios." in html


@pytest.mark.parametrize("count", [1, 3])
def test_own_fields_ask_the_same_number_of_questions(
    world: World, made: dict[str, Party], count: int, django_assert_num_queries: Any
) -> None:
    for name in ("ana", "beto", "rosa")[count:]:
        retire_party(party=made[name], by=world.diego)
    client = client_of(world.diego)
    client.get("/clientes/campos")
    with django_assert_num_queries(7):
        client.get("/clientes/campos")
