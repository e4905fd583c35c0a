"""Who gets where: every address, signed out, seeing nothing, and by each role; the table of docs/reference/access.md."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from leaky import SECRETS, Leaky, addresses, make_leaky
from sources import ROOT
from web.browsing import client_of
from world import World

from lazo.identify.models import Party
from lazo.kernel.models import Company, Event, Role, RoleAssignment, Scope, User

pytestmark = pytest.mark.django_db

OPEN = {
    "sign_in", "sign_in_by_key", "passkey_sign_in", "passkey_challenge", "second_step", "second_step_challenge",
    "invitation", "language", "theme", "asset", "openapi", "docs", "shapes", "logo_file", "preferences", "preferences_withdrawal",
    "preferences_request", "unsubscribe", "inbound",
}  # fmt: skip
"""Addresses for whoever has not signed in."""

ASKED_ONCE = {"signed out", "all, exports", "all, imports"}
"""Whom a permission lets in or not, before or beside any row: no database decides it."""

TABLE = ROOT / "docs" / "reference" / "access.md"


@pytest.fixture
def leaky(world: World) -> Leaky:
    return make_leaky(world)


def every(leaky: Leaky) -> list[tuple[str, str]]:
    """Name and address of everything, filled with the rows that could leak."""
    return [(address.name, address.of(leaky.numbers)) for address in addresses()]


def somebody(name: str, scope: Scope | None, **permissions: bool) -> User:
    user = User.objects.create_user(f"{name}@aurora.example", name=name)
    if scope is not None:
        role = Role.objects.create(key=f"role-{name}", name=name, scope=scope, **permissions)
        RoleAssignment.objects.create(user=user, role=role)
    return user


Survey = dict[str, dict[str, tuple[str, list[str]]]]
"""By who asks and address: what they got in a word of the table, and the secrets it told."""


def text_of(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return str(body.decode(errors="replace"))


def told(response: Any) -> list[str]:
    """The secrets that an answer tells."""
    text = text_of(response)
    return [secret for secret in SECRETS if secret in text]


def surveyed(leaky: Leaky) -> Survey:
    """Every address opened once by each kind of person; on PostgreSQL by those whose rows it chooses, from none to all."""
    world = leaky.world
    clients = {
        "signed out": Client(),
        "nothing": client_of(somebody("invitada", Scope.NONE)),
        "own": client_of(world.ana),
        "team": client_of(world.bruno),
        "other team": client_of(world.carla),
        "all, exports": client_of(somebody("analista", Scope.ALL, may_export=True)),
        "all, imports": client_of(somebody("datos", Scope.ALL, may_import=True)),
        "all, administers": client_of(world.diego),
    }
    if connection.vendor == "postgresql":
        clients = {who: client for who, client in clients.items() if who not in ASKED_ONCE}
    asked = {one.shape: one.of(leaky.numbers) for one in addresses() if one.name != "sign_out"}
    return {who: {shape: got(client, address) for shape, address in asked.items()} for who, client in clients.items()}


def got(client: Client, address: str) -> tuple[str, list[str]]:
    response = client.get(address)
    return kind_of(response), told(response)


def kind_of(response: Any) -> str:
    """What somebody got, in a word of the table."""
    if response.status_code == 302 and response["Location"].startswith("/entrar"):
        return "door"
    words = {200: "yes", 302: "yes", 403: "no", 401: "no", 404: "hidden", 405: "–"}
    return words.get(response.status_code, "yes" if response.status_code < 500 else "error")


def table(survey: Survey) -> list[str]:
    """An address a line, what each gets by opening it; what only takes forms is left out."""
    lines = [f"| address | {' | '.join(survey)} |", f"|---|{'---|' * len(survey)}"]
    for shape in next(iter(survey.values())):
        row = [found[shape][0] for found in survey.values()]
        if set(row) - {"–", "no", "door"}:
            lines.append(f"| `{shape}` | {' | '.join(row)} |")
    return lines


def leaks(found: dict[str, tuple[str, list[str]]]) -> dict[str, list[str]]:
    return {shape: secrets for shape, (_, secrets) in found.items() if secrets}


@pytest.mark.on_both
@pytest.mark.unmeasured
def test_everybody_gets_what_the_documents_say_and_no_more(leaky: Leaky, tmp_path: Path) -> None:
    survey = surveyed(leaky)
    for who in {"signed out", "nothing", "other team"} & survey.keys():
        assert leaks(survey[who]) == {}, who
    assert {secret for _, secrets in survey["all, administers"].values() for secret in secrets} == set(SECRETS)
    lines = table(survey)
    assert not [line for line in lines if "error" in line]
    made = tmp_path / "table.md"
    made.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if connection.vendor != "sqlite":
        return  # numbers go on from test to test there: an address with somebody else's may lead nowhere
    kept = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    assert kept == lines, f"the table as it is now lies in {made}"


@pytest.mark.unmeasured
@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_has_not_signed_in_is_sent_to_the_door(leaky: Leaky, method: str) -> None:
    client, wrong = Client(), []
    for name, address in every(leaky):
        response = getattr(client, method)(address)
        door = response.status_code == 302 and response["Location"].startswith("/entrar?next=")
        shut = response.status_code == 401 if address.startswith("/api/") else door
        if told(response) or not (shut or name in OPEN):
            wrong.append((address, response.status_code))
    assert wrong == []


SEARCHES = ("/clientes?q=zulaica", "/buscar?q=zulaica", "/clientes/exportar?q=zulaica", "/buscar?q=5559991")


@pytest.mark.parametrize("scope", [None, Scope.NONE, Scope.OWN])
def test_nobody_finds_what_they_must_not_see_by_asking_for_it(leaky: Leaky, scope: Scope | None) -> None:
    client = client_of(somebody("nadie", scope, may_export=True))
    for address in (*SEARCHES, "/api/v1/customers", "/api/v1/search?q=zulaica", "/clientes", "/ciclo"):
        assert [secret for secret in told(client.get(address)) if secret not in address] == [], address


@pytest.mark.on_both
@pytest.mark.unmeasured
def test_who_must_see_nothing_changes_nothing_by_posting(leaky: Leaky) -> None:
    client = client_of(somebody("nadie", Scope.NONE))
    before = (list(Party.objects.values()), list(Company.objects.values()), list(Role.objects.values()))
    failed = []
    for name, address in every(leaky):
        if name in {"sign_out", "language", "profile"}:
            continue
        response = client.post(address, {"name": "x", "scope": "ALL"})
        if response.status_code >= 500 or told(response):
            failed.append((address, response.status_code))
    assert failed == []
    assert (list(Party.objects.values()), list(Company.objects.values()), list(Role.objects.values())) == before
    assert not Event.objects.filter(by__name="nadie").exclude(kind__startswith="user.").exists()
