import pytest
from terminal import Lazo
from world import World

from lazo.kernel.models import ApiToken, Event
from lazo.kernel.operations.api_token import digest_of
from lazo.kernel.workspace import Workspace


@pytest.fixture(autouse=True)
def _ready(world: World, workspace: Workspace) -> None:
    """The usual people, in a workspace."""


def test_create_shows_the_secret_once(lazo: Lazo, world: World) -> None:
    said = lazo("token", "create", "ana@aurora.example", "--name", "Tienda", "--scope", "customers:write", "--json")
    assert said.code == 0
    token = ApiToken.objects.get()
    assert (token.user, token.name, token.scopes) == (world.ana, "Tienda", ["customers:write"])
    assert token.digest == digest_of(said.json["secret"])
    assert Event.objects.get(kind="api_token.created").by is None


def test_create_without_a_scope_only_reads(lazo: Lazo) -> None:
    assert lazo("token", "create", "ana@aurora.example", "--days", "0").code == 0
    token = ApiToken.objects.get()
    assert token.expires_at is None
    assert all(scope.endswith(":read") for scope in token.scopes)


def test_create_with_an_unknown_scope_makes_nothing(lazo: Lazo) -> None:
    said = lazo("token", "create", "ana@aurora.example", "--scope", "todo")
    assert (said.code, said.err) == (1, "Error: No hay ese alcance. Mira docs/reference/api.md.\n")
    assert ApiToken.objects.count() == 0


def test_revoke_takes_a_key_from_the_list(lazo: Lazo) -> None:
    number = lazo("token", "create", "ana@aurora.example", "--json").json["id"]
    assert [row["id"] for row in lazo("token", "list", "--json").json["tokens"]] == [number]
    assert lazo("token", "list").code == 0
    assert lazo("token", "revoke", str(number)).code == 0
    assert lazo("token", "list", "--json").json["tokens"] == []
    said = lazo("token", "revoke", str(number))
    assert (said.code, said.err) == (1, "Error: No hay una llave así. Míralas con «lazo token list».\n")
