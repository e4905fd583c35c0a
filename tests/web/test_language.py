"""Every page in its reader's language, figures as the company's country writes them."""

import pytest
from django.test import Client
from web import company
from web.browsing import client_of, posted
from world import World

from lazo.identify.operations.party import add_person
from lazo.kernel.models import Event, User
from lazo.kernel.operations.language import UnableToChooseLanguage, choose_language
from lazo.web.language import language_of

pytestmark = pytest.mark.django_db

TITLES = {"es": "Mapa del ciclo", "en": "Cycle map", "pt-br": "Mapa do ciclo"}
TAGS = {"es": "es-419", "en": "en", "pt-br": "pt-br"}


@pytest.mark.parametrize("language", TITLES)
def test_a_person_reads_in_their_language_whatever_the_browser_asks(world: World, language: str) -> None:
    User.objects.filter(pk=world.diego.pk).update(language=language)
    html = client_of(world.diego).get("/buscar", headers={"Accept-Language": "en-US,en"}).content.decode()
    assert TITLES[language] in html
    assert f'<html lang="{TAGS[language]}"' in html


@pytest.mark.parametrize(
    ("asked", "words"),
    [("pt-BR,pt;q=0.9", "Senha"), ("en-US", "Password"), ("es-CO", "Contraseña"), ("fr", "Contraseña")],
)
def test_the_page_where_one_signs_in_follows_the_browser(world: World, client: Client, asked: str, words: str) -> None:
    assert words in client.get("/entrar", headers={"Accept-Language": asked}).content.decode()


def test_who_has_not_signed_in_chooses_for_this_browser(world: World, client: Client) -> None:
    assert client.post("/idioma", {"language": "pt-br", "next": "/entrar"}).headers["Location"] == "/entrar"
    assert "Senha" in client.get("/entrar", headers={"Accept-Language": "en"}).content.decode()
    assert not Event.objects.filter(kind="user.language_chosen").exists()


def test_a_person_chooses_for_every_device_and_goes_back_where_they_were(world: World) -> None:
    response = posted(world.ana, "/idioma", language="en", next="/buscar?q=a")
    assert response.headers["Location"] == "/buscar?q=a"
    world.ana.refresh_from_db()
    assert world.ana.language == "en"
    event = Event.objects.get(kind="user.language_chosen")
    assert (event.by_id, event.row) == (world.ana.pk, world.ana.pk)
    assert (event.detail.before, event.detail.after) == ({"language": "es"}, {"language": "en"})


@pytest.mark.parametrize("chosen", ["", "fr", "es; DROP TABLE", "ES"])
def test_a_language_that_the_pages_do_not_have_is_refused(world: World, chosen: str) -> None:
    assert posted(world.ana, "/idioma", language=chosen).status_code == 400
    with pytest.raises(UnableToChooseLanguage):
        choose_language(user=world.ana, language=chosen, by=world.ana)
    world.ana.refresh_from_db()
    assert world.ana.language == "es"


def test_the_same_language_again_is_no_event(world: World) -> None:
    choose_language(user=world.ana, language="es", by=world.ana)
    assert not Event.objects.filter(kind="user.language_chosen").exists()


def test_a_language_that_went_away_is_read_in_spanish(world: World) -> None:
    assert language_of(User(language="xx")) == "es"


def test_figures_stay_the_companys_in_every_language(world: World) -> None:
    run = company.scored(world)
    party = company.add_customer(run, "Abel", world.diego, value=128_450_000)
    seen = set()
    for language in TITLES:
        User.objects.filter(pk=world.diego.pk).update(language=language)
        html = client_of(world.diego).get(f"/clientes/{party.pk}").content.decode()
        seen.add("$\u00a01.284.500" in html or "$\u00a01,3\u00a0M" in html)
    assert seen == {True}


@pytest.mark.parametrize(
    ("language", "one", "more"), [("en", "1 result", "5 results"), ("pt-br", "1 resultado", "5 resultados")]
)
def test_plurals_follow_the_language(world: World, language: str, one: str, more: str) -> None:
    User.objects.filter(pk=world.diego.pk).update(language=language)
    client, palette = client_of(world.diego), {"HX-Request": "true", "HX-Target": "paleta"}
    assert f'data-count="{one}"' in client.get("/buscar?q=english", headers=palette).content.decode()
    for _ in range(2):
        add_person(given_name="Zoraida", by=world.diego, on=company.ON)
    assert f'data-count="{more}"' in client.get("/buscar?q=zoraida", headers=palette).content.decode()
