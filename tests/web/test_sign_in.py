"""Coming in, going out, and where one lands."""

from datetime import timedelta

import pytest
from django.test import Client
from web import company
from world import PASSWORD, World

from lazo.kernel.models import User
from lazo.kernel.operations.invitation import TOKENS, make_invitation
from lazo.kernel.operations.sign_in_key import make_sign_in_key
from lazo.kernel.operations.user import add_user, close_user

pytestmark = pytest.mark.django_db


def sign_in(email: str, password: str = PASSWORD, **more: str) -> tuple[int, str, str]:
    response = Client().post("/entrar", {"username": email, "password": password, **more})
    return response.status_code, response.headers.get("Location", ""), response.content.decode()


def test_the_right_password_comes_in_whatever_the_case_of_the_address(world: World) -> None:
    assert sign_in("Ana@Aurora.example")[:2] == (302, "/")


def test_a_wrong_password_says_so_without_saying_which(world: World) -> None:
    known, _, first = sign_in("ana@aurora.example", "otra")
    unknown, _, second = sign_in("nadie@aurora.example", "otra")
    assert known == unknown == 400
    sentence = "Ese correo y esa contraseña no van juntos."
    assert sentence in first
    assert sentence in second


def test_a_closed_account_does_not_come_in(world: World) -> None:
    User.objects.filter(pk=world.ana.pk).update(is_active=False)
    assert sign_in("ana@aurora.example")[0] == 400


@pytest.mark.parametrize(
    ("wanted", "landed"), [("/clientes?area=ret", "/clientes?area=ret"), ("https://malo.example/", "/")]
)
def test_one_lands_where_one_was_going_but_never_elsewhere(world: World, wanted: str, landed: str) -> None:
    assert sign_in("ana@aurora.example", next=wanted)[1] == landed


def test_the_picture_shows_no_number_of_the_company(world: World) -> None:
    company.scored(world)
    html = Client().get("/entrar").content.decode()
    assert 'class="cyclemap"' in html
    assert "<text " not in html.split('class="e-art"')[1].split("<textPath")[0].replace('<text class="m-name">', "")
    assert "Entra a Comercial Aurora" in html


def test_who_is_in_goes_home(world: World) -> None:
    client = Client()
    client.force_login(world.ana)
    assert client.get("/entrar")["Location"] == "/"
    assert client.get("/")["Location"] == "/empezar"
    company.add_customer(company.add_run(), "Abel", world.ana)
    door, cycle = (client.get(page).content.decode().split("<h1>")[1].split("</h1>")[0] for page in ("/", "/ciclo"))
    assert door == cycle


def test_going_out_is_a_post(world: World) -> None:
    client = Client()
    client.force_login(world.ana)
    assert client.get("/salir").status_code == 405
    assert client.post("/salir")["Location"] == "/entrar"
    assert client.get("/ciclo").status_code == 302


@pytest.mark.parametrize("theme", ["light", "dark", "system"])
def test_light_or_dark_is_there_at_the_first_paint(theme: str, world: World) -> None:
    client = Client()
    assert client.post("/tema", {"theme": theme, "next": "/entrar"})["Location"] == "/entrar"
    html = client.get("/entrar").content.decode()
    assert (f'data-theme="{theme}"' in html) == (theme != "system")


def test_another_theme_or_another_site_is_refused() -> None:
    assert Client().post("/tema", {"theme": "pink"}).status_code == 400
    assert Client().post("/tema", {"theme": "dark", "next": "//malo.example"})["Location"] == "/"


def test_a_key_lets_its_person_in_once(world: World) -> None:
    key = make_sign_in_key(user=world.ana)
    client = Client()
    response = client.get(f"/entrar/llave/{key}")
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(world.ana.pk)
    again = Client()
    assert again.get(f"/entrar/llave/{key}").headers["Location"] == "/entrar"
    assert "_auth_user_id" not in again.session


def test_a_forged_key_or_one_of_a_closed_account_leads_to_the_password(world: World) -> None:
    key = make_sign_in_key(user=world.bruno)
    forged = key.replace(str(world.bruno.pk), str(world.diego.pk), 1)
    close_user(user=world.bruno, by=world.diego)
    for spent in (forged, key, "nada"):
        assert Client().get(f"/entrar/llave/{spent}").headers["Location"] == "/entrar"


def test_after_five_wrong_passwords_one_waits_and_is_told_how_long(world: World) -> None:
    said = [sign_in("ana@aurora.example", "otra") for _ in range(5)]
    assert [status for status, _, _ in said] == [400] * 5
    assert ["Te queda" in html for _, _, html in said] == [False, True, True, True, False]
    assert "Era el último intento por ahora." in said[4][2]
    status, _, html = sign_in("ana@aurora.example")
    assert status == 429
    assert "Demasiados intentos. Espera 5 minutos" in html
    assert sign_in("bruno@aurora.example")[0] == 302


def test_one_computer_has_twenty_attempts_whatever_the_address(world: World) -> None:
    for number in range(20):
        assert sign_in(f"nadie{number}@aurora.example", "otra")[0] == 400
    assert sign_in("diego@aurora.example")[0] == 429


def test_a_right_password_does_not_count(world: World) -> None:
    for _ in range(6):
        assert sign_in("ana@aurora.example")[0] == 302


def test_an_invitation_lets_its_person_choose_a_password_once(world: World) -> None:
    eva = add_user(email="eva@aurora.example", name="Eva", password=None, by=world.diego)
    link = f"/entrar/invitacion/{eva.pk}/{make_invitation(user=eva, by=world.diego)}"
    client = Client()
    assert "Hola, Eva" in client.get(link).content.decode()
    weak = client.post(link, {"new": "corta"})
    assert weak.status_code == 400
    assert client.post(link, {"new": PASSWORD})["Location"] == "/"
    assert client.session["_auth_user_id"] == str(eva.pk)
    assert Client().get(link).status_code == 410
    assert sign_in("eva@aurora.example")[0] == 302


def test_an_invitation_ends_after_a_week_with_closed_access_or_when_forged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    eva = add_user(email="eva@aurora.example", name="Eva", password=None, by=world.diego)
    token = make_invitation(user=eva, by=world.diego)
    assert Client().get(f"/entrar/invitacion/{world.ana.pk}/{token}").status_code == 410
    assert Client().get(f"/entrar/invitacion/{eva.pk}/nada").status_code == 410
    now = TOKENS._now()
    monkeypatch.setattr(TOKENS, "_now", lambda: now + timedelta(days=8))
    assert Client().get(f"/entrar/invitacion/{eva.pk}/{token}").status_code == 410
    monkeypatch.undo()
    assert Client().get(f"/entrar/invitacion/{eva.pk}/{token}").status_code == 200
    close_user(user=eva, by=world.diego)
    assert Client().get(f"/entrar/invitacion/{eva.pk}/{token}").status_code == 410
