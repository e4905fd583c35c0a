"""The review of identities: one pair at a time, many at once, and the merges that can be separated."""

from datetime import date
from typing import Any

import pytest
from web.browsing import client_of, page, posted
from web.test_relations import text
from world import World

from lazo.identify.models import Apart, ContactPoint, MatchPair, Merge, Party, PartyIdentifier, ResolutionRun
from lazo.identify.operations.merge import merge_parties, write_merge
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.kernel.models import UndoOffer, User
from lazo.kernel.undo import undo

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
QUEUE = "/datos/identidades"
CONTRIBUTIONS = [
    {"comparison": "start", "level": None, "weight": -13.5},
    {"comparison": "phones", "level": "equal", "weight": 11.25},
    {"comparison": "given", "level": "alike", "weight": 7.75},
    {"comparison": "city", "level": "different", "weight": -2.5},
    {"comparison": "documents", "level": None, "weight": 0.0},
]


def person(name: str, owner: User, **columns: Any) -> Party:
    return Party.objects.create(name=name, owner=owner, first_contact_on=ON, **columns)


def pair_of(left: Party, right: Party, **columns: Any) -> MatchPair:
    told = {
        "kind": "SAME",
        "probability": 0.88,
        "weight": 3.0,
        "contributions": CONTRIBUTIONS,
        "pattern": "p",
    } | columns
    return MatchPair.objects.create(left=left, right=right, **told)


@pytest.fixture
def pair(world: World) -> MatchPair:
    one = person("María J. Gutiérrez", world.ana, city="Medellín", address="Cra 35 # 8A-12")
    other = person("Majo Gutierrez", world.ana, city="Medellín", address="Cra 35 # 8A-20")
    PartyIdentifier.objects.create(party=one, scheme="CO_CC", value="43123812", key="CO:43123812")
    return pair_of(one, other)


def test_a_pair_shows_both_records_and_why(world: World, pair: MatchPair) -> None:
    html = page(world.ana, QUEUE)
    shown = text(html)
    assert "¿Son la misma persona?" in shown
    assert "Una pareja dudosa." in shown
    assert "Documento 43 ••• 812 vacío falta" in shown
    assert "43123812" not in html
    assert "Ciudad Medellín Medellín igual" in shown
    assert "# 8A-<mark>12</mark>" in html
    assert "Mismo teléfono y nombre parecido; en contra: otra ciudad." in shown
    assert "Una suma de 3,0 equivale a 88 %." in shown
    assert (
        "Peso de cada dato: Punto de partida −13,5; Teléfono igual 11,2; Nombre parecido 7,8; Ciudad distinta −2,5; suma 3,0"
        in html
    )
    assert "No cuenta lo que falta en una de las dos: sin documento." in shown


def test_the_table_and_the_weights_say_the_same(world: World, pair: MatchPair) -> None:
    for who, value in ((pair.left, "maria.g@correo.example"), (pair.right, "marla.h@correo.example")):
        ContactPoint.objects.create(party=who, kind="EMAIL", value=value, key=value)
    PartyIdentifier.objects.create(party=pair.right, scheme="CO_CE", value="998877", key="CO:998877")
    emails = {"comparison": "emails", "level": "different", "weight": -3.5}
    MatchPair.objects.filter(pk=pair.pk).update(contributions=[*CONTRIBUTIONS, emails])
    shown = text(page(world.ana, QUEUE))
    assert "Correo maria.g@correo.example marla.h@correo.example distinto" in shown
    assert "Correo distinto −3,5" in page(world.ana, QUEUE)
    assert "Documento 43 ••• 812 •••7 no cuenta" in shown
    assert "Tampoco cuenta lo que es de clases distintas y no se puede comparar: documento." in shown
    assert "No cuenta lo que falta" not in shown


TABS = (QUEUE, f"{QUEUE}?tipo=hogares", f"{QUEUE}?tipo=empresas", f"{QUEUE}?tipo=muestra", f"{QUEUE}/uniones")


