"""A campaign from its segment to what it brought, by people in a browser, with mails that arrive; and the amounts of the domain's stories."""

import json
from datetime import timedelta
from fractions import Fraction
from typing import Any
from urllib.parse import quote

import pytest
from browser.conftest import broken_rules
from campaigned import BOUGHT, make_bank
from django.test import Client
from django.utils import timezone
from mail_server import MailServer
from mirrored import run_sync
from playwright.sync_api import Browser, Page, expect
from scored import make_purchases
from web.test_campaign_stories import NBSP, happened, written
from world import PASSWORD, make_world

from lazo.customize.models import Decision
from lazo.identify.models import Party, Source
from lazo.interact.models import Campaign, ChannelAccount
from lazo.interact.queries.campaign_fates import lawful_noon
from lazo.interact.sending.sender import Sender
from lazo.kernel.jobs import NullContext, run_job
from lazo.kernel.models import Company, Job, Role, RoleAssignment, Scope, User
from lazo.kernel.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE = 180_000
"""Milliseconds: the machine may have other things to do."""
expect.set_options(timeout=PATIENCE)
SOLD, UNASKED = 30, 3
COST, MARGIN = 900, 310_000


def entered(browser: Browser, server: Any, user: User) -> Page:
    client = Client()
    client.force_login(user)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    return context.new_page()


def marketer() -> User:
    """Who makes campaigns and sees all customers, and administers nothing."""
    role = Role.objects.create(key="marketer", name="Mercadeo", scope=Scope.ALL, may_campaign=True, may_see_money=True)
    user = User.objects.create_user("marta@aurora.example", PASSWORD, name="Marta")
    RoleAssignment.objects.create(user=user, role=role)
    return user


def test_a_campaign_from_its_segment_to_what_it_brought(
    live_server: Any, chromium: Browser, workspace: Workspace
) -> None:
    world = make_world()
    bank = make_bank(world, workspace, customers=200)
    with MailServer() as server:
        options = {"host": "127.0.0.1", "port": server.port, "security": "none", "address": "hola@aurora.example"}
        ChannelAccount.objects.update(options={**options, "public_url": "https://crm.aurora.example"})
        page, here = entered(chromium, live_server, marketer()), live_server.url
        page.goto(f"{here}/segmentos/nuevo?reglas={quote(json.dumps(BOUGHT))}")
        page.fill('[name="nombre"]', "Ya compraron")
        page.locator('button[value="guardar"]').click()
        page.wait_for_url("**/segmentos/*")
        page.goto(f"{here}/campanas/plantillas/nueva?canal=email")
        page.fill("#nombre", "Tu tarjeta nueva")
        page.fill("#asunto-es", "Una tarjeta para ti")
        page.fill("#cuerpo-es", "Hola. Pídela hoy.\n\n{{ baja }}")
        page.click("button:has-text('Guardar la plantilla')")
        page.wait_for_url("**/campanas/plantillas/*")

        page.goto(f"{here}/campanas/nueva")
        page.fill('[name="name"]', "Tarjeta para quien ahorra")
        page.select_option('[name="segment"]', label="Ya compraron")
        page.fill('[name="control"]', "20")
        page.fill('[name="arm_0_name"]', "Tarjeta")
        page.fill('[name="arm_0_cost"]', str(COST))
        page.select_option('[name="arm_0_email"]', label="Tu tarjeta nueva · 1")
        page.fill('[name="unit_margin"]', "310.000")
        page.locator('[name="unit_margin"]').blur()
        expect(page.locator("#cifras")).to_contain_text("de 200 personas del segmento.")
        page.locator('button[value="guardar"]').click()
        page.get_by_role("button", name="Pedir aprobación").click()
        expect(page.get_by_text("Antes la aprueba otra persona")).to_be_visible()
        expect(page.get_by_role("button", name="Lanzar la campaña")).to_have_count(0)
        campaign = Campaign.objects.select_related("experiment").get()
        boss = entered(chromium, live_server, world.diego)
        boss.goto(f"{here}/campanas/{campaign.pk}")
        boss.get_by_role("button", name="Aprobarla").click()
        expect(boss.get_by_role("button", name="Lanzar la campaña")).to_be_visible()
        page.goto(f"{here}/campanas/{campaign.pk}")
        page.get_by_role("button", name="Lanzar la campaña").click()
        expect(page.get_by_text("Programada").first).to_be_visible()

        run_job(Job.objects.get(kind="interact.campaign_wave").pk)
        noon = lawful_noon(timezone.now() + timedelta(days=1))
        Sender(now=lambda: noon, context=NullContext()).run(seconds=3_600)
        groups: dict[bool, list[int]] = {False: [], True: []}
        for party, is_control in Decision.objects.order_by("party").values_list("party", "arm__is_control"):
            groups[is_control].append(party)
        treated, control = groups[False], groups[True]
        assert sorted(address for address, _letter in server.letters) == sorted(
            f"c{party}@example.com" for party in treated
        )
        assert len(treated) + len(control) == 200 - 19
    buyers = Party.objects.in_bulk([*treated[:SOLD], *control[:UNASKED]])
    day = campaign_day(campaign)
    make_purchases(Source.objects.get(key="caja"), list(buyers.values()), [day] * len(buyers), [50_000] * len(buyers))
    run_sync(bank.workspace)

    page.goto(f"{here}/campanas/{campaign.pk}/resultados")
    extra = SOLD - Fraction(len(treated) * UNASKED, len(control))
    told = page.locator("section[aria-labelledby=h-cuentas]")
    gross, cost = round(extra * MARGIN), COST * len(treated)
    for label, amount in (("Margen que trajo", gross), ("Lo que costó", cost), ("Lo que queda", gross - cost)):
        expect(told.locator("dl > div", has_text=label).locator("dd")).to_contain_text(_pesos(amount))
    expect(page.get_by_text(f"frente a {len(control)} personas sin contacto")).to_be_visible()
    expect(page.get_by_text("el intervalo es más ancho")).to_be_visible()
    expect(page.locator("figure.chart svg").first).to_be_attached()
    assert broken_rules(page) == []
    page.goto(f"{here}/campanas")
    expect(page.get_by_role("row", name="Tarjeta para quien ahorra")).to_contain_text("En marcha")


