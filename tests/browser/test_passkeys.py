"""Passkeys in a real browser with a pretended authenticator: made, used to come in, and as a second step."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from world import PASSWORD, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def device(chromium: Browser) -> BrowserContext:
    return chromium.new_context(viewport={"width": 1440, "height": 900}, locale="es-CO")


def page_with_keys(context: BrowserContext) -> Page:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def test_a_passkey_is_made_and_opens_the_door_without_a_word(live_server: Any, device: BrowserContext) -> None:
    make_world()
    # A passkey belongs to a name: the number of the computer has none.
    address = live_server.url.replace("127.0.0.1", "localhost")
    page = page_with_keys(device)
    page.goto(f"{address}/entrar?next=/perfil/llaves")
    page.get_by_label("Correo").fill("diego@aurora.example")
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.get_by_label("Cómo se llama").fill("Portátil de Diego")
    page.get_by_role("button", name="Crear la llave").click()
    page.wait_for_url(f"{address}/perfil")
    assert page.get_by_label("Nombre de la llave").input_value() == "Portátil de Diego"

    device.clear_cookies()
    page.goto(f"{address}/entrar?next=/perfil")
    page.get_by_role("button", name="Usar llave de acceso").click()
    page.wait_for_url(f"{address}/perfil")
    assert page.locator(".head").get_by_text("diego@aurora.example").is_visible()

    device.clear_cookies()
    page.goto(f"{address}/entrar?next=/perfil")
    page.get_by_label("Correo").fill("diego@aurora.example")
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_url(f"{address}/entrar/segundo-paso")
    page.get_by_role("button", name="Usar llave de acceso").click()
    page.wait_for_url(f"{address}/perfil")

    page.get_by_label("Nombre de la llave").fill("Otra")
    page.get_by_role("button", name="Guardar nombre").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_label("Nombre de la llave").input_value() == "Otra"
    page.get_by_role("button", name="Quitar").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_label("Nombre de la llave").count() == 0
