"""What a customer may have only one of, when two become one and two again."""

from datetime import date

import pytest
from world import World

from lazo.identify.models import ContactPoint, Party, PreferredContact
from lazo.identify.operations.contact_evidence import prefer_contact
from lazo.identify.operations.household import make_household
from lazo.identify.operations.merge import merge_parties, undo_merge
from lazo.identify.operations.party_role import end_role, give_role, undo_ended
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.queries.contact_point import contact_book
from lazo.identify.queries.merge_preview import merge_preview
from lazo.identify.queries.parties import family_of
from lazo.identify.queries.roles import roles_of
from lazo.kernel.models import UndoOffer

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 30)


def person(world: World, name: str, *phones: str) -> Party:
    made = Party.objects.create(name=name, folded_name=name.lower(), owner=world.ana)
    for phone in phones:
        ContactPoint.objects.create(party=made, kind="PHONE", value=phone, key=phone)
    return made


def prefer(world: World, party: Party, phone: str) -> None:
    prefer_contact(party=party, point=ContactPoint.objects.get(party=party, key=phone).pk, by=world.ana)


def preferred(party: Party) -> list[str]:
    fresh = Party.objects.get(pk=party.pk)
    return [line.point.key for line in contact_book(family_of(fresh)) if line.is_preferred]


def test_what_the_other_preferred_holds_for_a_customer_that_prefers_nothing(world: World) -> None:
    abel, twin = person(world, "Abel", "+571"), person(world, "Abelito", "+572")
    prefer(world, twin, "+572")
    merge = merge_parties(one=abel, other=twin, by=world.ana).merge
    assert (merge.customer_id, preferred(abel)) == (abel.pk, ["+572"])
    undo_merge(merge=merge, by=world.ana)
    assert (preferred(abel), preferred(twin)) == ([], ["+572"])
    assert PreferredContact.objects.count() == 1


def test_the_customer_s_own_stays_and_each_has_its_own_again(world: World) -> None:
    abel, twin = person(world, "Abel", "+571"), person(world, "Abelito", "+572")
    prefer(world, abel, "+571")
    prefer(world, twin, "+572")
    merge = merge_parties(one=abel, other=twin, by=world.ana).merge
    assert preferred(abel) == ["+571"]
    undo_merge(merge=merge, by=world.ana)
    assert (preferred(abel), preferred(twin)) == (["+571"], ["+572"])


def test_choosing_the_chosen_one_again_leaves_none_also_when_it_came_with_a_record(world: World) -> None:
    abel, twin = person(world, "Abel", "+571"), person(world, "Abelito", "+572")
    prefer(world, twin, "+572")
    merge_parties(one=abel, other=twin, by=world.ana)
    prefer_contact(party=abel, point=ContactPoint.objects.get(key="+572").pk, by=world.ana)
    assert preferred(abel) == []


def test_two_households_are_told_before_anybody_decides(world: World) -> None:
    seed_relationship_types()
    abel, twin, other = person(world, "Abel"), person(world, "Abelito"), person(world, "Otra")
    first = make_household(name="Uno", members=[abel], by=world.ana, on=ON)
    shown = merge_preview(one=abel, other=twin, user=world.ana, on=ON)
    assert shown is not None
    assert shown.warnings == ()
    make_household(name="Dos", members=[twin], by=world.ana, on=ON)
    shown = merge_preview(one=abel, other=twin, user=world.ana, on=ON)
    assert shown is not None
    assert shown.warnings == ("two_households",)
    assert merge_preview(one=abel, other=other, user=world.ana, on=ON).warnings == ()  # type: ignore[union-attr]  # both are seen
    assert first is not None


def test_a_role_of_two_records_is_one_and_ends_for_both(world: World) -> None:
    abel, twin = person(world, "Abel"), person(world, "Abelito")
    mine, _ = give_role(party=abel, kind="payer", since=date(2025, 1, 1), by=world.ana, on=ON)
    give_role(party=twin, kind="payer", since=date(2024, 1, 1), by=world.ana, on=ON)
    merge = merge_parties(one=abel, other=twin, by=world.ana).merge
    assert [(one.kind, one.valid_from) for one in roles_of(party=abel)] == [("payer", date(2024, 1, 1))]
    token = end_role(role=mine, by=world.ana, on=ON)
    assert [one.is_open for one in roles_of(party=abel)] == [False, False]
    undo_ended(world.ana, UndoOffer.objects.get(token=token).data)
    undo_merge(merge=merge, by=world.ana)
    fresh = [Party.objects.get(pk=one.pk) for one in (abel, twin)]
    assert [[one.is_open for one in roles_of(party=one)] for one in fresh] == [[True], [True]]
