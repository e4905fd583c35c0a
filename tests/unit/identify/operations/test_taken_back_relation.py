"""A relation and a household made a moment ago, and taken back."""

from datetime import date
from typing import Any

import pytest
from world import World

from lazo.identify.models import Party, PartyRelationship
from lazo.identify.operations.household import add_member
from lazo.identify.operations.relationship import end_relation
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.operations.taken_back_relation import found_household, relate_for_now, undo_founded, undo_related
from lazo.kernel.models import Event, UndoOffer, User
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def types(db: None) -> None:
    seed_relationship_types()


def person(owner: User, name: str) -> Party:
    return Party.objects.create(name=name, folded_name=name.lower(), owner=owner)


def data_of(token: str) -> dict[str, Any]:
    data: dict[str, Any] = UndoOffer.objects.get(token=token).data
    return data


def test_a_relation_goes_as_if_it_had_never_been(world: World) -> None:
    made = relate_for_now(
        origin=person(world.ana, "Ana"), target=person(world.ana, "Beto"), type_key="friend", by=world.ana, on=ON
    )
    undo(token=made.undo, by=world.ana)
    assert not PartyRelationship.objects.exists()
    assert Event.objects.order_by("pk").last().kind == "relation.removed"  # type: ignore[union-attr]  # there is one
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo_related(world.ana, data_of(made.undo))


def test_one_that_ended_meanwhile_stays(world: World) -> None:
    made = relate_for_now(
        origin=person(world.ana, "Ana"), target=person(world.ana, "Beto"), type_key="friend", by=world.ana, on=ON
    )
    end_relation(relation=made.relation, by=world.ana, on=ON)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo_related(world.ana, data_of(made.undo))


def test_who_no_longer_sees_both_takes_nothing_back(world: World) -> None:
    other = person(world.ana, "Beto")
    made = relate_for_now(origin=person(world.ana, "Ana"), target=other, type_key="friend", by=world.ana, on=ON)
    Party.objects.filter(pk=other.pk).update(owner=world.carla)
    with pytest.raises(UnableToUndo, match="not_allowed"):
        undo_related(world.ana, data_of(made.undo))


def test_a_household_is_taken_out_and_its_members_are_in_none(world: World) -> None:
    ana, beto = person(world.ana, "Ana"), person(world.ana, "Beto")
    made = found_household(name="Los Paz", members=[ana, beto], by=world.ana, on=ON)
    undo(token=made.undo, by=world.ana)
    assert not PartyRelationship.objects.exists()
    assert Party.objects.get(pk=made.household.pk).retired_at is not None
    again = found_household(name="Los Paz", members=[ana], by=world.ana, on=ON)
    add_member(household=again.household, member=beto, by=world.ana, on=ON)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo_founded(world.ana, data_of(again.undo))
