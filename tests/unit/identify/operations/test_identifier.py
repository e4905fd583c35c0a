"""A document seen whole leaves a trace; who may not see the customer sees nothing."""

import pytest
from world import World

from lazo.identify.models import Party, PartyIdentifier
from lazo.identify.operations.identifier import UnableToReveal, reveal_identifier
from lazo.kernel.models import Event

pytestmark = pytest.mark.django_db


def document(party: Party, value: str = "43123812") -> PartyIdentifier:
    return PartyIdentifier.objects.create(party=party, scheme="CO_CC", value=value, key=f"CO:{value}")


def test_seeing_a_document_is_written_without_its_number(world: World) -> None:
    party = Party.objects.create(name="Abel", owner=world.ana)
    found = reveal_identifier(party=party, identifier=document(party).pk, by=world.ana)
    assert found.value == "43123812"
    event = Event.objects.get(kind="identifier.revealed")
    assert (event.by, event.row) == (world.ana, party.pk)
    assert event.data == {"identifier": found.pk, "scheme": "CO_CC"}


def test_the_document_of_a_record_found_to_be_the_customer_is_theirs(world: World) -> None:
    party = Party.objects.create(name="Abel", owner=world.ana)
    twin = Party.objects.create(name="Avel", canonical=party, owner=world.ana)
    assert reveal_identifier(party=party, identifier=document(twin).pk, by=world.ana).party == twin


def test_nobody_sees_the_document_of_another_team_s_customer(world: World) -> None:
    party = Party.objects.create(name="Abel", owner=world.ana)
    held = document(party)
    with pytest.raises(UnableToReveal) as refused:
        reveal_identifier(party=party, identifier=held.pk, by=world.carla)
    assert refused.value.code == "not_visible"
    assert not Event.objects.filter(kind="identifier.revealed").exists()


def test_a_document_of_somebody_else_is_not_the_customer_s(world: World) -> None:
    abel, beto = (Party.objects.create(name=name, owner=world.ana) for name in ("Abel", "Beto"))
    with pytest.raises(UnableToReveal):
        reveal_identifier(party=abel, identifier=document(beto).pk, by=world.ana)
