"""A correction taken back, field by field."""

from datetime import date
from typing import Any

import pytest
from rest import person
from world import World

from lazo.identify.models import HandWrittenField, Party
from lazo.identify.operations.custom_field import FieldDetails, add_custom_field
from lazo.identify.operations.party import UnableToEditParty, edit_party
from lazo.identify.operations.party_correction import correct_party
from lazo.identify.operations.party_details import party_values
from lazo.identify.operations.retirement import retire_party
from lazo.kernel.models import Event, EventDetail, User
from lazo.kernel.undo import UnableToUndo, Undone, undo

pytestmark = pytest.mark.django_db


def corrected(party: Party, by: User, **changes: Any) -> str:
    party.refresh_from_db()
    return correct_party(party=party, version=party.version, changes=changes, by=by).undo


def kept(party: Party, *names: str) -> tuple[Any, ...]:
    values = party_values(Party.objects.get(pk=party.pk))
    return tuple(values[name] for name in names)


def test_every_kind_of_field_gets_back_what_it_had(world: World) -> None:
    add_custom_field(of="DATE", details=FieldDetails("Aniversario"), by=world.diego)
    add_custom_field(of="MONEY", details=FieldDetails("Cupo"), by=world.diego)
    own = {"custom:aniversario": date(2020, 5, 1), "custom:cupo": 100}
    abel = person(world.ana, "Abel Ruiz", country="CO", emails=("a@c.example",), birth_date=date(1980, 2, 29))
    edit_party(party=abel, version=1, changes=own, by=world.ana)
    names = ("given_name", "emails", "phones", "birth_date", "roles", *own)
    before = kept(abel, *names)
    token = corrected(
        abel,
        world.ana,
        given_name="Abelardo",
        emails=("b@c.example",),
        phones=("310 555 0142",),
        birth_date=None,
        roles=("customer",),
        **{"custom:aniversario": None, "custom:cupo": 300},
    )
    assert kept(abel, *names) != before
    assert undo(token=token, by=world.ana).restored == 7
    assert kept(abel, *names) == before
    assert Party.objects.get(pk=abel.pk).folded_name == "abel ruiz"


def test_a_field_that_somebody_changed_since_stays(world: World) -> None:
    abel = person(world.ana, "Abel Ruiz", city="Cali", address="Calle 1")
    token = corrected(abel, world.ana, city="Pasto", address="Calle 2")
    corrected(abel, world.diego, city="Tunja")
    done = undo(token=token, by=world.ana)
    assert (done.restored, done.kept) == (1, 1)
    assert kept(abel, "city", "address") == ("Tunja", "Calle 1")


def test_nothing_is_taken_back_when_all_was_changed_since(world: World) -> None:
    abel = person(world.ana, "Abel Ruiz", city="Cali")
    token = corrected(abel, world.ana, city="Pasto")
    corrected(abel, world.diego, city="Tunja")
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=token, by=world.ana)
    assert kept(abel, "city") == ("Tunja",)


def test_who_may_no_longer_see_the_customer_takes_nothing_back(world: World) -> None:
    abel = person(world.ana, "Abel Ruiz", city="Cali")
    token = corrected(abel, world.ana, city="Pasto")
    Party.objects.filter(pk=abel.pk).update(owner=world.carla, team=world.south)
    with pytest.raises(UnableToUndo, match="not_allowed"):
        undo(token=token, by=world.ana)


def test_a_retired_customer_and_an_erased_event_are_left(world: World) -> None:
    abel = person(world.ana, "Abel Ruiz", city="Cali")
    first, second = corrected(abel, world.ana, city="Pasto"), corrected(abel, world.ana, address="Calle 2")
    EventDetail.objects.filter(event=Event.objects.filter(kind="party.edited").latest("pk")).delete()
    with pytest.raises(UnableToUndo, match="unknown"):
        undo(token=second, by=world.ana)
    retire_party(party=abel, by=world.ana)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=first, by=world.ana)


def test_without_a_difference_there_is_nothing_to_take_back(world: World) -> None:
    abel = person(world.ana, "Abel Ruiz", city="Cali")
    assert corrected(abel, world.ana, city="Cali") == ""
    with pytest.raises(UnableToEditParty):
        correct_party(party=abel, version=7, changes={"city": "Pasto"}, by=world.ana)
    corrected(abel, world.ana, city="Pasto")
    assert correct_party(party=abel, version=1, changes={"city": "Pasto"}, by=world.ana).undo == ""


def test_imports_may_write_again_what_nobody_had_written_by_hand(world: World) -> None:
    abel = person(world.ana, "Abel Ruiz", emails=("a@c.example",))
    before = set(HandWrittenField.objects.filter(party=abel).values_list("field", flat=True))
    token = corrected(abel, world.ana, city="Pasto", emails=())
    assert set(HandWrittenField.objects.filter(party=abel).values_list("field", flat=True)) > before
    assert undo(token=token, by=world.ana) == Undone(2, label="Datos de un cliente cambiados")
    assert set(HandWrittenField.objects.filter(party=abel).values_list("field", flat=True)) == before
