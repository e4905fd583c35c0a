"""The pictures of the base in a real browser: nothing moves, nothing sticks out, no rule of accessibility is broken."""

from typing import Any

import pytest
from browser.conftest import broken_rules
from playwright.sync_api import Browser
from web.test_segments import drawn
from world import PASSWORD, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_the_pictures_hold_and_a_cell_opens_its_people(
    live_server: Any, chromium: Browser, width: int, scheme: Any
) -> None:
    world = make_world()
    drawn(world)
    page = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, has_touch=width < 500
    ).new_page()
    page.add_init_script(SHIFTS)
    page.goto(f"{live_server.url}/entrar?next=/segmentos")
    page.fill("[name=username]", world.ana.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_url("**/segmentos")
    for address in ("/segmentos", "/segmentos?medida=dinero"):
        page.goto(f"{live_server.url}{address}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shift") == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert broken_rules(page) == []
    page.click(".rfm td.sel a")
    assert page.url.endswith("/clientes?rfm=15")
