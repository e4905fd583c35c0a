import pytest
from world import World

from lazo.kernel.models import Event, RoleAssignment
from lazo.kernel.operations.role import UnableToAssignRole, assign_role, withdraw_role


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
