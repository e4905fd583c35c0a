"""Who knows whom: the shortest and the surest way, under row access."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from world import World

from lazo.identify.models import Party, PartyRelationship
from lazo.identify.operations.relationship import end_relation, relate
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.queries import acquaintance
from lazo.identify.queries.acquaintance import ways_between, ways_from_us

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()


def party(name: str, owner: Any, **columns: Any) -> Party:
    return Party.objects.create(name=name, owner=owner, **columns)


def friends(world: World, one: Party, other: Party, sure: str = "1") -> PartyRelationship:
    return relate(origin=one, target=other, type_key="friend", by=world.diego, on=ON, confidence=Decimal(sure))


def told(ways: list[acquaintance.Way]) -> list[tuple[list[str], float]]:
    return [([one.name for one in way.parties], round(way.strength, 3)) for way in ways]


def test_a_way_is_told_in_words(world: World) -> None:
    ana, hotel, beto = (
        party("Ana", world.ana),
        party("Hotel Casa Amarilla", world.ana, kind="ORGANIZATION"),
        party("Beto", world.ana),
    )
    relate(origin=ana, target=hotel, type_key="employed-by", by=world.ana, on=ON)
    relate(origin=beto, target=hotel, type_key="director-of", by=world.ana, on=ON)
    (way,) = ways_between(origin=ana, target=beto, user=world.ana)
    assert way.sentence == "Ana trabaja en Hotel Casa Amarilla, que tiene en la dirección a Beto"
    assert way.continued == "Ana, que trabaja en Hotel Casa Amarilla, que tiene en la dirección a Beto"
    (back,) = ways_between(origin=beto, target=ana, user=world.ana)
    assert back.sentence == "Beto dirige Hotel Casa Amarilla, que emplea a Ana"


def test_the_shortest_and_the_surest_are_both_told(world: World) -> None:
    a, b, c, d = (party(name, world.ana) for name in "ABCD")
    friends(world, a, d, "0.4")
    friends(world, a, b)
    friends(world, b, c, "0.9")
    friends(world, c, d)
    assert told(ways_between(origin=a, target=d, user=world.ana)) == [(["A", "D"], 0.4), (["A", "B", "C", "D"], 0.9)]


def test_four_steps_are_the_most(world: World) -> None:
    chain = [party(f"P{n}", world.ana) for n in range(6)]
    for one, other in pairwise(chain):
        friends(world, one, other)
    assert told(ways_between(origin=chain[0], target=chain[4], user=world.ana)) == [(["P0", "P1", "P2", "P3", "P4"], 1)]
    assert ways_between(origin=chain[0], target=chain[5], user=world.ana) == []


def test_whoever_is_not_seen_is_on_no_way_and_what_ended_is_none(world: World) -> None:
    a, hidden, c = party("A", world.ana), party("Oculta", world.carla), party("C", world.ana)
    friends(world, a, hidden)
    friends(world, hidden, c)
    assert ways_between(origin=a, target=c, user=world.ana) == []
    assert len(ways_between(origin=a, target=c, user=world.diego)) == 1
    end_relation(relation=PartyRelationship.objects.earliest("pk"), by=world.diego, on=ON)
    assert ways_between(origin=a, target=c, user=world.diego) == []


def test_records_of_one_customer_are_one(world: World) -> None:
    a, b, twin, c = (party(name, world.ana) for name in ("A", "B", "B2", "C"))
    friends(world, a, b)
    friends(world, twin, c)
    Party.objects.filter(pk=twin.pk).update(canonical=b)
    assert told(ways_between(origin=a, target=c, user=world.ana)) == [(["A", "B", "C"], 1)]


def test_who_is_related_to_everybody_is_no_bridge(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acquaintance, "MOST_OF_ONE", 3)
    hub, a, b = party("Hub", world.ana), party("A", world.ana), party("B", world.ana)
    for other in (a, b, party("C", world.ana)):
        friends(world, hub, other)
    assert len(ways_between(origin=a, target=b, user=world.ana)) == 1
    friends(world, hub, party("D", world.ana))
    assert ways_between(origin=a, target=b, user=world.ana) == []


def test_our_people_reach_a_customer_through_theirs(world: World) -> None:
    target, near, far = party("Meta", None), party("Cerca", world.bruno), party("Lejos", world.ana)
    friends(world, target, near, "0.5")
    friends(world, near, far)
    ways = ways_from_us(target=target, user=world.diego)
    assert told(ways) == [(["Cerca", "Meta"], 0.5), (["Lejos", "Cerca", "Meta"], 0.5)]
    assert told(ways_from_us(target=target, user=world.diego, owner=world.ana.pk)) == [
        (["Lejos", "Cerca", "Meta"], 0.5)
    ]
    assert ways_from_us(target=party("Sola", None), user=world.diego) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_the_same_however_many_there_are(
    world: World, count: int, django_assert_num_queries: Any
) -> None:
    a, b = party("A", world.ana), party("B", world.ana)
    friends(world, a, b)
    for n in range(count):
        friends(world, a, party(f"P{n}", world.ana))
        friends(world, b, party(f"Q{n}", world.ana))
    with django_assert_num_queries(20):
        ways_between(origin=a, target=b, user=world.ana)
