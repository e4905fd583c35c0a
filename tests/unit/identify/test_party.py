"""Parties by hand: added, corrected, and two people at once."""

import pytest
from world import World

from lazo.identify.models import ContactPoint, Party
from lazo.identify.operations.party import (
    UnableToEditParty,
    add_contact_point,
    create_party,
    edit_party,
    remove_contact_point,
)
from lazo.kernel.models import Change, Event


def test_created_party_belongs_to_its_maker(world: World):
    party = create_party(kind="PERSON", name="  Íñigo  Núñez ", by=world.ana, city="Lota")
    assert (party.name, party.folded_name, party.city, party.owner) == ("Íñigo Núñez", "inigo nunez", "Lota", world.ana)
    assert Event.objects.get(kind="party.added").detail.after == {"name": "Íñigo Núñez", "city": "Lota"}
    assert list(Change.objects.values_list("table", "operation", "row_from")) == [("parties", "A", party.pk)]


def test_edit_keeps_before_and_after(world: World):
    party = create_party(kind="PERSON", name="Ana Rojas", by=world.ana, city="Lota")
    saved = edit_party(party=party, version=1, by=world.ana, city="Talca", name="Ana Rojas Soto")
    assert (saved.version, saved.city, saved.folded_name) == (2, "Talca", "ana rojas soto")
    detail = Event.objects.get(kind="party.edited").detail
    assert detail.before == {"city": "Lota", "name": "Ana Rojas"}
    assert detail.after == {"city": "Talca", "name": "Ana Rojas Soto"}


def test_edit_without_a_difference_writes_nothing(world: World):
    party = create_party(kind="PERSON", name="Ana Rojas", by=world.ana)
    assert edit_party(party=party, version=1, by=world.ana, name="Ana Rojas").version == 1
    assert not Event.objects.filter(kind="party.edited").exists()


def test_stale_save_shows_both_values(world: World):
    party = create_party(kind="PERSON", name="Ana Rojas", by=world.ana, city="Lota")
    edit_party(party=party, version=1, by=world.ana, city="Talca")
    with pytest.raises(UnableToEditParty) as refusal:
        edit_party(party=party, version=1, by=world.ana, city="Arica")
    assert refusal.value.code == "stale"
    assert refusal.value.params["fields"] == {"city": {"now": "Talca", "sent": "Arica"}}
    assert Party.objects.get(pk=party.pk).city == "Talca"


def test_who_sees_nothing_edits_nothing(world: World):
    party = create_party(kind="PERSON", name="Ana Rojas", by=world.ana, team_id=world.north.pk)
    with pytest.raises(UnableToEditParty) as refusal:
        edit_party(party=party, version=1, by=world.carla, city="Talca")
    assert refusal.value.code == "not_visible"


@pytest.mark.parametrize(("name", "fields", "code"), [(" ", {}, "nameless"), ("Ana", {"batch_id": 1}, "unknown_field")])
def test_what_cannot_be_saved(world: World, name, fields, code):
    with pytest.raises(UnableToEditParty) as refusal:
        create_party(kind="PERSON", name=name, by=world.ana, **fields)
    assert refusal.value.code == code


def test_contact_points_come_once_and_go(world: World):
    party = create_party(kind="PERSON", name="Ana Rojas", by=world.ana)
    for _ in range(2):
        point = add_contact_point(party=party, kind="EMAIL", value="Ana@correo.cl", key="ana@correo.cl", by=world.ana)
    assert Party.objects.get(pk=party.pk).version == 2
    remove_contact_point(point=point, by=world.ana)
    assert ContactPoint.objects.count() == 0
    assert list(Event.objects.filter(kind__startswith="contact").order_by("id").values_list("kind", flat=True)) == [
        "contact.added",
        "contact.removed",
    ]
