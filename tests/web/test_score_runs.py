"""Cálculos: the runs and their proof, a new one asked for, and the way to the map."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from importing import bring
from web import company
from world import World

from lazo.differentiate.queries.suggested_day import suggested_day
from lazo.kernel.jobs import run_job
from lazo.kernel.models import Job
from lazo.kernel.today import company_today
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db

SALES = "Cliente;Fecha;Importe\nA1;31/03/2025;1.500\nA2;15/04/2025;2.500\n"


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.diego)
    return client


def test_without_runs_the_page_says_what_one_is_for(client: Client) -> None:
    assert "Aún no se ha calculado ningún valor" in client.get("/datos/calculos").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_runs_cost_the_same_for_one_and_three(client: Client, count: int, django_assert_num_queries: Any) -> None:
    for month in range(count):
        company.add_run(date(2025, 10 - month, 28), current=month == 0)
    with django_assert_num_queries(8):
        html = client.get("/datos/calculos").content.decode()
    assert html.count("/datos/calculos/") == count
    assert html.count("en las páginas") == 1


def test_a_run_shows_its_proof(client: Client) -> None:
    run = company.add_run()
    html = client.get(f"/datos/calculos/{run.pk}").content.decode()
    assert "Cálculo al 31 de octubre de 2025" in html
    assert "Confiable" in html
    assert "Ver el mapa" in html


def test_a_run_whose_model_failed_says_why_and_what_is_shown_instead(client: Client) -> None:
    run = company.add_run(back_test=company.FAILED)
    html = client.get(f"/datos/calculos/{run.pk}").content.decode()
    assert "No confiable" in html
    assert "muestran el pronóstico simple" in html


def test_a_run_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get("/datos/calculos/999").status_code == 404


def test_a_run_is_asked_for_once_as_of_the_day_given(client: Client, world: World) -> None:
    for _ in range(2):
        assert client.post("/datos/calculos", {"on": "2025-10-31"})["Location"] == "/datos/calculos"
    job = Job.objects.get()
    assert (job.kind, job.arguments, job.created_by) == ("differentiate.score", {"on": "2025-10-31"}, world.diego)
    assert "Calculando el valor y el lugar de cada cliente" in client.get("/datos/calculos").content.decode()


def test_a_day_that_does_not_exist_is_refused(client: Client) -> None:
    response = client.post("/datos/calculos", {"on": "2025-02-31"}, follow=True)
    assert "Esa fecha no existe." in response.content.decode()
    assert not Job.objects.exists()


def test_a_run_asked_for_after_an_import_ends_on_the_map(client: Client) -> None:
    address = client.post("/datos/calculos", {"al-terminar": "mapa"})["Location"]
    assert address == "/datos/calculos?al-terminar=mapa"
    html = client.get(address).content.decode()
    assert 'hx-get="/datos/calculos/avance?al-terminar=mapa"' in html
    Job.objects.update(state="RUNNING", step="resumir", done=5, total=6)
    html = client.get("/datos/calculos/avance?al-terminar=mapa").content.decode()
    assert "Dibujando el mapa" in html
    assert "Al terminar te llevamos al mapa." in html
    Job.objects.update(state="DONE")
    assert client.get("/datos/calculos/avance?al-terminar=mapa")["HX-Redirect"] == "/ciclo"
    assert client.get("/datos/calculos/avance")["HX-Refresh"] == "true"


def test_a_run_that_failed_leaves_the_map_as_it_was_and_says_so(client: Client) -> None:
    client.post("/datos/calculos", {"al-terminar": "mapa"})
    Job.objects.update(state="FAILED")
    assert client.get("/datos/calculos/avance?al-terminar=mapa")["HX-Refresh"] == "true"
    assert "El último cálculo no llegó al final." in client.get("/datos/calculos").content.decode()


@pytest.mark.django_db(transaction=True)
def test_purchases_brought_in_are_on_the_map_after_the_run(client: Client, world: World, workspace: Workspace) -> None:
    bring("purchases", SALES, world.diego)
    client.post("/datos/calculos", {"on": "2025-06-30"})
    assert run_job(Job.objects.get().pk).state == "DONE"
    html = client.get("/datos/calculos").content.decode()
    assert "El mapa está al día con este cálculo." in html
    assert '<td class="num c-r">2</td>' in html
    assert client.get("/ciclo").status_code == 200


def test_the_day_suggested_is_the_last_of_data_that_ended_long_ago(world: World, workspace: Workspace) -> None:
    assert suggested_day(today=company_today()) == company_today()
    bring("purchases", SALES, world.diego)
    assert suggested_day(today=company_today()) == date(2025, 4, 15)
    recent = company_today() - timedelta(days=3)
    bring("purchases", f"Cliente;Fecha;Importe\nA1;{recent};1.500\n", world.diego, force=True)
    assert suggested_day(today=company_today()) == company_today()


@pytest.mark.parametrize("path", ["/datos/calculos", "/datos/calculos/avance", "/datos/calculos/{run}"])
def test_who_may_not_see_the_whole_company_sees_no_run(world: World, path: str) -> None:
    run = company.add_run()
    client = Client()
    client.force_login(world.ana)
    assert client.get(path.format(run=run.pk)).status_code == 403
    assert client.post("/datos/calculos").status_code == 403
    assert not Job.objects.exists()
