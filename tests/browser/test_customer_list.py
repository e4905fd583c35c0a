"""The list of customers in a real browser: typed, filtered, marked and opened by keyboard and pointer, on the desk and on the phone."""

from typing import Any

import pytest
from browser.conftest import broken_rules
from listed import add_party, make_list
from playwright.sync_api import Browser, Page, expect
from world import PASSWORD, World, make_world

from lazo.identify.models import Party, TraitDefinition
from lazo.identify.queries.custom_fields import values_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS = [(1440, "light"), (390, "dark")]
SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
MOST_NODES = 1500
COLUMNS = [
    "area",
    "value_12m",
    "value_365d",
    "clv",
    "risk",
    "tier",
    "rfm",
    "last_day",
    "last_contact_on",
    "city",
    "owner",
]
MOST_BYTES = 60 * 1024


def opened(live_server: Any, browser: Browser, world: World, width: int = 1440, **more: Any) -> Page:
    """The list as Diego sees it, right after signing in."""
    context = browser.new_context(viewport={"width": width, "height": 900}, has_touch=width < 500, **more)
    page = context.new_page()
    page.add_init_script(SHIFTS)
    page.goto(f"{live_server.url}/entrar?next=/clientes")
    page.fill("[name=username]", world.diego.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_url("**/clientes")
    page.wait_for_load_state("networkidle")
    return page


def names(page: Page) -> list[str]:
    return page.locator("#filas .c-name a").all_inner_texts()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_list_holds_with_fifty_rows_and_marks(live_server: Any, chromium: Browser, width: int, scheme: str) -> None:
    world = make_world()
    make_list(world)
    for n in range(50):
        add_party(f"Cliente con un nombre bastante largo {n}", owner=world.ana, team=world.north, city=f"Ciudad {n}")
    page = opened(live_server, chromium, world, width, color_scheme=scheme)
    assert page.evaluate("window.shift") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelectorAll('*').length") <= MOST_NODES
    assert page.evaluate("performance.getEntriesByType('navigation')[0].encodedBodySize") <= MOST_BYTES
    assert broken_rules(page) == []
    page.locator(".pick").first.check()
    expect(page.locator("[data-selected]")).to_have_text("1 marcado")
    assert broken_rules(page) == []


def test_a_filter_is_sent_when_it_is_ticked_and_the_address_follows(live_server: Any, chromium: Browser) -> None:
    world = make_world()
    make_list(world)
    page = opened(live_server, chromium, world)
    page.check("#facetas input[name=area][value=mantener]")
    expect(page.locator("#filas tr")).to_have_count(2)
    assert page.url.endswith("/clientes?area=mantener")
    expect(page.locator("#facetas input[name=area][value=mantener]")).to_be_checked()
    page.type("#buscar", "nunez")
    expect(page.locator("#filas tr")).to_have_count(1)
    assert names(page) == ["Beto Núñez"]
    assert page.url.endswith("/clientes?q=nunez&area=mantener")
    page.fill("#buscar", "")
    expect(page.locator("#filas tr")).to_have_count(2)
    page.click(".chips .chip")
    expect(page.locator("#filas tr")).to_have_count(6)
    page.go_back()
    expect(page.locator("#filas tr")).to_have_count(2)


def test_an_amount_as_people_type_it(live_server: Any, chromium: Browser) -> None:
    world = make_world()
    make_list(world)
    page = opened(live_server, chromium, world)
    page.fill("#monto-desde", "$ 4")
    page.press("#monto-desde", "Enter")
    expect(page.locator("#filas tr")).to_have_count(2)
    assert page.url.endswith("/clientes?valor_desde=400")


def test_the_keyboard_marks_opens_and_assigns(live_server: Any, chromium: Browser) -> None:
    world = make_world()
    made = make_list(world)
    page = opened(live_server, chromium, world)
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-selected]")).to_have_text("2 marcados")
    expect(page.locator("[data-sum]")).to_have_text("$ 0 actual · $ 14 proyectado")
    page.keyboard.press("a")
    page.select_option("#nuevo-responsable", label="Bruno")
    page.click("button[value=responsable]")
    expect(page.locator(".toast [data-text]")).to_have_text("2 clientes son ahora de Bruno.")
    assert set(Party.objects.filter(owner=world.bruno).values_list("pk", flat=True)) == {
        made["ana"].pk,
        made["rosa"].pk,
    }
    page.click(".toast button")
    expect(page.locator(".toast [data-text]")).to_have_text("Deshecho.")
    assert not Party.objects.filter(owner=world.bruno).exists()


