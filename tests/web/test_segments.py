"""The pictures of the base: what they sum up, for whom, and where each of them leads."""

import csv
import io
import re
from typing import Any

import pytest
from web import company
from web.browsing import client_of, page
from world import World

from lazo.differentiate.models import RfmCell, ScoreRun, ValueBand
from lazo.identify.models import Party
from lazo.kernel.models import User

pytestmark = pytest.mark.django_db

NBSP = "\u00a0"


def add_cell(run: ScoreRun, owner: User, r: int, f: int, customers: int, **other: Any) -> RfmCell:
    numbers = {
        "recency_from": (6 - r) * 10,
        "recency_to": (6 - r) * 10 + 9,
        "purchases_from": f,
        "purchases_to": f,
        "value_12m": customers * 1_000_00,
        "value_365d": customers * 2_000_00,
        "strategic": 0,
        "high_ltv": 0,
        "cost_magnet": 0,
        "strategic_value_12m": 0,
    }
    return RfmCell.objects.create(run=run, owner=owner, r=r, f=f, customers=customers, **(numbers | other))


def add_bands(run: ScoreRun, owner: User, measure: str, *values: int) -> None:
    for band, value in enumerate(values):
        ValueBand.objects.create(run=run, owner=owner, measure=measure, band=band * 10, customers=10, value=value)


def drawn(world: World) -> ScoreRun:
    """Ana has 12 who leave and 30 of the best; Carla 7,310. Ana's last ten customers take money away."""
    run = company.add_run()
    add_cell(run, world.ana, 1, 5, 12, area="RETAIN", strategic=4, high_ltv=4, strategic_value_12m=9_000_00)
    add_cell(run, world.ana, 5, 5, 30, area="LOYALTY", strategic=3, high_ltv=1, cost_magnet=2)
    add_cell(run, world.carla, 5, 5, 7310, area="LOYALTY")
    add_bands(run, world.ana, "clv", 700_00, 100_00, 100_00, 50_00, 50_00)
    add_bands(run, world.ana, "value_12m", 600_00, 500_00, 100_00, 0, -200_00)
    add_bands(run, world.carla, "clv", 10_000_00)
    return run


def cells(html: str) -> list[str]:
    table = re.search(r'<table class="rfm"[^>]*>.*?</table>', html, re.DOTALL)
    assert table
    found = re.findall(r"<td[^>]*>(?:<a[^>]*>|<span>)(.*?)<", table[0])
    return [text for text in found if text != "–"]


def rows(user: User, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page(user, address).lstrip("\ufeff"))))


def test_the_director_sees_the_whole_base(world: World) -> None:
    drawn(world)
    html = page(world.diego, "/segmentos")
    assert cells(html) == ["12", "7.340"]
    assert "7.352 clientes que ya compraron · valores al 31 de octubre de 2025" in html
    assert "solo los que puedes ver" not in html


def test_an_owner_sees_the_own_part_and_no_number_of_the_rest(world: World) -> None:
    drawn(world)
    html = page(world.ana, "/segmentos")
    assert cells(html) == ["12", "30"]
    assert "42 clientes que ya compraron" in html
    assert "solo los que puedes ver" in html
    assert f"El 20{NBSP}% de tus clientes trae el <b>70{NBSP}%</b> del valor de vida." in html
    assert "7.310" not in html


def test_who_must_see_nothing_sees_no_number(world: World) -> None:
    run = company.add_run()
    add_cell(run, world.ana, 5, 5, 4321)
    html = page(world.carla, "/segmentos")
    assert "Ningún cliente tuyo ha comprado todavía" in html
    assert "4.321" not in html
    assert rows(world.carla, "/segmentos/rfm.csv")[1:] == []
    assert rows(world.carla, "/segmentos/concentracion.csv")[1:] == []
    assert rows(world.carla, "/segmentos/estrategicos.csv")[1:] == []


