"""Pages of rights: the customer's own by a link, requests with every step, exclusion lists, the words shown; and who is refused."""

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from web.browsing import client_of, page, posted
from world import World

from lazo.identify.models import (
    ConsentEntry,
    ConsentText,
    DataRequest,
    Erasure,
    Party,
    PreferenceLink,
    SuppressionConsultation,
)
from lazo.identify.operations.data_request import confirm_identity, open_request
from lazo.identify.operations.party_block import block_party
from lazo.identify.operations.preferences import make_link
from lazo.identify.operations.suppression_load import load_consultation
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Job, Role
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)


@pytest.fixture
def abel(world: World, workspace: Workspace) -> Party:
    cache.clear()
    return Party.objects.create(name="Abel Rosas", folded_name="abel rosas", owner=world.ana, country="CO")


def link_to(world: World, party: Party, **said: Any) -> str:
    _link, token = make_link(party=party, by=world.ana, at=datetime.now(UTC), **said)
    return f"/preferencias/{token}"


def ask(world: World, party: Party, kind: str = "access", **said: Any) -> DataRequest:
    whole: dict[str, Any] = {"way": "email", "received_on": ON, "on": ON, "by": world.ana} | said
    return open_request(party=party, kind=kind, **whole)


def identified(world: World, party: Party, kind: str, **said: Any) -> DataRequest:
    request = ask(world, party, kind, **said)
    confirm_identity(request=request, note="Mostró su cédula", by=world.ana, on=ON)
    return request


def test_a_customer_answers_without_an_account(world: World, abel: Party) -> None:
    address, visitor = link_to(world, abel), Client()
    opened = visitor.get(address)
    html = opened.content.decode()
    assert (opened.status_code, opened["Cache-Control"], opened["X-Robots-Tag"]) == (200, "no-store", "noindex")
    assert "Abel" not in html
    assert "Quiero recibir ofertas y novedades de Comercial Aurora." in html
    saved = visitor.post(
        address, {"permite": ["marketing:email", "profiling:todo"]}, headers={"user-agent": "Navegador"}
    )
    assert saved.status_code == 200
    granted = ConsentEntry.objects.filter(state="GRANTED")
    assert set(granted.values_list("purpose", "channel")) == {("marketing", "email")} | {
        ("profiling", channel) for channel in ConsentEntry.Channel.values
    }
    assert set(granted.values_list("proof__way", "proof__browser", "proof__text__purpose")) == {
        ("web", "Navegador", "marketing"),
        ("web", "Navegador", "profiling"),
    }
    assert 'value="marketing:email" checked' in visitor.get(address).content.decode()


def test_all_off_is_one_click_without_cookie_or_form(world: World, abel: Party) -> None:
    address = link_to(world, abel)
    strict = Client(enforce_csrf_checks=True)
    strict.post(f"{address}/retiro", {"List-Unsubscribe": "One-Click"})
    assert set(ConsentEntry.objects.values_list("state", flat=True)) == {"WITHDRAWN"}
    assert strict.post(address, {"permite": ["marketing:email"]}).status_code == 403
    assert strict.get(f"{address}/retiro").status_code == 405


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Your preferences"), ("pt-br", "Suas preferências"), ("es", "Tus preferencias")]
)
def test_it_speaks_the_customers_language(world: World, abel: Party, language: str, heading: str) -> None:
    address = link_to(world, abel, language=language)
    assert f"<h1>{heading}</h1>" in Client(headers={"accept-language": "es"}).get(address).content.decode()
    assert "<h1>Your preferences</h1>" in Client().get(f"{address}?idioma=en").content.decode()


