"""Row access: what a role sees, and that the database and the warehouse answer alike."""

from typing import Any

import ibis
import pyarrow as pa
import pytest
from world import World

from lazo.identify.models import Party
from lazo.kernel.access import EVERYTHING, NOTHING, RowRule, may, row_rule
from lazo.kernel.models import Role, RoleAssignment, Scope, TeamMembership, User


@pytest.fixture
def parties(world: World) -> dict[str, int]:
    """One party for each way in which it may belong to somebody."""
    made = {
        "ana's": Party(owner=world.ana),
        "ana's, of north": Party(owner=world.ana, team=world.north),
        "bruno's": Party(owner=world.bruno),
        "north's": Party(team=world.north),
        "carla's": Party(owner=world.carla),
        "south's": Party(team=world.south),
        "nobody's": Party(),
    }
    for party in made.values():
        party.save()
    return {name: party.pk for name, party in made.items()}


EXPECTED = {
    "ana": {"ana's", "ana's, of north"},
    "bruno": {"ana's, of north", "bruno's", "north's"},
    "carla": {"carla's", "south's"},
    "diego": {"ana's", "ana's, of north", "bruno's", "north's", "carla's", "south's", "nobody's"},
}


def seen_in_database(rule: RowRule) -> set[int]:
    return set(Party.objects.filter(rule.as_q()).values_list("pk", flat=True))


def seen_in_warehouse(rule: RowRule) -> set[int]:
    schema = pa.schema([(name, pa.int64()) for name in ("id", "owner_id", "team_id")])
    rows = pa.Table.from_pylist(list(Party.objects.values(*schema.names)), schema=schema)
    found: list[int] = rule.as_ibis(ibis.memtable(rows)).to_pyarrow()["id"].to_pylist()
    return set(found)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_sees_their_own_their_teams_or_all(world: World, parties: dict[str, int], name: str) -> None:
    expected = {parties[label] for label in EXPECTED[name]}
    rule = row_rule(getattr(world, name))
    assert seen_in_database(rule) == expected
    assert seen_in_warehouse(rule) == expected


def test_who_has_no_role_sees_nothing(world: World, parties: dict[str, int]) -> None:
    stranger = User.objects.create_user("eva@aurora.example", name="Eva")
    assert row_rule(stranger) == NOTHING
    assert seen_in_database(NOTHING) == set()
    assert seen_in_warehouse(NOTHING) == set()


def test_who_may_not_come_in_any_more_sees_nothing(world: World) -> None:
    world.diego.is_active = False
    world.diego.save()
    assert row_rule(world.diego) == NOTHING
    assert not may(world.diego, "may_export")


def test_a_role_whose_scope_is_nothing_shows_nothing(world: World) -> None:
    guest = Role.objects.create(key="guest", name="guest", scope=Scope.NONE)
    RoleAssignment.objects.filter(user=world.ana).update(role=guest)
    assert row_rule(world.ana) == NOTHING


def test_a_role_of_one_area_holds_only_there(world: World) -> None:
    keeper = Role.objects.create(key="keeper", name="keeper", scope=Scope.ALL, area="KEEP")
    RoleAssignment.objects.create(user=world.ana, role=keeper)
    assert row_rule(world.ana, area="KEEP") == EVERYTHING
    assert row_rule(world.ana, area="RETAIN") == RowRule(owners=frozenset({world.ana.pk}))
    assert row_rule(world.ana) == RowRule(owners=frozenset({world.ana.pk}))


def test_the_widest_role_holds(world: World) -> None:
    RoleAssignment.objects.create(user=world.ana, role=Role.objects.get(key="manager"))
    assert row_rule(world.ana) == RowRule(owners=frozenset({world.ana.pk}), teams=frozenset({world.north.pk}))


def test_a_manager_without_a_team_sees_their_own(world: World, parties: dict[str, int]) -> None:
    TeamMembership.objects.filter(user=world.bruno).delete()
    rule = row_rule(world.bruno)
    assert seen_in_database(rule) == {parties["bruno's"]} == seen_in_warehouse(rule)


def test_a_rule_reaches_rows_through_their_party(world: World, parties: dict[str, int]) -> None:
    Party.objects.filter(pk=parties["nobody's"]).update(canonical=parties["ana's"])
    rule = row_rule(world.ana)
    found = Party.objects.filter(rule.as_q("canonical__")).values_list("pk", flat=True)
    assert list(found) == [parties["nobody's"]]


@pytest.mark.parametrize("permission", ["may_import", "may_export", "may_administer"])
def test_a_permission_comes_from_a_role(world: World, permission: str) -> None:
    assert may(world.diego, permission)
    assert not may(world.ana, permission)


def test_a_visible_queryset_asks_the_rule(world: World, django_assert_num_queries: Any) -> None:
    from lazo.differentiate.models import Score

    with django_assert_num_queries(3):
        assert list(Score.objects.visible_to(world.bruno)) == []
