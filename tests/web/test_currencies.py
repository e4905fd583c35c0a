"""Monedas: the rates as a list, one added, many pasted, and who may not."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from world import World

from lazo.kernel.models import ExchangeRate
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
PAGE = "/datos/monedas"


@pytest.fixture
def client(world: World, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(world.diego)
    return client


def add(currency: str, count: int) -> None:
    first = date(2026, 1, 1)
    ExchangeRate.objects.bulk_create(
        ExchangeRate(currency=currency, day=first + timedelta(days=number), rate=Decimal(1000 + number))
        for number in range(count)
    )


def test_without_rates_the_page_says_what_they_are_for(client: Client) -> None:
    html = client.get(PAGE).content.decode()
    assert "Todavía no hay tipos de cambio" in html
    assert 'aria-current="page">Monedas' in html


def test_a_rate_is_added_and_shown(client: Client) -> None:
    response = client.post(PAGE, {"moneda": "mxn", "fecha": "2026-01-01", "cambio": "215,40"})
    assert (response.status_code, response["Location"]) == (302, PAGE)
    html = client.get(PAGE).content.decode()
    assert "Guardamos el cambio." in html
    assert '<td class="num">215,40</td>' in html
    assert list(ExchangeRate.objects.values_list("currency", "day", "rate")) == [
        ("MXN", date(2026, 1, 1), Decimal("215.4"))
    ]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"moneda": "XQZ", "fecha": "2026-01-01", "cambio": "2"}, "«XQZ» no es una moneda."),
        ({"moneda": "COP", "fecha": "2026-01-01", "cambio": "2"}, "«COP» es la moneda de la empresa"),
        ({"moneda": "MXN", "fecha": "", "cambio": "2"}, "no es una fecha."),
        ({"moneda": "MXN", "fecha": "2026-01-01", "cambio": "4.100"}, "se lee de dos maneras."),
        ({"moneda": "MXN", "fecha": "2026-01-01", "cambio": "-1"}, "tiene que ser mayor que cero."),
        ({}, "no es una fecha."),
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
    assert f'value="{cells.get("moneda", "")}"' in html
    assert not ExchangeRate.objects.exists()


def test_many_are_pasted_and_the_bad_rows_named(client: Client) -> None:
    response = client.post(PAGE, {"lista": "MXN\t01/01/2026\t215,40\nXQZ\t01/01/2026\t3,5\n"})
    html = response.content.decode()
    assert response.status_code == 400
    assert "Fila 2, moneda: «XQZ» no es una moneda." in html
    assert "Guardamos el cambio." in html
    assert ExchangeRate.objects.get().currency == "MXN"
    response = client.post(PAGE, {"lista": "MXN\t01/01/2026\t215,40\nMXN\t01/02/2026\t216,5\n"}, follow=True)
    assert "Guardamos 2 cambios." in response.content.decode()


def test_a_list_without_its_columns_is_refused_whole(client: Client) -> None:
    response = client.post(PAGE, {"lista": "moneda;fecha\nMXN;2026-01-01\n"})
    assert response.status_code == 400
    assert "Falta la columna: cambio." in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_rates_cost_the_same_for_one_and_three(client: Client, count: int, django_assert_num_queries: Any) -> None:
    add("USD", count)
    with django_assert_num_queries(6):
        html = client.get(PAGE).content.decode()
    assert html.count('<td class="num">') == count


def test_each_currency_is_newest_first_and_old_rates_are_counted(client: Client) -> None:
    add("USD", 63)
    add("MXN", 2)
    html = client.get(PAGE).content.decode()
    assert html.index("<h2>MXN</h2>") < html.index("1.001,00") < html.index("1.000,00") < html.index("<h2>USD</h2>")
    assert "Y 3 más antiguos." in html


def test_who_imports_without_administering_may_and_others_may_not(client: Client, world: World) -> None:
    add("USD", 1)
    role = world.diego.role_assignments.get().role
    role.may_administer = False
    role.save()
    assert client.get(PAGE).status_code == 200
    client.force_login(world.ana)
    response = client.get(PAGE)
    assert response.status_code == 403
    assert "1.000,00" not in response.content.decode()
    assert client.post(PAGE, {"moneda": "MXN", "fecha": "2026-01-01", "cambio": "2"}).status_code == 403
    assert ExchangeRate.objects.count() == 1
