"""The pages on which people write, in a real browser: nothing moves or sticks out, and who may be there already is said while one types."""

from datetime import date
from typing import Any

import pytest
from browser.conftest import broken_rules
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from world import World, make_world

from lazo.identify.models import ContactPoint, Party, TraitDefinition
from lazo.identify.operations.custom_field import FieldDetails, add_custom_field
from lazo.identify.operations.note import add_note
from lazo.identify.operations.trait import set_trait
from lazo.interact.models import ToDo
from lazo.interact.operations.to_do import ToDoDetails, add_to_do

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ON = date(2026, 11, 20)


@pytest.fixture
def abel(transactional_db: None) -> tuple[World, Party]:
    world = make_world()
    party = Party.objects.create(
        name="Abel Ruiz Peña", folded_name="abel ruiz pena", given_name="Abel", surnames="Ruiz Peña", owner=world.diego,
        country="CO", city="Cali",
    )  # fmt: skip
    ContactPoint.objects.create(party=party, kind="PHONE", value="+573105550142", key="+573105550142")
    field = add_custom_field(of="CHOICE", details=FieldDetails("Molienda", choices=("Fina", "Gruesa")), by=world.diego)
    set_trait(party=party, key=field.key, value="Fina", by=None, kind=TraitDefinition.Kind.INFERRED, confidence=0.8)
    add_note(party=party, text="Prefiere WhatsApp", by=world.diego, on=ON)
    add_to_do(details=ToDoDetails("Enviar muestras", ON), by=world.diego, party=party)
    return world, party


def signed_in(browser: Browser, world: World, address: str, width: int, scheme: Any) -> Page:
    client = Client()
    client.force_login(world.diego)
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
    return context.new_page()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_pages_hold(
    live_server: Any, chromium: Browser, abel: tuple[World, Party], width: int, scheme: str
) -> None:
    world, party = abel
    page = signed_in(chromium, world, live_server.url, width, scheme)
    of_party = ("editar", "notas", "llamadas", "pendientes", "permisos", "rasgos/molienda/correccion")
    for place in (
        "clientes/nuevo",
        "pendientes",
        "ajustes/campos",
        *(f"clientes/{party.pk}/{one}" for one in of_party),
    ):
        page.goto(f"{live_server.url}/{place}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
        assert broken_rules(page) == [], place


def test_who_may_be_there_is_said_while_one_types(
    live_server: Any, chromium: Browser, abel: tuple[World, Party]
) -> None:
    page = signed_in(chromium, abel[0], live_server.url, 1440, "light")
    page.goto(f"{live_server.url}/clientes/nuevo")
    page.get_by_label("Teléfonos").press_sequentially("310 555 0142")
    page.locator("#parecidos").get_by_text("mismo teléfono").wait_for()
    assert "Abel Ruiz Peña" in page.locator("#parecidos").inner_text()


def test_a_to_do_is_done_and_taken_back(live_server: Any, chromium: Browser, abel: tuple[World, Party]) -> None:
    page = signed_in(chromium, abel[0], live_server.url, 390, "light")
    page.goto(f"{live_server.url}/pendientes")
    page.get_by_role("button", name="Hecho: Enviar muestras").click()
    page.get_by_text("Nada por hacer.").wait_for()
    assert ToDo.objects.open().count() == 0
    page.get_by_role("button", name="Deshacer").click()
    page.get_by_role("button", name="Hecho: Enviar muestras").wait_for()
    assert ToDo.objects.open().count() == 1
