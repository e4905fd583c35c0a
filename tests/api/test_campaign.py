"""Campaigns through the doors of programs: written, counted, moved, read by page; and who may."""

from collections import Counter
from typing import Any

import pytest
from campaigned import ON, Bank, launched, make_bank, wave
from django.utils import timezone
from receiver import Receiver
from rest import Program
from world import make_world

from lazo.api.webhooks.delivery import deliver_due
from lazo.api.webhooks.post import Letterbox
from lazo.customize.models import Decision
from lazo.interact.models import Campaign
from lazo.kernel.jobs import NullContext
from lazo.kernel.operations.webhook import add_webhook
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bank(transactional_db: None, workspace: Workspace) -> Bank:
    return make_bank(make_world(), workspace)


def told(bank: Bank, **changes: Any) -> dict[str, Any]:
    arm = {"name": "Tarjeta", "unit_cost": 90_000, "templates": {"email": bank.email.pk}}
    said: dict[str, Any] = {
        "name": "Tarjeta", "segment": bank.savers.key, "without": [bank.claims.key], "area": "MAXIMIZE", "channels": ["email"],
        "arms": [arm], "control": 2_000, "base": 0.019, "effect": 0.012, "unit_margin": 31_000_000,
    }  # fmt: skip
    return said | changes


def test_a_campaign_lives_by_program(bank: Bank) -> None:
    program = Program(bank.world.diego)
    counted = program.post("/campaign-forecasts", told(bank), status=200)
    assert (counted["audience"], counted["without"], counted["eligible"]) == (400, {bank.claims.key: 32}, 350)
    assert (counted["blocked"], counted["channels"]) == ({"no-consent": 18}, {"email": 350})
    assert counted["cost"] == {"amount": counted["arms"][0]["customers"] * 90_000, "currency": "COP"}
    made = program.post("/campaigns", told(bank))
    assert (made["state"], made["version"], made["whole"], made["customers"]) == ("DRAFT", 1, True, 0)
    assert [(arm["key"], arm["share"]) for arm in made["arms"]] == [("a", 8_000), ("control", 2_000)]
    place = f"/campaigns/{made['id']}"
    changed = program.answer("PUT", place, told(bank, name="Otra", version=1))
    assert (changed["name"], changed["version"]) == ("Otra", 2)
    assert program.problem("PUT", place, told(bank, version=1), status=409)[0] == "stale"
    moved = program.post(f"{place}/launches", status=200)
    assert moved["state"] == "SCHEDULED"
    program.post("/undos", {"token": moved["undo"]})
    assert program.get(place)["state"] == "DRAFT"
    program.post(f"{place}/launches", status=200)
    paused = program.post(f"{place}/pauses", {"note": "un error"}, status=200)
    assert paused["state"] == "PAUSED"
    assert program.post(f"{place}/resumptions", status=200)["state"] == "SCHEDULED"
    assert program.post(f"{place}/ends", status=200)["state"] == "ENDED"
    copy = program.post(f"{place}/copies")
    assert (copy["name"], copy["state"]) == ("Otra (copia)", "DRAFT")
    gone = program.answer("DELETE", f"/campaigns/{copy['id']}")
    program.problem("GET", f"/campaigns/{copy['id']}", status=404)
    program.post("/undos", {"token": gone["undo"]})
    assert program.get(f"/campaigns/{copy['id']}")["state"] == "DRAFT"


def test_lists_come_in_pages(bank: Bank) -> None:
    campaign = launched(bank)
    made = wave(bank, campaign)
    launched(bank, name="Otra")
    program = Program(bank.world.diego)
    first = program.get("/campaigns?limit=1")
    assert [row["name"] for row in first["data"]] == ["Otra"]
    second = program.get(f"/campaigns?limit=1&cursor={first['next']}")
    assert [row["name"] for row in second["data"]] == ["Tarjeta para ahorradores"]
    assert second["next"] is None
    assert second["data"][0]["reached"] == made.counts["arms"]["a"]
    assert [row["state"] for row in program.get("/campaigns?state=RUNNING")["data"]] == ["RUNNING"]
    place = f"/campaigns/{campaign.pk}"
    found, cursor = [], ""
    while True:
        answer = program.get(f"{place}/decisions?limit=200&cursor={cursor}")
        found += answer["data"]
        if not answer["next"]:
            break
        cursor = answer["next"]
    assert len({row["customer"] for row in found}) == len(found) == 350
    assert {(row["arm"], row["message"]) for row in found} == {("a", "QUEUED"), ("control", "")}
    assert {row["arm"] for row in program.get(f"{place}/decisions?arm=control")["data"]} == {"control"}
    blocks = program.get(f"{place}/blocks")["data"]
    assert (len(blocks), {row["rule"] for row in blocks}) == (18, {"no-consent"})
    waves = program.get(f"{place}/waves")["data"]
    assert [(row["number"], row["rows"], row["counts"]["audience"]) for row in waves] == [(1, 368, 400)]


