"""Toasts and taking back."""

import json
import re

import pytest
from django.http import HttpResponse
from web.browsing import client_of, page
from world import World

from lazo.differentiate.models import SavedView
from lazo.differentiate.operations.saved_view import remove_view, save_view
from lazo.web.toasts import undo_token, with_toast

pytestmark = pytest.mark.django_db


def removed(world: World) -> str:
    view = save_view(by=world.ana, name="Mis grandes", params={"area": "ret"})
    return remove_view(view=view, by=world.ana)


def said(html: str) -> list[str]:
    return re.findall(r'<div class="toast [^"]*"><span data-text>([^<]+)</span>', html)


def test_undo_without_a_script_goes_back_and_says_so(world: World) -> None:
    token, client = removed(world), client_of(world.ana)
    response = client.post(f"/deshacer/{token}", {"next": "/buscar?q=mis"})
    assert response.headers["Location"] == "/buscar?q=mis"
    assert said(client.get("/buscar?q=mis").content.decode()) == ["Deshecho."]
    assert SavedView.objects.get().name == "Mis grandes"


def test_undo_by_a_script_gets_no_page_and_finds_the_words_on_the_next(world: World) -> None:
    token, client = removed(world), client_of(world.ana)
    response = client.post(f"/deshacer/{token}", headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (204, b"")
    assert said(client.get("/buscar").content.decode()) == ["Deshecho."]


def test_undo_works_once(world: World) -> None:
    token, client = removed(world), client_of(world.ana)
    client.post(f"/deshacer/{token}", headers={"HX-Request": "true"})
    client.get("/buscar")
    assert client.post(f"/deshacer/{token}", headers={"HX-Request": "true"}).status_code == 409
    assert said(client.get("/buscar").content.decode()) == ["Ya lo habías deshecho."]
    assert SavedView.objects.count() == 1


def test_somebody_elses_undo_is_unknown(world: World) -> None:
    token = removed(world)
    for user in (world.bruno, world.carla, world.diego):
        client = client_of(user)
        assert client.post(f"/deshacer/{token}", headers={"HX-Request": "true"}).status_code == 409
        assert said(client.get("/buscar").content.decode()) == ["Esto ya no se puede deshacer."]
    assert not SavedView.objects.exists()


def test_what_changed_since_is_kept(world: World) -> None:
    token, client = removed(world), client_of(world.ana)
    save_view(by=world.ana, name="Mis grandes", params={})
    client.post(f"/deshacer/{token}")
    assert said(client.get("/buscar").content.decode()) == ["No se deshizo: alguien lo cambió después."]


def test_undo_leads_nowhere_else_and_is_only_posted(world: World) -> None:
    client = client_of(world.ana)
    assert client.post("/deshacer/nada", {"next": "https://otro.example/"}).headers["Location"] == "/"
    assert client.get("/deshacer/nada").status_code == 405


def test_a_toast_carries_its_undo_and_every_page_a_pattern_for_more(world: World) -> None:
    view = save_view(by=world.ana, name="Mis grandes", params={})
    client = client_of(world.ana)
    client.post(f"/vistas/{view.pk}/retiro", {"next": "/buscar"})
    html = client.get("/buscar").content.decode()
    assert len(re.findall(r'<div class="toast [^>]*>.*?action="/deshacer/[\w-]{20,}"', html)) == 1
    assert (
        '<template id="aviso"><div class="toast "><span data-text></span><form method="post" action="/deshacer/_">'
        in html
    )
    assert "data-retry=" in page(world.ana, "/buscar")


def test_an_answer_to_a_script_carries_its_toast_in_a_header() -> None:
    response = with_toast(HttpResponse(), "Listo", undo="abc")
    assert json.loads(response.headers["HX-Trigger"]) == {"toast": {"text": "Listo", "undo": "abc"}}


def test_the_token_is_found_among_the_tags_of_a_message() -> None:
    assert undo_token("undo:a-b_c success") == "a-b_c"
    assert undo_token("success") == ""
