"""People and organizations added and corrected by hand."""

from datetime import date
from typing import Any

import pytest
from world import World

from lazo.identify.models import ContactPoint, Party
from lazo.identify.operations.party import (
    Conflict,
    UnableToAddParty,
    UnableToEditParty,
    add_organization,
    add_person,
    edit_party,
)
from lazo.identify.operations.party_details import party_values
from lazo.kernel.models import Change, Event

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)


def person(world: World, **details: Any) -> Party:
    said = {"given_name": "Abel", "surnames": "Ruiz Peña", "city": "Cali"} | details
    return add_person(**said, by=world.ana, on=ON)


def test_a_person_is_added_with_all_that_is_said(world: World) -> None:
    party = person(
        world, country="co", emails=("ABEL@correo.example",), phones=("310 555 0142",), birth_date=date(1980, 2, 29)
    )
    assert (party.kind, party.name, party.folded_name) == ("PERSON", "Abel Ruiz Peña", "abel ruiz pena")
    assert (party.owner, party.team, party.first_contact_on, party.version) == (world.ana, world.north, ON, 1)
    assert list(ContactPoint.objects.order_by("kind").values_list("kind", "value", "key", "is_likely")) == [
        ("EMAIL", "abel@correo.example", "abel@correo.example", True),
        ("PHONE", "+573105550142", "+573105550142", True),
    ]
    change = Change.objects.get()
    assert (change.table, change.operation, change.row_from, change.row_to) == ("parties", "A", party.pk, party.pk)
    event = Event.objects.get()
    assert (event.kind, event.by, event.table, event.row) == ("party.added", world.ana, "identify_party", party.pk)
    assert event.data == {"kind": "PERSON"}
    assert (event.detail.before, event.detail.after) == (
        None,
        {
            "given_name": "Abel",
            "surnames": "Ruiz Peña",
            "birth_date": "1980-02-29",
            "emails": ["abel@correo.example"],
            "phones": ["+573105550142"],
            "country": "CO",
            "city": "Cali",
        },
    )


def test_an_organization_goes_by_its_name(world: World) -> None:
    party = add_organization(name="Café  Uno", legal_name="Uno S.A.S.", by=world.diego, on=ON)
    assert (party.kind, party.name, party.folded_name) == ("ORGANIZATION", "Café Uno", "cafe uno")
    assert (party.legal_name, party.team) == ("Uno S.A.S.", None)
    unnamed = add_organization(name="", trade_name="Dos", legal_name="Dos Ltda.", by=world.diego, on=ON)
    assert unnamed.name == "Dos"


