"""The queue of relations found: seen, answered one by one and together, taken back."""

import re
from typing import Any

import pytest
from web.browsing import client_of, page, posted
from world import World

from lazo.identify.models import CandidateDecision, Party, RelationCandidate
from lazo.identify.operations.relationship_type import seed_relationship_types

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()


def party(name: str, owner: Any, **columns: Any) -> Party:
    given, _, surnames = name.partition(" ")
    return Party.objects.create(name=name, given_name=given, surnames=surnames, owner=owner, **columns)


def candidate(origin: Party, target: Party, type_key: str = "same-household", **columns: Any) -> RelationCandidate:
    seen = [{"rule": "ADDRESS", "people": 4, "detail": ""}, {"rule": "CONTACT", "people": 2, "detail": "EMAIL"}]
    said = {"rule": "ADDRESS", "confidence": "0.9", "evidence": seen, **columns}
    return RelationCandidate.objects.create(origin=origin, target=target, type_id=type_key, **said)


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def test_a_candidate_says_what_was_seen(world: World) -> None:
    candidate(party("Ana Rojas", world.ana, address="Cra 7 # 12-34"), party("Beto Rojas", world.ana))
    acme = party("Acme", world.ana, kind="ORGANIZATION")
    seen = [{"rule": "DOMAIN", "people": 3, "detail": "acme.test"}]
    candidate(party("Carla Paz", world.ana), acme, "employed-by", rule="DOMAIN", confidence="0.8", evidence=seen)
    words = text(page(world.ana, "/relaciones")).replace("\u00a0", " ")
    assert "Ana Rojas vive con Beto Rojas 90 %" in words
    assert "Misma dirección y apellido (Cra 7 # 12-34) y 2 personas más. Usan el mismo correo." in words
    assert "Su correo es de acme.test, el dominio de la empresa." in words
    assert "Todas 2 Misma dirección y apellido 1 Correo de la empresa 1" in words
    only = text(page(world.ana, "/relaciones?regla=DOMAIN"))
    assert "Carla Paz" in only
    assert "Ana Rojas" not in only


def test_one_button_answers_for_one_and_the_foot_takes_it_back(world: World) -> None:
    found = candidate(party("Ana Rojas", world.ana), party("Beto Rojas", world.ana))
    client = client_of(world.ana)
    answered = client.post("/relaciones/respuestas", {"respuesta": f"CONFIRMED:{found.pk}"}, follow=True)
    html = answered.content.decode()
    assert "Relación confirmada." in html
    assert "Nada por confirmar" not in text(html)
    assert "Todavía no se ha buscado" in text(html)
    token = re.search(r"/deshacer/([\w-]+)", html)
    assert token is not None
    client.post(f"/deshacer/{token[1]}")
    assert "Ana Rojas vive con Beto Rojas" in text(page(world.ana, "/relaciones"))


def test_the_marked_and_the_sure_are_answered_together(world: World) -> None:
    people = [party(f"P{n} Rojas", world.ana) for n in range(10)]
    low = [candidate(people[n], people[n + 1], confidence="0.7") for n in (0, 2)]
    sure = [candidate(people[n], people[n + 1]) for n in (4, 6)]
    other = candidate(people[8], people[9], rule="CONTACT")
    posted(world.ana, "/relaciones/respuestas", respuesta="REFUSED", candidata=[one.pk for one in low])
    assert "Confirmar las 2 de 85 % o más" in text(page(world.ana, "/relaciones?regla=ADDRESS"))
    posted(world.ana, "/relaciones/respuestas", respuesta="CONFIRMED:seguras", regla="ADDRESS")
    said = {one.candidate_id: one.outcome for one in CandidateDecision.objects.all()}
    assert said == {**{one.pk: "REFUSED" for one in low}, **{one.pk: "CONFIRMED" for one in sure}}
    assert f'value="{other.pk}"' in page(world.ana, "/relaciones")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"respuesta": "CONFIRMED"}, "Marca primero qué relaciones."),
        ({"respuesta": "QUIZAS", "candidata": "1"}, "Elige qué responder."),
        ({"respuesta": "LATER:999999"}, "No ves a esa persona o empresa."),
        ({"respuesta": "LATER:x"}, "Marca primero qué relaciones."),
    ],
)
def test_what_cannot_be_answered_says_why(world: World, sent: dict[str, str], words: str) -> None:
    response = client_of(world.ana).post("/relaciones/respuestas", sent, follow=True)
    assert words in response.content.decode()


def test_answered_meanwhile_by_somebody_else(world: World) -> None:
    found = candidate(party("Ana Rojas", world.ana), party("Beto Rojas", world.ana))
    client = client_of(world.ana)
    client.post("/relaciones/respuestas", {"respuesta": f"REFUSED:{found.pk}"})
    again = client.post("/relaciones/respuestas", {"respuesta": f"CONFIRMED:{found.pk}"}, follow=True)
    assert "Alguien ya respondió por esa relación." in again.content.decode()


def test_another_team_sees_nothing_and_answers_nothing(world: World) -> None:
    found = candidate(party("Ana Rojas", world.ana), party("Beto Rojas", world.ana))
    assert "Rojas" not in text(page(world.carla, "/relaciones"))
    posted(world.carla, "/relaciones/respuestas", respuesta=f"REFUSED:{found.pk}")
    assert not CandidateDecision.objects.exists()


@pytest.mark.parametrize("after", ["0.5:0", "x:1", "0.8:", "NaN:1", "9:9", "0.8:1e5"])
def test_pages_that_nobody_can_have_meant_are_the_first(world: World, after: str) -> None:
    page(world.ana, f"/relaciones?desde={after}&regla=NADA")


def test_the_rest_is_on_the_next_page(world: World) -> None:
    first = party("Ana Rojas", world.ana)
    for n in range(52):
        candidate(first, party(f"P{n} Rojas", world.ana))
    html = page(world.ana, "/relaciones")
    following = re.search(r'href="(/relaciones\?desde=[^"]+)"', html)
    assert following is not None
    assert page(world.ana, following[1]).count('name="candidata"') == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_asks_the_same_number_of_questions(world: World, count: int, django_assert_num_queries: Any) -> None:
    first = party("Ana Rojas", world.ana)
    for n in range(count):
        candidate(first, party(f"P{n} Rojas", world.ana))
    client = client_of(world.ana)
    with django_assert_num_queries(9):
        client.get("/relaciones")
