"""The list and the page of a customer."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from web import company
from world import World

from lazo.differentiate.models import Score
from lazo.identify.models import Party, PartyRelationship, RelationshipType
from lazo.kernel.models import User
from lazo.web.queries import customers
from lazo.web.queries.customer import customer_view, years_before

pytestmark = pytest.mark.django_db

NBSP = "\u00a0"


def page(user: User, address: str, status: int = 200, **headers: str) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(address, headers=headers)
    assert response.status_code == status
    return response.content.decode()


def names(html: str) -> list[str]:
    return re.findall(r'<span class="cut">([^<]*)</span></a>', html)


def test_the_most_valuable_comes_first_and_the_unknown_last(world: World) -> None:
    run = company.add_run()
    for name, value in (("Beto", 10), ("Clara", None), ("Abel", 900), ("Dora", 10)):
        company.add_customer(run, name, world.ana, value=value)
    assert names(page(world.diego, "/clientes")) == ["Abel", "Beto", "Dora", "Clara"]


def test_pages_follow_each_other_without_gaps_or_doubles(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customers, "PAGE", 2)
    run = company.add_run()
    for name, value in (("A", 50), ("B", 10), ("C", 10), ("D", -4), ("E", None), ("F", None)):
        company.add_customer(run, name, world.ana, value=value)
    seen, address = [], "/clientes"
    while address:
        html = page(world.diego, address)
        seen.append(names(html))
        more = re.search(r'<a class="btn" href="(\?[^"]*desde=[^"]+)"', html)
        address = f"/clientes{more[1].replace('&amp;', '&')}" if more else ""
    assert seen == [["A", "B"], ["C", "D"], ["E", "F"]]


@pytest.mark.parametrize("cursor", ["", "x", "~", "5~x", "a~3", "5", "--~1"])
def test_a_cursor_nobody_gave_out_is_the_beginning(world: World, cursor: str) -> None:
    run = company.add_run()
    company.add_customer(run, "Abel", world.ana)
    assert names(page(world.diego, f"/clientes?desde={cursor}")) == ["Abel"]


def test_an_area_shows_its_people_only(world: World) -> None:
    run = company.add_run()
    company.add_customer(run, "Abel", world.ana, area="RETAIN")
    company.add_customer(run, "Beto", world.ana, area="KEEP")
    assert names(page(world.diego, "/clientes?area=ret")) == ["Abel"]
    page(world.diego, "/clientes?area=otra", status=404)


def test_a_name_is_sought_from_its_beginning_whatever_its_accents(world: World) -> None:
    run = company.add_run()
    company.add_customer(run, "Jose Ruiz", world.ana)
    company.add_customer(run, "Maria Jose", world.ana)
    html = page(world.diego, "/clientes?q=Jos%C3%89", **{"HX-Request": "true", "HX-Target": "filas"})
    assert names(html) == ["Jose Ruiz"]
    assert "<html" not in html
    assert "Nadie se llama «zz…»" in page(world.diego, "/clientes?q=zz")


def test_a_list_shows_no_customer_of_another_team(world: World) -> None:
    run = company.add_run()
    abel = company.add_customer(run, "Abel", world.ana)
    company.add_customer(run, "Carmen", world.carla)
    assert names(page(world.carla, "/clientes")) == ["Carmen"]
    page(world.carla, f"/clientes/{abel.pk}", status=404)
    page(world.ana, f"/clientes/{abel.pk}")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(world: World, count: int, django_assert_num_queries: Any) -> None:
    run = company.add_run()
    for n in range(count):
        company.add_customer(run, f"Abel {n}", world.ana)
    client = Client()
    client.force_login(world.diego)
    with django_assert_num_queries(8):
        client.get("/clientes")


def test_nobody_yet(world: World) -> None:
    assert "Todavía no hay clientes" in page(world.diego, "/clientes")
    company.add_run()
    assert "Nadie está en Retener" in page(world.diego, "/clientes?area=ret")


def test_the_page_tells_place_value_purchases_and_history(world: World) -> None:
    party = company.add_customer(company.add_run(), "Abel Ruiz", world.ana)
    company.add_history(party)
    html = page(world.ana, f"/clientes/{party.pk}")
    assert "Compra cada 23,4 días y lleva 61 sin hacerlo: 2,6 veces su ritmo." in html
    assert f"37{NBSP}%" in html
    assert f"<dd>${NBSP}4.000</dd>" in html
    assert f"entre ${NBSP}2.500 y ${NBSP}10.000" in html
    assert "ana@correo.example" in html
    assert f"${NBSP}120.000" in html
    assert "devolución" in html
    assert "Preguntó por el Huila" in html


def test_a_customer_that_was_found_to_be_another_leads_there(world: World) -> None:
    party = company.add_customer(company.add_run(), "Abel", world.ana)
    company.add_history(party)
    twin = Party.objects.create(name="Avel", kind="PERSON", canonical=party, owner=world.ana)
    client = Client()
    client.force_login(world.ana)
    assert client.get(f"/clientes/{twin.pk}")["Location"] == f"/clientes/{party.pk}"


def test_who_was_never_scored_has_a_page(world: World) -> None:
    party = Party.objects.create(name="Nueva", kind="PERSON", owner=world.ana)
    html = page(world.ana, f"/clientes/{party.pk}")
    assert "Aún no se ha calculado su lugar" in html
    assert "Sin compras registradas" in html


def test_who_left_the_cycle_is_said_to_be_outside(world: World) -> None:
    party = company.add_customer(company.add_run(), "Abel", world.ana)
    Score.objects.filter(customer=party).update(area="", rule="OUT.lost")
    html = page(world.ana, f"/clientes/{party.pk}")
    assert "Fuera del ciclo:" in html
    assert "fuera del ciclo" in page(world.ana, "/clientes")


def test_a_customer_that_does_not_exist_is_not_found(world: World) -> None:
    assert "Aquí no hay nada" in page(world.diego, "/clientes/999999", status=404)


def test_relations_are_read_from_this_end_and_only_to_whom_one_may_see(world: World) -> None:
    run = company.add_run()
    abel = company.add_customer(run, "Abel", world.ana)
    beto = company.add_customer(run, "Beto", world.ana)
    hidden = company.add_customer(run, "Carmen", world.carla)
    parent = RelationshipType.objects.create(
        key="madre-de-prueba", family="FAMILY", name="es madre o padre de", inverse_name="es hija o hijo de"
    )
    PartyRelationship.objects.create(origin=abel, target=beto, type=parent)
    PartyRelationship.objects.create(origin=abel, target=hidden, type=parent)
    assert "es madre o padre de" in page(world.ana, f"/clientes/{abel.pk}")
    assert "Carmen" not in page(world.ana, f"/clientes/{abel.pk}")
    assert "es hija o hijo de" in page(world.ana, f"/clientes/{beto.pk}")


def test_years_end_on_the_day_of_the_run(world: World) -> None:
    party = company.add_customer(company.add_run(), "Abel", world.ana)
    company.add_history(party)
    view = customer_view(user=world.ana, customer=party.pk)
    assert view
    assert [(year.until, year.amount) for year in view.years] == [(company.ON, 19_400_000)]
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)


def test_margin_is_not_drawn_beside_revenue(world: World) -> None:
    party = company.add_customer(company.add_run(), "Abel", world.ana)
    company.add_history(party)
    assert ">próximos 12<" in page(world.ana, f"/clientes/{party.pk}")
    Score.objects.filter(customer=party).update(value_is_margin=True)
    assert ">próximos 12<" not in page(world.ana, f"/clientes/{party.pk}")
