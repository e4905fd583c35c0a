"""Perfil: preferences, the password, open sessions."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from web.browsing import page, posted
from world import PASSWORD, World

from lazo.kernel.models import Event, User
from lazo.web.queries.sessions import device

pytestmark = pytest.mark.django_db

QUERIES = 7
KEPT = {"name": "Ana", "language": "es", "density": "comfortable", "shortcuts": "on"}


def signed_in(user: User, browser: str = "Mozilla/5.0 (X11; Linux) Chrome/140.0") -> Client:
    client = Client(headers={"user-agent": browser})
    client.post("/entrar", {"username": user.email, "password": PASSWORD})
    return client


def test_preferences_are_kept_and_written_in_the_trail(world: World) -> None:
    wanted = {"name": "Ana María", "language": "pt-br", "density": "compact"}
    assert posted(world.ana, "/perfil", **wanted)["Location"] == "/perfil"
    ana = User.objects.get(pk=world.ana.pk)
    assert (ana.name, ana.language, ana.density, ana.shortcuts) == ("Ana María", "pt-br", "compact", False)
    event = Event.objects.get(kind="user.preferences_set")
    assert event.detail.before == {"name": "Ana", "shortcuts": True, "density": "comfortable"}
    assert event.detail.after == {"name": "Ana María", "shortcuts": False, "density": "compact"}


def test_the_same_again_writes_nothing(world: World) -> None:
    posted(world.ana, "/perfil", **KEPT)
    assert not Event.objects.filter(kind="user.preferences_set").exists()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 151}, {"density": "huge"}, {"language": "xx"}])
def test_what_cannot_be_kept_is_said_and_nothing_is_lost(world: World, wrong: dict[str, str]) -> None:
    response = posted(world.ana, "/perfil", **(KEPT | wrong))
    assert response.status_code == 400
    assert 'class="error"' in response.content.decode()
    assert User.objects.get(pk=world.ana.pk).name == "Ana"


def test_a_name_is_text_and_nothing_more(world: World) -> None:
    posted(world.ana, "/perfil", **(KEPT | {"name": "<script>alert(1)</script>"}))
    html = page(world.ana, "/perfil")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_new_password_needs_the_old_one(world: World) -> None:
    client = signed_in(world.ana)
    new = "otra clave muy larga"
    wrong = client.post("/perfil/clave", {"old": "no es", "new": new})
    assert "Esa no es tu contraseña de ahora." in wrong.content.decode()
    weak = client.post("/perfil/clave", {"old": PASSWORD, "new": "corta"})
    assert weak.status_code == 400
    other = signed_in(world.ana)
    assert client.post("/perfil/clave", {"old": PASSWORD, "new": new})["Location"] == "/perfil"
    assert client.get("/perfil").status_code == 200
    assert other.get("/perfil").status_code == 302
    assert User.objects.get(pk=world.ana.pk).check_password(new)


def test_sessions_are_listed_and_closed_one_by_one(world: World) -> None:
    here = signed_in(world.ana)
    there = signed_in(world.ana, "Mozilla/5.0 (Linux; Android 14) Firefox/130.0")
    html = here.get("/perfil").content.decode()
    assert "Chrome en Linux" in html
    assert "Firefox en Android" in html
    number = UserSession.objects.get(session_key=there.session.session_key).pk
    assert here.post(f"/perfil/sesiones/{number}/cierre")["Location"] == "/perfil"
    assert there.get("/perfil").status_code == 302
    assert here.get("/perfil").status_code == 200


def test_the_others_are_closed_together_and_nobody_elses(world: World) -> None:
    here, there, hers = signed_in(world.ana), signed_in(world.ana), signed_in(world.carla)
    carla = UserSession.objects.get(user=world.carla).pk
    assert here.post(f"/perfil/sesiones/{carla}/cierre").status_code == 404
    here.post("/perfil/sesiones/cierre")
    assert [one.get("/perfil").status_code for one in (here, there, hers)] == [200, 302, 200]
    assert Event.objects.get(kind="user.sessions_closed").data == {"count": 1}


def test_going_out_takes_the_session_off_the_list(world: World) -> None:
    here, there = signed_in(world.ana), signed_in(world.ana)
    there.post("/salir")
    assert UserSession.objects.filter(user=world.ana).count() == 1
    assert here.get("/perfil").status_code == 200


def test_a_session_says_that_it_is_still_used(world: World) -> None:
    client = signed_in(world.ana)
    before = UserSession.objects.get().last_seen_at
    session = client.session
    session["lazo.seen_at"] -= 601
    session.save()
    client.get("/perfil")
    assert UserSession.objects.get().last_seen_at > before


@pytest.mark.parametrize(
    ("agent", "words"),
    [("curl/8", "Otro programa"), ("Mozilla (iPhone) Safari/605", "Safari en iPhone"), ("Windows", "Windows")],
)
def test_devices_in_words(agent: str, words: str) -> None:
    assert device(agent) == words


@pytest.mark.parametrize("count", [1, 3])
def test_the_profile_costs_the_same_with_many_sessions(
    world: World, count: int, django_assert_num_queries: Any
) -> None:
    clients = [signed_in(world.ana) for _ in range(count)]
    with django_assert_num_queries(QUERIES):
        html = clients[0].get("/perfil").content.decode()
    assert html.count("session-row") == count
