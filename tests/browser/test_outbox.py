"""Templates, channels and the outbox in a real browser: a message is written and seen before it is saved; nothing breaks a rule."""

from typing import Any

import pytest
from browser.conftest import broken_rules
from outboxed import customers, email_account, messages, template
from playwright.sync_api import Browser
from world import PASSWORD, make_world

from lazo.interact.models import Template
from lazo.interact.unsubscribing import unsubscribe_token
from lazo.kernel.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_a_message_is_seen_before_it_is_saved(
    live_server: Any, chromium: Browser, workspace: Workspace, width: int, scheme: Any
) -> None:
    assert workspace.exists()
    world = make_world()
    account, version = email_account(1), template()
    rows = messages(customers(2), account=account, version=version, state="DOUBTFUL", problem="no_answer")
    page = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    page.goto(f"{live_server.url}/entrar?next=/campanas/plantillas/nueva%3Fcanal=email")
    page.fill("[name=username]", world.diego.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_url("**/campanas/plantillas/nueva**")
    page.fill("#nombre", "Aviso")
    page.fill("#asunto-es", "Hola, {{ nombre }}")
    page.fill("#cuerpo-es", 'Ya llegó tu café, {{ nombre | "amigo" }}.')
    page.click("button:has-text('Ver en teléfono'):visible")
    frame = page.frame_locator("iframe[name=vista]")
    frame.get_by_text("Ya llegó tu café, Clara.").wait_for()
    page.click("button:has-text('Guardar la plantilla')")
    page.wait_for_url("**/campanas/plantillas/*")
    made = Template.objects.get(name="Aviso")
    addresses = (f"/campanas/plantillas/{made.pk}", "/campanas/plantillas", "/campanas/salida", "/ajustes/canales")
    for address in (*addresses, f"/ajustes/canales/{account.pk}", f"/baja/{unsubscribe_token(rows[0].pk)}"):
        page.goto(f"{live_server.url}{address}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert broken_rules(page) == [], address
