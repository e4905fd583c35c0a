"""The first run: its doors, and the demo that is on its way."""

import pytest
from django.test import Client
from web import company
from world import World

from lazo.kernel.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.diego)
    return client


def test_an_empty_workspace_shows_the_door_to_the_demo(client: Client) -> None:
    html = client.get("/empezar").content.decode()
    assert "Tu ciclo está vacío." in html
    assert 'action="/empezar/demo"' in html


def test_the_demo_is_asked_for_once(client: Client, world: World) -> None:
    for _ in range(2):
        assert client.post("/empezar/demo")["Location"] == "/empezar"
    job = Job.objects.get()
    assert (job.kind, job.created_by, job.state) == ("demo.build", world.diego, "QUEUED")
    assert "Construyendo Tostadora La Ceiba" in client.get("/empezar").content.decode()


def test_progress_moves_and_ends_on_the_map(client: Client) -> None:
    client.post("/empezar/demo")
    Job.objects.update(state="RUNNING", step="Puntajes", done=1200, total=12_408)
    html = client.get("/empezar/demo/avance").content.decode()
    assert "Puntajes · 1.200 de 12.408" in html
    assert '<progress max="12408" value="1200"' in html
    Job.objects.update(state="DONE")
    assert client.get("/empezar/demo/avance")["HX-Redirect"] == "/ciclo"


def test_a_demo_that_failed_may_be_tried_again(client: Client) -> None:
    client.post("/empezar/demo")
    Job.objects.update(state="FAILED")
    assert "Intentar otra vez" in client.get("/empezar").content.decode()
    client.post("/empezar/demo")
    assert Job.objects.filter(state="QUEUED").count() == 1


def test_a_company_with_customers_is_past_its_first_run(client: Client, world: World) -> None:
    company.add_customer(company.add_run(), "Abel", world.ana)
    assert client.get("/empezar")["Location"] == "/ciclo"
    assert client.post("/empezar/demo").status_code == 404


def test_who_may_not_bring_data_in_finds_no_door(world: World) -> None:
    client = Client()
    client.force_login(world.ana)
    html = client.get("/empezar").content.decode()
    assert "Tu función no incluye traer datos." in html
    assert "/empezar/demo" not in html
    assert client.post("/empezar/demo").status_code == 403
    assert not Job.objects.exists()
