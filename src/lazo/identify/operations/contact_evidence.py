"""What a person says of a way of contact with a click: it is right, it is another's, it is the one to use. Each can be taken back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from lazo.identify.models import ContactOutcome, ContactPoint, Party, PreferredContact
from lazo.identify.operations.contact_outcome import (
    BY_HAND,
    UnableToReportOutcome,
    report_contact_outcome,
    retract_outcome,
)
from lazo.identify.operations.contact_report import ContactReport
from lazo.identify.queries.parties import family_of
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO_VERIFY, UNDO_DISOWN, UNDO_PREFER = "contact.verified", "contact.disowned", "contact.preferred"
VERIFICATION = ("verified_at", "verified_how", "verified_by_id")


class UnableToMarkContact(Exception):
    """`code` is not_visible: the customer is not the person's to see, stands for another or was taken out, or has no such way of contact."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def verify_contact(*, party: Party, point: int, by: User, at: datetime, how: str = "BY_HAND") -> str:
    """Say that the way of contact `point` is the customer's and works; `how` is of ContactPoint.How. The token takes it back.

    It outweighs what spoke against it until then. Raises UnableToMarkContact.
    """
    held = _held(party, point, by)
    before = _verification(held)
    report = _told(held, party, ContactOutcome.Outcome.VERIFIED, at=at, how=how)
    number = report_contact_outcome(report=report, by=by).outcome
    data = {"party": party.pk, "outcome": number, "kind": held.kind, "key": held.key, "before": before}
    return offer_undo(by=by, label=_("Medio de contacto verificado"), kind=UNDO_VERIFY, data=data)


@transaction.atomic
def disown_contact(*, party: Party, point: int, by: User, at: datetime) -> str:
    """Say that the way of contact leads to somebody else: nobody is recognised by it, and it is used no more. The token takes it back.

    Raises UnableToMarkContact.
    """
    held = _held(party, point, by)
    report = _told(held, party, ContactOutcome.Outcome.WRONG_PERSON, at=at)
    number = report_contact_outcome(report=report, by=by).outcome
    return offer_undo(
        by=by, label=_("No es de esta persona"), kind=UNDO_DISOWN, data={"party": party.pk, "outcome": number}
    )


@transaction.atomic
def prefer_contact(*, party: Party, point: int, by: User) -> str:
    """Choose the way of contact of its kind to use first; choosing the chosen one again leaves none chosen. The token takes it back.

    Raises UnableToMarkContact.
    """
    held = _held(party, point, by)
    before = _chosen(party, held.kind)
    key = "" if before == held.key else held.key
    _choose(party, held.kind, key, by)
    data = {"party": party.pk, "kind": held.kind, "before": before, "after": key}
    return offer_undo(by=by, label=_("Medio de contacto preferido"), kind=UNDO_PREFER, data=data)


def undo_verify(by: User, data: dict[str, Any]) -> Undone:
    """Take the verification back; registered with kernel.undo. Raises UnableToUndo."""
    party = _party(by, data)
    _retract(by, data)
    before = dict(zip(VERIFICATION, data["before"], strict=True))
    before["verified_at"] = parse_datetime(before["verified_at"]) if before["verified_at"] else None
    rows = ContactPoint.objects.filter(party_id__in=family_of(party), kind=data["kind"], key=data["key"])
    return Undone(restored=rows.update(**before))


def undo_disown(by: User, data: dict[str, Any]) -> Undone:
    """It is the customer's again; registered with kernel.undo. Raises UnableToUndo."""
    _party(by, data)
    _retract(by, data)
    return Undone(restored=1)


def undo_prefer(by: User, data: dict[str, Any]) -> Undone:
    """Prefer what was preferred before; registered with kernel.undo. Raises UnableToUndo."""
    party = _party(by, data)
    if _chosen(party, data["kind"]) != data["after"]:
        raise UnableToUndo("changed_since")
    _choose(party, data["kind"], data["before"], by)
    return Undone(restored=1)


def _held(party: Party, point: int, by: User) -> ContactPoint:
    standing = Party.objects.visible_to(by).current().filter(pk=party.pk).first()
    held = ContactPoint.objects.filter(pk=point, party_id__in=family_of(standing)).first() if standing else None
    if held is None:
        raise UnableToMarkContact("not_visible")
    return held


def _told(held: ContactPoint, party: Party, outcome: str, *, at: datetime, how: str = "") -> ContactReport:
    return ContactReport(held.kind, held.value, outcome, BY_HAND, at, party=party.pk, how=how, key=held.key)


def _verification(held: ContactPoint) -> list[Any]:
    at, how, who = (getattr(held, name) for name in VERIFICATION)
    return [at.isoformat() if at else None, how, who]


def _chosen(party: Party, kind: str) -> str:
    return PreferredContact.objects.filter(party=party, kind=kind).values_list("key", flat=True).first() or ""


def _choose(party: Party, kind: str, key: str, by: User) -> None:
    rows = PreferredContact.objects.filter(party=party, kind=kind)
    if key:
        PreferredContact.objects.update_or_create(party=party, kind=kind, defaults={"key": key, "by": by})
    else:
        rows.delete()
    data = {"kind": kind, "chosen": bool(key)}
    record_event(kind="contact.preferred", by=by, table="identify_party", row=party.pk, data=data)


def _party(by: User, data: dict[str, Any]) -> Party:
    party = Party.objects.visible_to(by).filter(pk=data["party"]).first()
    if party is None:
        raise UnableToUndo("not_allowed")
    return party


def _retract(by: User, data: dict[str, Any]) -> None:
    outcome = ContactOutcome.objects.filter(pk=data["outcome"]).first()
    if outcome is None or outcome.retracted_at is not None:
        raise UnableToUndo("changed_since")
    try:
        retract_outcome(outcome=outcome, by=by)
    except UnableToReportOutcome as error:
        raise UnableToUndo("not_allowed") from error
