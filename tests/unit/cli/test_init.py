import pytest
from terminal import Lazo

from lazo.kernel.models import Company, Event, RoleAssignment, User
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db


def test_init_makes_workspace_company_and_director(lazo: Lazo, workspace: Workspace) -> None:
    said = lazo("init", "--email", "Eva@Aurora.example", "--name", "Eva", "--country", "cl", "--currency", "clp",
                "--company", "Aurora", "--time-zone", "America/Santiago", "--json")  # fmt: skip
    assert (said.code, said.err) == (0, "")
    user = User.objects.get()
    assert said.json == {
        "workspace": str(workspace.root),
        "email": "eva@aurora.example",
        "password": said.json["password"],
    }
    assert user.check_password(said.json["password"])
    assert list(RoleAssignment.objects.values_list("user", "role__key")) == [(user.pk, "director")]
    assert list(Company.objects.values_list("name", "country", "currency", "time_zone")) == [
        ("Aurora", "CL", "CLP", "America/Santiago")
    ]


def test_init_shows_an_invented_password_and_never_a_chosen_one(lazo: Lazo, workspace: Workspace) -> None:
    said = lazo("init", "--email", "eva@aurora.example", "--password", "una-clave-elegida")
    assert said.code == 0
    assert "una-clave-elegida" not in said.out + said.err
    assert User.objects.get().check_password("una-clave-elegida")


def test_init_again_changes_nothing(lazo: Lazo, workspace: Workspace) -> None:
    lazo("init", "--email", "eva@aurora.example")
    before = (User.objects.count(), Event.objects.count(), workspace.secret_key())
    said = lazo("init", "--email", "otra@aurora.example", "--json")
    assert said.json == {"workspace": str(workspace.root), "email": None, "password": None}
    assert (User.objects.count(), Event.objects.count(), workspace.secret_key()) == before


def test_init_without_anybody_to_ask_says_what_is_missing(lazo: Lazo, workspace: Workspace) -> None:
    said = lazo("init")
    assert (said.code, said.err) == (1, "Error: Di quién administra: --email correo@empresa.com\n")
    assert not User.objects.exists()
