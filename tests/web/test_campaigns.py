"""The pages of campaigns: written, launched, watched, paused; and what each person sees of them."""

import re
from datetime import date
from typing import Any

import pytest
from campaigned import Bank, drafted, launched, make_bank, wave
from web.browsing import client_of, page
from world import make_world

from lazo.identify.models import Party
from lazo.interact.models import Campaign, Message
from lazo.kernel.jobs import run_job
from lazo.kernel.models import Job, User
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bank(transactional_db: None, workspace: Workspace) -> Bank:
    return make_bank(make_world(), workspace)


def filled(bank: Bank, **changes: object) -> dict[str, object]:
    told: dict[str, object] = {
        "name": "Tarjeta para ahorradores", "segment": bank.savers.key, "without": [bank.claims.key], "area": "MAXIMIZE",
        "purpose": "marketing", "control": "20", "no_control": "", "metric": "purchase", "window_days": "60", "base": "1,9",
        "effect": "1,2", "repeats": "ONCE", "starts_on": "", "ends_on": "", "per_hour": "", "lane": "1", "arms": "1",
        "channel_1": "email", "channel_2": "", "channel_3": "", "unit_margin": "310.000", "budget": "", "version": "",
        "arm_0_name": "Tarjeta", "arm_0_weight": "1", "arm_0_cost": "900", "arm_0_email": str(bank.email.pk),
        "arm_0_whatsapp": "", "arm_0_letter": "", "hacer": "guardar",
    }  # fmt: skip
    return told | changes


def test_a_campaign_is_written_counted_and_launched(bank: Bank) -> None:
    client = client_of(bank.world.diego)
    assert client.get("/campanas/nueva").status_code == 200
    numbers = client.post("/campanas/cifras", filled(bank)).content.decode()
    assert '<p class="huge">350</p>' in numbers
    assert "de 400 personas del segmento." in numbers
    assert "Fuera por «Con un reclamo abierto»</dt><dd>− 32" in numbers
    answer = client.post("/campanas/nueva", filled(bank))
    made = Campaign.objects.get()
    assert answer["Location"] == f"/campanas/{made.pk}"
    html = client.get(f"/campanas/{made.pk}").content.decode()
    assert "Lanzar la campaña" in html
    assert '<p class="huge">350</p>' in html
    assert client.post(f"/campanas/{made.pk}/lanzamiento").status_code == 302
    wave(bank, made)
    html = client.get(f"/campanas/{made.pk}").content.decode()
    assert "En marcha" in html
    assert '<span class="nn">400</span>' in html
    assert "20\u00a0% al azar, no recibe nada" in html


def test_the_list_the_calendar_and_the_people(bank: Bank) -> None:
    campaign = launched(bank)
    wave(bank, campaign)
    html = page(bank.world.diego, "/campanas")
    assert "Tarjeta para ahorradores" in html
    assert "En marcha" in page(bank.world.diego, "/campanas?estado=en-marcha")
    assert "Ninguna." in page(bank.world.diego, "/campanas?estado=borradores")
    assert "Tarjeta para ahorradores" in page(bank.world.diego, "/campanas/calendario?mes=2026-11")
    assert "Cliente 0" not in page(bank.world.diego, f"/campanas/{campaign.pk}/personas")
    assert "Sin permiso" in page(bank.world.diego, f"/campanas/{campaign.pk}/personas?frenados=1")
    assert "Lanzó" in page(bank.world.diego, f"/campanas/{campaign.pk}/cambios")


