"""The first pages in a real browser: nothing moves while loading, nothing sticks out, no rule of accessibility is broken."""

from typing import Any

import pytest
from browser.conftest import broken_rules
from playwright.sync_api import Browser, Page
from web import company
from world import PASSWORD, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""

SCREENS = [
    (1440, "light"),
    (390, "dark"),
    *(pytest.param(*one, marks=pytest.mark.nightly) for one in ((1440, "dark"), (390, "light"))),
]


def open_page(browser: Browser, width: int, scheme: Any) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, has_touch=width < 500)
    page = context.new_page()
    page.add_init_script(SHIFTS)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


def hold(page: Page, address: str, complaints: list[str]) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert complaints == [], address
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert page.evaluate("window.shift") == 0, address
    assert broken_rules(page) == [], address


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_first_pages_hold(live_server: Any, chromium: Browser, width: int, scheme: str) -> None:
    world = make_world()
    run = company.scored(world)
    party = company.add_customer(run, "Abel Ruiz", world.ana)
    company.add_history(party)
    page, complaints = open_page(chromium, width, scheme)
    hold(page, f"{live_server.url}/entrar", complaints)
    page.fill("[name=username]", world.diego.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_url("**/")
    for path in ("/ciclo", "/clientes", "/clientes?area=fid", f"/clientes/{party.pk}"):
        hold(page, f"{live_server.url}{path}", complaints)


def test_the_first_run_holds_and_the_theme_is_remembered(live_server: Any, chromium: Browser) -> None:
    world = make_world()
    page, complaints = open_page(chromium, 1440, "light")
    page.goto(f"{live_server.url}/entrar")
    page.fill("[name=username]", world.diego.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    hold(page, f"{live_server.url}/empezar", complaints)
    page.goto(f"{live_server.url}/clientes")
    page.click(".me .who")
    page.click("#menu-usuario [value=dark]")
    page.wait_for_load_state("networkidle")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 19, 15)"