def test_results_are_read_against_the_control_group(bank: Bank) -> None:
    program = Program(bank.world.diego)
    campaign = launched(bank)
    place = f"/campaigns/{campaign.pk}/results"
    assert program.problem("GET", place, status=409)[0] == "not_launched"
    made = wave(bank, campaign)
    told = program.get(place)
    assert {arm["key"]: arm["customers"] for arm in told["arms"]} == made.counts["arms"]
    assert (told["whole"]["extra"], told["is_final"]) == (0, False)
    assert Program(bank.world.carla).problem("GET", place, status=403)[0] == "not_allowed"


def test_what_customers_did_is_told_once_and_read_in_the_results(bank: Bank) -> None:
    program, campaign = Program(bank.world.diego), launched(bank)
    place = f"/experiments/{campaign.experiment_id}/outcomes"
    day = ON.isoformat()
    one = {"customer": bank.parties[60].pk, "on": day, "key": "t-1"}
    assert program.problem("POST", place, {"outcomes": [one]}, status=409)[0] == "not_launched"
    wave(bank, campaign)
    decided = dict(Decision.objects.values_list("party", "arm__key"))
    some = sorted(decided)[:60]
    rows = [{"customer": party, "on": day, "key": f"t-{party}"} for party in some]
    outside = {"customer": bank.parties[0].pk, "on": day, "key": "t-0"}
    with Receiver() as receiver:
        kinds = ("experiment.outcomes_told",)
        made = add_webhook(
            user=bank.world.diego, url=receiver.url, kinds=kinds, by=bank.world.diego, allow_private=True
        )
        receiver.secret = made.secret
        assert program.post(place, {"outcomes": [*rows, outside]}) == {"kept": 60, "known": 0, "outside": 1}
        assert program.post(place, {"outcomes": rows}) == {"kept": 0, "known": 60, "outside": 0}
        deliver_due(NullContext(), post=Letterbox(allow_private=True).post, now=timezone.now)
        (event,) = receiver.letters[0]["events"]
        assert (event["row"], event["data"]["kept"], receiver.forged) == (campaign.experiment_id, {"card": 60}, 0)
    read = program.get(f"/experiments/{campaign.experiment_id}/readout?on={day}")
    successes = {arm["key"]: arm["successes"] for arm in read["arms"]}
    assert successes == Counter(decided[party] for party in some)
    wrong = [{**one, "on": "2999-01-01"}, {**one, "name": "purchase"}, {**one, "customer": 999_999}]
    told = [program.problem("POST", place, {"outcomes": [row]}, status=422)[1] for row in wrong]
    assert told == [
        [("/outcomes/0/on", "future")],
        [("/outcomes/0/name", "from_purchases")],
        [("/outcomes/0/customer", "unknown_customer")],
    ]
    assert Program(bank.world.ana).problem("POST", place, {"outcomes": [one]}, status=404)[0] == "not_found"


def test_who_may_not_is_told_so_and_sees_only_their_own(bank: Bank) -> None:
    campaign = launched(bank)
    wave(bank, campaign)
    place = f"/campaigns/{campaign.pk}"
    carla = Program(bank.world.carla)
    hers = {party.pk for party in bank.parties if party.owner_id == bank.world.carla.pk}
    row = carla.get(place)
    assert (row["whole"], row["cost"]) == (False, None)
    seen = {one["customer"] for one in carla.get(f"{place}/decisions?limit=1000")["data"]}
    assert seen
    assert seen <= hers
    assert row["customers"] == len(seen)
    assert carla.get(f"{place}/waves")["data"][0]["counts"] == {}
    assert carla.problem("POST", "/campaigns", told(bank), status=403)[0] == "not_allowed"
    assert carla.problem("POST", "/campaign-forecasts", told(bank), status=403)[0] == "not_allowed"
    for door in ("launches", "ends", "resumptions", "withdrawals", "approval-requests", "copies"):
        assert carla.problem("POST", f"{place}/{door}", {}, status=403)[0] == "not_allowed"
    reading = Program(bank.world.diego, ("campaigns:read",))
    assert reading.problem("POST", f"{place}/ends", {}, status=403)[0] == "no_scope"
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"segment": "ninguno"}, ("no_segment", [("/segment", "no_segment")])),
        ({"control": 0}, ("needs_reason", [("/no_control", "needs_reason")])),
        ({"control": 6_000}, ("control_too_large", [("/control", "control_too_large")])),
        ({"channels": ["sms"]}, ("invalid", [("/channels/0", "bad_value")])),
        ({"area": "OTHER"}, ("invalid", [("/area", "bad_value")])),
    ],
)
def test_what_is_wrong_is_told_by_its_place(bank: Bank, changes: dict[str, Any], problem: Any) -> None:
    assert Program(bank.world.diego).problem("POST", "/campaigns", told(bank, **changes), status=422) == problem
