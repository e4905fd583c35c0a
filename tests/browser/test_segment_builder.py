"""The rules of a segment in a real browser: fields come with the fact that is chosen, nothing typed is lost, cells of the map begin a rule."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from browser.conftest import broken_rules
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from web.test_segments import drawn
from world import World, make_world

from lazo.differentiate.models import Segment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SMALL = """() => [...document.querySelectorAll("main button:not(.vh), main summary, main .btn")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.textContent.trim())"""
RULES = {
    "all": [
        {"field": "city", "in": ["Cali"]},
        {"any": [{"purchases": {"at_least": 2, "period": {"last_days": 60}}}, {"field": "area", "in": ["RETAIN"]}]},
        {"not": {"consent": {"purpose": "marketing", "channel": "email"}}},
    ]
}


def entered(browser: Browser, server: Any, world: World, *, width: int, scheme: Any) -> Page:
    client = Client()
    client.force_login(world.ana)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, has_touch=width < 500, is_mobile=width < 500
    )
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    return context.new_page()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_form_holds_and_grows_with_what_is_chosen(
    live_server: Any, chromium: Browser, width: int, scheme: Any
) -> None:
    page = entered(chromium, live_server, make_world(), width=width, scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/segmentos/nuevo?reglas={quote(json.dumps(RULES))}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert broken_rules(page) == []
    assert width > 500 or page.evaluate(SMALL) == []
    page.fill('[name="nombre"]', "De Cali")
    page.locator('button[value="regla:0"]').click()
    expect(page.locator('[name="what:0.3"]')).to_be_visible()
    page.select_option('[name="what:0.3"]', "field:age")
    page.fill('[name="low:0.3"]', "30")
    page.locator('[name="low:0.3"]').blur()
    expect(page.locator("#frase-dicha")).to_contain_text("edad es al menos 30")
    expect(page.locator('[name="nombre"]')).to_have_value("De Cali")
    page.locator('button[value="guardar"]').click()
    page.wait_for_url("**/segmentos/*")
    assert Segment.objects.get().definition["all"][3] == {"field": "age", "at_least": 30}
    assert complaints == []


def test_cells_are_dragged_into_a_rule(live_server: Any, chromium: Browser) -> None:
    world = make_world()
    drawn(world)
    page = entered(chromium, live_server, world, width=1440, scheme="light")
    page.goto(f"{live_server.url}/segmentos")
    cells = page.locator(".rfm [data-cell]")
    first, last = cells.first.bounding_box(), cells.last.bounding_box()
    assert first
    assert last
    page.mouse.move(first["x"] + 20, first["y"] + 10)
    page.mouse.down()
    page.mouse.move(last["x"] + 20, last["y"] + 10, steps=8)
    page.mouse.up()
    assert page.url.endswith("/segmentos")
    page.click("#celdas")
    page.wait_for_url("**/segmentos/nuevo?celdas=*")
    expect(page.locator('[name="what:0.0"]')).to_have_value("field:recency")