def test_who_sees_some_customers_sees_the_campaign_counted_by_those(bank: Bank) -> None:
    campaign = launched(bank)
    wave(bank, campaign)
    hers = {party.pk: party.name for party in bank.parties if party.owner_id == bank.world.carla.pk}
    others = {party.pk: party.name for party in bank.parties if party.pk not in hers}
    client = client_of(bank.world.carla)
    html = client.get("/campanas").content.decode()
    assert "Tarjeta para ahorradores" in html
    assert "Cuentan solo los clientes que puedes ver." in html
    from lazo.customize.models import Decision

    mine = Decision.objects.filter(party__in=hers).exclude(arm__is_control=True).count()
    assert f'<td class="num">{mine}</td>' in html
    detail = client.get(f"/campanas/{campaign.pk}").content.decode()
    assert "Entran al segmento" not in detail
    assert "Costó" not in detail
    assert "Pausar" not in detail
    people = client.get(f"/campanas/{campaign.pk}/personas").content.decode()
    shown = set(re.findall(r">(Cliente \d+)<", people))
    assert shown
    assert shown <= set(hers.values())
    assert not shown & set(others.values())
    blocked = client.get(f"/campanas/{campaign.pk}/personas?regla=no-consent").content.decode()
    assert set(re.findall(r">(Cliente \d+)<", blocked)) <= set(hers.values())


def test_who_must_see_nothing_sees_no_campaign(bank: Bank) -> None:
    campaign = launched(bank)
    nobody = User.objects.create_user("invitada@aurora.example", name="Invitada")
    assert "Tarjeta para ahorradores" not in page(nobody, "/campanas")
    for address in ("", "/personas", "/cambios", "/resultados"):
        page(nobody, f"/campanas/{campaign.pk}{address}", 404)
    assert "Tarjeta para ahorradores" not in page(nobody, "/campanas/calendario?mes=2026-11")


def test_who_makes_no_campaigns_writes_and_moves_none(bank: Bank) -> None:
    campaign = launched(bank)
    client = client_of(bank.world.ana)
    assert client.get("/campanas/nueva").status_code == 403
    assert client.post("/campanas/nueva", filled(bank)).status_code == 403
    assert client.post("/campanas/cifras", filled(bank)).status_code == 403
    moves = (
        "solicitud",
        "aprobacion",
        "lanzamiento",
        "borrador",
        "pausa",
        "reanudacion",
        "fin",
        "preparacion",
        "copia",
        "eliminacion",
    )
    assert [client.post(f"/campanas/{campaign.pk}/{move}").status_code for move in moves] == [403] * len(moves)
    assert client.get(f"/campanas/{campaign.pk}/resultados").status_code == 403
    assert Campaign.objects.count() == 1
    assert not Message.objects.exists()


def test_what_is_wrong_is_said_beside_its_field(bank: Bank) -> None:
    client = client_of(bank.world.diego)
    answer = client.post("/campanas/nueva", filled(bank, name="", control="0", arm_0_cost="mucho"))
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Ponle un nombre a la campaña." in html
    assert "Escribe un monto como 900 o 1.250.000." in html
    refused = client.post("/campanas/nueva", filled(bank, control="0")).content.decode()
    assert "Sin grupo de control no se sabrá qué trajo. Di por qué no lo hay." in refused
    assert not Campaign.objects.exists()


def test_variants_are_added_and_taken_away_without_a_script(bank: Bank) -> None:
    client = client_of(bank.world.diego)
    html = client.post("/campanas/nueva", filled(bank, hacer="variante", name="")).content.decode()
    assert 'name="arm_1_name"' in html
    assert 'value="Tarjeta"' in html
    assert "Ponle un nombre" not in html
    html = client.post("/campanas/nueva", filled(bank, hacer="quitar", arms="2")).content.decode()
    assert 'name="arm_1_name"' not in html
    counted = client.post("/campanas/nueva", filled(bank, hacer="calcular")).content.decode()
    assert '<p class="huge">350</p>' in counted
    assert not Campaign.objects.exists()


