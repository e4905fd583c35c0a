"""The network of a customer: a picture whose people open, and the same as a list; what waits is on the customer's page."""

import re
from datetime import date
from typing import Any

import pytest
from web.browsing import client_of, page
from world import World

from lazo.identify.models import CandidateDecision, Party, RelationCandidate
from lazo.identify.operations.relationship import relate
from lazo.identify.operations.relationship_type import seed_relationship_types

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()


def party(name: str, owner: Any, **columns: Any) -> Party:
    return Party.objects.create(name=name, owner=owner, **columns)


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).replace("\u00a0", " ").split())


def waits(one: Party, other: Party) -> RelationCandidate:
    return RelationCandidate.objects.create(
        origin=one, target=other, type_id="employed-by", rule="DOMAIN", confidence="0.8", evidence=[]
    )


def test_neighbours_open_and_close(world: World) -> None:
    ana, beto, carla = (party(name, world.ana) for name in ("Ana Paz", "Beto Gil", "Carla Ríos"))
    hidden = party("Oculta", world.carla)
    relate(origin=ana, target=beto, type_key="spouse", by=world.ana, on=ON)
    relate(origin=beto, target=carla, type_key="friend", by=world.ana, on=ON)
    relate(origin=beto, target=hidden, type_key="friend", by=world.diego, on=ON)
    address = f"/clientes/{ana.pk}/red"
    closed = page(world.ana, address)
    assert "es pareja de Beto Gil Abrir : Beto Gil" in text(closed)
    assert "Carla Ríos" not in closed
    opened = page(world.ana, f"{address}?abierto={beto.pk}")
    assert "tiene amistad con Carla Ríos Cerrar : Beto Gil" in text(opened)
    assert "Oculta" not in opened
    assert opened.count('class="rn') == 3
    assert f'href="?abierto={beto.pk}"' in closed
    assert 'aria-expanded="true"' in opened


def test_what_waits_is_drawn_broken_and_answered_on_the_page(world: World) -> None:
    ana, acme = party("Ana Paz", world.ana), party("Acme", world.ana, kind="ORGANIZATION")
    found = waits(ana, acme)
    assert "trabaja en Acme por confirmar, 80 %" in text(page(world.ana, f"/clientes/{ana.pk}/red"))
    html = page(world.ana, f"/clientes/{acme.pk}")
    assert "Por confirmar AP Ana Paz trabaja aquí, 80 %" in text(html)
    assert 'stroke-dasharray="4 3"' in html
    sent = {"respuesta": f"CONFIRMED:{found.pk}", "next": f"/clientes/{acme.pk}"}
    answered = client_of(world.ana).post("/relaciones/respuestas", sent, follow=True)
    assert "Relación confirmada." in answered.content.decode()
    assert CandidateDecision.objects.get().outcome == "CONFIRMED"
    assert "Por confirmar AP" not in text(page(world.ana, f"/clientes/{acme.pk}"))


def test_many_neighbours_are_cut_and_said(world: World) -> None:
    ana = party("Ana Paz", world.ana)
    for n in range(26):
        relate(origin=ana, target=party(f"P{n}", world.ana), type_key="friend", by=world.ana, on=ON)
    html = page(world.ana, f"/clientes/{ana.pk}/red")
    assert html.count("Abrir<span") == 24
    assert "y 2 más: ver todas sus relaciones" in text(html)


def test_a_few_neighbours_are_named_in_the_picture(world: World) -> None:
    ana = party("Ana Paz", world.ana)
    relate(origin=ana, target=party("Distribuidora Casa Sosa", world.ana), type_key="friend", by=world.ana, on=ON)
    picture = page(world.ana, f"/clientes/{ana.pk}/red").partition("<figure>")[2].partition("</figure>")[0]
    assert ">Distribuidora Ca…</text>" in picture
    for n in range(8):
        relate(origin=ana, target=party(f"P{n}", world.ana), type_key="friend", by=world.ana, on=ON)
    assert "Distribuidora Ca…" not in page(world.ana, f"/clientes/{ana.pk}/red")


def test_nobody_around_and_another_team(world: World) -> None:
    ana = party("Ana Paz", world.ana)
    assert "Nadie a su alrededor" in text(page(world.ana, f"/clientes/{ana.pk}/red?abierto=x&abierto=9"))
    page(world.carla, f"/clientes/{ana.pk}/red", status=404)


@pytest.mark.parametrize("count", [1, 3])
def test_the_network_asks_the_same_number_of_questions(
    world: World, count: int, django_assert_num_queries: Any
) -> None:
    ana = party("Ana Paz", world.ana)
    for n in range(count):
        relate(origin=ana, target=party(f"P{n}", world.ana), type_key="friend", by=world.ana, on=ON)
    client = client_of(world.ana)
    with django_assert_num_queries(13):
        client.get(f"/clientes/{ana.pk}/red")
