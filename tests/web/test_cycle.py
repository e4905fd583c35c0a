"""The cycle page: what it sums up, for whom, and when there is nothing to sum up."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from web import company
from world import World

from lazo.customize.operations.money import Booking, book_money
from lazo.differentiate.operations.cycle_settings import save_cycle_settings
from lazo.identify.models import Party
from lazo.kernel.models import Role, User

pytestmark = pytest.mark.django_db

NBSP = "\u00a0"


def page(user: User, address: str = "/ciclo", status: int = 200) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def stats(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", text) for text in re.findall(r"<dd>(.*?)</dd>", html)]


def numbers(html: str, area: str) -> list[str]:
    row = re.search(rf'<tr id="area-{area}">(.*?)</tr>', html, re.DOTALL)
    assert row
    return re.findall(r'<td class="num">(?:<b>)?(.*?)(?:</b>)?</td>', row[1])


def test_the_director_sees_the_whole_cycle(world: World) -> None:
    company.scored(world)
    html = page(world.diego)
    assert stats(html) == ["115", f"${NBSP}2,1{NBSP}M", f"${NBSP}4,2{NBSP}M", "3"]
    assert numbers(html, "ret") == ["12", "4", "0", "1", f"${NBSP}500.000", f"${NBSP}1{NBSP}M"]
    assert numbers(html, "man") == ["100", "0", "0", "1", f"${NBSP}900.000", f"${NBSP}1,8{NBSP}M"]
    assert f"entre ${NBSP}3,8{NBSP}M y ${NBSP}5{NBSP}M" in html
    assert "El ciclo en octubre de 2025" in html
    assert "hasta el 31 de octubre de 2025 incluido" in html


def test_an_owner_sees_the_own_cycle_and_no_number_of_the_rest(world: World) -> None:
    company.scored(world)
    html = page(world.ana)
    assert stats(html) == ["15", f"${NBSP}1,2{NBSP}M", f"${NBSP}2,4{NBSP}M", "2"]
    assert numbers(html, "man") == ["0", "0", "0", "0", f"${NBSP}0", f"${NBSP}0"]
    # Letters of addresses and keys are no numbers: what is read, and what is read aloud.
    told = re.sub(r"<[^>]+>", " ", html) + " ".join(re.findall(r'(?:aria-label|title)="([^"]*)"', html))
    assert "77" not in told
    assert "Cómo se reparte el valor" not in html
    assert "Con lo anterior al" not in html


def test_the_movements_are_a_table(world: World) -> None:
    company.scored(world)
    html = page(world.diego)
    table = re.search(r'<table class="table moves">(.*?)</table>', html, re.DOTALL)
    assert table
    cells = re.findall(r'<td class="num has heat-(\d+) a-(\w+)">(\d+)</td>', table[1])
    assert cells == [("10", "adq", "77"), ("1", "ret", "4")]
    assert re.findall(r'<td class="num">([+−\d]+)</td>', table[1].split("<tfoot>")[1]) == [
        "+77",
        "0",
        "0",
        "−4",
        "+4",
        "−77",
    ]


def test_the_growth_is_against_the_run_before(world: World) -> None:
    company.scored(world)
    assert '<span class="delta up">+5</span>' in page(world.ana)


def test_a_month_has_its_address(world: World) -> None:
    company.scored(world)
    html = page(world.diego, "/ciclo?mes=2025-09")
    assert numbers(html, "ret")[0] == "10"
    assert "primer cálculo" in html
    assert 'href="?mes=2025-10"' in html
    for wrong in ("2024-01", "octubre", "2025-13", "0000-01", "2025-1x"):
        page(world.diego, f"/ciclo?mes={wrong}", status=404)


def test_each_area_opens_its_people(world: World) -> None:
    company.scored(world)
    html = page(world.diego)
    assert re.findall(r'<a class="m-area a-\w+" href="([^"]+)"', html) == [
        f"/clientes?area={key}" for key in ("adq", "man", "max", "fid", "ret")
    ]


def test_a_model_that_failed_is_said_to_have_failed(world: World) -> None:
    run = company.add_run(back_test=company.FAILED)
    company.add_cell(run, "RETAIN", world.diego, 12, 500_000_00)
    html = page(world.diego)
    assert "No confiable" in html
    assert f"Se equivocó en +52{NBSP}% en el dinero total; se acepta hasta 25{NBSP}%." in html
    assert "pronóstico simple" in html


def test_a_base_without_history_has_no_verdict(world: World) -> None:
    reason = {"code": "short_history", "found": 12, "limit": 180, "detail": ""}
    run = company.add_run(back_test={"is_reliable": False, "reasons": [reason]})
    company.add_cell(run, "RETAIN", world.diego, 12, 500_000_00)
    html = page(world.diego)
    assert "Sin prueba" in html
    assert "Hay 12 días de historia; hacen falta 180." in html
    assert "sin intervalo: falta historia" in html


def test_what_was_foreseen_stands_beside_what_came(world: World) -> None:
    company.scored(world)
    html = page(world.diego)
    assert (
        f"Con lo anterior al 31 de octubre de 2024, el modelo esperaba ${NBSP}9,1{NBSP}M hasta el 31 de octubre de 2025. "
        f"Llegaron ${NBSP}8,7{NBSP}M (+4,6{NBSP}%)."
    ) in html
    assert html.count("Volvieron al menos una vez") == 2  # once a width


def test_without_a_run_the_page_says_how_to_begin(world: World) -> None:
    html = page(world.diego)
    assert "Todavía no hay un ciclo que mostrar" in html
    assert "/empezar" in html


def test_numbers_and_movements_as_files(world: World) -> None:
    company.scored(world)
    assert page(world.ana, "/ciclo/numeros.csv").split("\r\n") == [
        "\ufeffarea,customers,entered,left,strategic,value_12m,value_365d",
        "ACQUIRE,0,0,0,0,0.00,0.00",
        "KEEP,0,0,0,0,0.00,0.00",
        "MAXIMIZE,0,0,0,0,0.00,0.00",
        "LOYALTY,3,0,4,1,700000.00,1400000.00",
        "RETAIN,12,4,0,1,500000.00,1000000.00",
        "ALL,15,0,0,2,1200000.00,2400000.00",
        "",
    ]
    assert page(world.ana, "/ciclo/movimientos.csv").split("\r\n") == [
        "\ufefforigin,destination,customers",
        "LOYALTY,RETAIN,4",
        "",
    ]


def test_files_of_a_cycle_that_was_never_computed_are_not_found(world: World) -> None:
    page(world.diego, "/ciclo/numeros.csv", status=404)
    page(world.diego, "/ciclo/movimientos.csv?mes=2020-01", status=404)


@pytest.mark.parametrize("owners", [1, 3])
def test_the_page_asks_the_same_number_of_questions_for_any_base(
    world: World, owners: int, django_assert_num_queries: Any
) -> None:
    run = company.scored(world)
    for owner in (world.ana, world.bruno, world.carla)[:owners]:
        company.add_cell(run, "MAXIMIZE", owner, 5, 100, place=7)
    client = Client()
    client.force_login(world.diego)
    client.get("/ciclo")
    with django_assert_num_queries(14):
        client.get("/ciclo")


def test_nobody_reads_without_signing_in(world: World) -> None:
    company.scored(world)
    response = Client().get("/ciclo")
    assert (response.status_code, response["Location"]) == (302, "/entrar?next=/ciclo")


def test_customers_without_a_computation_wait_for_one(world: World) -> None:
    Party.objects.create(name="Nueva", kind="PERSON")
    html = page(world.diego)
    assert "Ya hay clientes." in html
    assert 'href="/datos/calculos"' in html


def test_the_wanted_mix_stands_beside_the_one_there_is_for_who_sees_all(world: World) -> None:
    company.scored(world)
    assert "La mezcla que buscas" not in page(world.diego)
    mix = {"ACQUIRE": 0, "KEEP": 60, "MAXIMIZE": 0, "LOYALTY": 20, "RETAIN": 20}
    save_cycle_settings(thresholds={}, target_mix=mix, version=None, by=world.diego)
    html = page(world.diego)
    row = re.search(r'<tr id="mezcla-man">(.*?)</tr>', html, re.DOTALL)
    assert row
    assert re.findall(r'<td class="num">(.*?)</td>', row[1]) == [f"87{NBSP}%", f"60{NBSP}%", "+27", f"43{NBSP}%"]
    assert "La mezcla que buscas" not in page(world.ana)
    settings = page(world.diego, "/ajustes/ciclo")
    assert f"hoy: 87{NBSP}%" in settings


def test_what_the_month_cost_and_brought_is_for_who_may_see_money(world: World) -> None:
    company.scored(world)
    month = date(2025, 10, 9)
    book = {"on": month, "currency": "COP"}
    spent = Booking(key="c", area="KEEP", kind="COST", method="OBSERVED", category="media", amount=1_000_000, **book)
    gain = Booking(
        key="g", area="KEEP", kind="SALES_GAIN", method="CONTROLLED", category="margin", amount=4_000_000,
        low=1_000_000, high=7_000_000, **book,
    )  # fmt: skip
    assert 'class="m-ret"' not in page(world.diego)
    book_money(booking=spent, by=None)
    html = page(world.diego)
    assert "Gastas 0 % en adquirir y retener. Sin evidencia".replace(" %", f"{NBSP}%") in html
    assert html.count('class="m-cost"') == 1
    book_money(booking=gain, by=None)
    html = page(world.diego)
    assert (html.count('class="m-ret"'), html.count('class="m-track"')) == (1, 10)
    money = [f"${NBSP}10.000", "sin evidencia", "–", "–"]
    assert numbers(html, "man")[6:] == [
        f"${NBSP}10.000", f"${NBSP}40.000", f"${NBSP}10.000 a ${NBSP}70.000", "4,0 ×",
    ]  # fmt: skip
    assert [re.sub(r"<[^>]+>", "", cell) for cell in numbers(html, "ret")[6:]] == ["–", *money[1:]]
    assert "devuelve 4,0 veces y recibe 100" in html
    rows = client_get(world.diego, "/ciclo/numeros.csv").splitlines()
    assert rows[0].endswith("value_365d,cost,incremental_return,low,high")
    assert rows[2].endswith(",10000.00,40000.00,10000.00,70000.00")
    analyst = Role.objects.get(key="director")
    Role.objects.filter(pk=analyst.pk).update(may_see_money=False)
    hidden = page(world.diego)
    assert "Balance del ciclo" not in hidden
    assert 'class="m-cost"' not in hidden
    assert "cost" not in client_get(world.diego, "/ciclo/numeros.csv").splitlines()[0]


def client_get(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(address).content.decode()
