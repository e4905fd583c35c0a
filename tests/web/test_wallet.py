"""Ajustes: from what wallet shares are known."""

import pytest
from rest import Program
from web import company
from web.browsing import page, posted
from world import World

from lazo.differentiate.models import WalletSettings
from lazo.differentiate.queries.wallet_settings import WalletFields, wallet_fields
from lazo.identify.operations.trait import define_trait
from lazo.kernel.events import record_event
from lazo.kernel.models import UndoOffer
from lazo.kernel.undo import undo

pytestmark = pytest.mark.django_db


def define(world: World) -> None:
    for name, of in (("Lugar", "NUMBER"), ("Marcas", "NUMBER"), ("Gasto", "MONEY")):
        define_trait(name=name, of=of, by=world.diego)


def test_only_who_administers_says_it(world: World) -> None:
    page(world.bruno, "/ajustes/billetera", 403)
    assert posted(world.bruno, "/ajustes/billetera", parecidos="1").status_code == 403
    assert "Todavía no se ha medido" in page(world.diego, "/ajustes/billetera")


def test_fields_are_chosen_and_taken_back(world: World) -> None:
    define(world)
    said = {"version": "", "lugar": "lugar", "marcas": "marcas", "gasto": "gasto", "parecidos": "1"}
    assert posted(world.diego, "/ajustes/billetera", **said)["Location"] == "/ajustes/billetera"
    assert wallet_fields() == WalletFields("lugar", "marcas", "gasto", "", look_alikes=True)
    assert '<option value="gasto" selected>' in page(world.diego, "/ajustes/billetera")
    undo(token=UndoOffer.objects.get().token, by=world.diego)
    assert not wallet_fields().asks_anything


def test_what_cannot_be_is_said_by_the_field(world: World) -> None:
    define(world)
    response = posted(world.diego, "/ajustes/billetera", version="", lugar="lugar")
    assert response.status_code == 400
    assert "elige los dos" in response.content.decode()
    stale = posted(world.diego, "/ajustes/billetera", version="9", parecidos="1")
    assert "Otra persona guardó cambios" in stale.content.decode()
    assert not WalletSettings.objects.exists()


def test_the_last_measurement_is_told(world: World) -> None:
    run = company.add_run()
    data = {"rank": 3, "declared": 0, "panel": 0, "look_alikes": 1234}
    record_event(kind="wallet.measured", by=None, table="score_run", row=run.pk, data=data)
    html = page(world.diego, "/ajustes/billetera")
    assert "1.234" in html
    assert "31 de octubre de 2025" in html


def test_programs_say_it_too(world: World) -> None:
    define(world)
    program = Program(world.diego)
    assert program.get("/wallet-settings")["version"] is None
    saved = program.answer("PUT", "/wallet-settings", {"spend_field": "gasto"})
    assert (saved["spend_field"], saved["look_alikes"]) == ("gasto", False)
    wrong = program.problem("PUT", "/wallet-settings", {"spend_field": "x", "version": saved["version"]}, status=422)
    assert wrong[1] == [("/spend_field", "bad_value")]
    assert program.problem("PUT", "/wallet-settings", {"look_alikes": True}, status=409)[0] == "stale"
    program.post("/undos", {"token": saved["undo"]})
    assert not wallet_fields().asks_anything
    assert Program(world.ana).problem("PUT", "/wallet-settings", {}, status=403)[0] == "not_allowed"
