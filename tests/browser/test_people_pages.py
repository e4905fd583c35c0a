"""Pages of people and settings in a real browser: nothing sticks out, nothing complains, no rule of accessibility is broken."""

from typing import Any

import pytest
from browser.conftest import broken_rules
from django.utils import timezone
from playwright.sync_api import Browser
from world import PASSWORD, make_world

from lazo.kernel.models import WebhookDelivery
from lazo.kernel.operations.api_token import create_api_token
from lazo.kernel.operations.webhook import add_webhook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS = [(1440, "light"), (390, "dark")]
PAGES = (
    "/perfil",
    "/perfil/codigos",
    "/perfil/llaves",
    "/ajustes/usuarios",
    "/ajustes/equipos",
    "/ajustes/roles",
    "/ajustes/auditoria",
    "/ajustes/empresa",
    "/ajustes/ciclo",
    "/ajustes/contacto",
    "/ajustes/llaves",
    "/ajustes/llaves/nueva",
    "/ajustes/webhooks",
)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_pages_of_people_hold(live_server: Any, chromium: Browser, width: int, scheme: Any) -> None:
    world = make_world()
    diego = world.diego
    create_api_token(user=diego, name="Tienda", scopes=["customers:read"], by=diego, at=timezone.now())
    told = add_webhook(user=diego, url="https://receptor.example/lazo", kinds=["party.added"], by=diego).webhook
    WebhookDelivery.objects.create(webhook=told, first_event=1, last_event=1, attempts=2, status=500, problem="status")
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, has_touch=width < 500, locale="es-CO"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/entrar")
    assert broken_rules(page) == []
    page.get_by_label("Correo").fill("diego@aurora.example")
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_load_state("networkidle")
    of_one = (f"usuarios/{world.ana.pk}", f"equipos/{world.north.pk}", f"webhooks/{told.pk}")
    for address in (*PAGES, *(f"/ajustes/{one}" for one in of_one)):
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert broken_rules(page) == [], address
        assert complaints == [], address
