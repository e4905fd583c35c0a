"""The pages of the register of strategic customers: entered, looked after, reviewed, ended; who sees nothing of it."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from listed import add_party
from web.browsing import client_of, page, posted
from world import World

from lazo.differentiate.models import StrategicCustomer
from lazo.differentiate.operations.strategic import Care, Evidence, declare_strategic
from lazo.identify.models import Party
from lazo.kernel.models import Event, UndoOffer, User
from lazo.kernel.today import company_today as today
from lazo.kernel.undo import undo

pytestmark = pytest.mark.django_db
LIST = "/segmentos/estrategicos"


def declared(customer: Party, by: User, kind: str = "DOOR_OPENER", **care: Any) -> StrategicCustomer:
    on = today()
    care = {"review_on": on + timedelta(days=90), "plan": "Visita mensual", **care}
    evidence = Evidence("Abrió el sector hotelero", on)
    return declare_strategic(customer=customer, kind=kind, evidence=evidence, care=Care(**care), by=by, on=on)


@pytest.fixture
def abel(world: World) -> Party:
    return add_party("Abel Ruiz", owner=world.ana, team=world.north)


def said(customer: Party, **other: str) -> dict[str, str]:
    on = today()
    return {
        "q": "Abel",
        "customer": str(customer.pk),
        "kind": "BENCHMARK",
        "text": "Tres cafés preguntaron por lo que él compra",
        "said_on": on.isoformat(),
        "owner": "",
        "plan": "",
        "review_on": (on + timedelta(days=200)).isoformat(),
        **other,
    }


def test_a_customer_is_found_and_entered(world: World, abel: Party) -> None:
    html = page(world.ana, f"{LIST}/nuevo?q=abel")
    assert f'value="{abel.pk}" checked' in html
    response = posted(world.ana, f"{LIST}/nuevo", **said(abel))
    entry = StrategicCustomer.objects.get()
    assert response["Location"] == f"{LIST}/{entry.pk}"
    html = page(world.ana, f"{LIST}/{entry.pk}")
    assert "Tres cafés preguntaron por lo que él compra" in html
    assert "lo declaró Ana" in html
    assert f'href="/segmentos/estrategicos/{entry.pk}">Referente que otros copian</a>' in page(world.ana, LIST)
    assert "Referente que otros copian" in page(world.ana, f"/clientes/{abel.pk}")


def test_what_is_missing_is_said_beside_its_field(world: World, abel: Party) -> None:
    far = (today() + timedelta(days=800)).isoformat()
    bad = said(abel, text="", review_on=far)
    html = posted(world.ana, f"{LIST}/nuevo", **bad).content.decode()
    assert "Se revisa al menos una vez al año" in html
    html = posted(world.ana, f"{LIST}/nuevo", **said(abel, text=" ", kind="")).content.decode()
    assert "Elige por qué." in html
    html = posted(world.ana, f"{LIST}/nuevo", **said(abel, text=" ")).content.decode()
    assert "Escribe qué pasó que lo demuestra." in html
    assert not StrategicCustomer.objects.exists()


def test_the_page_of_a_customer_begins_an_entry(world: World, abel: Party) -> None:
    assert f'href="{LIST}/nuevo?cliente={abel.pk}"' in page(world.ana, f"/clientes/{abel.pk}")
    assert f'value="{abel.pk}" checked' in page(world.ana, f"{LIST}/nuevo?cliente={abel.pk}")


def test_another_team_sees_nothing_of_it(world: World, abel: Party) -> None:
    entry = declared(abel, world.ana)
    assert "Abel" not in page(world.carla, LIST)
    assert 'Todos <span class="n">0</span>' in page(world.carla, LIST)
    assert "Abel" not in page(world.carla, f"{LIST}/nuevo?cliente={abel.pk}")
    for place in ("", "/evidencias", "/revisiones", "/final"):
        assert posted(world.carla, f"{LIST}/{entry.pk}{place}").status_code == 404
    page(world.carla, f"{LIST}/{entry.pk}", status=404)
    page(world.carla, f"{LIST}/registro.csv", status=403)
    refused = posted(world.carla, f"{LIST}/nuevo", **said(abel)).content.decode()
    assert "Búscalo de nuevo y elígelo." in refused


def test_care_is_saved_and_a_stale_form_is_not(world: World, abel: Party) -> None:
    entry = declared(abel, world.ana)
    care = {"owner": str(world.bruno.pk), "plan": "Otro", "review_on": entry.review_on.isoformat(), "version": "1"}
    assert posted(world.ana, f"{LIST}/{entry.pk}", **care)["Location"] == f"{LIST}/{entry.pk}"
    entry.refresh_from_db()
    assert (entry.owner, entry.plan) == (world.bruno, "Otro")
    stale = posted(world.ana, f"{LIST}/{entry.pk}", **{**care, "plan": "Tarde"})
    assert stale.status_code == 400
    assert "Otra persona guardó cambios mientras tanto" in stale.content.decode()


def test_evidence_and_reviews_are_added(world: World, abel: Party) -> None:
    entry, friend = declared(abel, world.ana), add_party("Beto", owner=world.ana)
    evidence = {"text": "Beto llegó por él", "said_on": today().isoformat(), "other": str(friend.pk), "q": "Beto"}
    assert posted(world.ana, f"{LIST}/{entry.pk}/evidencias", **evidence).status_code == 302
    assert posted(world.ana, f"{LIST}/{entry.pk}/evidencias", text="").status_code == 400
    review = {"note": "Sigue", "review_on": (today() + timedelta(days=100)).isoformat()}
    assert posted(world.ana, f"{LIST}/{entry.pk}/revisiones", **review).status_code == 302
    assert posted(world.ana, f"{LIST}/{entry.pk}/revisiones", review_on="ayer").status_code == 400
    html = page(world.ana, f"{LIST}/{entry.pk}")
    assert f'<a href="/clientes/{friend.pk}">Beto</a>' in html
    assert ": Sigue" in html


def test_an_end_is_told_and_taken_back(world: World, abel: Party) -> None:
    entry = declared(abel, world.ana)
    posted(world.ana, f"{LIST}/{entry.pk}/final", reason="Cerró")
    html = page(world.ana, f"{LIST}/{entry.pk}")
    assert "Ya no está en el registro; su historia se conserva. Cerró" in html
    assert "1 vez antes" in page(world.ana, f"/clientes/{abel.pk}")
    undo(token=UndoOffer.objects.get().token, by=world.ana)
    entry.refresh_from_db()
    assert entry.valid_to is None


def test_what_is_overdue_is_marked_counted_and_asked_for(world: World, abel: Party) -> None:
    entry = declared(abel, world.ana)
    declared(add_party("Beto", owner=world.ana), world.ana)
    StrategicCustomer.objects.filter(pk=entry.pk).update(review_on=today() - timedelta(days=1))
    html = page(world.ana, f"{LIST}?estado=vencidas")
    assert "Abel" in html
    assert "Beto" not in html
    assert 'Revisión vencida <span class="n">1</span>' in html
    assert "vencida</span>" in html
    assert "La revisión tocaba el" in page(world.ana, f"{LIST}/{entry.pk}")
    assert "Ninguno cumple con eso" in page(world.ana, f"{LIST}?clase=inspira")


def test_the_file_has_the_same_rows(world: World, abel: Party) -> None:
    declared(abel, world.ana)
    response = client_of(world.diego).get(f"{LIST}/registro.csv?clase=puertas")
    text = b"".join(response.streaming_content).decode().lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][:5] == [str(abel.pk), "Abel Ruiz", "DOOR_OPENER", today().isoformat(), "Abrió el sector hotelero"]
    assert Event.objects.get(kind="strategic.exported").data["kind"] == "DOOR_OPENER"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(world: World, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        declared(add_party(f"Parte {number}", owner=world.ana), world.ana)
    client = client_of(world.ana)
    client.get(LIST)
    with django_assert_num_queries(13):
        client.get(LIST)


def test_only_reading_where_nothing_is_written(world: World) -> None:
    assert client_of(world.ana).post(LIST).status_code == 405