def test_tabs_count_the_same_on_every_page(world: World, pair: MatchPair) -> None:
    for n, kind in enumerate(("HOUSEHOLD", "COMPANY", "COMPANY")):
        pair_of(person(f"a{n}", world.ana), person(f"b{n}", world.ana), kind=kind)
    pair_of(person("Suya", world.carla), person("Otra", world.ana))
    for address in (*TABS, f"{QUEUE}/{pair.pk}"):
        assert "Por decidir 1 Hogares 1 Empresas 2 Comprobar 0 Uniones" in text(page(world.ana, address)), address
        assert "Repasos" not in tabs_of(page(world.ana, address))
    for address in (*TABS, f"{QUEUE}/repasos"):
        assert "Por decidir 2 Hogares 1 Empresas 2 Comprobar 0 Uniones Repasos" in text(page(world.diego, address))
    assert "Por decidir 0 Hogares 0 Empresas 0 Comprobar 0 Uniones" in text(page(world.carla, f"{QUEUE}/uniones"))


def test_tabs_say_that_they_count_no_further(world: World, pair: MatchPair, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("lazo.identify.queries.match_queue", "lazo.web.templatetags.identity"):
        monkeypatch.setattr(f"{module}.COUNTED_AT_MOST", 1)
    pair_of(person("a", world.ana), person("b", world.ana))
    shown = text(page(world.ana, QUEUE))
    assert "1+ parejas dudosas." in shown
    assert "Por decidir 1+ Hogares 0" in shown


def test_a_household_is_asked_about_by_what_is_shared_without_made_up_odds(world: World, pair: MatchPair) -> None:
    PartyIdentifier.objects.create(party=pair.right, scheme="CO_CC", value="52000111", key="CO:52000111")
    shared = [{"comparison": "phones", "level": "equal", "weight": 0.0}]
    MatchPair.objects.filter(pk=pair.pk).update(kind="HOUSEHOLD", contributions=shared, weight=0.0, probability=0.9)
    html = page(world.ana, f"{QUEUE}/{pair.pk}")
    shown = text(html)
    assert "¿Son del mismo hogar?" in shown
    assert 'tipo=hogares" aria-current="page"' in tabs_of(html)
    assert "Por qué se pregunta Mismo teléfono." in shown
    assert "90 %" not in shown.replace("\u00a0", " ").partition("Uniones")[2]
    assert "equivale a" not in shown
    assert "ningún dato lo contradice" not in shown
    assert "Son la misma, aunque no lo parezca Cada una tiene un documento válido distinto." in shown
    posted(world.ana, f"{QUEUE}/{pair.pk}/decision", verdict="SAME", reason="Cambió de cédula")
    assert Merge.objects.get().note == "Cambió de cédula"


def tabs_of(html: str) -> str:
    return html.partition('class="tabs"')[2].partition("</nav>")[0]


def test_who_sees_one_of_two_sees_neither_queue_nor_pair(world: World, pair: MatchPair) -> None:
    hidden = pair_of(person("Suya", world.carla), person("Otra", world.ana))
    assert "No hay parejas por decidir" in page(world.carla, QUEUE)
    for address in (f"{QUEUE}/{pair.pk}", f"{QUEUE}/{hidden.pk}", f"{QUEUE}/{pair.pk}/parecidas"):
        assert client_of(world.carla).get(address).status_code == 404
    for address in (f"{QUEUE}/{pair.pk}/decision", f"{QUEUE}/{hidden.pk}/decision"):
        assert posted(world.carla, address, verdict="SAME").status_code == 404
    assert (
        posted(world.carla, f"{QUEUE}/{pair.pk}/parecidas/decision", verdict="SAME", pairs=[pair.pk]).status_code == 302
    )
    assert not Merge.objects.exists()


def test_yes_joins_and_the_toast_takes_it_back(world: World, pair: MatchPair) -> None:
    answered = posted(world.ana, f"{QUEUE}/{pair.pk}/decision", verdict="SAME")
    assert answered["Location"] == QUEUE
    assert Merge.objects.standing().get().pair == pair
    undo(token=UndoOffer.objects.latest("pk").token, by=world.ana)
    assert not Merge.objects.standing().exists()
    assert "Una pareja dudosa." in text(page(world.ana, QUEUE))


def test_no_is_remembered_and_later_goes_to_the_end(world: World, pair: MatchPair) -> None:
    second = pair_of(person("a", world.ana), person("b", world.ana))
    posted(world.ana, f"{QUEUE}/{pair.pk}/decision", verdict="LATER")
    assert [one.pk for one in MatchPair.objects.order_by("turn", "pk")] == [second.pk, pair.pk]
    posted(world.ana, f"{QUEUE}/{pair.pk}/decision", verdict="NOT")
    assert Apart.objects.standing().get().left_id == pair.left_id


def test_they_are_family(world: World, pair: MatchPair) -> None:
    seed_relationship_types()
    posted(world.ana, f"{QUEUE}/{pair.pk}/decision", verdict="RELATED", tipo="")
    pair.refresh_from_db()
    assert pair.state == "RELATED"


def test_different_documents_need_a_reason(world: World, pair: MatchPair) -> None:
    PartyIdentifier.objects.create(party=pair.right, scheme="CO_CC", value="52000111", key="CO:52000111")
    assert "Por qué son la misma, aunque no lo parezca" in page(world.ana, f"{QUEUE}/{pair.pk}")
    refused = posted(world.ana, f"{QUEUE}/{pair.pk}/decision", verdict="SAME")
    assert refused["Location"] == f"{QUEUE}/{pair.pk}"
    assert not Merge.objects.exists()
    posted(world.ana, f"{QUEUE}/{pair.pk}/decision", verdict="SAME", reason="Cambió de cédula")
    assert Merge.objects.get().note == "Cambió de cédula"


def test_an_unknown_answer_changes_nothing(world: World, pair: MatchPair) -> None:
    assert posted(world.ana, f"{QUEUE}/{pair.pk}/decision", verdict="QUIZÁ").status_code == 302
    pair.refresh_from_db()
    assert pair.state == "OPEN"


def test_look_alikes_are_decided_together_and_taken_back_at_once(world: World, pair: MatchPair) -> None:
    others = [pair_of(person(f"a{n}", world.ana), person(f"b{n}", world.ana)) for n in range(2)]
    assert "Otras 2 parejas se parecen por lo mismo" in page(world.ana, f"{QUEUE}/{pair.pk}")
    assert text(page(world.ana, f"{QUEUE}/{pair.pk}/parecidas")).count("88 %") == 3
    posted(world.ana, f"{QUEUE}/{pair.pk}/parecidas/decision", verdict="SAME", pairs=[others[0].pk, others[1].pk])
    assert Merge.objects.standing().count() == 2
    undo(token=UndoOffer.objects.latest("pk").token, by=world.ana)
    assert not Merge.objects.standing().exists()
    nothing = posted(world.ana, f"{QUEUE}/{pair.pk}/parecidas/decision", verdict="SAME")
    assert nothing["Location"] == f"{QUEUE}/{pair.pk}/parecidas"


def test_a_run_is_checked_by_a_sample(world: World, pair: MatchPair) -> None:
    run = ResolutionRun.objects.create(scope="FULL")
    families = {pair.left_id: [pair.left_id], pair.right_id: [pair.right_id]}
    merge = write_merge(left=pair.left_id, right=pair.right_id, families=families, by=None, pair=pair, why={}, run=run)
    Merge.objects.filter(pk=merge.pk).update(in_sample=True)
    assert "Sí, bien unidas" in page(world.ana, f"{QUEUE}?tipo=muestra")
    answered = posted(world.ana, f"{QUEUE}/{pair.pk}/decision", verdict="NOT", tipo="muestra")
    assert answered["Location"] == f"{QUEUE}?tipo=muestra"
    assert not Merge.objects.standing().exists()
    assert "Nada que comprobar" in page(world.ana, f"{QUEUE}?tipo=muestra")


def test_merges_say_who_and_why_and_are_separated(world: World, pair: MatchPair) -> None:
    done = merge_parties(one=pair.left, other=pair.right, by=world.ana)
    shown = text(page(world.ana, f"{QUEUE}/uniones"))
    assert "María J. Gutiérrez Majo Gutierrez Lo decidió una persona Ana" in shown
    assert "María" not in page(world.carla, f"{QUEUE}/uniones")
    address = f"{QUEUE}/uniones/{done.merge.pk}/separacion"
    assert posted(world.carla, address).status_code == 404
    assert posted(world.ana, address, next=f"{QUEUE}/uniones")["Location"] == f"{QUEUE}/uniones"
    assert not Merge.objects.standing().exists()
    assert posted(world.ana, address).status_code == 302
    assert "separadas" in text(page(world.ana, f"{QUEUE}/uniones?ver=separadas"))
    assert "Ninguna unión sigue vigente" in page(world.ana, f"{QUEUE}/uniones?ver=vigentes")
    assert "Todavía nadie resultó ser otro" in page(world.carla, f"{QUEUE}/uniones")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_whatever_waits(world: World, count: int, django_assert_num_queries: Any) -> None:
    for n in range(count):
        pair_of(person(f"a{n}", world.ana), person(f"b{n}", world.ana))
    client = client_of(world.ana)
    with django_assert_num_queries(45):
        client.get(QUEUE)
