"""The language of interaction in a real browser: palette, shortcuts, toasts, requests that fail, the gallery, three languages."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from browser.conftest import broken_rules
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from web import company
from world import World, make_world

from lazo.differentiate.models import SavedView
from lazo.differentiate.operations.saved_view import save_view
from lazo.identify.models import Party
from lazo.identify.operations.party import add_organization, add_person
from lazo.interact.models import ToDoCompletion
from lazo.interact.operations.to_do import ToDoDetails, add_to_do
from lazo.kernel.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ON = date(2025, 10, 31)
PALETTE = "#paleta[open]"
CHOSEN = f"{PALETTE} [role=option][aria-selected=true]"


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    return make_world()


@pytest.fixture
def hotel(world: World) -> Party:
    add_person(given_name="Hortensia", surnames="Gárate", by=world.diego, on=ON)
    return add_organization(name="Hotel Casa Amarilla", by=world.diego, on=ON)


def entered(browser: Browser, server: Any, user: User, *, width: int = 1440, scheme: Any = "light") -> Page:
    """A page of somebody who has signed in already."""
    client = Client()
    client.force_login(user)
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, has_touch=width < 500)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    return context.new_page()


def test_the_palette_finds_and_opens_a_customer_by_keyboard(
    chromium: Browser, live_server: Any, world: World, hotel: Party
) -> None:
    page = entered(chromium, live_server, world.diego)
    page.goto(f"{live_server.url}/buscar")
    page.keyboard.press("Control+k")
    field = page.locator(f"{PALETTE} [role=combobox]")
    expect(field).to_be_focused()
    expect(page.locator(CHOSEN)).to_have_count(1)
    page.keyboard.type("ho")
    expect(page.locator(f"{PALETTE} [id^=paleta-c]")).to_have_count(2)
    first = field.get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") != first
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(f"{PALETTE} [role=option]").last).to_have_attribute("aria-selected", "true")
    assert broken_rules(page) == []
    field.fill("casa hot")
    expect(page.locator(CHOSEN)).to_have_text("HCHotel Casa Amarilla")
    expect(page.locator(f"{PALETTE} [data-said]")).to_have_text("4 resultados")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/clientes/{hotel.pk}")


def test_the_palette_does_and_closes(chromium: Browser, live_server: Any, world: World) -> None:
    page = entered(chromium, live_server, world.diego)
    page.goto(f"{live_server.url}/ui?x=1")
    page.keyboard.press("/")
    page.keyboard.type("> oscura")
    expect(page.locator(CHOSEN)).to_have_text("Usar la apariencia oscura")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.url == f"{live_server.url}/ui?x=1"
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.locator(PALETTE)).to_have_count(0)


def test_a_search_that_fails_says_so_and_tries_again(
    chromium: Browser, live_server: Any, world: World, hotel: Party
) -> None:
    page = entered(chromium, live_server, world.diego)
    page.goto(f"{live_server.url}/buscar?q=x")
    page.context.set_offline(True)
    page.keyboard.press("Control+k")
    page.keyboard.type("amarilla")
    page.wait_for_timeout(400)  # the letters typed after the first are sought too
    expect(page.locator(f"{PALETTE} [data-again]")).to_be_visible()
    page.context.set_offline(False)
    page.click(f"{PALETTE} [data-again]")
    expect(page.locator(CHOSEN)).to_have_text("HCHotel Casa Amarilla")


def test_letters_go_places_and_rest_while_one_types(
    chromium: Browser, live_server: Any, world: World, hotel: Party
) -> None:
    page = entered(chromium, live_server, world.diego)
    page.goto(f"{live_server.url}/ui")
    page.keyboard.press("?")
    expect(page.locator("#atajos[open]")).to_contain_text("Mapa del ciclo")
    expect(page.locator("#atajos[open]")).to_contain_text("Bajar y subir")
    assert broken_rules(page) == []
    page.keyboard.press("Escape")
    page.locator("#id_light_phone").focus()
    page.keyboard.type("gl?")
    assert page.url == f"{live_server.url}/ui"
    expect(page.locator("#atajos[open]")).to_have_count(0)
    page.locator("#id_light_phone").blur()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-rows] > .cursor")).to_contain_text("Hotel Casa Amarilla")
    page.keyboard.press("x")
    expect(page.locator("[data-rows] > .cursor input")).not_to_be_checked()
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/clientes")


def test_letters_rest_for_who_turned_them_off(chromium: Browser, live_server: Any, world: World) -> None:
    User.objects.filter(pk=world.diego.pk).update(shortcuts=False)
    page = entered(chromium, live_server, world.diego)
    page.goto(f"{live_server.url}/ui")
    for key in ("?", "/", "g", "l", "j"):
        page.keyboard.press(key)
    expect(page.locator("dialog[open], .cursor")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.locator(PALETTE)).to_have_count(1)


def test_a_toast_takes_back_and_the_page_stays_where_it_was(chromium: Browser, live_server: Any, world: World) -> None:
    view = save_view(by=world.diego, name="Mis grandes", params={})
    page = entered(chromium, live_server, world.diego)
    page.goto(f"{live_server.url}/ui")
    token = page.request.post(
        f"{live_server.url}/vistas/{view.pk}/retiro", max_redirects=0,
        headers={"X-CSRFToken": page.locator("#hacer [name=csrfmiddlewaretoken]").input_value()},
    )  # fmt: skip
    assert token.status == 302
    page.goto(f"{live_server.url}/ui")
    undo = page.locator("#avisos button[data-keys=z]")
    expect(undo).to_be_visible()
    page.evaluate("scrollTo(0, 900)")
    page.keyboard.press("z")
    expect(page.locator("#avisos .toast")).to_have_text("Deshecho.")
    assert SavedView.objects.get().name == "Mis grandes"
    assert page.evaluate("scrollY") == 900


def test_a_toast_waits_while_the_pointer_is_on_it(chromium: Browser, live_server: Any, world: World) -> None:
    page = entered(chromium, live_server, world.diego)
    page.clock.install()
    page.goto(f"{live_server.url}/ui")
    page.locator("[data-toast]").first.click()
    toast = page.locator("#avisos .toast")
    expect(toast).to_have_text("Hotel Casa Amarilla pasó a Mantener")
    toast.hover()
    page.clock.run_for(20_000)
    expect(toast).to_have_count(1)
    page.mouse.move(10, 10)
    page.clock.run_for(9_000)
    expect(toast).to_have_count(0)


def test_a_form_is_not_sent_into_the_void_and_keeps_what_was_typed(
    chromium: Browser, live_server: Any, world: World
) -> None:
    page = entered(chromium, live_server, world.diego)
    page.goto(f"{live_server.url}/buscar")
    page.fill("#buscar", "Gárate")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.locator("#avisos .toast")).to_contain_text("Lo que escribiste sigue aquí")
    assert page.input_value("#buscar") == "Gárate"
    page.context.set_offline(False)
    page.locator("#avisos").get_by_text("Reintentar").click()
    page.wait_for_url("**/buscar?q=G*")


def test_a_tick_shows_at_once_and_is_taken_back_when_it_could_not_be_kept(
    chromium: Browser, live_server: Any, world: World
) -> None:
    add_to_do(details=ToDoDetails(title="Llamar a Hortensia"), by=world.diego)
    page = entered(chromium, live_server, world.diego)
    page.goto(f"{live_server.url}/pendientes")
    row = page.locator("[data-row]").first
    page.context.set_offline(True)
    row.locator(".tick").click()
    expect(page.locator("#avisos .toast")).to_contain_text("Lo que escribiste sigue aquí")
    expect(row).not_to_have_class(re.compile("is-done"))
    page.context.set_offline(False)
    page.locator("#avisos").get_by_text("Reintentar").click()
    expect(page.locator("#avisos")).to_contain_text("Hecho: Llamar a Hortensia")
    assert ToDoCompletion.objects.get().by_id == world.diego.pk


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_gallery_is_whole(chromium: Browser, live_server: Any, world: World, width: int, scheme: str) -> None:
    page = entered(chromium, live_server, world.diego, width=width, scheme=scheme)
    page.goto(f"{live_server.url}/ui")
    page.wait_for_load_state("networkidle")
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for sample in page.locator("[data-component]").all():
        box = sample.bounding_box()
        assert box is not None
        assert box["height"] > 40
        assert box["x"] + box["width"] <= width
    light, dark = (
        page.locator(f".side-by-side.{side} [data-component=notice]").screenshot(animations="disabled")
        for side in ("light", "dark")
    )
    assert light != dark
    ground = [
        page.locator(f".side-by-side.{side}").evaluate("one => getComputedStyle(one).backgroundColor")
        for side in ("light", "dark")
    ]
    assert ground == ["rgb(252, 250, 245)", "rgb(21, 19, 15)"]


@pytest.mark.parametrize("language", ["en", "pt-br"])
def test_longer_words_fit_a_telephone(chromium: Browser, live_server: Any, world: World, language: str) -> None:
    run = company.scored(world)
    party = company.add_customer(run, "Abel Ruiz", world.diego)
    User.objects.filter(pk=world.diego.pk).update(language=language)
    page = entered(chromium, live_server, world.diego, width=390)
    for path in ("/ciclo", "/clientes", f"/clientes/{party.pk}", "/segmentos", "/perfil", "/ui", "/datos/fuentes"):
        page.goto(f"{live_server.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
