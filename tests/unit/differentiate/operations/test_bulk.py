from datetime import date
from typing import Any

import pytest
from listed import add_party, make_list
from world import World

from lazo.differentiate.models import BulkChange, CustomerCard, Score
from lazo.differentiate.operations import bulk
from lazo.differentiate.operations.bulk import (
    UnableToChangeMany,
    assign_owner,
    assign_team,
    fill_field,
    retire_customers,
)
from lazo.differentiate.operations.bulk_rows import carry_out
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.identify.models import Party, TraitDefinition, TraitValue
from lazo.identify.queries.custom_fields import VALUE_COLUMNS, values_for
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change, Event, Job
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db
ALL = ListQuestion()


@pytest.fixture
def made(world: World) -> dict[str, Party]:
    return make_list(world)


def owners(made: dict[str, Party]) -> dict[str, str]:
    names = {party.pk: key for key, party in made.items()}
    rows = Party.objects.filter(pk__in=names).values_list("pk", "owner__name")
    return {names[pk]: name or "" for pk, name in rows}


def test_all_that_fit_get_an_owner_and_it_can_be_taken_back(world: World, made: dict[str, Party]) -> None:
    before = owners(made)
    done = assign_owner(by=world.diego, question=ListQuestion(text="perez"), owner=world.bruno)
    assert (done.customers, done.job) == (2, None)
    assert owners(made) == before | {"ana": "Bruno", "rosa": "Bruno"}
    card = CustomerCard.objects.get(pk=made["rosa"].pk)
    assert (card.owner_id, Score.objects.get(pk=card.pk).owner_id) == (world.bruno.pk, world.bruno.pk)
    event = Event.objects.get(kind="customers.assigned")
    assert (event.by, event.data["customers"], event.data["value"]) == (world.diego, 2, world.bruno.pk)
    assert Change.objects.filter(table="parties", operation="U").exists()
    undone = undo(token=done.undo, by=world.diego)
    assert (undone.restored, undone.kept) == (2, 0)
    assert owners(made) == before
    assert CustomerCard.objects.get(pk=made["rosa"].pk).owner_id == world.carla.pk
    with pytest.raises(UnableToUndo, match="already_undone"):
        undo(token=done.undo, by=world.diego)


def test_the_undo_keeps_and_names_who_was_changed_since(world: World, made: dict[str, Party]) -> None:
    done = assign_owner(by=world.diego, question=ALL, owner=world.bruno)
    assign_owner(by=world.diego, question=ListQuestion(text="garate"), owner=world.carla)
    undone = undo(token=done.undo, by=world.diego)
    assert (undone.restored, undone.kept, undone.kept_rows) == (5, 1, (made["ana"].pk,))
    assert Event.objects.get(kind="customers.restored").data == {"customers": 5, "kept": 1}
    assert owners(made)["ana"] == "Carla"
    assert owners(made)["rosa"] == "Carla"
    assert owners(made)["luz"] == ""


def test_nobody_and_teams_can_be_assigned(world: World, made: dict[str, Party]) -> None:
    assert assign_owner(by=world.ana, question=ALL, owner=None).customers == 4
    assert owners(made) == {"ana": "", "beto": "", "cia": "", "rosa": "Carla", "luz": "", "new": ""}
    assert assign_team(by=world.diego, question=ALL, team=world.south).customers == 5
    assert set(CustomerCard.objects.values_list("team_id", flat=True)) == {world.south.pk}


def test_the_retired_leave_the_list_and_come_back(world: World, made: dict[str, Party]) -> None:
    done = retire_customers(by=world.ana, question=ALL, customers=[made["ana"].pk, made["rosa"].pk])
    assert done.customers == 1
    assert not CustomerCard.objects.filter(pk=made["ana"].pk).exists()
    assert undo(token=done.undo, by=world.ana).restored == 1
    assert CustomerCard.objects.get(pk=made["ana"].pk).value_365d == 500


