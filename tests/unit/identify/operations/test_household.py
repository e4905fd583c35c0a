"""Households: made, joined, left."""

from datetime import date
from typing import Any

import pytest
from world import World

from lazo.identify.models import Party, PartyRelationship
from lazo.identify.operations.household import (
    UnableToAddMember,
    UnableToMakeHousehold,
    UnableToRemoveMember,
    add_member,
    make_household,
    remove_member,
)
from lazo.identify.operations.relationship import reopen_relation
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.kernel.models import Change, Event

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()
    Event.objects.all().delete()


def party(name: str, owner: Any, **columns: Any) -> Party:
    return Party.objects.create(name=name, owner=owner, **columns)


def test_a_household_is_a_party_and_its_members_belong_to_it(world: World) -> None:
    abel = party("Abel", world.ana, team=world.north, country="CO", city="Cali", address="Calle 1")
    berta = party("Berta", world.ana)
    home = make_household(name=" Hogar  Ruiz ", members=[abel, berta, abel], by=world.ana, on=ON)
    assert (home.kind, home.name, home.folded_name, home.first_contact_on) == (
        "HOUSEHOLD",
        "Hogar Ruiz",
        "hogar ruiz",
        ON,
    )
    assert (home.owner, home.team, home.country, home.city, home.address) == (
        world.ana,
        world.north,
        "CO",
        "Cali",
        "Calle 1",
    )
    rows = PartyRelationship.objects.order_by("pk").values_list("origin", "target", "type", "valid_from", "valid_to")
    assert list(rows) == [
        (abel.pk, home.pk, "household-member", ON, None),
        (berta.pk, home.pk, "household-member", ON, None),
    ]
    event = Event.objects.get()
    assert (event.kind, event.row, event.data) == ("household.made", home.pk, {"members": [abel.pk, berta.pk]})
    assert event.detail.after == {"name": "Hogar Ruiz"}
    change = Change.objects.get()
    assert (change.table, change.operation, change.row_from) == ("parties", "A", home.pk)


def test_what_cannot_be_a_household_leaves_nothing(world: World) -> None:
    abel, shop = party("Abel", world.ana), party("Tienda", world.ana, kind="ORGANIZATION")
    carmen = party("Carmen", world.carla)
    twin = party("Avel", world.ana, canonical=abel)
    for name, members, code, about in (
        (" ", [abel], "nameless", None),
        ("Hogar", [], "no_members", None),
        ("Hogar", [abel, shop], "not_a_person", shop.pk),
        ("Hogar", [abel, carmen], "not_visible", carmen.pk),
        ("Hogar", [twin], "not_current", twin.pk),
    ):
        with pytest.raises(UnableToMakeHousehold) as refused:
            make_household(name=name, members=members, by=world.ana, on=ON)
        assert (refused.value.code, refused.value.party) == (code, about)
    assert not Party.objects.filter(kind="HOUSEHOLD").exists()
    assert (PartyRelationship.objects.count(), Event.objects.count(), Change.objects.count()) == (0, 0, 0)


def test_a_person_is_part_of_one_household_at_a_time(world: World) -> None:
    abel, berta = party("Abel", world.ana), party("Berta", world.ana)
    twin = party("Avel", world.ana)
    home = make_household(name="Hogar", members=[twin], by=world.ana, on=ON)
    Party.objects.filter(pk=twin.pk).update(canonical=abel)
    with pytest.raises(UnableToMakeHousehold, match=r"^has_household$"):
        make_household(name="Otro", members=[berta, abel], by=world.ana, on=ON)
    with pytest.raises(UnableToAddMember, match=r"^has_household$"):
        add_member(household=home, member=abel, by=world.ana, on=ON)


def test_members_come_and_go_and_come_back(world: World) -> None:
    abel, berta = party("Abel", world.ana), party("Berta", world.ana)
    home = make_household(name="Hogar", members=[abel], by=world.ana, on=ON)
    joined = add_member(household=home, member=berta, by=world.ana, on=ON)
    left = remove_member(household=home, member=berta, by=world.ana, on=ON)
    assert (left.pk, left.valid_to) == (joined.pk, ON)
    with pytest.raises(UnableToRemoveMember, match=r"^not_a_member$"):
        remove_member(household=home, member=berta, by=world.ana, on=ON)
    reopen_relation(relation=left, by=world.ana)
    ends = {"origin": berta.pk, "target": home.pk, "type": "household-member"}
    assert list(Event.objects.order_by("pk").values_list("kind", "row", "data"))[1:] == [
        ("household.joined", joined.pk, ends),
        ("household.left", joined.pk, ends),
        ("relation.reopened", joined.pk, {}),
    ]


def test_joining_is_for_people_and_households_that_are_seen(world: World) -> None:
    abel, shop = party("Abel", world.ana), party("Tienda", world.ana, kind="ORGANIZATION")
    home = make_household(name="Hogar", members=[abel], by=world.ana, on=ON)
    hers = party("Hogar de Carla", world.carla, kind="HOUSEHOLD")
    carmen = party("Carmen", world.carla)
    for household, member, code in (
        (shop, abel, "not_a_household"),
        (hers, abel, "not_visible"),
        (home, carmen, "not_visible"),
        (home, shop, "not_a_person"),
    ):
        with pytest.raises(UnableToAddMember, match=rf"^{code}$"):
            add_member(household=household, member=member, by=world.ana, on=ON)


def test_another_team_takes_nobody_out(world: World) -> None:
    abel = party("Abel", world.ana)
    home = make_household(name="Hogar", members=[abel], by=world.ana, on=ON)
    with pytest.raises(UnableToRemoveMember, match=r"^not_visible$"):
        remove_member(household=home, member=abel, by=world.carla, on=ON)
    with pytest.raises(UnableToRemoveMember, match=r"^bad_period$"):
        remove_member(household=home, member=abel, by=world.ana, on=date(2026, 11, 1))
