"""Clicks on a way of contact: verified, another's, preferred; each taken back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from world import World

from lazo.identify.models import ContactPoint, Party, PreferredContact, Source
from lazo.identify.operations.contact_evidence import (
    UnableToMarkContact,
    disown_contact,
    prefer_contact,
    verify_contact,
)
from lazo.identify.operations.contact_outcome import report_contact_outcome
from lazo.identify.operations.contact_report import ContactReport
from lazo.identify.operations.party import add_person
from lazo.identify.queries.contact_point import contact_book, first_of
from lazo.identify.queries.parties import family_of
from lazo.kernel.models import Event, User
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def somebody(by: User, **said: Any) -> Party:
    return add_person(given_name="Abel", by=by, on=date(2026, 1, 1), **said)


def test_verified_says_how_who_and_when_and_outweighs_what_was_against_it(world: World) -> None:
    party = somebody(world.ana, emails=["abel@x.cl"])
    point = ContactPoint.objects.get()
    disown_contact(party=party, point=point.pk, by=world.ana, at=AT)
    token = verify_contact(party=party, point=point.pk, by=world.ana, at=AT + timedelta(hours=1))
    point.refresh_from_db()
    assert (point.verified_at, point.verified_how, point.verified_by) == (AT + timedelta(hours=1), "BY_HAND", world.ana)
    assert (point.health, point.health_why) == ("USABLE", "VERIFIED")
    undo(token=token, by=world.ana)
    point.refresh_from_db()
    assert (point.verified_at, point.verified_how, point.verified_by) == (None, "", None)
    assert (point.health, point.health_why) == ("DEAD", "WRONG_PERSON")


def test_not_theirs_is_taken_back(world: World) -> None:
    party = somebody(world.ana, phones=["+57 300 555 0142"])
    point = ContactPoint.objects.get()
    token = disown_contact(party=party, point=point.pk, by=world.ana, at=AT)
    assert ContactPoint.objects.dead().count() == 1
    assert not ContactPoint.objects.identifying().exists()
    undo(token=token, by=world.ana)
    assert ContactPoint.objects.usable().count() == 1
    with pytest.raises(UnableToUndo):
        undo(token=token, by=world.ana)
    kinds = (
        Event.objects.filter(kind__startswith="contact.", row=party.pk).order_by("pk").values_list("kind", flat=True)
    )
    assert list(kinds) == ["contact.outcome_reported", "contact.outcome_retracted"]


def test_one_of_a_kind_is_preferred_and_choosing_it_again_leaves_none(world: World) -> None:
    party = somebody(world.ana, emails=["a@x.cl", "b@x.cl"], phones=["+57 300 555 0142"])
    a, b = ContactPoint.objects.filter(kind="EMAIL").order_by("value")
    prefer_contact(party=party, point=a.pk, by=world.ana)
    token = prefer_contact(party=party, point=b.pk, by=world.ana)
    assert list(PreferredContact.objects.values_list("kind", "key", "by")) == [("EMAIL", "b@x.cl", world.ana.pk)]
    undo(token=token, by=world.ana)
    assert PreferredContact.objects.get().key == "a@x.cl"
    token = prefer_contact(party=party, point=a.pk, by=world.ana)
    assert not PreferredContact.objects.exists()
    prefer_contact(party=party, point=b.pk, by=world.ana)
    with pytest.raises(UnableToUndo) as refused:
        undo(token=token, by=world.ana)
    assert refused.value.code == "changed_since"


def test_who_does_not_see_the_customer_marks_nothing(world: World) -> None:
    party, other = somebody(world.ana, emails=["a@x.cl"]), somebody(world.ana, emails=["b@x.cl"])
    point, foreign = ContactPoint.objects.order_by("pk")
    for by, number in ((world.carla, point.pk), (world.ana, foreign.pk)):
        for mark in (
            lambda by=by, number=number: verify_contact(party=party, point=number, by=by, at=AT),
            lambda by=by, number=number: disown_contact(party=party, point=number, by=by, at=AT),
            lambda by=by, number=number: prefer_contact(party=party, point=number, by=by),
        ):
            with pytest.raises(UnableToMarkContact) as refused:
                mark()
            assert refused.value.code == "not_visible"
    token = disown_contact(party=other, point=foreign.pk, by=world.ana, at=AT)
    Party.objects.filter(pk=other.pk).update(owner=world.carla, team=None)
    with pytest.raises(UnableToUndo) as refused_undo:
        undo(token=token, by=world.ana)
    assert refused_undo.value.code == "not_allowed"


def test_the_book_has_the_best_first_and_a_dead_one_last(world: World) -> None:
    party = somebody(world.ana, emails=["a@x.cl", "b@x.cl", "ventas@x.cl", "d@gmial.com"], phones=["+57 300 555 0142"])
    a, b, desk, slip = (
        ContactPoint.objects.get(value=one) for one in ("a@x.cl", "b@x.cl", "ventas@x.cl", "d@gmial.com")
    )
    record = Party.objects.create(name="Abel R", canonical=party, owner=world.ana)
    source = Source.objects.create(key="tienda", name="La tienda")
    ContactPoint.objects.create(party=record, kind="EMAIL", value="b@x.cl", key="b@x.cl", source=source)
    verify_contact(party=party, point=desk.pk, by=world.ana, at=AT)
    prefer_contact(party=party, point=b.pk, by=world.ana)
    prefer_contact(party=party, point=a.pk, by=world.ana)
    report_contact_outcome(report=ContactReport("EMAIL", "a@x.cl", "HARD_BOUNCE", "email", AT), by=None)
    book = contact_book(family_of(party))
    told = [
        (line.point.value, line.state, line.is_first, line.is_preferred, line.is_shared, line.meant) for line in book
    ]
    assert told == [
        ("ventas@x.cl", "USABLE", True, False, True, ""),
        ("b@x.cl", "USABLE", False, False, False, ""),
        ("d@gmial.com", "DOUBTFUL", False, False, False, "d@gmail.com"),
        ("a@x.cl", "DEAD", False, True, False, ""),
        ("+573005550142", "USABLE", True, False, False, ""),
    ]
    assert (book[3].outcome, book[3].outcome_at) == ("HARD_BOUNCE", AT)
    assert (book[0].last_seen, book[1].last_seen) == (AT.date(), b.created_at.date())
    assert [line.source for line in book] == ["", "", "", "", ""] or book[1].source == "La tienda"
    first = first_of(book, "EMAIL")
    assert first is not None
    assert first.value == "ventas@x.cl"
    assert slip.is_likely is False
    assert first_of(book, "X") is None


def test_the_book_costs_the_same_for_one_as_for_many(world: World, django_assert_max_num_queries: Any) -> None:
    party = somebody(world.ana, emails=[f"a{number}@x.cl" for number in range(12)])
    with django_assert_max_num_queries(4):
        assert len(contact_book(family_of(party))) == 12
