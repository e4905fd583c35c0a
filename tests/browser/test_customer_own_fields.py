"""A company's own fields in the list, in a real browser: nine of them weigh little, open when asked, filter by a click."""

from typing import Any

import pytest
from browser.conftest import broken_rules
from browser.test_customer_list import MOST_NODES, names, opened
from listed import add_party
from playwright.sync_api import Browser, expect
from world import make_world

from lazo.identify.models import TraitDefinition
from lazo.identify.operations.trait import set_trait

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIELDS = ("CHOICE", "CHOICE", "CHOICE", "MONEY", "FLAG", "DATE", "NUMBER", "TEXT", "TEXT")


def test_nine_fields_stay_light_and_filter_when_opened(live_server: Any, chromium: Browser) -> None:
    world = make_world()
    for place, of in enumerate(FIELDS):
        choices = ["Una", "Otra", "Ninguna"] if of == "CHOICE" else []
        told = {"name": f"Campo {place}", "type": of, "kind": "DECLARED", "package": "custom", "position": place}
        TraitDefinition.objects.create(key=f"campo-{place}", choices=choices, help="Para qué sirve.", **told)
    for n in range(60):
        party = add_party(f"Cliente {n:02}", owner=world.ana, team=world.north, city=f"Ciudad {n}", country="CO")
        set_trait(party=party, key="campo-0", value="Una" if n % 6 == 0 else "Otra", by=world.diego)
        set_trait(party=party, key="campo-3", value=n * 100_000, by=world.diego)
    page = opened(live_server, chromium, world)
    assert page.evaluate("document.querySelectorAll('*').length") <= MOST_NODES
    page.locator("[data-facet=campos] summary").click()
    expect(page.locator("#facetas fieldset.own")).to_have_count(2)
    assert broken_rules(page) == []
    page.locator("[name=rasgo][value='campo-0:is:Una']").check()
    expect(page.locator("#filas .c-name a")).to_have_count(10)
    assert page.url.endswith("/clientes?rasgo=campo-0%3Ais%3AUna")
    page.locator("[name='desde_dinero:campo-3']").fill("20.000")
    page.locator("[name='desde_dinero:campo-3']").press("Enter")
    expect(page.locator("#filas .c-name a")).to_have_count(6)
    assert sorted(names(page)) == ["Cliente 24", "Cliente 30", "Cliente 36", "Cliente 42", "Cliente 48", "Cliente 54"]
    page.locator("[data-select-all]").check()
    page.locator("summary", has_text="Etiquetar").click()
    expect(page.locator(".tags details")).to_have_count(9)