def test_more_rows_come_under_the_others(live_server: Any, chromium: Browser) -> None:
    world = make_world()
    for n in range(52):
        add_party(f"Cliente {n:03}", owner=world.ana)
    page = opened(live_server, chromium, world)
    page.click("#mas a")
    expect(page.locator("#filas tr")).to_have_count(52)
    expect(page.locator("#mas a")).to_have_count(0)
    assert names(page) == sorted(names(page))


def test_columns_and_a_saved_view(live_server: Any, chromium: Browser) -> None:
    world = make_world()
    make_list(world)
    page = opened(live_server, chromium, world)
    page.click("text=Columnas")
    page.check("#columnas input[value=city]")
    expect(page.locator("thead .c-city")).to_have_count(1)
    page.keyboard.press("Escape")
    page.click("text=Guardar vista")
    page.fill("#vista-nombre", "Por ciudad")
    page.click("#guardar-vista button.primary")
    expect(page.locator("#vistas [aria-current]")).to_contain_text("Por ciudad")
    expect(page.locator("thead .c-city")).to_have_count(1)


def test_on_the_phone_the_filters_are_a_sheet(live_server: Any, chromium: Browser) -> None:
    world = make_world()
    make_list(world)
    page = opened(live_server, chromium, world, 390)
    expect(page.locator("#facetas")).to_be_hidden()
    page.click("[data-filters]")
    expect(page.locator("#facetas")).to_be_visible()
    assert broken_rules(page) == []
    page.check("#facetas input[name=area][value=mantener]")
    expect(page.locator("#filas tr")).to_have_count(2)


def test_without_a_script_the_list_filters_and_assigns(live_server: Any, chromium: Browser) -> None:
    world = make_world()
    made = make_list(world)
    page = opened(live_server, chromium, world, java_script_enabled=False)
    page.check("#facetas input[name=area][value=retener]")
    page.click("text=Aplicar")
    assert page.url.endswith("/clientes?area=retener")
    assert names(page) == ["Café Óptimo"]
    page.check(".pick")
    page.click(".bulk summary")
    page.select_option("#nuevo-responsable", label="Carla")
    page.click("button[value=responsable]")
    assert "1 cliente es ahora de Carla." in page.inner_text(".toast")
    assert Party.objects.get(pk=made["cia"].pk).owner == world.carla


def test_many_columns_are_no_heavier(live_server: Any, chromium: Browser) -> None:
    world = make_world()
    make_list(world)
    for n in range(60):
        add_party(f"Cliente con un nombre bastante largo {n}", owner=world.ana, team=world.north, city=f"Ciudad {n}")
    page = opened(live_server, chromium, world)
    for columns in (COLUMNS, (*COLUMNS, "team")):
        page.goto(f"{live_server.url}/clientes?" + "&".join(f"columna={column}" for column in columns))
        assert page.evaluate("document.querySelectorAll('*').length") <= MOST_NODES, len(columns)
    assert page.locator("#filas tr").count() == 30
    page.locator("#mas a, #mas button").first.click()
    expect(page.locator("#filas tr")).to_have_count(60)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_marked_get_a_tag_from_the_bar(live_server: Any, chromium: Browser, width: int, scheme: str) -> None:
    world = make_world()
    made = make_list(world)
    TraitDefinition.objects.create(
        key="nivel", name="Nivel", type="CHOICE", kind="DECLARED", package="custom", choices=["Oro", "Plata"]
    )
    page = opened(live_server, chromium, world, width, color_scheme=scheme)
    page.locator(".pick").nth(1).check()
    page.locator(".bulk summary", has_text="Etiquetar").click()
    page.locator(".tags summary").click()
    assert broken_rules(page) == []
    page.locator(".tags select").select_option("Plata")
    page.get_by_role("button", name="Poner el valor").click()
    expect(page.get_by_text("1 cliente tiene «Nivel: Plata».").first).to_be_attached()
    assert values_for(parties=[made["ana"].pk]) == {made["ana"].pk: {"nivel": "Plata"}}
