"""The ledger of consent: added to and never rewritten, the strictest of several records, and what holds on a day."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from world import World

from lazo.identify.models import ConsentEntry, Party
from lazo.identify.models.consent import UnableToRewriteLedger
from lazo.identify.operations.consent import (
    Permission,
    UnableToWriteConsent,
    Written,
    grant_consent,
    withdraw_consent,
)
from lazo.identify.queries.consent import consent_of, ledger_of
from lazo.kernel.models import Event
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 20)
OFFERS = Permission("marketing", ("email",))


@pytest.fixture
def abel(world: World) -> Party:
    return Party.objects.create(name="Abel", owner=world.ana, country="CO")


def grant(world: World, party: Party, permission: Permission = OFFERS, **said: Any) -> Written:
    whole = {
        "basis": "consent",
        "evidence": "Casilla de la tienda",
        "said_on": date(2026, 1, 5),
        "by": world.ana,
    } | said
    return grant_consent(party=party, permission=permission, on=ON, **whole)


def withdraw(world: World, party: Party, said_on: date = date(2026, 3, 1)) -> Written:
    return withdraw_consent(party=party, permission=OFFERS, evidence="Por correo", said_on=said_on, by=world.ana, on=ON)


def held(party: Party, on: date = ON) -> list[tuple[str, str, str]]:
    return [(one.purpose, one.channel, one.state) for one in consent_of(party=party, on=on)]


def test_a_grant_is_a_line_for_each_channel(world: World, abel: Party) -> None:
    written = grant(world, abel, Permission("marketing", ("email", "whatsapp", "email")))
    assert [(row.channel, row.state, row.basis, row.by) for row in written.entries] == [
        ("email", "GRANTED", "consent", world.ana),
        ("whatsapp", "GRANTED", "consent", world.ana),
    ]
    assert held(abel) == [("marketing", "email", "GRANTED"), ("marketing", "whatsapp", "GRANTED")]
    event = Event.objects.get(kind="consent.granted")
    assert (event.table, event.row) == ("identify_party", abel.pk)
    assert event.data == {
        "purpose": "marketing",
        "channels": ["email", "whatsapp"],
        "basis": "consent",
        "entries": [row.pk for row in written.entries],
    }
    assert event.detail.after == {"evidence": "Casilla de la tienda"}


def test_the_last_word_holds_and_each_stays_in_the_ledger(world: World, abel: Party) -> None:
    grant(world, abel)
    withdraw(world, abel)
    assert held(abel) == [("marketing", "email", "WITHDRAWN")]
    assert held(abel, date(2026, 2, 1)) == [("marketing", "email", "GRANTED")]
    grant(world, abel, said_on=date(2026, 6, 1))
    assert held(abel) == [("marketing", "email", "GRANTED")]
    assert [line.state for line in ledger_of(party=abel)] == ["GRANTED", "WITHDRAWN", "GRANTED"]


def test_a_grant_runs_out_on_its_day(world: World, abel: Party) -> None:
    grant(world, abel, expires_on=date(2026, 7, 1))
    assert held(abel, date(2026, 6, 30)) == [("marketing", "email", "GRANTED")]
    assert held(abel, date(2026, 7, 1)) == [("marketing", "email", "EXPIRED")]
    assert held(abel, date(2026, 1, 4)) == []


def test_a_merge_never_widens(world: World, abel: Party) -> None:
    twin = Party.objects.create(name="Abel R.", owner=world.ana, country="CO")
    grant(world, abel, said_on=date(2026, 10, 1))
    withdraw(world, twin)
    Party.objects.filter(pk=twin.pk).update(canonical=abel)
    assert held(abel) == [("marketing", "email", "WITHDRAWN")]
    grant(world, abel, said_on=date(2026, 11, 1))
    assert held(abel) == [("marketing", "email", "GRANTED")]
    assert ConsentEntry.objects.filter(repeats__isnull=False, party=twin).count() == 1
    assert len(ledger_of(party=abel)) == 3


def test_a_line_entered_by_mistake_is_called_back_and_stays_to_be_seen(world: World, abel: Party) -> None:
    grant(world, abel)
    token = withdraw(world, abel).undo
    assert undo(token=token, by=world.ana).restored == 1
    assert held(abel) == [("marketing", "email", "GRANTED")]
    assert [(line.state, line.taken_back) for line in ledger_of(party=abel)] == [
        ("WITHDRAWN", True),
        ("GRANTED", False),
    ]
    other = grant(world, abel).undo
    Party.objects.filter(pk=abel.pk).update(owner=world.carla)
    with pytest.raises(UnableToUndo, match=r"^not_allowed$"):
        undo(token=other, by=world.ana)


def test_nobody_rewrites_the_ledger(world: World, abel: Party) -> None:
    (entry,) = grant(world, abel).entries
    entry.evidence = "otra cosa"
    for rewrite in (
        entry.save,
        entry.delete,
        ConsentEntry.objects.all().delete,
        lambda: ConsentEntry.objects.update(evidence=""),
    ):
        with pytest.raises(UnableToRewriteLedger):
            rewrite()
    with pytest.raises(IntegrityError):
        ConsentEntry.objects.create(party=abel, purpose="marketing", channel="email", state="GRANTED", on=ON)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"basis": "legitimate_interest"}, "unknown_basis"),
        ({"evidence": " "}, "no_evidence"),
        ({"evidence": "x" * 4001}, "text_too_long"),
        ({"said_on": date(2026, 11, 21)}, "future"),
        ({"expires_on": date(2026, 1, 5)}, "bad_period"),
        ({"permission": Permission("spying", ("email",))}, "unknown_purpose"),
        ({"permission": Permission("marketing", ())}, "no_channel"),
        ({"permission": Permission("marketing", ("smoke",))}, "unknown_channel"),
    ],
)
def test_what_cannot_be_granted_says_why(world: World, abel: Party, said: dict[str, Any], code: str) -> None:
    with pytest.raises(UnableToWriteConsent, match=f"^{code}$"):
        grant(world, abel, **said)
    assert not ConsentEntry.objects.exists()


def test_another_team_writes_nothing_into_the_ledger(world: World, abel: Party) -> None:
    with pytest.raises(UnableToWriteConsent, match=r"^not_visible$"):
        grant(world, abel, by=world.carla)


def test_each_country_has_its_bases(world: World, abel: Party) -> None:
    Party.objects.filter(pk=abel.pk).update(country="BR")
    abel.refresh_from_db()
    assert grant(world, abel, basis="legitimate_interest", evidence="").entries[0].basis == "legitimate_interest"