def test_a_campaign_is_edited_paused_resumed_ended_copied_and_removed(bank: Bank) -> None:
    client, world = client_of(bank.world.diego), bank.world
    campaign = drafted(bank)
    assert 'value="310.000"' in page(world.diego, f"/campanas/{campaign.pk}/edicion")
    client.post(f"/campanas/{campaign.pk}/edicion", filled(bank, name="Otro nombre", version="1"))
    stale = client.post(f"/campanas/{campaign.pk}/edicion", filled(bank, name="Tarde", version="1"))
    assert "Alguien la cambió mientras tanto" in stale.content.decode()
    client.post(f"/campanas/{campaign.pk}/lanzamiento")
    assert client.get(f"/campanas/{campaign.pk}/edicion")["Location"] == f"/campanas/{campaign.pk}"
    client.post(f"/campanas/{campaign.pk}/pausa")
    assert "En pausa" in page(world.diego, f"/campanas/{campaign.pk}")
    client.post(f"/campanas/{campaign.pk}/reanudacion")
    assert "Programada" in page(world.diego, f"/campanas/{campaign.pk}")
    answer = client.post(f"/campanas/{campaign.pk}/pausa", follow=True).content.decode()
    assert "En pausa: nada sale hasta que la reanudes." in answer
    assert "Deshacer" in answer
    client.post(f"/campanas/{campaign.pk}/fin")
    assert "Terminada" in page(world.diego, f"/campanas/{campaign.pk}")
    answer = client.post(f"/campanas/{campaign.pk}/copia")
    copy = Campaign.objects.order_by("-pk")[0]
    assert answer["Location"] == f"/campanas/{copy.pk}/edicion"
    client.post(f"/campanas/{copy.pk}/eliminacion")
    page(world.diego, f"/campanas/{copy.pk}", 404)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_there_are(bank: Bank, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        launched(bank, name=f"Campaña {number}")
    client = client_of(bank.world.diego)
    client.get("/campanas")
    with django_assert_num_queries(17):
        assert client.get("/campanas").content.decode().count("Programada") == count


def test_two_campaigns_near_each_other_are_told_with_how_many_people(bank: Bank) -> None:
    launched(bank, starts_on=date(2031, 3, 3), without=())
    launched(bank, name="Puntos dobles", starts_on=date(2031, 3, 8))
    launched(bank, name="Lejos", starts_on=date(2031, 3, 20))
    html = page(bank.world.diego, "/campanas/calendario?mes=2031-03")
    assert "<b>368 personas</b> están hoy en las dos audiencias" in html
    assert html.count("personas</b> están hoy") == 1
    hers = page(bank.world.carla, "/campanas/calendario?mes=2031-03")
    assert "<b>368 personas</b>" not in hers
    assert "personas</b> están hoy en las dos audiencias" in hers
    assert "Ninguna campaña escribe este mes." in page(bank.world.diego, "/campanas/calendario?mes=2032-01")


def test_why_an_audience_could_not_be_prepared_is_told(bank: Bank) -> None:
    campaign = launched(bank, budget=1_000_00)
    job = Job.objects.get(kind="interact.campaign_wave")
    run_job(job.pk)
    html = page(bank.world.diego, f"/campanas/{campaign.pk}")
    assert "No se pudo preparar la audiencia." in html
    assert "Costaría más que el presupuesto." in html
    client = client_of(bank.world.diego)
    client.post(f"/campanas/{campaign.pk}/preparacion")
    assert Job.objects.filter(kind="interact.campaign_wave", state=Job.State.QUEUED).count() == 1
    client.post(f"/campanas/{campaign.pk}/borrador")
    assert "Lanzar la campaña" not in page(bank.world.diego, f"/campanas/{campaign.pk}")
    assert "Pasa del presupuesto" in page(bank.world.diego, f"/campanas/{campaign.pk}")


def test_what_data_are_missing_is_told_before_it_leaves(bank: Bank) -> None:
    bank.email.texts.update(body='Hola {{ nombre }}, en {{ ciudad | "tu ciudad" }}. {{ responsable }}')
    Party.objects.filter(owner=bank.world.ana).update(owner=None)
    made = drafted(bank)
    html = page(bank.world.diego, f"/campanas/{made.pk}/datos")
    told = re.findall(r"<code>(\w+)</code></th><td class=\"num\">([\d.]+)</td>", html)
    assert told == [("ciudad", "0"), ("nombre", "0"), ("responsable", "245")]
    assert "no lo reciben" in html
    page(bank.world.bruno, f"/campanas/{made.pk}/datos", 403)
