"""Ajustes: keys and webhooks of one's own; nobody else's are shown or touched."""

from typing import Any

import pytest
from django.utils import timezone
from web.browsing import client_of, page, posted
from world import World

from lazo.kernel.models import ApiToken, Webhook, WebhookDelivery
from lazo.kernel.operations.api_token import create_api_token
from lazo.kernel.operations.webhook import add_webhook, pause_webhook

pytestmark = pytest.mark.django_db
URL = "https://receptor.example/lazo"


@pytest.fixture
def _confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """They have just shown who they are."""
    monkeypatch.setattr("lazo.web.confirmation.is_confirmed", lambda _request: True)


def made(world: World) -> ApiToken:
    now = timezone.now()
    return create_api_token(user=world.ana, name="Tienda de Ana", scopes=["customers:read"], by=world.ana, at=now).token


def webhook(world: World) -> Webhook:
    return add_webhook(user=world.ana, url=URL, kinds=["party.added"], by=world.ana).webhook


@pytest.mark.usefixtures("_confirmed")
def test_the_secret_of_a_new_key_is_shown_once(world: World) -> None:
    response = posted(world.ana, "/ajustes/llaves/nueva", name="Tienda", days="30", scopes=["customers:read"])
    token = ApiToken.objects.get()
    html = response.content.decode()
    assert f"lazo_{token.prefix}_" in html
    assert (token.user, token.scopes, token.expires_at is None) == (world.ana, ["customers:read"], False)
    secret = html.split('id="secreto">')[1].split("<")[0]
    assert secret not in page(world.ana, "/ajustes/llaves")


@pytest.mark.usefixtures("_confirmed")
def test_a_key_for_nothing_is_told_by_the_field(world: World) -> None:
    response = posted(world.ana, "/ajustes/llaves/nueva", name="", days="30")
    assert response.status_code == 400
    assert ApiToken.objects.count() == 0


def test_whoever_makes_a_key_shows_first_who_they_are(world: World) -> None:
    response = client_of(world.ana).get("/ajustes/llaves/nueva")
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/perfil/confirmar")


def test_keys_are_their_owners_and_administrators(world: World) -> None:
    token = made(world)
    assert "Tienda de Ana" in page(world.ana, "/ajustes/llaves")
    assert "Tienda de Ana" in page(world.diego, "/ajustes/llaves")
    assert "Tienda de Ana" not in page(world.carla, "/ajustes/llaves")
    assert posted(world.carla, f"/ajustes/llaves/{token.pk}/revocacion").status_code == 404
    assert posted(world.diego, f"/ajustes/llaves/{token.pk}/revocacion")["Location"] == "/ajustes/llaves"
    assert "Tienda de Ana" not in page(world.ana, "/ajustes/llaves")


def test_settings_of_others_are_no_tab_for_who_does_not_administer(world: World) -> None:
    assert 'href="/ajustes/usuarios"' not in page(world.ana, "/ajustes/llaves")
    assert 'href="/ajustes/usuarios"' in page(world.diego, "/ajustes/llaves")


def test_the_secret_of_a_new_webhook_is_shown_once(world: World) -> None:
    html = posted(world.ana, "/ajustes/webhooks", url=URL, kinds="party.added\nnote.added").content.decode()
    held = Webhook.objects.get()
    assert (held.user, held.kinds, held.secret in html) == (world.ana, ["note.added", "party.added"], True)
    assert held.secret not in page(world.ana, "/ajustes/webhooks")
    assert held.secret not in page(world.ana, f"/ajustes/webhooks/{held.pk}")


@pytest.mark.parametrize(
    "url", ["", "ftp://x.example/", "no es", "http://127.0.0.1:8000/", "http://10.0.0.8/", "http://localhost/"]
)
def test_an_address_that_is_none_is_told_by_the_field(world: World, url: str) -> None:
    assert posted(world.ana, "/ajustes/webhooks", url=url).status_code == 400
    assert Webhook.objects.count() == 0


def test_a_webhook_is_paused_resumed_told_again_and_removed(world: World) -> None:
    held = webhook(world)
    place = f"/ajustes/webhooks/{held.pk}"
    posted(world.ana, f"{place}/pausa")
    assert "en pausa" in page(world.ana, place)
    posted(world.ana, f"{place}/reanudacion")
    assert "activo" in page(world.ana, place)
    assert posted(world.ana, f"{place}/repeticion", event=10**9).status_code == 400
    assert posted(world.ana, f"{place}/repeticion", event=1)["Location"] == place
    held.refresh_from_db()
    assert held.position == 0
    posted(world.ana, place, url="https://otro.example/", kinds="")
    posted(world.ana, f"{place}/retiro")
    assert Webhook.objects.count() == 0


def test_what_stopped_by_itself_says_so(world: World) -> None:
    held = webhook(world)
    problem = {"attempts": 2, "status": 500, "problem": "refused"}
    WebhookDelivery.objects.create(webhook=held, first_event=1, last_event=2, **problem)
    pause_webhook(webhook=held, by=None)
    html = page(world.ana, f"/ajustes/webhooks/{held.pk}")
    assert "falló demasiadas veces" in html
    assert "Contestó que no." in html


@pytest.mark.parametrize("verb", ["", "/pausa", "/reanudacion", "/repeticion", "/retiro"])
def test_webhooks_of_others_are_not_there(world: World, verb: str) -> None:
    held = webhook(world)
    assert posted(world.diego, f"/ajustes/webhooks/{held.pk}{verb}").status_code == 404
    assert URL not in page(world.diego, "/ajustes/webhooks")


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_three(world: World, count: int, django_assert_max_num_queries: Any) -> None:
    for _ in range(count):
        made(world)
        webhook(world)
    client = client_of(world.ana)
    with django_assert_max_num_queries(12):
        client.get("/ajustes/llaves")
    with django_assert_max_num_queries(12):
        client.get("/ajustes/webhooks")
