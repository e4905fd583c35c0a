"""Who may be there already while somebody is being written."""

from typing import Any

import pytest
from world import World

from lazo.identify.models import ContactPoint, Party, PartyIdentifier
from lazo.identify.queries.duplicates import Sketch, likely_duplicates

pytestmark = pytest.mark.django_db


def party(world: World, name: str, folded: str, city: str = "", **columns: Any) -> Party:
    return Party.objects.create(name=name, folded_name=folded, city=city, **{"owner": world.ana, **columns})


@pytest.fixture
def maria(world: World) -> Party:
    made = party(world, "María José Gárate Ruiz", "maria jose garate ruiz", "Cali", country="CO")
    ContactPoint.objects.create(party=made, kind="EMAIL", value="maria@c.example", key="maria@c.example")
    ContactPoint.objects.create(party=made, kind="PHONE", value="+573105550142", key="+573105550142")
    PartyIdentifier.objects.create(party=made, scheme="CL_RUT", value="123456785", key="CL:123456785")
    return made


def found(world: World, user: Any = None, **sketch: Any) -> list[tuple[str, str, bool]]:
    likely = likely_duplicates(user=user or world.ana, sketch=Sketch(**sketch))
    return [(one.name, one.why, one.is_exact) for one in likely]


@pytest.mark.parametrize(
    ("sketch", "why"),
    [
        ({"emails": (" MARIA@c.example ",)}, "email"),
        ({"phones": ("(310) 555 01 42",), "country": "CO"}, "phone"),
        ({"documents": ("12.345.678-5",), "country": "CL"}, "document"),
    ],
)
def test_an_equal_key_however_written(world: World, maria: Party, sketch: dict[str, Any], why: str) -> None:
    assert found(world, **sketch) == [("María José Gárate Ruiz", why, True)]


@pytest.mark.parametrize(
    ("name", "city"),
    [
        ("Maria Jose Garate", "Cali"),
        ("MARÍA JOSÉ GARATE RUIS", "cali"),
        ("María Gárate Ruiz", "Cali"),
        ("José María Garate Ruiz", ""),
    ],
)
def test_nearly_the_same_name_in_the_same_city(world: World, maria: Party, name: str, city: str) -> None:
    assert found(world, name=name, city=city) == [("María José Gárate Ruiz", "name", False)]


@pytest.mark.parametrize(
    ("name", "city"),
    [("María José Gárate", "Bogotá"), ("Mario Ruz", "Cali"), ("Mar", "Cali"), ("", ""), ("María", "Cali")],
)
def test_others_are_others(world: World, maria: Party, name: str, city: str) -> None:
    assert found(world, name=name, city=city) == []


def test_only_those_whom_one_may_see(world: World, maria: Party) -> None:
    sketch = {"name": "María José Gárate", "emails": ("maria@c.example",)}
    assert found(world, world.carla, **sketch) == []
    assert found(world, world.diego, **sketch) == [("María José Gárate Ruiz", "email", True)]


def test_the_kind_the_record_and_oneself(world: World, maria: Party) -> None:
    assert found(world, name="Maria Jose Garate", kind="ORGANIZATION") == []
    twin = party(world, "Ma. José", "ma jose")
    ContactPoint.objects.create(party=twin, kind="EMAIL", value="otra@c.example", key="otra@c.example")
    Party.objects.filter(pk=twin.pk).update(canonical=maria)
    assert found(world, emails=("otra@c.example",)) == [("María José Gárate Ruiz", "email", True)]
    assert likely_duplicates(user=world.ana, sketch=Sketch(emails=("otra@c.example",)), without=maria.pk) == []


def test_what_nobody_can_read_is_passed_over(world: World, maria: Party) -> None:
    assert found(world, emails=("maria",), phones=("12", ""), documents=("nada",), country="CO") == []
