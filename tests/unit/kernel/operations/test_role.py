import pytest
from world import World

from lazo.kernel.models import Event, Role, RoleAssignment
from lazo.kernel.operations.role import (
    UnableToAssignRole,
    assign_role,
    edit_role,
    make_role,
    remove_role,
    withdraw_role,
)
from lazo.kernel.undo import UnableToUndo, undo


def test_a_role_is_given_once_and_says_by_whom(world: World) -> None:
    for _ in range(2):
        assign_role(user=world.ana, role="manager", by=world.diego)
    assert RoleAssignment.objects.get(user=world.ana, role__key="manager").by == world.diego
    assert list(Event.objects.values_list("kind", "by", "row", "data")) == [
        ("role.assigned", world.diego.pk, world.ana.pk, {"role": "manager"})
    ]


def test_a_role_that_does_not_exist_is_refused(world: World) -> None:
    with pytest.raises(UnableToAssignRole, match=r"^king$"):
        assign_role(user=world.ana, role="king", by=world.diego)


def test_a_role_is_withdrawn_once(world: World) -> None:
    for _ in range(2):
        withdraw_role(user=world.ana, role="agent", by=world.diego)
    assert not RoleAssignment.objects.filter(user=world.ana).exists()
    assert list(Event.objects.values_list("kind", "data")) == [("role.withdrawn", {"role": "agent"})]


def test_a_removed_role_comes_back_once_with_all_it_allowed(world: World) -> None:
    role = make_role(name="Cartera", scope="TEAM", may_export=True, by=world.diego)
    token = remove_role(role=role, by=world.diego)
    assert not Role.objects.filter(key="cartera").exists()
    undo(token=token, by=world.diego)
    back = Role.objects.get(key="cartera")
    assert (back.name, back.scope, back.may_export, back.may_import) == ("Cartera", "TEAM", True, False)
    again = remove_role(role=back, by=world.diego)
    make_role(name="Cartera", scope="OWN", by=world.diego)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=again, by=world.diego)


def test_a_role_that_somebody_changed_since_is_left(world: World) -> None:
    role = make_role(name="Cartera", scope="TEAM", by=world.diego)
    token = edit_role(role=role, changes={"scope": "OWN"}, by=world.diego)
    edit_role(role=role, changes={"scope": "ALL"}, by=world.diego)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=token, by=world.diego)
    gone = edit_role(role=role, changes={"name": "Cobro"}, by=world.diego)
    remove_role(role=role, by=world.diego)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=gone, by=world.diego)
