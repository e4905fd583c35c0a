"""Typing in the list in a real browser: rows at once, counts behind them, nothing moves, one address, no page in between."""

from typing import Any

import pytest
from browser.test_customer_list import names, opened
from listed import add_party, make_list
from playwright.sync_api import Browser, expect
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1440, 390])
def test_typing_brings_rows_then_counts_and_nothing_moves(live_server: Any, chromium: Browser, width: int) -> None:
    world = make_world()
    make_list(world)
    for n in range(12):
        add_party(f"Zulaica Número {n}", owner=world.ana, team=world.north, city="Pasto", country="CO")
    page = opened(live_server, chromium, world, width)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(live_server.url)))
    begun = page.evaluate("history.length")
    page.locator("#buscar").press_sequentially("gárate", delay=40)
    expect(page.locator("#filas .c-name a")).to_have_count(1)
    assert names(page) == ["Ana Pérez Gárate"]
    expect(page.locator("#cuantos")).to_have_text("1 cliente cumple")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#facetas [name=ciudad]")).to_have_count(1)
    assert page.url == f"{live_server.url}/clientes?q=g%C3%A1rate"
    assert page.evaluate("history.length") == begun
    assert [one for one in asked if "/facetas" in one] == ["/clientes/facetas?q=g%C3%A1rate"]
    assert page.evaluate("document.activeElement.id") == "buscar"
    assert page.evaluate("window.shift") < 0.001
    page.reload()
    assert names(page) == ["Ana Pérez Gárate"]


def test_filters_left_open_stay_open_and_marks_act_on_what_is_typed(live_server: Any, chromium: Browser) -> None:
    world = make_world()
    make_list(world)
    page = opened(live_server, chromium, world)
    page.locator("[data-facet=ciudad] summary").click()
    page.locator("[data-facet=area] summary").click()
    page.fill("#buscar", "perez")
    expect(page.locator("#filas .c-name a")).to_have_count(2)
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-facet=ciudad]").evaluate("one => one.open")
    assert not page.locator("[data-facet=area]").evaluate("one => one.open")
    assert page.locator("#lote").evaluate("one => new URL(one.action).search") == "?q=perez"
    page.locator("[data-select-all]").check()
    expect(page.locator("[data-selected]")).to_have_text("2 marcados")
