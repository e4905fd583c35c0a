"""Relations and households in the words of the side they are read from."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from world import World

from lazo.identify.models import Party
from lazo.identify.operations.household import add_member, make_household
from lazo.identify.operations.relationship import end_relation, relate
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.queries.relations import HouseholdView, Member, Relation, household_of, relations_of

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()


def party(name: str, owner: Any, **columns: Any) -> Party:
    return Party.objects.create(name=name, owner=owner, **columns)


def test_both_ends_read_the_same_row_in_their_own_words(world: World) -> None:
    abel, shop = party("Abel", world.ana), party("Tienda", world.ana, kind="ORGANIZATION")
    made = relate(origin=abel, target=shop, type_key="employed-by", by=world.ana, on=ON, since=ON)
    shared = {
        "id": made.pk,
        "type": "employed-by",
        "family": "COMPANY",
        "kind": "DECLARED",
        "confidence": Decimal(1),
        "valid_from": ON,
        "valid_to": None,
    }
    assert relations_of(party=abel, user=world.ana) == [
        Relation(
            words="trabaja en",
            other_id=shop.pk,
            other_name="Tienda",
            other_kind="ORGANIZATION",
            is_outgoing=True,
            **shared,
        )
    ]
    assert relations_of(party=shop, user=world.ana) == [
        Relation(
            words="emplea a", other_id=abel.pk, other_name="Abel", other_kind="PERSON", is_outgoing=False, **shared
        )
    ]


def test_open_ones_come_first_and_hidden_ones_not_at_all(world: World) -> None:
    abel, berta, carmen = party("Abel", world.ana), party("Berta", world.ana), party("Carmen", world.carla)
    ended = relate(origin=abel, target=berta, type_key="spouse", by=world.ana, on=ON)
    end_relation(relation=ended, by=world.ana, on=ON)
    relate(origin=abel, target=carmen, type_key="friend", by=world.diego, on=ON)
    relate(origin=abel, target=berta, type_key="friend", by=world.ana, on=ON)
    read = [(one.type, one.other_name, one.is_open) for one in relations_of(party=abel, user=world.ana)]
    assert read == [("friend", "Berta", True), ("spouse", "Berta", False)]
    assert [one.other_name for one in relations_of(party=abel, user=world.diego)] == ["Carmen", "Berta", "Berta"]


def test_records_found_to_be_one_party_speak_as_one(world: World) -> None:
    abel, twin, berta = party("Abel", world.ana), party("Avel", world.ana), party("Berta", world.ana)
    relate(origin=twin, target=berta, type_key="sibling", by=world.ana, on=ON)
    relate(origin=abel, target=twin, type_key="friend", by=world.ana, on=ON)
    Party.objects.filter(pk=twin.pk).update(canonical=abel)
    assert [(one.other_id, one.words) for one in relations_of(party=abel, user=world.ana)] == [
        (berta.pk, "es hermana o hermano de")
    ]
    assert [(one.other_id, one.other_name) for one in relations_of(party=berta, user=world.ana)] == [(abel.pk, "Abel")]


def test_a_household_is_read_from_itself_and_from_its_members(world: World) -> None:
    abel, berta, carmen = party("Abel", world.ana), party("Berta", world.ana), party("Carmen", world.carla)
    home = make_household(name="Hogar", members=[abel, berta], by=world.ana, on=ON)
    hers = add_member(household=home, member=carmen, by=world.diego, on=ON)
    first, second = home.relations_in.order_by("pk")[:2]
    mine = (Member(abel.pk, "Abel", first.pk, ON), Member(berta.pk, "Berta", second.pk, ON))
    expected = HouseholdView(home.pk, "Hogar", mine)
    assert household_of(party=abel, user=world.ana) == household_of(party=home, user=world.ana) == expected
    everybody = (*mine, Member(carmen.pk, "Carmen", hers.pk, ON))
    assert household_of(party=home, user=world.diego) == HouseholdView(home.pk, "Hogar", everybody)
    assert household_of(party=carmen, user=world.carla) is None
    assert household_of(party=party("Otro", world.ana), user=world.ana) is None
