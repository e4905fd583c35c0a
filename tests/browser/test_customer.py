"""The page of a customer in a real browser: nothing moves, nothing sticks out, letters and thumbs do what buttons say."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from browser.conftest import broken_rules
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from web import company
from world import World, make_world

from lazo.differentiate.models import ScoreRun
from lazo.identify.models import ContactPoint, Party, PartyIdentifier, Purchase, Source
from lazo.identify.operations.household import make_household
from lazo.identify.operations.relationship import relate
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.kernel.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ON = date(2025, 11, 22)
SCREENS = [
    (1440, "light"),
    (390, "dark"),
    *(pytest.param(*one, marks=pytest.mark.nightly) for one in ((1440, "dark"), (390, "light"))),
]
SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SMALL = """() => [...document.querySelectorAll("main button, main summary, main .btn, main .chip")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.textContent.trim())"""


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    return make_world()


@pytest.fixture
def run(world: World) -> ScoreRun:
    return company.scored(world)


@pytest.fixture
def abel(world: World, run: ScoreRun) -> Party:
    """Somebody of whom everything is known: documents, relations, household, company, forty purchases."""
    seed_relationship_types()
    party = company.add_customer(run, "Abel Ruiz Peña", world.ana, value=900_000)
    company.add_history(party)
    ContactPoint.objects.create(party=party, kind="PHONE", value="+573005550142", key="+573005550142")
    PartyIdentifier.objects.create(party=party, scheme="CO_CC", value="43123812", key="CO:43123812")
    firm = Party.objects.create(name="Hotel Casa Amarilla", kind="ORGANIZATION", owner=world.ana)
    relate(origin=party, target=firm, type_key="buyer", by=world.ana, on=ON)
    make_household(name="Casa Ruiz", members=[party, company.add_customer(run, "Beto", world.ana)], by=world.ana, on=ON)
    source = Source.objects.get(key="tienda")
    Purchase.objects.bulk_create(
        Purchase(party=party, source=source, occurred_on=day, currency="COP", amount=9_000_000, base_amount=9_000_000)
        for day in (date(2025, 6, 30) - timedelta(days=7 * n) for n in range(40))
    )
    return party


def entered(browser: Browser, server: Any, user: User, *, width: int = 1440, scheme: Any = "light") -> Page:
    client = Client()
    client.force_login(user)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, has_touch=width < 500, is_mobile=width < 500
    )
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    page = context.new_page()
    page.add_init_script(SHIFTS)
    return page


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_people_companies_and_households_hold(
    chromium: Browser, live_server: Any, world: World, abel: Party, width: int, scheme: str
) -> None:
    page = entered(chromium, live_server, world.ana, width=width, scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    others = Party.objects.exclude(kind="PERSON").order_by("kind").values_list("pk", flat=True)
    paths = [f"/clientes/{abel.pk}"]
    if scheme == "light":
        paths += [f"/clientes/{pk}" for pk in others]
    else:
        paths.append(f"/clientes/{abel.pk}/{'historia' if width < 500 else 'valor'}")
    for path in paths:
        page.goto(f"{live_server.url}{path}")
        page.evaluate("document.fonts.ready")
        assert complaints == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.evaluate("window.shift") == 0, path
        assert broken_rules(page) == [], path
        assert width > 500 or page.evaluate(SMALL) == [], path
        assert page.evaluate("document.querySelectorAll('*').length") <= 1500, path


def test_letters_write_a_note_and_walk_the_list(
    chromium: Browser, live_server: Any, world: World, run: ScoreRun, abel: Party
) -> None:
    page = entered(chromium, live_server, world.ana)
    page.goto(f"{live_server.url}/clientes/{abel.pk}?de=")
    page.keyboard.press("n")
    field = page.locator("#anotar textarea")
    expect(field).to_be_focused()
    page.keyboard.type("Quiere una máquina jkn")
    page.click("#anotar button.primary")
    expect(page.locator("#historia")).to_contain_text("Quiere una máquina jkn")
    assert page.url.endswith(f"/clientes/{abel.pk}?de=")
    follower = page.get_attribute("[data-keys=j]", "href")
    page.keyboard.press("j")
    page.wait_for_url(f"**{follower}")
    assert follower != f"/clientes/{abel.pk}?de="
    page.keyboard.press("k")
    page.wait_for_url(f"**/clientes/{abel.pk}?de=")


def test_the_history_is_filtered_sought_and_goes_on(
    chromium: Browser, live_server: Any, world: World, abel: Party
) -> None:
    page = entered(chromium, live_server, world.ana)
    page.goto(f"{live_server.url}/clientes/{abel.pk}")
    page.click("#historia .chip:has-text('Compras')")
    expect(page.locator("#historia .chip[aria-current]")).to_have_text("Compras 43")
    page.click("#historia-mas a")
    expect(page.locator("#historia .what")).to_have_count(43)
    expect(page.locator("#historia-mas")).to_have_count(0)
    page.fill("#en-historia", "húila")
    expect(page.locator("#historia .what")).to_have_count(1)
    assert page.url.endswith(f"/clientes/{abel.pk}")


def test_a_document_is_seen_where_it_stands(chromium: Browser, live_server: Any, world: World, abel: Party) -> None:
    page = entered(chromium, live_server, world.ana)
    page.goto(f"{live_server.url}/clientes/{abel.pk}")
    expect(page.locator("main")).not_to_contain_text("43123812")
    page.click("button[aria-label^='Ver completo: CC (CO)']")
    expect(page.locator("main")).to_contain_text("43123812")


def test_everything_is_reached_without_javascript(
    chromium: Browser, live_server: Any, world: World, abel: Party
) -> None:
    client = Client()
    client.force_login(world.ana)
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/clientes/{abel.pk}")
    page.click("summary:has-text('Crear')")
    page.click(".choices[open] a:has-text('Nota')")
    page.fill("textarea", "Sin guiones")
    page.click("main button.primary")
    expect(page.locator("#historia")).to_contain_text("Sin guiones")
    page.click("button[aria-label^='Ver completo: CC (CO)']")
    expect(page.locator("main")).to_contain_text("43123812")
