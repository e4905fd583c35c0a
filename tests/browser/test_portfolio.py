"""The register, the matrix and the portfolio in a real browser: nothing sticks out, no rule of accessibility is broken, a search finds."""

from typing import Any

import pytest
from accounts import make_portfolio
from browser.conftest import broken_rules
from playwright.sync_api import Browser
from world import PASSWORD, make_world

from lazo.differentiate.models import StrategicCustomer
from lazo.kernel.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_accounts_are_seen_and_one_is_declared_strategic(
    live_server: Any, chromium: Browser, workspace: Workspace, width: int, scheme: Any
) -> None:
    world = make_world()
    made = make_portfolio(world, workspace, costs=True)
    page = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    page.goto(f"{live_server.url}/entrar?next=/segmentos/cartera")
    page.fill("[name=username]", world.ana.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_url("**/segmentos/cartera")
    large = f"/clientes/{made['large'].pk}/cartera"
    for address in ("/segmentos/cartera", "/segmentos/cartera?vista=precio", large, "/segmentos/cartera/pesos"):
        page.goto(f"{live_server.url}{address}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert broken_rules(page) == [], address
    page.goto(f"{live_server.url}/segmentos/estrategicos/nuevo")
    page.fill("#con", "hotel")
    page.wait_for_selector("input[name=customer]")
    page.check("input[name=customer]")
    page.select_option("[name=kind]", "DOOR_OPENER")
    page.fill("[name=text]", "Abrió el sector hotelero")
    page.click("button:has-text('Guardar en el registro')")
    page.wait_for_url("**/segmentos/estrategicos/*")
    assert StrategicCustomer.objects.get().customer == made["large"]
    assert broken_rules(page) == []
    page.goto(f"{live_server.url}/segmentos/estrategicos")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert broken_rules(page) == []
