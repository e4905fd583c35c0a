"""The pages of offers: written, edited, thrown away and taken back by who may; seen by the others."""

import re

import pytest
from acted import details, make_offers, propose, run_decision
from pytest_django import DjangoAssertNumQueries
from rest import person
from scored import ON
from web.browsing import client_of, page, posted
from world import World

from lazo.customize.deciding.run_file import read_run
from lazo.customize.models import NextAction, Offer, OfferVersion
from lazo.customize.operations.action_answer import answer_action
from lazo.customize.operations.offer import create_offer
from lazo.customize.queries.offer import live_offers, offer_lines
from lazo.customize.queries.offer_people import left_alone
from lazo.identify.models import Party
from lazo.kernel.models import UndoOffer, User
from lazo.kernel.today import company_today
from lazo.kernel.undo import undo
from lazo.kernel.workspace import Workspace
from lazo.web.action_words import VERDICTS

pytestmark = pytest.mark.django_db
LIST_QUERIES = 20


def said(**other: object) -> dict[str, object]:
    return {
        "name": "Molino manual", "what": "Ofrécele el molino", "kind": "cross", "area": "MAXIMIZE", "segment": "", "channels": ["phone", "email"],
        "purpose": "marketing", "unit_cost": "1.500", "margin": "47.000", "margin_share": "", "guess": "8", "budget": "", "cap_total": "200",
        "cap_day": "", "cap_person": "1", "rest_days": "90", "capacity": "6", "valid_from": company_today().isoformat(), "valid_to": "",
        "control": "10", **other,
    }  # fmt: skip


def test_an_offer_is_written_edited_thrown_away_and_taken_back(world: World) -> None:
    assert "Todavía no hay ofertas" in page(world.ana, "/ofertas")
    assert posted(world.diego, "/ofertas/nueva", **said())["Location"] == "/ofertas/molino-manual"
    offer = Offer.objects.get()
    assert (offer.unit_cost, offer.margin, offer.guess, offer.capacity) == (150_000, 4_700_000, 0.08, 6)
    assert offer.channels == ["email", "phone"] or offer.channels == ["phone", "email"]
    assert [arm.share for arm in offer.experiment.arms.order_by("key")] == [1_000, 9_000]
    assert "Molino manual" in page(world.ana, "/ofertas")
    edited = said(guess="12", version="1")
    assert posted(world.diego, "/ofertas/molino-manual", **edited).status_code == 302
    assert posted(world.diego, "/ofertas/molino-manual", **edited).status_code == 400
    offer.refresh_from_db()
    assert (offer.guess, offer.version, OfferVersion.objects.count()) == (0.12, 2, 2)
    assert "Volver a esta" in page(world.diego, "/ofertas/molino-manual")
    posted(world.diego, "/ofertas/molino-manual/version", number="1")
    offer.refresh_from_db()
    assert (offer.guess, offer.version) == (0.08, 3)
    posted(world.diego, "/ofertas/molino-manual/eliminacion")
    assert client_of(world.diego).get("/ofertas/molino-manual").status_code == 404
    undo(token=UndoOffer.objects.order_by("-pk")[0].token, by=world.diego)
    assert "Molino manual" in page(world.diego, "/ofertas")


def test_what_makes_no_sense_is_said_beside_its_field(world: World) -> None:
    for other, words in (
        ({"name": " "}, "Escribe cómo se llama."),
        ({"margin_share": "10"}, "uno de los dos"),
        ({"unit_cost": "caro"}, "Escribe un monto, como 12.500."),
        ({"guess": "0"}, "Va entre 0 y 100"),
        ({"channels": []}, "Elige al menos un canal."),
        ({"valid_to": "2020-01-01"}, "Tiene que terminar después de empezar."),
        ({"control": "100"}, "va de 0 a 90"),
    ):
        response = posted(world.diego, "/ofertas/nueva", **said(**other))
        assert response.status_code == 400
        assert words in response.content.decode()
    assert not Offer.objects.exists()


def test_only_who_administers_changes_an_offer(world: World) -> None:
    create_offer(details=details(name="Molino"), by=world.diego, on=company_today())
    html = page(world.ana, "/ofertas/molino")
    assert "Solo quien administra cambia las ofertas." in html
    assert "Eliminar" not in html
    assert client_of(world.ana).get("/ofertas/nueva").status_code == 404
    assert posted(world.ana, "/ofertas/molino/eliminacion").status_code == 404
    assert posted(world.ana, "/ofertas/molino", **said(version="1")).status_code == 400
    assert Offer.objects.get().name == "Molino"


