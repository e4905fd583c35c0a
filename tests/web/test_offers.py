"""The pages of offers: written, edited, thrown away and taken back by who may; seen by the others."""

import json
from urllib.parse import quote

import pytest
from acted import details, propose
from rest import person
from web.browsing import client_of, page, posted
from world import World

from lazo.customize.models import Offer, OfferVersion
from lazo.customize.operations.action_answer import answer_action
from lazo.customize.operations.offer import create_offer
from lazo.kernel.models import UndoOffer
from lazo.kernel.today import company_today
from lazo.kernel.undo import undo

pytestmark = pytest.mark.django_db


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


def test_its_numbers_open_their_people(world: World) -> None:
    (row,) = propose(world, [person(world.ana)], on=company_today(), key="molino")
    answer_action(action=row.pk, said="done", by=world.ana, on=company_today())
    offer = Offer.objects.get(key="molino")
    for address in ("/ofertas", "/ofertas/molino"):
        rules = {"events": {"campaigns": [offer.experiment.key], "names": ["done"]}}
        assert f"/segmentos/nuevo?reglas={quote(json.dumps(rules))}" in page(world.ana, address)
    rules = {"campaigns": {"campaigns": [offer.experiment.key], "groups": ["treated"]}}
    link = f"/segmentos/nuevo?reglas={quote(json.dumps(rules))}"
    assert link in page(world.ana, "/ofertas/molino")
    assert "Las reglas no se entienden" not in page(world.ana, link)
    only = page(world.ana, "/hoy?de=todos&oferta=molino")
    assert f"Solo «{offer.name}»." in only
    assert "Solo «" not in page(world.ana, "/hoy?oferta=nada")
