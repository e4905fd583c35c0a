"""The group on a company's page and on its own: a tree with its value, moved, left."""

import re
from datetime import date
from typing import Any

import pytest
from web import company as scored
from web.browsing import client_of, page, posted
from world import World

from lazo.differentiate.operations.cards import refresh_cards
from lazo.identify.models import Party
from lazo.identify.operations.hierarchy import place_company
from lazo.identify.operations.household import make_household
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.queries.hierarchy import companies_above

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()


def firm(run: Any, name: str, owner: Any, **columns: Any) -> Party:
    made = scored.add_customer(run, name, owner, **columns)
    Party.objects.filter(pk=made.pk).update(kind="ORGANIZATION")
    refresh_cards(made.pk, made.pk, touched="0")
    made.refresh_from_db()
    return made


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).replace("\u00a0", " ").split())


@pytest.fixture
def group(world: World) -> list[Party]:
    run = scored.add_run()
    found = [firm(run, name, world.ana, area=area) for name, area in (("Holding", "LOYALTY"), ("Alfa", "RETAIN"))]
    found.append(firm(run, "Oculta", world.carla))
    for below in found[1:]:
        place_company(company=below, under=found[0], by=world.diego, on=ON)
    return found


def test_a_company_shows_its_group_and_what_it_is_worth(world: World, group: list[Party]) -> None:
    words = text(page(world.ana, f"/clientes/{group[1].pk}"))
    assert "Grupo Ver y mover" in words
    assert "2 clientes que compran · 12 compras" in words
    assert "Peor lugar en el ciclo Retener 1 en Retener" in words
    assert "y 1 más que no puedes ver, que no está en la suma" in words
    assert "Oculta" not in words
    assert "Holding" in words


def test_a_company_is_put_under_another_and_back(world: World, group: list[Party]) -> None:
    other = firm(scored.add_run(current=False), "Beta", world.ana)
    address = f"/clientes/{other.pk}/grupo"
    assert "No está en un grupo." in text(page(world.ana, address))
    html = page(world.ana, f"{address}?q=alf")
    assert re.findall(r'name="empresa" value="(\d+)"', html) == [str(group[1].pk)]
    client = client_of(world.ana)
    done = client.post(address, {"empresa": group[1].pk, "lugar": "bajo", "sede": "1"}, follow=True)
    assert companies_above(other) == [group[1].pk, group[0].pk]
    assert "Beta sede" in text(done.content.decode())
    token = re.search(r"/deshacer/([\w-]+)", done.content.decode())
    assert token is not None
    client.post(f"/deshacer/{token[1]}")
    assert companies_above(other) == []


def test_a_company_comes_over_another_and_leaves(world: World, group: list[Party]) -> None:
    top = firm(scored.add_run(current=False), "Cima", world.ana)
    posted(world.ana, f"/clientes/{top.pk}/grupo", empresa=group[0].pk, lugar="sobre")
    assert companies_above(group[1]) == [group[0].pk, top.pk]
    posted(world.ana, f"/clientes/{group[0].pk}/grupo/salida")
    assert companies_above(group[1]) == [group[0].pk]


def test_what_cannot_be_says_why(world: World, group: list[Party]) -> None:
    address = f"/clientes/{group[0].pk}/grupo"
    for sent, words in (
        ({"empresa": group[1].pk, "lugar": "bajo"}, "no puede estar por encima y por debajo de la misma"),
        ({"empresa": group[2].pk}, "No ves a esa persona o empresa."),
        ({"empresa": "x"}, "No ves a esa persona o empresa."),
    ):
        response = posted(world.ana, address, **sent)
        assert response.status_code == 400
        assert words in text(response.content.decode())


def test_another_team_neither_sees_nor_moves(world: World, group: list[Party]) -> None:
    page(world.carla, f"/clientes/{group[0].pk}/grupo", status=404)
    assert posted(world.carla, f"/clientes/{group[0].pk}/grupo/salida").status_code == 404
    assert "Holding" not in text(page(world.carla, f"/clientes/{group[2].pk}/grupo"))
    person = Party.objects.create(name="Ana Paz", owner=world.ana)
    page(world.ana, f"/clientes/{person.pk}/grupo", status=404)


def test_a_household_is_worth_what_its_members_are(world: World) -> None:
    run = scored.add_run()
    people = [
        scored.add_customer(run, name, world.ana, area=area) for name, area in (("Ana", "KEEP"), ("Beto", "RETAIN"))
    ]
    home = make_household(name="Hogar Paz", members=people, by=world.ana, on=ON)
    for address in (f"/clientes/{home.pk}/hogar", f"/clientes/{people[0].pk}/hogar"):
        words = text(page(world.ana, address))
        assert "2 clientes que compran · 12 compras" in words
        assert "Peor lugar en el ciclo Retener" in words
    assert "12 compras. Peor lugar en el ciclo: Retener" in text(page(world.ana, f"/clientes/{home.pk}"))