def test_their_data_and_their_erasure_are_asked_for(world: World, abel: Party) -> None:
    address = link_to(world, abel)
    answer = Client().post(f"{address}/solicitud", {"pide": "erasure", "detalle": "Ya no compro"})
    request = DataRequest.objects.get()
    assert (request.kind, request.way, request.said, request.made_by) == ("erasure", "web", "Ya no compro", None)
    assert f"solicitud número {request.pk}" in answer.content.decode()
    assert Client().post(f"{address}/solicitud", {"pide": "blocking"}).status_code == 400
    assert Client().post(f"{address}/solicitud", {"pide": "access", "detalle": "x" * 5000}).status_code == 400
    assert Client().post(address, {"permite": ["collections:email"]}).status_code == 400
    assert DataRequest.objects.count() == 1


def test_a_link_that_ended_and_guesses_open_nothing(world: World, abel: Party) -> None:
    address = link_to(world, abel)
    posted(world.ana, f"/clientes/{abel.pk}/preferencias/fin")
    assert Client().get(address).status_code == 410
    answers = [Client().get(f"/preferencias/adivina-{number}").status_code for number in range(25)]
    assert answers[0] == 410
    assert answers[-1] == 429
    assert Client().get(link_to(world, abel)).status_code == 429


def test_an_agent_makes_a_link_and_sees_it_once(world: World, abel: Party) -> None:
    made = posted(world.ana, f"/clientes/{abel.pk}/preferencias", language="pt-br").content.decode()
    address = made.split('id="enlace">')[1].split("<")[0]
    assert address.startswith("http://testserver/preferencias/")
    assert PreferenceLink.objects.get().language == "pt-br"
    assert "/preferencias/" not in page(world.ana, f"/clientes/{abel.pk}/preferencias").replace(
        f"/clientes/{abel.pk}/preferencias", ""
    )


@pytest.mark.parametrize("path", ["preferencias", "derechos", "preferencias/fin", "bloqueo/fin", "permisos"])
def test_who_does_not_see_the_customer_finds_nothing(world: World, abel: Party, path: str) -> None:
    address = f"/clientes/{abel.pk}/{path}"
    assert client_of(world.carla).post(address, {}).status_code == 404
    assert not PreferenceLink.objects.exists()
    assert not DataRequest.objects.exists()


def test_requests_of_others_are_not_there(world: World, abel: Party) -> None:
    request = ask(world, abel)
    assert "Abel" not in page(world.carla, "/datos/derechos")
    for tail in ("", "/identidad", "/responsable", "/datos", "/borrado", "/busqueda", "/cierre"):
        act = client_of(world.carla).get if not tail else client_of(world.carla).post
        assert act(f"/datos/derechos/{request.pk}{tail}").status_code == 404
    assert request.steps.count() == 0


def test_who_sees_nobody_is_refused(world: World, abel: Party) -> None:
    Role.objects.filter(key="manager").update(scope="NONE")
    assert client_of(world.carla).get("/datos/derechos").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    world: World, abel: Party, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        ask(world, abel)
    client = client_of(world.ana)
    client.get("/datos/derechos")
    with django_assert_num_queries(16):
        html = client.get("/datos/derechos?estado=&pide=access").content.decode()
    assert html.count("Abel Rosas") == count


def test_a_request_is_written_down_and_carried_through(world: World, abel: Party) -> None:
    address = f"/clientes/{abel.pk}/derechos"
    assert "Anotar una solicitud" in page(world.ana, address)
    wrong = posted(world.ana, address, kind="opposition", way="email", received_on="2026-11-10")
    assert wrong.status_code == 400
    assert "Marca al menos una cosa" in wrong.content.decode()
    posted(world.ana, address, kind="access", way="email", received_on="2026-11-10", said="Quiero mis datos")
    request = DataRequest.objects.get()
    detail = f"/datos/derechos/{request.pk}"
    assert "Quiero mis datos" in page(world.ana, detail)
    posted(world.ana, f"{detail}/identidad", note="Cédula")
    assert "lo hace quien tiene permiso" in page(world.ana, detail)
    assert posted(world.ana, f"{detail}/datos").status_code == 403
    posted(world.diego, f"{detail}/datos")
    assert Job.objects.filter(kind="identify.subject_export").count() == 1
    posted(world.diego, f"{detail}/prorroga", note="Son muchos")
    posted(world.diego, f"{detail}/pausa", note="Falta algo")
    posted(world.diego, f"{detail}/reanudacion")
    posted(world.diego, f"{detail}/responsable", assignee=str(world.ana.pk))
    refused = posted(world.diego, f"{detail}/cierre", note="")
    assert (refused.status_code, "queda como constancia" in refused.content.decode()) == (400, True)
    posted(world.diego, f"{detail}/cierre", note="Enviado por correo")
    assert "Cerrada." in page(world.diego, detail)
    assert "cumplida" in page(world.diego, "/datos/derechos?estado=closed")


