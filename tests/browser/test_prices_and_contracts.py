"""Price indexes and the contracts of a customer in a real browser: nothing sticks out, no rule of accessibility is broken."""

from typing import Any

import pytest
from browser.conftest import broken_rules
from playwright.sync_api import Browser
from web import company
from web.test_contracts import SURVIVAL, make_contract
from world import PASSWORD, make_world

from lazo.kernel.models import Company, PriceIndex
from lazo.kernel.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_a_level_is_written_and_a_contract_is_seen(
    live_server: Any, chromium: Browser, workspace: Workspace, width: int, scheme: Any
) -> None:
    world = make_world()
    run = company.add_run()
    run.counts = {**run.counts, "contracts": [SURVIVAL]}
    run.save()
    abel = company.add_customer(run, "Abel", world.ana)
    make_contract(abel)
    Company.objects.update(priced_in="UF 2025-10")
    page = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    page.goto(f"{live_server.url}/entrar?next=/datos/indices-de-precios")
    page.fill("[name=username]", world.diego.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_url("**/datos/indices-de-precios")
    page.fill("#indice", "UF")
    page.fill("#mes", "2026-01")
    page.fill("#nivel", "38.416,69")
    page.click("main button:has-text('Guardar')")
    page.wait_for_selector("td:has-text('38.416,69')")
    assert PriceIndex.objects.get().name == "UF"
    for address, said in (("/datos/indices-de-precios", "en-uso"), (f"/clientes/{abel.pk}", "h-contracts")):
        page.goto(f"{live_server.url}{address}")
        assert page.locator(f"#{said}").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert broken_rules(page) == [], address