def listed(user: User, address: str) -> list[str]:
    """The addresses of the customers of a list, over all its pages."""
    found, ahead = [], address
    while ahead:
        html = page(user, ahead)
        body = html[html.index("</h1>") :]
        found += re.findall(r'<li><a href="(/clientes/\d+)"', body)
        more = re.search(r'href="(\?por=\w+&amp;desde=\d+)"', body)
        ahead = address.partition("?")[0] + more[1].replace("&amp;", "&") if more else ""
    return found


def test_each_number_opens_the_list_of_exactly_its_people(
    transactional_db: None, world: World, workspace: Workspace
) -> None:
    made = make_offers(world, workspace, customers=180)
    run = run_decision(workspace)
    assert left_alone(run, user=world.diego) == run.counts["control"] > 0
    mine = NextAction.objects.visible_to(world.ana).filter(offer=made.plan).order_by("pk")
    first, second = mine[:2]
    for row, said in ((first, "done"), (first, "accepted"), (second, "withheld")):
        answer_action(action=row.pk, said=said, by=world.ana, on=ON)
    everybody = read_run(workspace, run)[0].ids
    for user in (world.diego, world.ana, world.carla):
        html = page(user, f"/ofertas/{made.plan.key}")
        numbers = re.findall(r'href="(/ofertas/[\w-]+/clientes\?por=\w+)">(\d+)', html)
        assert len(numbers) >= 4
        lost: set[str] = set()
        for address, number in numbers:
            people = listed(user, address)
            assert len(people) == len(set(people)) == int(number), (user.name, address)
            lost |= set(people) if address.rpartition("=")[2] in VERDICTS else set()
        seen = {f"/clientes/{one.pk}" for one in Party.objects.visible_to(user).filter(pk__in=everybody.tolist())}
        chosen = offer_lines(live_offers().filter(pk=made.plan.pk), user=user)[0]
        assert lost < seen
        assert len(seen) - len(lost) >= chosen.proposed > 0
        actions = NextAction.objects.visible_to(user)
        assert f'href="/hoy?de=todos&amp;oferta={made.plan.key}">{chosen.proposed}<' in html
        assert actions.filter(offer=made.plan).count() == chosen.proposed
        whole = page(user, "/ofertas")
        assert f'href="/hoy?de=todos">{actions.count()} acci' in whole
        alone = re.search(r'href="/ofertas/sin-nada">(\d+) cliente', whole)
        assert len(listed(user, "/ofertas/sin-nada")) == (int(alone[1]) if alone else 0)
        if user == world.diego:
            assert seen == {f"/clientes/{one}" for one in everybody.tolist()}
        done = listed(user, f"/ofertas/{made.plan.key}/clientes?por=done")
        assert done == ([] if user == world.carla else [f"/clientes/{first.party_id}"])
    only = page(world.ana, f"/hoy?de=todos&oferta={made.plan.key}")
    assert f"Solo «{made.plan.name}»." in only
    assert "Solo «" not in page(world.ana, "/hoy?oferta=nada")


def test_people_of_a_number_that_there_is_not_are_no_page(world: World) -> None:
    create_offer(details=details(name="Molino"), by=world.diego, on=company_today())
    for address in (
        "/ofertas/molino/clientes?por=nada",
        "/ofertas/molino/clientes?por=chosen",
        "/ofertas/otra/clientes",
    ):
        page(world.ana, address, status=404)
    for address in ("/ofertas/molino/clientes?por=no_gain", "/ofertas/molino/clientes?desde=x", "/ofertas/sin-nada"):
        assert "Nadie que puedas ver." in page(world.ana, address)


@pytest.mark.parametrize("people", [1, 3])
def test_a_list_asks_the_same_questions_however_many(
    world: World, people: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = propose(world, [person(world.ana) for _n in range(people)], on=company_today(), key="molino")
    for row in rows:
        answer_action(action=row.pk, said="done", by=world.ana, on=company_today())
    client = client_of(world.ana)
    with django_assert_max_num_queries(LIST_QUERIES):
        html = client.get("/ofertas/molino/clientes?por=done").content.decode()
    assert len(re.findall(r'<li><a href="/clientes/\d+"', html)) == people
