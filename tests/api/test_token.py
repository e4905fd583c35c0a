"""Keys: who may come in with which, what is told of them, what they cost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from rest import Program, person
from world import World

from lazo.api.door import buckets
from lazo.kernel.models import ApiToken, Event
from lazo.kernel.operations.api_token import (
    UnableToCreateApiToken,
    UnableToRevokeApiToken,
    create_api_token,
    digest_of,
    revoke_api_token,
)

pytestmark = pytest.mark.django_db


def asked(secret: str, path: str = "/api/v1/me") -> tuple[int, str]:
    response = Client(headers={"authorization": f"Bearer {secret}"}).get(path)
    return response.status_code, response.json().get("code", "")


def test_a_key_lets_in_as_its_person(world: World) -> None:
    program = Program(world.ana, ["customers:read"])
    assert program.get("/me") == {
        "id": world.ana.pk,
        "name": "Ana",
        "email": "ana@aurora.example",
        "language": "es",
        "scopes": ["customers:read"],
        "sees": "some",
        "teams": [],
    }


def test_only_a_digest_is_kept_and_the_event_tells_no_secret(world: World) -> None:
    program = Program(world.ana)
    token = ApiToken.objects.get()
    assert token.digest == digest_of(program.secret)
    assert program.secret not in str(ApiToken.objects.values().get())
    event = Event.objects.get(kind="api_token.created")
    assert (event.row, event.by, set(event.data)) == (token.pk, world.ana, {"user", "scopes", "expires_at"})
    assert program.secret.rpartition("_")[2] not in str(event.data)


@pytest.mark.parametrize(
    "secret", ["", "x", "lazo_", "lazo_abc", "lazo_abc_def", "Bearer x", "ñ", "lazo_" + "9" * 5000]
)
def test_what_is_no_key_lets_nobody_in(world: World, secret: str) -> None:
    assert asked(secret) == (401, "bad_token")


def test_a_key_with_one_letter_changed_lets_nobody_in(world: World) -> None:
    secret = Program(world.ana).secret
    assert asked(secret[:-1] + ("A" if secret[-1] != "A" else "B")) == (401, "bad_token")


def test_a_key_ends_when_it_expires_is_revoked_or_its_person_leaves(world: World) -> None:
    now = timezone.now()
    soon = create_api_token(
        user=world.ana,
        name="corta",
        scopes=["customers:read"],
        by=world.ana,
        at=now,
        expires_at=now + timedelta(hours=1),
    )
    assert asked(soon.secret) == (200, "")
    ApiToken.objects.filter(pk=soon.token.pk).update(expires_at=now - timedelta(seconds=1))
    assert asked(soon.secret) == (401, "bad_token")
    program = Program(world.ana)
    revoke_api_token(token=program.token, by=world.ana)
    assert asked(program.secret) == (401, "bad_token")
    other = Program(world.bruno)
    world.bruno.is_active = False
    world.bruno.save()
    assert asked(other.secret) == (401, "bad_token")


def test_the_use_is_noted_to_the_minute(world: World, django_assert_num_queries: object) -> None:
    program = Program(world.ana)
    program.get("/me")
    noted = ApiToken.objects.get().last_used_at
    with django_assert_num_queries(2):  # type: ignore[operator]  # the fixture: the key, the roles: nothing is written
        program.get("/me")
    assert ApiToken.objects.get().last_used_at == noted


def test_a_session_reads_and_never_writes(world: World) -> None:
    customer = person(world.ana)
    client = Client()
    client.force_login(world.ana)
    assert client.get(f"/api/v1/customers/{customer.pk}").json()["name"] == "Sofía Gárate"
    response = client.delete(f"/api/v1/customers/{customer.pk}")
    assert (response.status_code, response.json()["code"]) == (401, "no_token")
    assert response["WWW-Authenticate"] == "Bearer"
    assert client.get("/api/v1/users").status_code == 403


def test_nobody_comes_in_without_anything(world: World) -> None:
    response = Client().get("/api/v1/customers")
    assert (response.status_code, response.json()["code"]) == (401, "no_token")


def test_failures_speak_the_readers_language(world: World) -> None:
    response = Client(headers={"accept-language": "en"}).get("/api/v1/customers")
    assert response.json()["detail"].startswith(("Send the", "Envía la"))


def test_a_program_cannot_give_itself_more_than_it_has(world: World) -> None:
    program = Program(world.diego, ["admin"])
    made = program.answer("POST", "/tokens", {"name": "otra", "scopes": ["admin"]}, status=201)
    assert made["secret"].startswith(f"lazo_{made['prefix']}_")
    assert (
        program.problem("POST", "/tokens", {"name": "otra", "scopes": ["customers:read"]}, status=403)[0] == "no_scope"
    )


def test_an_administrator_sees_all_keys_and_others_their_own(world: World) -> None:
    ana, diego = Program(world.ana), Program(world.diego)
    assert {row["user"] for row in diego.get("/tokens")["data"]} == {world.ana.pk, world.diego.pk}
    assert {row["user"] for row in ana.get("/tokens")["data"]} == {world.ana.pk}
    assert ana.problem("DELETE", f"/tokens/{diego.token.pk}", status=404)[0] == "not_found"
    diego.answer("DELETE", f"/tokens/{ana.token.pk}", status=204)
    assert asked(ana.secret) == (401, "bad_token")


def test_too_many_requests_wait(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "per_minute", 2)
    program = Program(world.ana)
    first = program.ask("GET", "/me")
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    program.ask("GET", "/me")
    third = program.ask("GET", "/me")
    assert (third.status_code, third.json()["code"]) == (429, "rate_limited")
    assert 1 <= int(third["Retry-After"]) <= 31


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": " "}, "no_name"),
        ({"name": "a" * 81}, "too_long"),
        ({"scopes": []}, "no_scope"),
        ({"scopes": ["todo"]}, "unknown_scope"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "past_expiry"),
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(world: World, said: dict[str, object], code: str) -> None:
    wanted = {"user": world.ana, "name": "x", "scopes": ["admin"], "by": world.ana, "at": timezone.now(), **said}
    with pytest.raises(UnableToCreateApiToken, match=code):
        create_api_token(**wanted)  # type: ignore[arg-type]  # what is wrong with it is the point
    assert ApiToken.objects.count() == 0


def test_keys_of_others_are_for_administrators(world: World) -> None:
    with pytest.raises(UnableToCreateApiToken, match="not_allowed"):
        create_api_token(user=world.ana, name="x", scopes=["admin"], by=world.bruno, at=timezone.now())
    token = Program(world.ana).token
    with pytest.raises(UnableToRevokeApiToken, match="not_allowed"):
        revoke_api_token(token=token, by=world.bruno)
    revoke_api_token(token=token, by=world.diego)
    with pytest.raises(UnableToRevokeApiToken, match="already_revoked"):
        revoke_api_token(token=token, by=world.diego)
