"""Roles with their time: given, ended, both taken back, for who sees the customer."""

from datetime import date

import pytest
from world import World

from lazo.identify.models import Party, PartyRole
from lazo.identify.operations.merge import merge_parties
from lazo.identify.operations.party_role import (
    UnableToEndRole,
    UnableToGiveRole,
    end_role,
    give_role,
    undo_ended,
    undo_given,
)
from lazo.identify.queries.roles import roles_of
from lazo.kernel.models import Event, UndoOffer
from lazo.kernel.undo import UnableToUndo

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 30)
SINCE = date(2024, 3, 15)


@pytest.fixture
def ana_s(world: World) -> Party:
    return Party.objects.create(name="Abel", folded_name="abel", owner=world.ana)


def data_of(token: str) -> dict[str, object]:
    data: dict[str, object] = UndoOffer.objects.get(token=token).data
    return data


def test_a_role_is_given_once_at_a_time_and_each_leaves_its_event(world: World, ana_s: Party) -> None:
    role, _ = give_role(party=ana_s, kind="payer", since=SINCE, by=world.ana, on=ON)
    give_role(party=ana_s, kind="employee", by=world.ana, on=ON)
    with pytest.raises(UnableToGiveRole, match="already_held"):
        give_role(party=ana_s, kind="payer", by=world.ana, on=ON)
    end_role(role=role, by=world.ana, on=ON)
    give_role(party=ana_s, kind="payer", since=ON, by=world.ana, on=ON)
    held = [(one.kind, one.valid_from, one.valid_to) for one in roles_of(party=ana_s)]
    assert held == [("employee", None, None), ("payer", ON, None), ("payer", SINCE, ON)]
    told = Event.objects.filter(table="identify_partyrole").order_by("pk").values_list("kind", "data__role")
    assert list(told) == [
        ("party_role.given", "payer"),
        ("party_role.given", "employee"),
        ("party_role.ended", "payer"),
        ("party_role.given", "payer"),
    ]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "king"}, "unknown_role"),
        ({"kind": "payer", "since": date(2027, 1, 1)}, "bad_period"),
        ({"kind": "payer", "since": SINCE, "until": SINCE}, "bad_period"),
    ],
)
def test_what_makes_no_sense_is_refused(world: World, ana_s: Party, said: dict[str, object], code: str) -> None:
    with pytest.raises(UnableToGiveRole, match=code):
        give_role(party=ana_s, by=world.ana, on=ON, **said)  # type: ignore[arg-type]  # on purpose
    assert not PartyRole.objects.exists()


def test_who_does_not_see_the_customer_neither_gives_nor_ends_nor_takes_back(world: World, ana_s: Party) -> None:
    with pytest.raises(UnableToGiveRole, match="not_visible"):
        give_role(party=ana_s, kind="payer", by=world.carla, on=ON)
    role, token = give_role(party=ana_s, kind="payer", since=SINCE, by=world.ana, on=ON)
    with pytest.raises(UnableToEndRole, match="not_visible"):
        end_role(role=role, by=world.carla, on=ON)
    with pytest.raises(UnableToUndo, match="not_allowed"):
        undo_given(world.carla, data_of(token))


def test_the_end_is_not_before_the_beginning_nor_twice(world: World, ana_s: Party) -> None:
    role, _ = give_role(party=ana_s, kind="payer", since=ON, by=world.ana, on=ON)
    with pytest.raises(UnableToEndRole, match="bad_period"):
        end_role(role=role, by=world.ana, on=ON)
    end_role(role=role, by=world.ana, on=date(2026, 12, 1))
    with pytest.raises(UnableToEndRole, match="already_ended"):
        end_role(role=role, by=world.ana, on=date(2026, 12, 2))


def test_both_are_taken_back_unless_something_changed_since(world: World, ana_s: Party) -> None:
    role, given = give_role(party=ana_s, kind="payer", since=SINCE, by=world.ana, on=ON)
    ended = end_role(role=role, by=world.ana, on=ON)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo_given(world.ana, data_of(given))
    undo_ended(world.ana, data_of(ended))
    assert [one.is_open for one in roles_of(party=ana_s)] == [True]
    undo_given(world.ana, data_of(given))
    assert roles_of(party=ana_s) == []
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo_ended(world.ana, data_of(ended))


def test_a_record_s_role_is_its_customer_s(world: World, ana_s: Party) -> None:
    twin = Party.objects.create(name="Abelito", folded_name="abelito", owner=world.ana)
    give_role(party=twin, kind="payer", by=world.ana, on=ON)
    merge_parties(one=ana_s, other=twin, by=world.ana)
    with pytest.raises(UnableToGiveRole, match="already_held"):
        give_role(party=ana_s, kind="payer", by=world.ana, on=ON)
    assert [(one.kind, one.record) for one in roles_of(party=ana_s)] == [("payer", twin.pk)]
