import pytest
from terminal import Lazo
from world import World

from lazo.kernel.models import RoleAssignment, User
from lazo.kernel.workspace import Workspace


@pytest.fixture(autouse=True)
def _ready(world: World, workspace: Workspace) -> None:
    """The usual people, in a workspace."""


def test_add_gives_role_team_and_an_invented_password(lazo: Lazo) -> None:
    said = lazo("user", "add", "eva@aurora.example", "--role", "agent", "--team", "Norte", "--team", "Centro", "--json")
    assert said.code == 0
    user = User.objects.get(email="eva@aurora.example")
    assert user.check_password(said.json["password"])
    assert user.name == "eva"
    assert sorted(user.teams.values_list("name", flat=True)) == ["Centro", "Norte"]
    assert list(user.role_assignments.values_list("role__key", flat=True)) == ["agent"]


def test_add_with_an_unknown_role_adds_nobody(lazo: Lazo) -> None:
    said = lazo("user", "add", "eva@aurora.example", "--role", "king")
    assert (said.code, said.err) == (1, "Error: No hay un rol «king». Míralos con «lazo user roles».\n")
    assert User.objects.count() == 4


def test_add_with_a_taken_address_is_refused(lazo: Lazo) -> None:
    said = lazo("user", "add", "ana@aurora.example", "--password", "una-clave-larga")
    assert (said.code, said.err) == (1, "Error: Ya hay una persona con ese correo.\n")


def test_list_says_who_is_who(lazo: Lazo, world: World) -> None:
    users = lazo("user", "list", "--json").json["users"]
    assert users[1] == {
        "id": world.bruno.pk,
        "email": "bruno@aurora.example",
        "name": "Bruno",
        "active": True,
        "roles": ["manager"],
        "teams": ["Norte"],
    }
    assert "carla@aurora.example" in lazo("user", "list").out


def test_roles_are_listed_given_and_taken(lazo: Lazo, world: World) -> None:
    said = lazo("user", "roles", "ana@aurora.example", "--add", "manager", "--remove", "agent", "--json")
    assert [role["key"] for role in said.json["roles"]] == ["agent", "manager", "director"]
    assert list(RoleAssignment.objects.filter(user=world.ana).values_list("role__key", flat=True)) == ["manager"]
    assert "director" in lazo("user", "roles").out


def test_password_is_changed_and_an_invented_one_shown(lazo: Lazo, world: World) -> None:
    said = lazo("user", "password", "ana@aurora.example")
    world.ana.refresh_from_db()
    assert world.ana.check_password(said.out.split(" clave ")[1].split(" ")[0])
    assert (
        lazo("user", "password", "ana@aurora.example", "--password", "la-que-yo-elijo").out
        == "ana@aurora.example: listo\n"
    )
    world.ana.refresh_from_db()
    assert world.ana.check_password("la-que-yo-elijo")


def test_password_of_nobody_is_refused(lazo: Lazo) -> None:
    said = lazo("user", "password", "eva@aurora.example")
    assert (said.code, said.err) == (1, "Error: Nadie tiene ese correo. Míralos con «lazo user list».\n")