def test_each_figure_opens_its_list(world: World) -> None:
    drawn(world)
    html = page(world.ana, "/segmentos")
    assert '<a href="/clientes?rfm=15">12</a>' in html
    assert 'href="/clientes?estrategico=si">Ver los 7</a>' in html
    assert 'href="/clientes?clase_estrategica=valor">5</a>' in html
    assert 'href="/clientes?area=retener&amp;estrategico=si">Abrir su lista</a>' in html
    assert "<b>4 están en Retener</b>" in html
    assert 'href="/clientes?rfm=14&amp;rfm=15&amp;rfm=24&amp;rfm=25">Abrir su lista</a>' in html
    assert "<b>12 que compraban seguido y se alejan</b>" in html


def test_money_instead_of_people(world: World) -> None:
    drawn(world)
    assert cells(page(world.ana, "/segmentos?medida=dinero")) == [f"${NBSP}12.000", f"${NBSP}30.000"]
    assert cells(page(world.ana, "/segmentos?medida=otra")) == ["12", "30"]


def test_rows_and_columns_say_what_they_stand_for(world: World) -> None:
    drawn(world)
    html = page(world.ana, "/segmentos")
    assert '<th scope="col">50 o más</th>' in html
    assert '<th scope="col">10 a 19</th>' in html
    assert '<th scope="row">5</th>' in html


def test_a_small_base_is_cut_in_three(world: World) -> None:
    run = company.add_run()
    add_cell(run, world.ana, 1, 3, 9)
    html = page(world.ana, "/segmentos")
    assert "La base es pequeña" in html
    assert '<td class="heat-10 sel" data-cell="13"><a href="/clientes?rfm=13">9</a></td>' in html


def test_the_whale_says_who_takes_money_away(world: World) -> None:
    drawn(world)
    html = page(world.ana, "/segmentos")
    assert f"Los últimos 20 clientes <b>se llevan ${NBSP}200</b>" in html
    assert "No se conoce el margen de todos los clientes" in html


def test_strategic_customers_are_counted_by_kind(world: World) -> None:
    drawn(world)
    assert "el 20 % de mayor valor de vida" in page(world.ana, "/segmentos")
    assert rows(world.ana, "/segmentos/estrategicos.csv") == [
        ["area", "strategic", "high_ltv", "cost_magnet", "value_12m"],
        ["LOYALTY", "3", "1", "2", "0.00"],
        ["RETAIN", "4", "4", "0", "9000.00"],
    ]


def test_the_files_tell_the_same(world: World) -> None:
    drawn(world)
    assert rows(world.ana, "/segmentos/rfm.csv")[1:] == [
        ["5", "5", "10 a 19", "5", "30", "30000.00", "60000.00"],
        ["1", "5", "50 o más", "5", "12", "12000.00", "24000.00"],
    ]
    assert rows(world.ana, "/segmentos/concentracion.csv")[1:3] == [
        ["clv", "10", "0.2", "700.00", "0.7"],
        ["clv", "20", "0.4", "800.00", "0.8"],
    ]
    page(world.ana, "/segmentos/otra.csv", status=404)


def test_before_the_first_run_the_page_says_what_is_missing(world: World) -> None:
    assert "Todavía no hay clientes que agrupar" in page(world.diego, "/segmentos")
    Party.objects.create(name="Abel", kind="PERSON", owner=world.ana)
    assert "Falta calcular cuánto vale cada cliente" in page(world.diego, "/segmentos")
    page(world.diego, "/segmentos/rfm.csv", status=404)


def test_a_year_before_is_told_to_who_sees_everything(world: World) -> None:
    drawn(world)
    earlier = company.add_run(company.ON.replace(year=2024), current=False)
    ScoreRun.objects.filter(pk=earlier.pk).update(
        counts={"concentration": {"clv": {"top_20": 81, "total": 100, "customers": 5}}}
    )
    assert f"traía el 81{NBSP}%" in page(world.diego, "/segmentos")
    assert "traía el" not in page(world.ana, "/segmentos")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions(world: World, count: int, django_assert_num_queries: Any) -> None:
    run = company.add_run()
    for n in range(count):
        add_cell(run, world.ana, n + 1, n + 1, 5)
        add_bands(run, world.ana, "clv", *range(5, 5 + n + 1))
    client = client_of(world.ana)
    client.get("/segmentos")
    with django_assert_num_queries(12):
        client.get("/segmentos")


def test_only_reading(world: World) -> None:
    assert client_of(world.ana).post("/segmentos").status_code == 405
