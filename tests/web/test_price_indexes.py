"""Índices de precios: levels as a list, one added, many pasted, the one in use, the label of values, and who may not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from web import company
from world import World

from lazo.kernel.models import Company, PriceIndex
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
PAGE = "/datos/indices-de-precios"


@pytest.fixture
def client(world: World, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(world.diego)
    return client


def add(index: str, count: int) -> None:
    PriceIndex.objects.bulk_create(
        PriceIndex(name=index, month=date(2021 + n // 12, n % 12 + 1, 1), level=Decimal(1000 + n)) for n in range(count)
    )


def test_without_indexes_the_page_says_what_they_are_for(client: Client) -> None:
    html = client.get(PAGE).content.decode()
    assert "Todavía no hay índices de precios" in html
    assert 'aria-current="page">Índices' in html
    assert "Comparar los valores por" not in html


def test_a_level_is_added_shown_and_its_index_used(client: Client) -> None:
    response = client.post(PAGE, {"indice": "uf", "mes": "2026-01", "nivel": "38.416,69"})
    assert (response.status_code, response["Location"]) == (302, PAGE)
    html = client.get(PAGE).content.decode()
    assert "Guardamos el nivel." in html
    assert '<td class="num">38.416,69</td>' in html
    assert "enero de 2026" in html
    assert "<option selected>UF</option>" in html
    assert list(PriceIndex.objects.values_list("name", "month", "level")) == [
        ("UF", date(2026, 1, 1), Decimal("38416.69"))
    ]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"indice": "", "mes": "2026-01", "nivel": "2"}, "no sirve de nombre de un índice."),
        ({"indice": "UF", "mes": "enero", "nivel": "2"}, "no es un mes."),
        ({"indice": "UF", "mes": "2026-01", "nivel": "-1"}, "tiene que ser mayor que cero."),
        ({}, "no es un mes."),
    ],
)
def test_a_bad_cell_says_what_to_do_and_keeps_what_was_written(
    client: Client, cells: dict[str, str], sentence: str
) -> None:
    response = client.post(PAGE, cells)
    html = response.content.decode()
    assert response.status_code == 400
    assert sentence in html
    assert 'aria-invalid="true"' in html
    assert f'value="{cells.get("indice", "")}"' in html
    assert not PriceIndex.objects.exists()


def test_many_are_pasted_and_the_bad_rows_named(client: Client) -> None:
    response = client.post(PAGE, {"lista": "UF\t2026-01\t38.416,69\nUF\t2026-13\t3,5\n"})
    html = response.content.decode()
    assert response.status_code == 400
    assert "Fila 2, mes:" in html
    assert "Guardamos el nivel." in html


def test_another_is_chosen_or_none(client: Client) -> None:
    add("UF", 1)
    add("IPC", 1)
    assert client.post(f"{PAGE}/eleccion", {"indice": "IPC"})["Location"] == PAGE
    assert Company.objects.get(pk=1).price_index == "IPC"
    client.post(f"{PAGE}/eleccion", {"indice": ""})
    assert Company.objects.get(pk=1).price_index == ""
    html = client.post(f"{PAGE}/eleccion", {"indice": "UDI"}, follow=True).content.decode()
    assert "Ese índice no tiene niveles todavía." in html


@pytest.mark.parametrize("count", [1, 3])
def test_levels_cost_the_same_for_one_and_three(client: Client, count: int, django_assert_num_queries: Any) -> None:
    add("UF", count)
    with django_assert_num_queries(7):
        html = client.get(PAGE).content.decode()
    assert html.count('<td class="num">') == count


def test_old_months_are_counted_and_a_late_index_is_said(client: Client) -> None:
    add("UF", 38)
    run = company.add_run()
    run.counts = {**run.counts, "prices": {"index": "UF", "month": None, "problem": "starts_late"}}
    run.save()
    html = client.get(PAGE).content.decode()
    assert "Y 2 más antiguos." in html
    assert "UF empieza después de tus primeras compras" in html


def test_pages_with_values_say_whose_money_they_are_in(client: Client, world: World) -> None:
    company.scored(world)
    said = "Valores en dinero de octubre de 2025 según UF."
    pages = ("/ciclo", "/clientes", "/empresas")
    assert all(said not in client.get(page).content.decode() for page in pages)
    Company.objects.update(priced_in="UF 2025-10")
    for page in pages:
        assert client.get(page).content.decode().count(said) == 1, page


def test_who_imports_without_administering_may_and_others_may_not(client: Client, world: World) -> None:
    add("UF", 1)
    role = world.diego.role_assignments.get().role
    role.may_administer = False
    role.save()
    assert client.get(PAGE).status_code == 200
    client.force_login(world.ana)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"indice": "UF", "mes": "2026-01", "nivel": "2"}).status_code == 403
    assert client.post(f"{PAGE}/eleccion", {"indice": ""}).status_code == 403
    assert PriceIndex.objects.count() == 1
