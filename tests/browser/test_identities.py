"""Identities judged in a real browser, by letters alone, at both widths."""

from datetime import date
from typing import Any

import pytest
from browser.conftest import broken_rules
from playwright.sync_api import Browser, Page, expect
from world import PASSWORD, World, make_world

from lazo.identify.models import MatchDecision, MatchPair, Merge, Party

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ON = date(2026, 11, 20)
SCREENS = [(1440, "light"), (390, "dark")]
CONTRIBUTIONS = [
    {"comparison": "start", "level": None, "weight": -13.5},
    {"comparison": "phones", "level": "equal", "weight": 11.25},
    {"comparison": "given", "level": "alike", "weight": 7.75},
    {"comparison": "emails", "level": None, "weight": 0.0},
]


def pairs(world: World, count: int) -> list[MatchPair]:
    made = []
    for n in range(count):
        left, right = (
            Party.objects.create(name=f"{name} {n}", owner=world.ana, first_contact_on=ON, city="Medellín")
            for name in ("María José Gutiérrez Echeverri", "Majo Gutierrez")
        )
        made.append(
            MatchPair.objects.create(
                left=left, right=right, kind="SAME", probability=0.9, weight=5.5, priority=10 - n, pattern="p",
                contributions=CONTRIBUTIONS,
            )
        )  # fmt: skip
    return made


def entered(url: str, browser: Browser, width: int = 1440, scheme: Any = "light") -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, has_touch=width < 500, locale="es-CO"
    )
    page = context.new_page()
    page.goto(f"{url}/entrar")
    page.get_by_label("Correo").fill("ana@aurora.example")
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_pages_of_identities_hold(live_server: Any, chromium: Browser, width: int, scheme: Any) -> None:
    found = pairs(make_world(), 3)
    page = entered(live_server.url, chromium, width, scheme)
    places = ("", "?tipo=hogares", "?tipo=muestra", "/uniones", f"/{found[0].pk}", f"/{found[0].pk}/parecidas")
    for place in places:
        page.goto(f"{live_server.url}/datos/identidades{place}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
        assert broken_rules(page) == [], place


def test_the_open_tab_is_in_sight_on_a_phone(live_server: Any, chromium: Browser) -> None:
    pairs(make_world(), 1)
    page = entered(live_server.url, chromium, 390)
    for place, name in (("", "Por decidir"), ("?tipo=muestra", "Comprobar"), ("/uniones", "Uniones")):
        page.goto(f"{live_server.url}/datos/identidades{place}")
        tab = page.locator(".tabs [aria-current]")
        expect(tab).to_contain_text(name)
        box = tab.bounding_box()
        assert box is not None
        assert box["x"] >= 0, place
        assert box["x"] + box["width"] <= 390, place
        assert page.evaluate("scrollY") == 0, place


def test_three_pairs_are_answered_with_three_letters(live_server: Any, chromium: Browser) -> None:
    first, second, third = pairs(make_world(), 3)
    page = entered(live_server.url, chromium)
    page.goto(f"{live_server.url}/datos/identidades")
    for key, following in (("ArrowRight", second), ("n", third), ("s", first)):
        page.keyboard.press(key)
        expect(page.locator(".queue .on a")).to_have_attribute("href", f"/datos/identidades/{following.pk}")
    said = list(MatchDecision.objects.order_by("pk").values_list("pair_id", "verdict"))
    assert said == [(first.pk, "LATER"), (second.pk, "NOT"), (third.pk, "SAME")]
    page.get_by_role("button", name="Deshacer").last.click()
    page.wait_for_load_state("networkidle")
    assert not Merge.objects.standing().exists()
