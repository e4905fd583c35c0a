"""The contact policy for programs: of one, of many, who was held back, the rules, the company's own limits."""

import pytest
from contacted import MONDAY, say, somebody
from rest import Program
from world import World

from lazo.customize.models import ContactBlock, ContactLimit

pytestmark = pytest.mark.django_db
NOT_THERE = ("not_found", [])
SUNDAY = "2026-11-29T10:00:00-05:00"


def test_a_customer_s_policy_says_every_purpose_and_channel(world: World) -> None:
    party = somebody(owner=world.ana)
    rows = Program(world.ana).get(f"/customers/{party.pk}/contact-policy?at=2026-11-29T15:00:00Z")["data"]
    assert len(rows) == 24
    found = next(row for row in rows if (row["purpose"], row["channel"]) == ("marketing", "email"))
    assert found == {
        "purpose": "marketing",
        "channel": "email",
        "allowed": False,
        "rule": "co-2300-hours",
        "country": "CO",
        "words": "Ley 2300 de 2023, arts. 3 y 5: allí es domingo y no se contacta.",
        "until": "2026-11-30T12:00:00+00:00",
    }
    assert Program(world.carla).problem("GET", f"/customers/{party.pk}/contact-policy", status=404) == NOT_THERE
    bad = Program(world.ana).problem("GET", f"/customers/{party.pk}/contact-policy?at=ayer", status=422)
    assert bad[1][0][0] == "at"


def test_many_are_checked_at_once_and_others_are_unknown(world: World) -> None:
    mine, theirs, left = somebody(owner=world.ana), somebody(owner=world.carla), somebody(owner=world.ana)
    say(left, state="WITHDRAWN")
    asked = {"customers": [left.pk, mine.pk, theirs.pk, 10**9], "purpose": "marketing", "channel": "email"}
    told = Program(world.ana).post("/contact-policy/check", {**asked, "at": MONDAY.isoformat()}, status=200)
    assert [(row["customer"], row["allowed"], row["rule"]) for row in told["data"]] == [
        (left.pk, False, "withdrawn"),
        (mine.pk, True, ""),
    ]
    assert told["unknown"] == [theirs.pk, 10**9]
    wrong = {**asked, "channel": "fax"}
    assert Program(world.ana).problem("POST", "/contact-policy/check", wrong, status=422)[1][0][0] == "/channel"


def test_blocks_come_in_pages_of_those_one_sees(world: World) -> None:
    mine, theirs = somebody(owner=world.ana), somebody(owner=world.carla)
    told = {"purpose": "marketing", "channel": "email", "stage": "SEND", "on": "2026-11-29"}
    for party, rule in ((mine, "withdrawn"), (theirs, "withdrawn"), (mine, "no-consent"), (mine, "no-consent")):
        ContactBlock.objects.create(party=party.pk, rule=rule, **told)
    program = Program(world.ana)
    first = program.get("/contact-blocks?limit=2")
    assert [(row["customer"], row["rule"]) for row in first["data"]] == [(mine.pk, "no-consent")] * 2
    rest = program.get(f"/contact-blocks?limit=2&cursor={first['next']}")
    assert ([row["rule"] for row in rest["data"]], rest["next"]) == (["withdrawn"], None)
    assert len(program.get("/contact-blocks?rule=no-consent&from=2026-11-29&to=2026-11-30")["data"]) == 2
    assert program.get("/contact-blocks?from=2026-11-30")["data"] == []
    assert Program(world.bruno).get("/contact-blocks?channel=phone")["data"] == []
    assert program.problem("GET", "/contact-blocks?cursor=nada", status=422)[0] == "invalid"


def test_rules_are_told_with_their_source(world: World) -> None:
    rules = Program(world.carla).get("/contact-rules?country=CO")["data"]
    assert [rule["key"] for rule in rules] == [
        "minor",
        "no-consent",
        "co-2300-hours",
        "co-2300-daily",
        "co-2300-one-channel",
        "co-2300-channels",
        "co-rne-age",
    ]
    assert rules[2]["hours"]["sat"] == ["08:00", "15:00"]
    assert (rules[2]["certainty"], rules[2]["valid_from"], rules[2]["most"]) == ("read", "2023-10-10", None)


def test_limits_are_set_changed_and_ended(world: World) -> None:
    program = Program(world.diego)
    made = program.post("/contact-limits", {"kind": "budget", "most": 4, "days": 30})
    (limit,) = made["data"]
    assert (limit["kind"], limit["most"], limit["days"], limit["by"]) == ("budget", 4, 30, "Diego")
    changed = program.post("/contact-limits", {"kind": "budget", "most": 2, "days": 30, "follows": limit["id"]})
    assert [(row["most"], row["follows"]) for row in changed["data"]] == [(2, limit["id"])]
    again = {"kind": "budget", "most": 2, "days": 30, "follows": limit["id"]}
    assert program.problem("POST", "/contact-limits", again, status=409)[0] == "gone"
    program.post("/undos", {"token": changed["undo"]})
    assert [row["most"] for row in program.get("/contact-limits")["data"]] == [4]
    last = program.get("/contact-limits")["data"][0]["id"]
    assert program.answer("DELETE", f"/contact-limits/{last}")["data"] == []
    assert program.problem("DELETE", f"/contact-limits/{last}", status=409)[0] == "gone"


def test_limits_are_refused(world: World) -> None:
    program = Program(world.diego)
    laxer = {"kind": "cap", "country": "CL", "purposes": ["collections"], "channels": ["phone"], "most": 3, "days": 7}
    assert program.problem("POST", "/contact-limits", laxer, status=422)[1] == [("/kind", "law_is_stricter")]
    no_hours = {"kind": "hours", "country": "x"}
    found = program.problem("POST", "/contact-limits", no_hours, status=422)
    assert found[1] == [("/country", "unknown_country"), ("/hours", "missing")]
    assert Program(world.ana).problem("GET", "/contact-limits", status=403)[0] == "not_allowed"
    assert Program(world.ana).problem("POST", "/contact-limits", laxer, status=403)[0] == "not_allowed"
    assert not ContactLimit.objects.exists()
