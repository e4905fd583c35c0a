"""The work of today and the box on a customer's page: seen by who looks after them, answered, undone; nobody else sees anything."""

from collections.abc import Callable
from typing import Any

import pytest
from acted import propose
from listed import add_party
from web.browsing import client_of, page, posted
from world import World

from lazo.customize.models import ActionAnswer, NextAction, Outcome
from lazo.kernel.models import Event, Job, UndoOffer
from lazo.kernel.today import company_today
from lazo.kernel.undo import undo

pytestmark = pytest.mark.django_db


def test_before_anything_was_decided_the_page_says_what_is_missing(world: World) -> None:
    html = page(world.ana, "/hoy")
    assert "Todavía no se ha decidido qué hacer" in html
    assert "Decidir para hoy" not in html
    assert posted(world.ana, "/hoy/decision").status_code == 403
    assert "Decidir para hoy" in page(world.diego, "/hoy")
    assert posted(world.diego, "/hoy/decision").status_code == 302
    assert Job.objects.get().kind == "customize.decide"
    assert "Se está decidiendo" in page(world.diego, "/hoy")


def test_an_action_is_done_answered_and_taken_back(world: World) -> None:
    abel = add_party("Abel Ruiz", owner=world.ana, team=world.north)
    action = propose(world, [abel], on=company_today(), what="Ofrécele la suscripción")[0]
    html = page(world.ana, "/hoy")
    assert "Ofrécele la suscripción" in html
    assert "Abel Ruiz" in html
    assert "8,5\xa0% de $\xa06.000" in html
    assert "Sin evidencia todavía: quien la creó espera que sirva al 20,0\xa0%." in html
    place = f"/acciones/{action.pk}/respuesta"
    assert posted(world.ana, place, said="done")["Location"] == "/hoy"
    assert not NextAction.objects.exists()
    html = page(world.ana, "/hoy")
    assert "Esperan respuesta" in html
    assert "Esperan respuesta" not in page(world.bruno, "/hoy")
    assert "Aceptó" in page(world.ana, f"/clientes/{abel.pk}")
    posted(world.ana, place, said="declined")
    answer = ActionAnswer.objects.get(said="declined")
    assert (answer.party_id, answer.by, (answer.until - answer.on).days) == (abel.pk, world.ana, 90)  # type: ignore[operator]  # it rests
    assert Outcome.objects.get().name == "declined"
    assert Event.objects.filter(kind="action.answered").count() == 2
    undo(token=UndoOffer.objects.order_by("-pk")[0].token, by=world.ana)
    assert not Outcome.objects.exists()
    assert [one.said for one in ActionAnswer.objects.all()] == ["done"]


def test_who_sees_nothing_sees_no_action_and_answers_none(world: World) -> None:
    abel = add_party("Abel Ruiz", owner=world.ana, team=world.north)
    action = propose(world, [abel], on=company_today())[0]
    assert "Abel" not in page(world.carla, "/hoy?de=todos")
    assert "Abel" in page(world.bruno, "/hoy?de=todos")
    assert "Abel" not in page(world.bruno, "/hoy")
    place = f"/acciones/{action.pk}/respuesta"
    assert "ya no está" in client_of(world.carla).post(place, {"said": "done"}, follow=True).content.decode()
    assert NextAction.objects.count() == 1
    assert client_of(world.carla).get(f"/clientes/{abel.pk}/acciones").status_code == 404
    assert posted(world.ana, place, said="nonsense").status_code == 404
    assert (
        "Primero marca que se hizo"
        in client_of(world.ana).post(place, {"said": "accepted"}, follow=True).content.decode()
    )


def test_one_and_three_actions_cost_the_same_questions(
    world: World, django_assert_num_queries: Callable[[int], Any]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, on = client_of(world.ana), company_today()
    propose(world, [add_party("Abel", owner=world.ana, team=world.north)], on=on)
    client.get("/hoy")
    with CaptureQueriesContext(connection) as one:
        assert client.get("/hoy").content.decode().count('data-row-key="h"') == 1
    propose(
        world, [add_party(name, owner=world.ana, team=world.north) for name in ("Beto", "Caro")], on=on, money=9_000
    )
    with CaptureQueriesContext(connection) as three:
        assert client.get("/hoy").content.decode().count('data-row-key="h"') == 3
    assert len(three) == len(one)


def test_pages_of_the_list_follow_each_other_by_money(world: World) -> None:
    customers = [add_party(f"Parte {n:02}", owner=world.ana, team=world.north) for n in range(23)]
    propose(world, customers, on=company_today())
    first = page(world.ana, "/hoy")
    assert first.count('data-row-key="h"') == 20
    following = first.partition('href="?desde=')[2].partition('"')[0]
    second = page(world.ana, f"/hoy?desde={following}")
    assert [f"Parte {n:02}" in second for n in (19, 20, 22)] == [False, True, True]
    assert page(world.ana, "/hoy?desde=x_y").count('data-row-key="h"') == 20
    assert "Hoy es mejor dejarlos en paz" in page(world.ana, "/hoy?area=RETAIN")
