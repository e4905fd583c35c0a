"""Sources and imports as lists: what each brought, at the same price for one and for three."""

from typing import Any

import pytest
from django.test import Client
from importing import bring, hand_in, try_dry
from world import World

from lazo.identify.operations.source import ensure_source
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db

PEOPLE = "Nombre;Correo\nAna Paz;ana@correo.example\nBeto Gil;beto@correo.example\n"
SALES = "Cliente;Fecha;Importe\nA1;31/03/2025;1.500\nA2;31/02/2025;2.500\n"


@pytest.fixture
def client(world: World, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(world.diego)
    return client


def test_the_door_of_data_leads_to_what_the_reader_may_see(client: Client, world: World) -> None:
    assert client.get("/datos")["Location"] == "/datos/fuentes"
    role = world.diego.role_assignments.get().role
    role.may_import = False
    role.save()
    assert client.get("/datos")["Location"] == "/datos/calculos"


def test_without_sources_the_page_says_how_to_begin(client: Client) -> None:
    html = client.get("/datos/fuentes").content.decode()
    assert "Todavía no hay fuentes" in html
    assert 'href="/datos/importar"' in html


def test_a_source_says_what_it_brought(client: Client, world: World) -> None:
    shop = ensure_source(name="Tienda en línea", by=world.diego)
    bring("customers", PEOPLE, world.diego, source=shop)
    bring("purchases", SALES, world.diego, source=shop)
    html = client.get("/datos/fuentes").content.decode()
    assert "4 filas de una fuente forman 3 personas y empresas." in html
    assert "compras, clientes" in html
    assert "75\u00a0%" in html


def test_a_source_with_an_unfinished_file_leads_back_to_it(client: Client, world: World) -> None:
    batch = try_dry("customers", PEOPLE, world.diego)
    html = client.get("/datos/fuentes").content.decode()
    assert "sin terminar" in html
    assert f'href="/datos/importar/{batch.pk}">Seguir' in html


@pytest.mark.parametrize("count", [1, 3])
def test_sources_cost_the_same_for_one_and_three(
    client: Client, world: World, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        source = ensure_source(name=f"Fuente {number}", by=world.diego)
        bring("customers", f"Código;Nombre\n{number};Cliente {number}\n", world.diego, source=source)
    with django_assert_num_queries(9):
        html = client.get("/datos/fuentes").content.decode()
    assert html.count("Ver</a>") == count


def test_without_imports_the_page_says_so(client: Client) -> None:
    assert "Aún no entra ningún archivo" in client.get("/datos/importaciones").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_imports_cost_the_same_for_one_and_three(
    client: Client, world: World, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        hand_in("customers", PEOPLE, world.diego, name=f"lista-{number}.csv")
    with django_assert_num_queries(6):
        html = client.get("/datos/importaciones").content.decode()
    assert [f"lista-{number}.csv" in html for number in range(3)] == [number < count for number in range(3)]
    assert "Ver más" not in html


def test_older_imports_are_a_page_away(client: Client, world: World) -> None:
    batches = [hand_in("customers", PEOPLE, world.diego, name=f"lista-{number}.csv") for number in range(51)]
    html = client.get("/datos/importaciones").content.decode()
    assert "lista-0.csv" not in html
    assert f'href="?desde={batches[1].pk}"' in html
    html = client.get(f"/datos/importaciones?desde={batches[1].pk}").content.decode()
    assert "lista-0.csv" in html
    assert "lista-1.csv" not in html
    assert client.get("/datos/importaciones?desde=nada").status_code == 200


@pytest.mark.parametrize("path", ["/datos/fuentes", "/datos/importaciones"])
def test_who_may_not_bring_data_in_sees_no_sources(world: World, workspace: Workspace, path: str) -> None:
    bring("customers", PEOPLE, world.diego, source=ensure_source(name="Caja secreta", by=world.diego))
    client = Client()
    client.force_login(world.ana)
    response = client.get(path)
    assert response.status_code == 403
    assert "Caja secreta" not in response.content.decode()
