"""The board in a real browser: costs are entered, the alarm and the balance are exact, money moves only on evidence, the month is a PDF."""

from datetime import date, timedelta
from typing import Any

import pytest
from browser.conftest import broken_rules
from experimented import begin
from playwright.sync_api import Browser, Page
from world import PASSWORD, make_world

from lazo.analytics.balance import AREAS
from lazo.customize.operations.money import Booking, book_money
from lazo.kernel.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONTH = date(2026, 10, 1)
SPENT = {"ACQUIRE": "52.000.000", "KEEP": "10.000.000", "MAXIMIZE": "6.000.000", "LOYALTY": "7.000.000", "RETAIN": "25.000.000"}  # fmt: skip
BROUGHT = {"ACQUIRE": 90, "KEEP": 240, "MAXIMIZE": 150, "LOYALTY": 150, "RETAIN": 150}
"""The lower end of what each campaign brought, for each 100 that it cost."""


def evidence() -> None:
    """Two campaigns with control group in each area, with their cost, booked before the month."""
    for area in AREAS:
        for number in (1, 2):
            experiment = begin(None, key=f"{area.lower()}-{number}", area=area)
            told = {"on": MONTH - timedelta(days=20), "area": area, "currency": "COP", "experiment": experiment}
            low = BROUGHT[area] * 10_000
            book_money(
                booking=Booking(
                    key=f"c{experiment.pk}", kind="COST", method="OBSERVED", category="media", amount=1_000_000, **told
                ),
                by=None,
            )
            gain = Booking(
                key=f"g{experiment.pk}",
                kind="SALES_GAIN",
                method="CONTROLLED",
                category="margin",
                amount=low * 2,
                low=low,
                high=low * 3,
                **told,
            )
            book_money(booking=gain, by=None)  # fmt: skip


def signed_in(page: Page, url: str, email: str, address: str) -> None:
    page.goto(f"{url}/entrar?next={address}")
    page.fill("[name=username]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_url(f"{url}{address}")


def enter(page: Page, area: str, amount: str) -> None:
    page.fill("[name=on]", "2026-10-06")
    page.select_option("[name=area]", area)
    page.fill("[name=amount]", amount)
    with page.expect_navigation():
        page.click("form:has([name=amount]) button.primary")
    assert page.url.endswith("/dinero?mes=2026-10")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_board_reads_its_story(
    live_server: Any, chromium: Browser, workspace: Workspace, width: int, scheme: Any
) -> None:
    assert workspace.exists()
    world = make_world()
    page = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    page.set_default_timeout(120_000)
    signed_in(page, live_server.url, world.diego.email, "/dinero")
    for area, amount in SPENT.items():
        enter(page, area, amount)
    text = page.inner_text("main").replace("\u00a0", " ")
    assert "Gastas 77 % en adquirir y retener." in text
    figures = page.locator("section:has(#h-bal) dd").all_inner_texts()
    assert [one.replace("\u00a0", " ").strip() for one in figures] == ["77 %", "0,73", "0,790"]
    assert "Sin evidencia para mover presupuesto" in text
    assert "$ 100 M" in page.locator("tfoot").first.inner_text().replace("\u00a0", " ")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert broken_rules(page) == []
    evidence()
    page.reload()
    advice = "Mueve $ 5 M (5 % de lo gastado) de Adquirir a Mantener: es lo que con más certeza devuelve."
    assert advice in page.inner_text("main").replace("\u00a0", " ")
    answer = page.context.request.get(f"{live_server.url}{page.get_by_text('Informe en PDF').get_attribute('href')}")
    assert (answer.headers["content-type"], answer.body()[:5]) == ("application/pdf", b"%PDF-")
