"""What lies before somebody who began to leave, cause by cause."""

from datetime import date, timedelta

import pytest

from lazo.analytics.preventable import CAUSES, Case, Contact, causes_of

DAY = date(2026, 10, 15)


def ago(days: int, *, ours: bool = False, kind: str = "", subject: str = "") -> Contact:
    return Contact(DAY - timedelta(days=days), is_ours=ours, kind=kind, subject=subject)


@pytest.mark.parametrize(
    ("contact", "cause"),
    [
        (ago(10, kind="entrega tarde"), "late_delivery"),
        (ago(10, kind="reclamo", subject="El pedido llegó tarde"), "late_delivery"),
        (ago(10, kind="complaint", subject="My order is late"), "late_delivery"),
        (ago(10, kind="reclamação", subject="A entrega atrasou"), "late_delivery"),
        (ago(10, kind="factura equivocada"), "wrong_invoice"),
        (ago(10, kind="claim", subject="Invoice was wrong"), "wrong_invoice"),
        (ago(10, kind="SLA"), "broken_promise"),
    ],
)
def test_what_went_wrong_is_read_from_its_words(contact: Contact, cause: str) -> None:
    answered = ago(5, ours=True)
    assert causes_of(Case(DAY, (contact, answered))) == (cause,)


def test_a_complaint_counts_until_it_is_answered() -> None:
    claim = ago(30, kind="Queja", subject="El molino hace ruido")
    assert causes_of(Case(DAY, (claim,))) == ("open_claim",)
    assert causes_of(Case(DAY, (claim, ago(29, ours=True)))) == ()
    assert causes_of(Case(DAY, (ago(40, ours=True), claim))) == ("open_claim",)
    assert causes_of(Case(DAY, (ago(91, kind="Queja"),))) == ()
    assert causes_of(Case(DAY, (ago(-1, kind="Queja"),))) == ()


def test_a_newcomer_without_a_word_of_ours_was_not_welcomed() -> None:
    first = DAY - timedelta(days=60)
    assert causes_of(Case(DAY, (), first)) == ("no_welcome",)
    assert causes_of(Case(DAY, (ago(53, ours=True),), first)) == ()
    assert causes_of(Case(DAY, (ago(52, ours=True),), first)) == ("no_welcome",)
    assert causes_of(Case(DAY, (), DAY - timedelta(days=91))) == ()
    assert causes_of(Case(DAY, (), DAY - timedelta(days=6))) == ()


def test_one_of_the_best_is_spoken_to_within_twice_their_rhythm() -> None:
    assert causes_of(Case(DAY, (ago(61, ours=True),), gap=30.0)) == ("no_contact",)
    assert causes_of(Case(DAY, (ago(60, ours=True),), gap=30.0)) == ()
    assert causes_of(Case(DAY, (ago(5, kind="consulta"),), gap=30.0)) == ("no_contact",)


def test_several_causes_stand_in_their_order() -> None:
    contacts = (ago(20, kind="reclamo", subject="La factura salió mal"), ago(10, kind="entrega tarde"))
    found = causes_of(Case(DAY, contacts, DAY - timedelta(days=50), 10.0))
    assert found == ("late_delivery", "wrong_invoice", "open_claim", "no_welcome", "no_contact")
    assert set(found) <= set(CAUSES)
