"""The household of a customer: made, joined, left, and the way back."""

from datetime import date
from typing import Any

import pytest
from web.browsing import client_of, page, posted
from web.test_relations import party, text
from world import World

from lazo.identify.models import Party, PartyRelationship
from lazo.identify.operations.household import add_member, make_household
from lazo.identify.operations.relationship_type import seed_relationship_types

pytestmark = pytest.mark.django_db

ON = date(2025, 3, 15)


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()


def test_a_household_is_made_from_a_person_s_page(world: World) -> None:
    abel = party("Abel Ruiz Peña", world.ana, surnames="Ruiz Peña")
    address = f"/clientes/{abel.pk}/hogar"
    html = page(world.ana, address)
    assert "Todavía no es parte de un hogar." in text(html)
    assert 'value="Hogar Ruiz Peña"' in html
    response = posted(world.ana, address, accion="crear", nombre="Los Ruiz")
    assert (response.status_code, response["Location"]) == (302, address)
    home = Party.objects.get(kind="HOUSEHOLD")
    assert (home.name, home.owner) == ("Los Ruiz", world.ana)
    words = text(page(world.ana, address))
    assert "Los Ruiz 1 integrante" in words
    assert "Los Ruiz su hogar" in text(page(world.ana, f"/clientes/{abel.pk}"))
    assert "Abel Ruiz Peña integrante" in text(page(world.ana, f"/clientes/{home.pk}"))


def test_somebody_is_sought_brought_in_and_taken_out_again(world: World) -> None:
    abel, berta = party("Abel", world.ana), party("Berta", world.ana)
    party("Bertoni SA", world.ana, kind="ORGANIZATION")
    make_household(name="Hogar", members=[abel], by=world.ana, on=ON)
    address = f"/clientes/{abel.pk}/hogar"
    html = page(world.ana, f"{address}?q=ber")
    assert "Berta" in text(html)
    assert "Bertoni" not in text(html)
    posted(world.ana, address, accion="sumar", persona=berta.pk)
    assert "2 integrantes" in text(page(world.ana, address))
    response = posted(world.ana, address, accion="sacar", persona=berta.pk)
    relation = PartyRelationship.objects.get(origin=berta)
    assert response["Location"] == f"{address}?salio={relation.pk}"
    assert "Berta salió del hogar." in text(page(world.ana, response["Location"]))
    home = relation.target_id
    undone = posted(world.ana, f"/clientes/{home}/relaciones/{relation.pk}/fin/deshacer")
    assert undone["Location"] == f"/clientes/{home}/hogar"
    assert "2 integrantes" in text(page(world.ana, undone["Location"]))


def test_who_leaves_by_themselves_can_come_back(world: World) -> None:
    abel = party("Abel", world.ana)
    make_household(name="Hogar Ruiz", members=[abel], by=world.ana, on=ON)
    address = f"/clientes/{abel.pk}/hogar"
    response = posted(world.ana, address, accion="sacar", persona=abel.pk)
    html = page(world.ana, response["Location"])
    assert "Abel salió de Hogar Ruiz." in text(html)
    relation = PartyRelationship.objects.get()
    assert f'action="/clientes/{abel.pk}/relaciones/{relation.pk}/fin/deshacer"' in html
    posted(world.ana, address, accion="crear", nombre="Otro")
    client = client_of(world.ana)
    refused = client.post(f"/clientes/{abel.pk}/relaciones/{relation.pk}/fin/deshacer", follow=True)
    assert "Esa persona ya es parte de un hogar. Sácala de ese primero." in refused.content.decode()


def test_an_empty_household_says_so(world: World) -> None:
    abel = party("Abel", world.ana)
    home = make_household(name="Hogar", members=[abel], by=world.ana, on=ON)
    posted(world.ana, f"/clientes/{home.pk}/hogar", accion="sacar", persona=abel.pk)
    assert "No queda nadie en este hogar. Suma a alguien." in text(page(world.ana, f"/clientes/{home.pk}/hogar"))


def test_what_cannot_be_says_why(world: World) -> None:
    abel, berta = party("Abel", world.ana), party("Berta", world.ana)
    shop, carmen = party("Tienda", world.ana, kind="ORGANIZATION"), party("Carmen", world.carla)
    address = f"/clientes/{abel.pk}/hogar"
    refused = posted(world.ana, address, accion="crear", nombre=" ")
    assert refused.status_code == 400
    assert "Ponle un nombre al hogar." in text(refused.content.decode())
    make_household(name="Uno", members=[abel], by=world.ana, on=ON)
    make_household(name="Otro", members=[berta], by=world.ana, on=ON)
    for person, words in (
        ("", "Elige a quién sumar."),
        (str(carmen.pk), "No ves a esa persona. Búscala de nuevo."),
        (str(shop.pk), "Un hogar lo forman personas, no empresas ni otros hogares."),
        (str(berta.pk), "Esa persona ya es parte de un hogar. Sácala de ese primero."),
    ):
        response = posted(world.ana, address, accion="sumar", persona=person)
        assert response.status_code == 400
        assert words in text(response.content.decode())


def test_a_company_has_no_household(world: World) -> None:
    shop = party("Tienda", world.ana, kind="ORGANIZATION")
    assert "Un hogar lo forman personas" in text(page(world.ana, f"/clientes/{shop.pk}/hogar"))
    assert "Su hogar" not in page(world.ana, f"/clientes/{shop.pk}")


def test_another_team_sees_no_household(world: World) -> None:
    abel, carmen = party("Abel", world.ana), party("Carmen", world.carla)
    home = make_household(name="Hogar secreto", members=[abel], by=world.ana, on=ON)
    add_member(household=home, member=carmen, by=world.diego, on=ON)
    for address in (f"/clientes/{abel.pk}/hogar", f"/clientes/{home.pk}/hogar"):
        page(world.carla, address, status=404)
        assert posted(world.carla, address, accion="sacar", persona=abel.pk).status_code == 404
    html = page(world.carla, f"/clientes/{carmen.pk}/hogar")
    assert "secreto" not in html
    assert "Abel" not in html
    assert "Carmen" not in text(page(world.ana, f"/clientes/{abel.pk}/hogar"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions(world: World, count: int, django_assert_num_queries: Any) -> None:
    people = [party(f"Abel {n}", world.ana) for n in range(count)]
    make_household(name="Hogar", members=people, by=world.ana, on=ON)
    client = client_of(world.ana)
    with django_assert_num_queries(16):
        client.get(f"/clientes/{people[0].pk}/hogar")
