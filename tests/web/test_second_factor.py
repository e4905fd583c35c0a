"""The second step: an application of codes, recovery codes, what one is asked before changing them."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from world import PASSWORD, World

from lazo.kernel.models import Event, User

pytestmark = pytest.mark.django_db


def code_of(secret: str, steps: int = 0) -> str:
    """What an application shows now, or `steps` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def signed_in(user: User) -> Client:
    client = Client()
    assert client.post("/entrar", {"username": user.email, "password": PASSWORD})["Location"] == "/"
    return client


def with_codes(user: User) -> tuple[Client, str]:
    client = signed_in(user)
    html = client.get("/perfil/codigos").content.decode()
    assert 'class="qr"' in html
    secret = client.session["mfa.totp.secret"]
    assert " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)) in html
    assert client.post("/perfil/codigos", {"code": code_of(secret)})["Location"] == "/perfil/codigos-de-respaldo"
    return client, secret


def test_the_code_of_the_application_is_asked_after_the_password(world: World) -> None:
    _, secret = with_codes(world.ana)
    client = Client()
    answer = client.post("/entrar", {"username": world.ana.email, "password": PASSWORD, "next": "/clientes"})
    assert answer["Location"] == "/entrar/segundo-paso"
    assert client.get("/clientes")["Location"].startswith("/entrar")
    assert "Segundo paso" in client.get("/entrar/segundo-paso").content.decode()
    wrong = client.post("/entrar/segundo-paso", {"code": "000000"})
    assert wrong.status_code == 400
    assert "Ese código no es" in wrong.content.decode()
    right = code_of(secret, 1)
    assert client.post("/entrar/segundo-paso", {"code": right})["Location"] == "/clientes"
    assert client.get("/perfil").status_code == 200
    assert Event.objects.filter(kind="user.came_in", data={"method": "password_and_code"}).count() == 1


def test_a_code_is_good_once(world: World) -> None:
    _, secret = with_codes(world.ana)
    right = code_of(secret, 1)
    for status in (302, 400):
        client = Client()
        client.post("/entrar", {"username": world.ana.email, "password": PASSWORD})
        assert client.post("/entrar/segundo-paso", {"code": right}).status_code == status


def test_a_recovery_code_stands_in_once(world: World) -> None:
    first, _ = with_codes(world.ana)
    codes = Authenticator.objects.get(user=world.ana, type="recovery_codes").wrap().get_unused_codes()
    assert codes[0] in first.get("/perfil/codigos-de-respaldo").content.decode()
    for status in (302, 400):
        client = Client()
        client.post("/entrar", {"username": world.ana.email, "password": PASSWORD})
        assert client.post("/entrar/segundo-paso", {"code": codes[0]}).status_code == status
    assert codes[0] not in first.get("/perfil/codigos-de-respaldo").content.decode()
    first.post("/perfil/codigos-de-respaldo")
    assert codes[1] not in first.get("/perfil/codigos-de-respaldo").content.decode()


def test_the_secret_does_not_lie_open_in_the_database(world: World) -> None:
    _, secret = with_codes(world.ana)
    factor = Authenticator.objects.get(user=world.ana, type="totp")
    assert secret not in str(factor.data)
    assert factor.wrap().validate_code(code_of(secret, -1))


def test_a_wrong_first_code_switches_nothing_on(world: World) -> None:
    client = signed_in(world.ana)
    client.get("/perfil/codigos")
    answer = client.post("/perfil/codigos", {"code": "000000"})
    assert answer.status_code == 400
    assert not Authenticator.objects.exists()


def test_removing_the_last_factor_takes_the_recovery_codes_with_it(world: World) -> None:
    client, _ = with_codes(world.ana)
    factor = Authenticator.objects.get(user=world.ana, type="totp")
    assert client.post(f"/perfil/segundo-paso/{factor.pk}/retiro")["Location"] == "/perfil"
    assert not Authenticator.objects.exists()
    assert client.get("/perfil/codigos-de-respaldo")["Location"] == "/perfil"


def test_nobody_removes_the_factor_of_another(world: World) -> None:
    with_codes(world.ana)
    factor = Authenticator.objects.get(user=world.ana, type="totp")
    assert signed_in(world.diego).post(f"/perfil/segundo-paso/{factor.pk}/retiro").status_code == 404


def test_one_is_asked_who_one_is_before_ones_keys_change(world: World) -> None:
    client = Client()
    client.force_login(world.ana)
    asked = client.get("/perfil/codigos")["Location"]
    assert asked == "/perfil/confirmar?next=%2Fperfil%2Fcodigos"
    assert client.post("/perfil/llaves/reto").status_code == 403
    wrong = client.post("/perfil/confirmar", {"password": "otra", "next": "/perfil/codigos"})
    assert wrong.status_code == 400
    assert "Esa no es tu contraseña." in wrong.content.decode()
    right = client.post("/perfil/confirmar", {"password": PASSWORD, "next": "/perfil/codigos"})
    assert right["Location"] == "/perfil/codigos"
    assert client.get("/perfil/codigos").status_code == 200


def test_a_code_says_who_one_is(world: World) -> None:
    _, secret = with_codes(world.ana)
    client = Client()
    client.force_login(world.ana)
    assert client.post("/perfil/confirmar", {"code": "1"}).status_code == 400
    assert client.post("/perfil/confirmar", {"code": code_of(secret, 1), "next": "/perfil"})["Location"] == "/perfil"


def test_the_second_step_waits_ten_minutes_and_for_nobody_else(world: World) -> None:
    assert Client().get("/entrar/segundo-paso")["Location"] == "/entrar"
    assert Client().post("/entrar/segundo-paso/reto").status_code == 403
    with_codes(world.ana)
    client = Client()
    client.post("/entrar", {"username": world.ana.email, "password": PASSWORD})
    session = client.session
    session["lazo.second_step"] = {**session["lazo.second_step"], "at": time.time() - 601}
    session.save()
    assert client.get("/entrar/segundo-paso")["Location"] == "/entrar"
