"""Campaigns in a real browser: numbers follow what is written, nothing breaks the rules of accessibility or the width of a phone."""

from typing import Any

import pytest
from browser.conftest import broken_rules
from campaigned import drafted, launched, make_bank, wave
from django.test import Client
from playwright.sync_api import Browser, expect
from world import make_world

from lazo.kernel.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_campaign_is_written_and_watched(
    live_server: Any, chromium: Browser, workspace: Workspace, width: int, scheme: Any
) -> None:
    bank = make_bank(make_world(), workspace)
    campaign = launched(bank)
    wave(bank, campaign)
    draft = drafted(bank, name="Otra")
    client = Client()
    client.force_login(bank.world.diego)
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    places = (
        "",
        "/calendario",
        f"/{campaign.pk}",
        f"/{campaign.pk}/personas",
        f"/{campaign.pk}/resultados",
        f"/{draft.pk}",
    )
    for place in places:
        page.goto(f"{live_server.url}/campanas{place}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
        assert broken_rules(page) == [], place
    page.goto(f"{live_server.url}/campanas/nueva")
    page.select_option('[name="segment"]', bank.savers.key)
    expect(page.locator("#cifras")).to_contain_text("de 400 personas del segmento.")
    page.fill('[name="control"]', "0")
    page.locator('[name="control"]').blur()
    expect(page.locator("#cifras")).to_contain_text("Sin grupo de control no se sabrá qué trajo.")
    assert broken_rules(page) == []
    assert complaints == []