def test_a_person_changes_only_those_they_see(world: World, made: dict[str, Party]) -> None:
    with pytest.raises(UnableToChangeMany, match="nobody_fits"):
        assign_owner(by=world.carla, question=ALL, owner=world.carla, customers=[made["ana"].pk])
    world.bruno.role_assignments.all().delete()
    with pytest.raises(UnableToChangeMany, match="not_allowed"):
        retire_customers(by=world.bruno, question=ALL)
    world.carla.is_active = False
    with pytest.raises(UnableToChangeMany, match="closed_user"):
        assign_owner(by=world.diego, question=ALL, owner=world.carla)
    assert not Event.objects.filter(kind__startswith="customers.").exists()


def test_another_person_cannot_take_it_back(world: World, made: dict[str, Party]) -> None:
    done = assign_owner(by=world.diego, question=ALL, owner=world.bruno)
    with pytest.raises(UnableToUndo, match="unknown"):
        undo(token=done.undo, by=world.ana)


def test_many_are_a_jobs_work(world: World, made: dict[str, Party], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 2)
    done = assign_owner(by=world.diego, question=ALL, owner=world.bruno)
    assert Job.objects.get(pk=done.job).arguments == {"change": done.change}
    assert owners(made)["rosa"] == "Carla"
    with pytest.raises(UnableToUndo, match="not_allowed"):
        undo(token=done.undo, by=world.diego)
    change = BulkChange.objects.get(pk=done.change)
    carry_out(change, context=NullContext())
    assert (change.state, change.total) == ("DONE", 6)
    assert set(owners(made).values()) == {"Bruno"}


def test_a_new_party_is_in_the_list_at_once(world: World, made: dict[str, Party]) -> None:
    party = add_party("Otra", owner=world.ana)
    card = CustomerCard.objects.get(pk=party.pk)
    assert (card.name, card.value_365d, card.area, card.strategic) == ("Otra", None, "", False)


@pytest.mark.parametrize(
    ("of", "first", "second"),
    [
        ("TEXT", "rojo", "azul"),
        ("CHOICE", "alfa", "beta"),
        ("NUMBER", 3.5, 4),
        ("MONEY", 1200, 7),
        ("DATE", date(2025, 1, 31), date(2024, 2, 29)),
        ("FLAG", True, False),
    ],
)
def test_an_own_field_is_filled_and_taken_back(
    world: World, made: dict[str, Party], of: str, first: Any, second: Any
) -> None:
    field = TraitDefinition.objects.create(
        key="marca", name="Marca", type=of, kind="DECLARED", package="custom", choices=["alfa", "beta"]
    )
    ids = [made[key].pk for key in ("ana", "beto", "rosa")]

    def held() -> dict[int, Any]:
        return {party: told["marca"] for party, told in values_for(parties=ids).items()}

    fill_field(by=world.diego, question=ALL, key="marca", value=first, customers=ids[:1])
    done = fill_field(by=world.diego, question=ALL, key="marca", value=second, customers=ids)
    assert (done.customers, held()) == (3, dict.fromkeys(ids, second))
    column = VALUE_COLUMNS[TraitDefinition.Type(of)]
    TraitValue.objects.filter(party=ids[1], definition=field).update(**{column: first})
    undone = undo(token=done.undo, by=world.diego)
    assert (undone.restored, undone.kept_rows) == (2, (ids[1],))
    assert held() == {ids[0]: first, ids[1]: first}
    emptied = fill_field(by=world.ana, question=ALL, key="marca", value=None)
    assert held() == {}
    undo(token=emptied.undo, by=world.ana)
    assert held() == {ids[0]: first, ids[1]: first}


def test_a_field_takes_only_what_it_can_hold(world: World, made: dict[str, Party]) -> None:
    TraitDefinition.objects.create(key="talla", name="Talla", type="NUMBER", kind="DECLARED", package="custom")
    with pytest.raises(UnableToChangeMany, match="bad_value"):
        fill_field(by=world.ana, question=ALL, key="talla", value="grande")
    with pytest.raises(UnableToChangeMany, match="unknown_field"):
        fill_field(by=world.ana, question=ALL, key="nadie", value=1)
