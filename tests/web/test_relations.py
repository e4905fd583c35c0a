"""To whom a customer is related: seen from both sides, added, ended, taken back."""

import re
from datetime import date
from typing import Any

import pytest
from web.browsing import client_of, page, posted
from world import World

from lazo.identify.models import Party, PartyRelationship, TraitDefinition
from lazo.identify.operations.relationship import end_relation, relate
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.operations.trait import define_trait, set_trait

pytestmark = pytest.mark.django_db

ON = date(2025, 3, 15)
NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()


def party(name: str, owner: Any, **columns: Any) -> Party:
    return Party.objects.create(name=name, folded_name=name.lower(), owner=owner, **columns)


def text(html: str) -> str:
    """What is read, without marks and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def test_a_relation_reads_from_both_sides(world: World) -> None:
    abel, berta = party("Abel Ruiz", world.ana), party("Berta Ruiz", world.ana)
    relate(origin=abel, target=berta, type_key="parent-child", by=world.ana, on=ON, since=ON)
    assert "es madre o padre de Berta Ruiz desde el 15 mar 2025" in text(
        page(world.ana, f"/clientes/{abel.pk}/relaciones")
    )
    assert "es hija o hijo de Abel Ruiz desde el 15 mar 2025" in text(
        page(world.ana, f"/clientes/{berta.pk}/relaciones")
    )
    assert "Berta Ruiz hija o hijo" in text(page(world.ana, f"/clientes/{abel.pk}"))


def test_the_other_is_sought_chosen_and_related_in_either_direction(world: World) -> None:
    abel, berta = party("Abel Ruiz", world.ana), party("Berta Ruiz", world.ana, city="Cali", country="CO")
    party("Bernardo", world.carla)
    address = f"/clientes/{abel.pk}/relaciones"
    found = page(world.ana, f"{address}?q=BÉR")
    assert re.findall(r'name="other" value="(\d+)"', found) == [str(berta.pk)]
    assert "Berta Ruiz Cali, CO" in text(found)
    response = posted(world.ana, address, q="ber", other=berta.pk, relation="parent-child:vuelta", since="2024-02-29")
    assert (response.status_code, response["Location"]) == (302, address)
    made = PartyRelationship.objects.get()
    assert (made.origin, made.target, made.type_id, made.valid_from) == (berta, abel, "parent-child", date(2024, 2, 29))
    assert "es hija o hijo de Berta Ruiz" in text(page(world.ana, address))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"other": "", "relation": "sibling:ida"}, "Elige con quién."),
        ({"other": "999999", "relation": "sibling:ida"}, "Búscala de nuevo y elígela."),
        ({"relation": ""}, "Elige qué relación tienen."),
        ({"relation": "household-member:ida"}, "Elige una de la lista."),
        ({"relation": "spouse:ida"}, "Esa relación ya está en la lista."),
        ({"relation": "sibling:ida", "since": "mañana"}, "Escribe la fecha como 2024-03-15."),
        ({"relation": "sibling:ida", "since": "2999-01-01"}, "La fecha no puede ser posterior a hoy."),
    ],
)
def test_what_cannot_be_says_why_and_keeps_the_form(world: World, sent: dict[str, str], words: str) -> None:
    abel, berta = party("Abel", world.ana), party("Berta", world.ana)
    relate(origin=berta, target=abel, type_key="spouse", by=world.ana, on=ON)
    form = {"q": "ber", "other": str(berta.pk), **sent}
    response = posted(world.ana, f"/clientes/{abel.pk}/relaciones", **form)
    assert response.status_code == 400
    assert words in text(response.content.decode())
    assert PartyRelationship.objects.count() == 1


def test_a_form_without_a_search_asks_for_one(world: World) -> None:
    abel = party("Abel", world.ana)
    response = posted(world.ana, f"/clientes/{abel.pk}/relaciones", relation="spouse:ida")
    assert response.status_code == 400
    assert "Busca primero con quién." in text(response.content.decode())


def test_an_end_can_be_undone_at_once_and_later(world: World) -> None:
    abel, berta = party("Abel", world.ana), party("Berta", world.ana)
    relation = relate(origin=abel, target=berta, type_key="employed-by", by=world.ana, on=ON)
    address = f"/clientes/{berta.pk}/relaciones"
    response = posted(world.ana, f"{address}/{relation.pk}/fin")
    assert response["Location"] == f"{address}?terminada={relation.pk}"
    html = page(world.ana, response["Location"])
    assert "Terminó: Berta emplea a Abel." in text(html)
    assert f'action="{address}/{relation.pk}/fin/deshacer"' in html
    assert "1 que terminó" in text(html)
    assert "Terminó:" not in text(page(world.ana, address))
    assert posted(world.ana, f"{address}/{relation.pk}/fin/deshacer")["Location"] == address
    relation.refresh_from_db()
    assert relation.valid_to is None


def test_ending_twice_and_undoing_twice_say_so(world: World) -> None:
    abel, berta = party("Abel", world.ana), party("Berta", world.ana)
    relation = relate(origin=abel, target=berta, type_key="spouse", by=world.ana, on=ON)
    address = f"/clientes/{abel.pk}/relaciones/{relation.pk}/fin"
    client = client_of(world.ana)
    client.post(address)
    assert "Esa relación ya había terminado." in client.post(address, follow=True).content.decode()
    client.post(f"{address}/deshacer")
    assert "Esa relación no ha terminado." in client.post(f"{address}/deshacer", follow=True).content.decode()


def test_another_team_sees_nothing_and_changes_nothing(world: World) -> None:
    abel, berta, carmen = party("Abel", world.ana), party("Berta", world.ana), party("Carmen", world.carla)
    hers = relate(origin=abel, target=berta, type_key="spouse", by=world.ana, on=ON)
    across = relate(origin=abel, target=carmen, type_key="friend", by=world.diego, on=ON)
    page(world.carla, f"/clientes/{abel.pk}/relaciones", status=404)
    assert posted(world.carla, f"/clientes/{abel.pk}/relaciones/{hers.pk}/fin").status_code == 404
    assert posted(world.carla, f"/clientes/{carmen.pk}/relaciones/{hers.pk}/fin").status_code == 404
    assert posted(world.carla, f"/clientes/{carmen.pk}/relaciones/{across.pk}/fin").status_code == 404
    end_relation(relation=across, by=world.diego, on=ON)
    assert posted(world.ana, f"/clientes/{abel.pk}/relaciones/{across.pk}/fin/deshacer").status_code == 404
    assert "Abel" not in text(page(world.carla, f"/clientes/{carmen.pk}/relaciones"))
    assert "Todavía no tiene relaciones. Busca a alguien" in text(
        page(world.carla, f"/clientes/{carmen.pk}/relaciones")
    )
    assert "Nadie más se llama «abe…»" in text(page(world.carla, f"/clientes/{carmen.pk}/relaciones?q=abe"))
    assert "Carmen" not in text(page(world.ana, f"/clientes/{abel.pk}"))


def test_a_relation_of_somebody_else_is_not_found_here(world: World) -> None:
    abel, berta, otro = party("Abel", world.ana), party("Berta", world.ana), party("Otro", world.ana)
    relation = relate(origin=abel, target=berta, type_key="spouse", by=world.ana, on=ON)
    assert posted(world.ana, f"/clientes/{otro.pk}/relaciones/{relation.pk}/fin").status_code == 404
    assert client_of(world.ana).get(f"/clientes/{abel.pk}/relaciones/{relation.pk}/fin").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(world: World, count: int, django_assert_num_queries: Any) -> None:
    abel = party("Abel", world.ana)
    for n in range(count):
        relate(origin=abel, target=party(f"Berta {n}", world.ana), type_key="friend", by=world.ana, on=ON)
    client = client_of(world.ana)
    with django_assert_num_queries(11):
        client.get(f"/clientes/{abel.pk}/relaciones")


def test_more_of_a_name_than_fit_are_said(world: World) -> None:
    abel = party("Abel", world.ana)
    for n in range(11):
        party(f"Berta {n}", world.ana)
    html = page(world.ana, f"/clientes/{abel.pk}/relaciones?q=berta")
    assert html.count('name="other"') == 10
    assert "Hay más. Escribe más letras del nombre." in text(html)


def test_what_is_known_says_how_it_is_known(world: World) -> None:
    abel = party("Abel", world.ana)
    assert "Nada más por ahora." in text(page(world.ana, f"/clientes/{abel.pk}"))
    types = TraitDefinition.Type
    said = (
        ("Molienda", types.TEXT, "gruesa"),
        ("Puntaje", types.NUMBER, 9),
        ("Saldo", types.MONEY, 120_000_00),
        ("Contrato", types.DATE, ON),
        ("Factura", types.FLAG, True),
    )
    for name, of, value in said:
        define_trait(name=name, of=of, by=world.ana, unit="de 10" if name == "Puntaje" else "")
        set_trait(party=abel, key=name.lower(), value=value, by=world.ana)
    set_trait(party=abel, key="molienda", value="media", kind=TraitDefinition.Kind.INFERRED, confidence=0.82, by=None)
    words = text(page(world.ana, f"/clientes/{abel.pk}")).replace(NBSP, " ")
    for line in (
        "Molienda gruesa declarado Molienda media inferido 82 %",
        "Puntaje 9 de 10 declarado",
        "Saldo $ 120.000 declarado",
        "Contrato 15 mar 2025 declarado",
        "Factura sí declarado",
    ):
        assert line in words


@pytest.mark.parametrize("count", [1, 3])
def test_the_customer_s_page_asks_the_same_number_of_questions(
    world: World, count: int, django_assert_num_queries: Any
) -> None:
    abel = party("Abel", world.ana)
    for n in range(count):
        relate(origin=abel, target=party(f"Berta {n}", world.ana), type_key="friend", by=world.ana, on=ON)
        define_trait(name=f"Dato {n}", of="TEXT", by=world.ana)
        set_trait(party=abel, key=f"dato-{n}", value="x", by=world.ana)
    client = client_of(world.ana)
    with django_assert_num_queries(43):
        client.get(f"/clientes/{abel.pk}")