def test_an_erasure_shows_what_goes_and_asks_for_the_name(world: World, abel: Party) -> None:
    request = identified(world, abel, "erasure")
    detail = f"/datos/derechos/{request.pk}"
    html = page(world.diego, detail)
    assert "Escribe «Abel Rosas» para confirmar" in html
    assert "Escribe «Abel Rosas»" not in page(world.ana, detail)
    assert posted(world.diego, f"{detail}/borrado", name="Abel").status_code == 400
    assert posted(world.ana, f"{detail}/borrado", name="Abel Rosas").status_code == 403
    assert not Erasure.objects.exists()
    posted(world.diego, f"{detail}/borrado", name="abel rosas")
    assert Erasure.objects.get().values == ["Abel Rosas", "abel rosas"]
    assert "en segundo plano" in page(world.diego, detail)


def test_blocked_data_are_told_and_used_again(world: World, abel: Party) -> None:
    block_party(party=abel, by=world.diego)
    assert "Datos bloqueados" in page(world.diego, f"/clientes/{abel.pk}")
    assert "Volver a usarlos" not in page(world.ana, f"/clientes/{abel.pk}")
    posted(world.diego, f"/clientes/{abel.pk}/bloqueo/fin")
    assert "Datos bloqueados" not in page(world.diego, f"/clientes/{abel.pk}")


def test_a_list_is_loaded_and_its_state_shown(world: World, workspace: Workspace) -> None:
    client = client_of(world.diego)
    file = io.BytesIO(b"numero\n3001234567\n")
    file.name = "rne.csv"
    sent = {"key": "co-rne", "consulted_on": "2020-01-01", "reference": "R-1", "file": file}
    assert client.post("/datos/listas", sent).status_code == 302
    assert "se está leyendo" in page(world.diego, "/datos/listas")
    load_consultation(NullContext(), consultation=SuppressionConsultation.objects.get().pk)
    html = page(world.diego, "/datos/listas")
    assert ("consulta vencida" in html, "nunca consultada" in html, "R-1" in html) == (True, True, True)
    assert client.post("/datos/listas", {"key": "x"}).status_code == 400
    assert client_of(world.ana).get("/datos/listas").status_code == 403
    posted(world.diego, "/datos/listas/propia", texts="310 765 4321\nana@a.example", what="on")
    assert SuppressionConsultation.objects.get(list__key="own").entries == 2
    assert posted(world.diego, "/datos/listas/propia", texts="???", what="on").status_code == 400
    assert posted(world.ana, "/datos/listas/propia", texts="3107654321", what="on").status_code == 403


def test_the_words_that_are_shown_are_versions(world: World, workspace: Workspace) -> None:
    posted(world.diego, "/datos/derechos/textos", purpose="marketing", language="es", body="Acepto ofertas.")
    assert ConsentText.objects.get().version == 1
    assert "Acepto ofertas." in page(world.diego, "/datos/derechos/textos")
    assert posted(world.diego, "/datos/derechos/textos", purpose="marketing", language="es", body="").status_code == 400
    assert client_of(world.ana).get("/datos/derechos/textos").status_code == 403
