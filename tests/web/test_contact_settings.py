"""Ajustes > Contacto, and on a customer's page why they are not written to."""

import re

import pytest
from contacted import somebody
from django.db import connection
from django.test.utils import CaptureQueriesContext
from mirrored import run_sync
from web.browsing import client_of, page, posted
from world import World

from lazo.customize.models import ContactBlock, ContactLimit
from lazo.kernel.models import UndoOffer
from lazo.kernel.undo import undo
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
PLACE = "/ajustes/contacto"
BUDGET = {"tipo": "budget", "cuantos": "4", "dias": "30", "que": "guardar"}


def test_every_rule_is_told_with_its_source_and_date(world: World, workspace: Workspace) -> None:
    page(world.bruno, PLACE, 403)
    html = page(world.diego, PLACE)
    for words in (
        "Aún no hay ninguno. Rigen las leyes de abajo",
        "Lunes a viernes de 07:00 a 19:00; sábado de 08:00 a 15:00, menos feriados.",
        'href="https://leyonline.co/laws/ley-2300-de-2023/articulo-5o"',
        "A lo más 1 contacto en 7 días.",
        "el registro se guarda 731 días",
        "Tener 18 años o más.",
        "Durante 7 días, el mismo canal que la última vez.",
        "2 días entre dos contactos.",
        "Haber consultado la lista REPEP (Profeco) hace poco.",
        "Brasil",
        "por confirmar",
    ):
        assert words in html


def test_a_limit_is_tried_saved_changed_and_taken_back(world: World, workspace: Workspace) -> None:
    tried = posted(world.diego, PLACE, **{**BUDGET, "que": "probar"}).content.decode()
    assert "A lo más 4 contactos en 30 días." in tried
    assert not ContactLimit.objects.exists()
    assert posted(world.diego, PLACE, **BUDGET)["Location"] == PLACE
    limit = ContactLimit.objects.get()
    html = page(world.diego, PLACE)
    assert "Todo menos el servicio · todo canal" in html
    assert "falta poner al día el almacén" in html
    form = page(world.diego, f"{PLACE}/{limit.pk}")
    assert f'name="sigue" value="{limit.pk}"' in form
    posted(world.diego, PLACE, **{**BUDGET, "cuantos": "2", "sigue": str(limit.pk)})
    assert [row.most for row in ContactLimit.objects.standing()] == [2]
    assert "A lo más 4 contactos en 30 días." in page(world.diego, PLACE)  # among those that hold no longer
    undo(token=UndoOffer.objects.order_by("-pk")[0].token, by=world.diego)
    assert [row.most for row in ContactLimit.objects.standing()] == [4]
    page(world.diego, f"{PLACE}/{limit.pk}", 404)


def test_a_limit_is_ended_by_who_administers_alone(world: World, workspace: Workspace) -> None:
    limit = ContactLimit.objects.create(kind="gap", days=2)
    assert posted(world.bruno, f"{PLACE}/{limit.pk}/fin").status_code == 403
    posted(world.diego, f"{PLACE}/{limit.pk}/fin")
    assert not ContactLimit.objects.standing().exists()
    assert posted(world.diego, f"{PLACE}/{limit.pk}/fin")["Location"] == PLACE


def test_what_cannot_be_is_said_by_its_field(world: World, workspace: Workspace) -> None:
    hours = {"tipo": "hours", "desde-mon": "18:00", "hasta-mon": "", "cuantos": "1", "dias": "1", "que": "guardar"}
    refused = posted(world.diego, PLACE, **hours)
    assert refused.status_code == 400
    assert "Cada día va de una hora a otra posterior" in refused.content.decode()
    assert 'name="desde-mon" value="18:00"' in refused.content.decode()
    counts = posted(world.diego, PLACE, **{**BUDGET, "dias": "muchos"}).content.decode()
    assert "Escribe un número: hasta 1.000 contactos" in counts
    laxer = {**BUDGET, "tipo": "cap", "pais": "CL", "finalidad": "collections", "canal": "phone", "dias": "7"}
    assert "La ley de ese país ya pide lo mismo" in posted(world.diego, PLACE, **laxer).content.decode()
    stale = posted(world.diego, PLACE, **{**BUDGET, "sigue": "99"})
    assert "Otra persona guardó cambios" in stale.content.decode()
    assert not ContactLimit.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whom_a_limit_holds_back_is_counted(world: World, workspace: Workspace) -> None:
    for _ in range(3):
        somebody()
    ContactLimit.objects.create(kind="hours", hours={}, country="CO")
    ContactLimit.objects.create(kind="budget", most=1, days=30)
    run_sync(workspace)
    html = page(world.diego, PLACE)
    assert re.findall(r'<td class="num">(\d)</td>', html) == ["3", "0"]
    assert "de 3; con datos del" in html
    assert (
        "Ahora retendría a 0 de 3 clientes."
        in posted(world.diego, PLACE, **{**BUDGET, "que": "probar"}).content.decode()
    )


def test_a_customer_tells_what_may_be_sent(world: World, workspace: Workspace) -> None:
    party = somebody(owner=world.ana, country="PE", purposes=())
    ContactBlock.objects.create(
        party=party.pk, purpose="marketing", channel="email", rule="no-consent", stage="SEND", on="2026-11-29"
    )
    assert f'hx-get="/clientes/{party.pk}/politica"' in page(world.ana, f"/clientes/{party.pk}")
    html = page(world.ana, f"/clientes/{party.pk}/politica")
    assert "<td>correo, llamada, SMS, WhatsApp, carta, visita</td>\n    <td>Sin permiso.</td>" in html
    assert "Lo que no se le envió" in html
    assert "Sin permiso" in html
    page(world.carla, f"/clientes/{party.pk}/politica", 404)
    part = client_of(world.ana).get(f"/clientes/{party.pk}/politica", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("blocks", [1, 3])
def test_a_customer_costs_the_same_queries(world: World, workspace: Workspace, blocks: int) -> None:
    party = somebody(owner=world.ana)
    for _ in range(blocks):
        ContactBlock.objects.create(
            party=party.pk, purpose="marketing", channel="email", rule="no-consent", stage="SEND", on="2026-11-29"
        )
    client = client_of(world.ana)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/clientes/{party.pk}/politica", headers={"HX-Request": "true"})
    assert len(asked) <= 28
