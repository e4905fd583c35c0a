"""Finding a party under the reader's row access."""

import pytest
from world import World

from lazo.identify.models import Party
from lazo.identify.operations.party import edit_party
from lazo.identify.queries.parties import editor_of, family_of, parties_named, party_for

pytestmark = pytest.mark.django_db


def test_a_number_leads_to_who_it_stands_for_today(world: World) -> None:
    abel = Party.objects.create(name="Abel", owner=world.ana)
    twin = Party.objects.create(name="Avel", owner=world.ana, canonical=abel)
    shared = Party.objects.create(name="Otro", owner=world.ana, canonical=Party.objects.create(owner=world.carla))
    assert party_for(user=world.ana, party=twin.pk) == abel
    assert party_for(user=world.ana, party=shared.pk) == shared.canonical  # one of its records is hers
    assert party_for(user=world.carla, party=abel.pk) is None
    assert party_for(user=world.ana, party=999) is None
    assert family_of(abel) == [abel.pk, twin.pk]


def test_names_are_sought_from_their_beginning_among_those_who_stand_for_themselves(world: World) -> None:
    jose = Party.objects.create(name="José", folded_name="jose", owner=world.ana, city="Cali", country="CO")
    Party.objects.create(name="Jose", folded_name="jose", owner=world.ana, canonical=jose)
    Party.objects.create(name="Josefa", folded_name="josefa", owner=world.carla)
    found = parties_named(user=world.ana, prefix=" JÓS")
    assert [(one.id, one.name, one.kind, one.city, one.country) for one in found] == [
        (jose.pk, "José", "PERSON", "Cali", "CO")
    ]
    assert parties_named(user=world.ana, prefix="jos", without=jose.pk) == []
    assert parties_named(user=world.diego, prefix=" ") == []


def test_the_editor_is_whoever_saved_last(world: World) -> None:
    abel = Party.objects.create(name="Abel", owner=world.ana)
    assert editor_of(abel) == ""
    abel = edit_party(party=abel, version=1, changes={"city": "Cali"}, by=world.ana)
    assert editor_of(abel) == "Ana"
    Party.objects.filter(pk=abel.pk).update(version=3)
    abel.refresh_from_db()
    assert editor_of(abel) == ""