@pytest.mark.parametrize(
    ("details", "code", "field"),
    [
        ({"given_name": " ", "surnames": ""}, "nameless", "given_name"),
        ({"country": "QQ"}, "unknown_country", "country"),
        ({"city": "x" * 121}, "too_long", "city"),
        ({"birth_date": "ayer"}, "bad_date", "birth_date"),
        ({"emails": ("abel",)}, "bad_email", "emails"),
        ({"emails": ("a@b.example, c@d.example",)}, "bad_email", "emails"),
        ({"phones": ("12",)}, "phone_short", "phones"),
        ({"phones": ("nada",)}, "bad_phone", "phones"),
        ({"emails": tuple(f"a{n}@b.example" for n in range(21))}, "too_many", "emails"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_left(
    world: World, details: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(UnableToAddParty) as refused:
        person(world, **details)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert (Party.objects.count(), Event.objects.count(), Change.objects.count()) == (0, 0, 0)


def test_who_sees_nothing_adds_nobody(world: World) -> None:
    world.ana.role_assignments.all().delete()
    with pytest.raises(UnableToAddParty, match=r"^not_allowed$"):
        person(world)


def test_an_edit_changes_what_it_names_and_says_what_was_before(world: World) -> None:
    party = person(world, emails=("abel@correo.example", "a.ruiz@trabajo.example"))
    edited = edit_party(
        party=party,
        version=1,
        changes={"surnames": "Ruiz Soto", "city": "Bogotá", "emails": ("a.ruiz@trabajo.example", "nuevo@c.example")},
        by=world.bruno,
    )
    assert (edited.name, edited.folded_name, edited.version) == ("Abel Ruiz Soto", "abel ruiz soto", 2)
    assert party_values(edited)["emails"] == ("a.ruiz@trabajo.example", "nuevo@c.example")
    event = Event.objects.get(kind="party.edited")
    assert (event.by, event.row, event.data) == (
        world.bruno,
        party.pk,
        {"version": 2, "fields": ["city", "emails", "surnames"]},
    )
    assert event.detail.before == {
        "surnames": "Ruiz Peña",
        "city": "Cali",
        "emails": ["abel@correo.example", "a.ruiz@trabajo.example"],
    }
    assert event.detail.after == {
        "surnames": "Ruiz Soto",
        "city": "Bogotá",
        "emails": ["a.ruiz@trabajo.example", "nuevo@c.example"],
    }
    assert list(Change.objects.order_by("pk").values_list("table", "operation", "row_from")) == [
        ("parties", "A", party.pk),
        ("parties", "U", party.pk),
    ]


def test_an_edit_without_a_difference_leaves_no_trace(world: World) -> None:
    party = person(world)
    for version in (1, 7):
        edit_party(party=party, version=version, changes={"city": " Cali "}, by=world.ana)
    party.refresh_from_db()
    assert party.version == 1
    assert not Event.objects.filter(kind="party.edited").exists()


def test_a_stale_edit_writes_nothing_and_carries_both_values(world: World) -> None:
    party = person(world)
    edit_party(party=party, version=1, changes={"city": "Bogotá", "address": "Calle 1"}, by=world.bruno)
    with pytest.raises(UnableToEditParty) as refused:
        edit_party(party=party, version=1, changes={"city": "Pasto", "address": "Calle 1"}, by=world.ana)
    assert (refused.value.code, refused.value.version) == ("stale", 2)
    assert refused.value.conflicts == (Conflict("city", "Bogotá", "Pasto"),)
    party.refresh_from_db()
    assert (party.city, party.version) == ("Bogotá", 2)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"given_name": "", "surnames": ""}, "nameless", "given_name"),
        ({"legal_name": "Abel S.A."}, "unknown_field", "legal_name"),
        ({"phones": ("no tiene",)}, "bad_phone", "phones"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_whole(world: World, changes: dict[str, Any], code: str, field: str) -> None:
    party = person(world)
    with pytest.raises(UnableToEditParty) as refused:
        edit_party(party=party, version=1, changes={**changes, "city": "Pasto"}, by=world.ana)
    assert (refused.value.code, refused.value.field) == (code, field)
    party.refresh_from_db()
    assert (party.city, party.version) == ("Cali", 1)


def test_another_team_cannot_edit_and_learns_nothing(world: World) -> None:
    party = person(world)
    with pytest.raises(UnableToEditParty) as refused:
        edit_party(party=party, version=9, changes={"city": "Pasto"}, by=world.carla)
    assert (refused.value.code, refused.value.conflicts) == ("not_visible", ())


def test_who_was_found_to_be_another_is_edited_there(world: World) -> None:
    party, twin = person(world), person(world, emails=("gemelo@c.example",))
    Party.objects.filter(pk=twin.pk).update(canonical=party)
    with pytest.raises(UnableToEditParty, match=r"^not_current$"):
        edit_party(party=twin, version=1, changes={"city": "Pasto"}, by=world.ana)
    assert party_values(party)["emails"] == ("gemelo@c.example",)
    edit_party(party=party, version=1, changes={"emails": ()}, by=world.ana)
    assert not ContactPoint.objects.exists()


def test_a_name_that_nobody_split_is_offered_as_given_name(world: World) -> None:
    party = Party.objects.create(kind="PERSON", name="Abel Ruiz", folded_name="abel ruiz", owner=world.ana)
    assert party_values(party)["given_name"] == "Abel Ruiz"
    edited = edit_party(party=party, version=1, changes={"surnames": "Soto"}, by=world.ana)
    assert (edited.given_name, edited.surnames, edited.name) == ("Abel Ruiz", "Soto", "Abel Ruiz Soto")


def test_ways_of_contact_that_came_before_stay_however_odd(world: World) -> None:
    party = person(world)
    ContactPoint.objects.create(party=party, kind="PHONE", value="55 01 42", key="raw:1", is_likely=False)
    edit_party(party=party, version=1, changes={"phones": ("55 01 42", "3105550142", "+57 310 555 0142")}, by=world.ana)
    assert list(ContactPoint.objects.order_by("pk").values_list("value", "key", "is_likely")) == [
        ("55 01 42", "raw:1", False),
        ("+573105550142", "+573105550142", True),
    ]


def test_a_slip_of_the_finger_is_kept_and_doubted_then_mended(world: World) -> None:
    party = person(world, emails=("abel@gmial.com",))
    assert ContactPoint.objects.get().is_likely is False
    edit_party(party=party, version=1, changes={"emails": ("abel@gmail.com",)}, by=world.ana)
    assert ContactPoint.objects.values_list("value", "is_likely").get() == ("abel@gmail.com", True)


def test_a_phone_written_another_way_is_the_same_phone(world: World) -> None:
    party = person(world)
    ContactPoint.objects.create(party=party, kind="PHONE", value="310 5550142", key="+573105550142", is_likely=False)
    edit_party(party=party, version=1, changes={"phones": ("(310) 555-0142",)}, by=world.ana)
    assert ContactPoint.objects.values_list("value", "is_likely").get() == ("+573105550142", True)
