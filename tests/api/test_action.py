"""Offers and next actions by programs."""

import pytest
from acted import propose
from listed import add_party
from rest import Program
from world import World

from lazo.api.company import today

pytestmark = pytest.mark.django_db
OFFER = {
    "name": "Molino", "kind": "cross", "area": "MAXIMIZE", "guess": 0.1, "channels": ["phone"], "margin": 500_000, "unit_cost": 2_000,
}  # fmt: skip


def test_an_offer_is_made_changed_thrown_away_and_taken_back(world: World) -> None:
    program = Program(world.diego)
    made = program.post("/offers", {**OFFER, "definition": {"field": "country", "in": ["MX"]}})
    assert (made["key"], made["control"], made["version"], made["beliefs"]) == ("molino", 1_000, 1, [])
    changed = program.answer("PATCH", "/offers/molino", {"guess": 0.2, "capacity": 5, "version": 1})
    assert (changed["guess"], changed["capacity"], changed["version"]) == (0.2, 5, 2)
    assert program.problem("PATCH", "/offers/molino", {"guess": 0.3, "version": 1}, status=409)[0] == "stale"
    program.post("/undos", {"token": changed["undo"]})
    assert program.get("/offers/molino")["guess"] == 0.1
    token = program.answer("DELETE", "/offers/molino")["undo"]
    assert program.get("/offers")["data"] == []
    program.post("/undos", {"token": token})
    assert [one["key"] for one in program.get("/offers")["data"]] == ["molino"]


def test_what_makes_no_sense_is_said_beside_its_field(world: World) -> None:
    program = Program(world.diego)
    for more, error in (
        ({"guess": 1}, ("/guess", "bad_guess")),
        ({"margin_share": 5}, ("/margin", "one_margin")),
        ({"channels": []}, ("/channels", "no_channel")),
        ({"key": "No Vale"}, ("/key", "bad_offer_key")),
        ({"definition": {"field": "nothing", "in": [1]}}, ("/definition/field", "unknown_field")),
        ({"valid_to": "2020-01-01"}, ("/valid_to", "ends_before")),
    ):
        assert program.problem("POST", "/offers", {**OFFER, **more}, status=422)[1] == [error]
    assert Program(world.ana).problem("POST", "/offers", OFFER, status=403)[0] == "not_allowed"


def test_actions_are_listed_answered_and_taken_back_by_who_sees_the_customer(world: World) -> None:
    abel, beto = (add_party(name, owner=world.ana, team=world.north) for name in ("Abel", "Beto"))
    first, second = propose(world, [abel, beto], on=today())
    ana, carla = Program(world.ana), Program(world.carla)
    page = ana.get("/actions?limit=1")
    assert [one["id"] for one in page["data"]] == [first.pk]
    assert [one["customer"] for one in ana.get(f"/actions?limit=1&cursor={page['next']}")["data"]] == [beto.pk]
    assert carla.get("/actions")["data"] == []
    assert carla.problem("POST", f"/actions/{first.pk}/outcome", {"outcome": "done"}, status=404)[0] == "not_found"
    assert carla.problem("GET", f"/customers/{abel.pk}/next-action", status=404)[0] == "not_found"
    assert Program(world.bruno).get("/actions?owner=me")["data"] == []
    assert ana.get(f"/customers/{abel.pk}/next-action")["action"]["id"] == first.pk
    assert ana.problem("POST", f"/actions/{first.pk}/outcome", {"outcome": "accepted"}, status=422)[1] == [
        ("/outcome", "not_carried_out")
    ]
    late = {"outcome": "postponed", "until": "2020-01-01"}
    assert ana.problem("POST", f"/actions/{second.pk}/outcome", late, status=422)[1] == [("/until", "too_far")]
    ana.post(f"/actions/{first.pk}/outcome", {"outcome": "done"})
    assert ana.problem("POST", f"/actions/{first.pk}/outcome", {"outcome": "done"}, status=409)[0] == "already_answered"
    (offer,) = ana.get("/offers")["data"]
    assert (offer["proposed"], offer["answers"]) == (1, {"done": 1})
    (hidden,) = carla.get("/offers")["data"]
    assert (hidden["proposed"], hidden["expected"], hidden["answers"]) == (0, 0, {})
    behind = f"/offers/{offer['key']}/customers"
    assert ana.get(f"{behind}?why=done") == {"data": [{"customer": abel.pk}], "next": None, "total": 1}
    assert carla.get(f"{behind}?why=done") == {"data": [], "next": None, "total": 0}
    ana.answer("GET", f"{behind}?why=nothing", status=422)
    token = ana.post(f"/actions/{first.pk}/outcome", {"outcome": "accepted"})["undo"]
    ana.post("/undos", {"token": token})
    ana.post(f"/actions/{first.pk}/outcome", {"outcome": "declined"})
    assert ana.problem("GET", f"/actions/{2**60}/replay", status=404)[0] == "not_found"