def test_the_bank_in_colombia_to_the_unit(live_server: Any, chromium: Browser, workspace: Workspace) -> None:
    assert workspace.exists()
    world = make_world()
    page = entered(chromium, live_server, world.diego)
    bank = written(world, arm_0_cost="900", unit_margin="310.000", base="1,9", effect="1,2")
    happened(bank, treated=28_000, control=7_000, did=868, control_did=133, metric="card")
    page.goto(f"{live_server.url}/campanas/{bank.pk}/resultados")
    told = page.locator("section[aria-labelledby=h-cuentas]")
    for words in ("336, entre 230 y 442", _pesos(104_160_000), _pesos(25_200_000), _pesos(78_960_000), f"313{NBSP}%"):
        expect(told).to_contain_text(words)
    assert broken_rules(page) == []


def test_the_retailer_in_mexico_to_the_unit(live_server: Any, chromium: Browser, workspace: Workspace) -> None:
    assert workspace.exists()
    world = make_world()
    Company.objects.update(country="MX", currency="MXN")
    page = entered(chromium, live_server, world.diego)
    retailer = written(world, area="KEEP", arm_0_cost="2.5", unit_margin="210")
    happened(retailer, treated=4_000, control=1_000, did=980, control_did=200, metric="second-purchase")
    page.goto(f"{live_server.url}/campanas/{retailer.pk}/resultados")
    told = page.locator("section[aria-labelledby=h-cuentas]")
    for words in ("180, entre 67 y 293", "$37,800", "$10,000", "$27,800"):
        expect(told).to_contain_text(words)


def campaign_day(campaign: Campaign) -> Any:
    """The day on which its groups were told."""
    return Decision.objects.filter(experiment=campaign.experiment_id).values_list("on", flat=True)[0]


def _pesos(amount: int) -> str:
    return f"${NBSP}{amount:,}".replace(",", ".")
