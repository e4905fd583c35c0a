"""The register of strategically significant customers, as people keep it: declared with evidence, planned, looked at every year, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lazo.differentiate.models import StrategicCustomer, StrategicEvidence, StrategicReview
from lazo.differentiate.models.strategic_customer import next_review
from lazo.differentiate.queries.strategic import DECLARABLE
from lazo.identify.merge_handlers import Regrouping
from lazo.identify.models import Party
from lazo.identify.operations.written_text import UnableToReadText, read_text
from lazo.kernel.access import row_rule
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE = "differentiate_strategiccustomer"
UNDO = "strategic.ended"
LONGEST_TEXT, LONGEST_REASON = 4_000, 240


class UnableToKeepStrategic(Exception):
    """`code` is not_visible, not_current, not_declarable (only the data say that one), already_there, no_evidence, text_too_long, bad_characters,
    reason_too_long, unknown_owner, owner_cannot_see, unknown_other, review_past, review_too_far, future, stale, already_ended or computed.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Evidence:
    """What happened, in words, on the day `said_on`; `other` is the customer who shows it, null where there is none."""

    text: str
    said_on: date
    other: Party | None = None


@dataclass(frozen=True)
class Care:
    """Who looks after an entry (null: whoever looks after the customer), what is planned, and when it is looked at again."""

    review_on: date
    owner: User | None = None
    plan: str = ""


@transaction.atomic
def declare_strategic(
    *, customer: Party, kind: str, evidence: Evidence, care: Care, by: User, on: date
) -> StrategicCustomer:
    """Enter a customer in the register as of the day `on`. Raises UnableToKeepStrategic."""
    _check_customer(customer, by)
    if kind not in DECLARABLE:
        raise UnableToKeepStrategic("not_declarable")
    entry = StrategicCustomer(
        customer=customer,
        born_with=customer.pk,
        kind=kind,
        valid_from=on,
        declared_by=by,
        **_care(care, customer, since=on, on=on),
    )
    _ensure_new(entry)
    StrategicEvidence.objects.create(entry=entry, by=by, **_evidence(evidence, by=by, on=on))
    _touch(entry)
    data = {**about(entry), "owner": entry.owner_id}
    record_event(kind="strategic.declared", by=by, table=TABLE, row=entry.pk, data=data, after=values(entry))
    return entry


@transaction.atomic
def edit_strategic(*, entry: StrategicCustomer, care: Care, version: int, by: User, on: date) -> StrategicCustomer:
    """Another owner, plan or day of review, on top of `version`; without a difference nothing is written. Raises UnableToKeepStrategic."""
    held = _held(entry, by)
    if held.version != version:
        raise UnableToKeepStrategic("stale")
    before = values(held)
    for name, value in _care(care, held.customer, since=last_look(held), on=on, kept=held.review_on).items():
        setattr(held, name, value)
    after = values(held)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return held
    held.version = version + 1
    held.save(update_fields=["owner", "plan", "review_on", "version"])
    data = {**about(held), "owner": held.owner_id, "fields": changed}
    told = ({name: values[name] for name in changed} for values in (before, after))
    record_event(
        kind="strategic.edited", by=by, table=TABLE, row=held.pk, data=data, before=next(told), after=next(told)
    )
    return held


@transaction.atomic
def add_evidence(*, entry: StrategicCustomer, evidence: Evidence, by: User, on: date) -> StrategicEvidence:
    """Add what somebody saw. Raises UnableToKeepStrategic."""
    held = _held(entry, by)
    row = StrategicEvidence.objects.create(entry=held, by=by, **_evidence(evidence, by=by, on=on))
    record_event(
        kind="strategic.evidence_added", by=by, table=TABLE, row=held.pk, data=about(held), after={"text": row.text}
    )
    return row


@transaction.atomic
def review_strategic(
    *, entry: StrategicCustomer, by: User, on: date, note: str = "", next_on: date | None = None
) -> StrategicReview:
    """Say that it was looked at on the day `on` and still holds; the next look is due `next_on`, at most a year later.

    Raises UnableToKeepStrategic.
    """
    held = _held(entry, by)
    due = _review_day(next_on or next_review(on), since=on, on=on)
    row = StrategicReview.objects.create(entry=held, on=on, note=_text(note, required=False), next_on=due, by=by)
    held.review_on, held.version = due, held.version + 1
    held.save(update_fields=["review_on", "version"])
    data = {**about(held), "next_on": due.isoformat()}
    record_event(kind="strategic.reviewed", by=by, table=TABLE, row=held.pk, data=data)
    return row


@transaction.atomic
def end_strategic(*, entry: StrategicCustomer, by: User, on: date, reason: str = "") -> str:
    """Take a declared entry off the register as of `on`, the row stays; gives the token of the undo. Raises UnableToKeepStrategic."""
    held = _held(entry, by)
    if held.is_computed:
        raise UnableToKeepStrategic("computed")
    text = " ".join(reason.split())
    if len(text) > LONGEST_REASON:
        raise UnableToKeepStrategic("reason_too_long")
    held.valid_to, held.ended_by, held.end_reason = max(on, held.valid_from), by, text
    held.version += 1
    held.save(update_fields=["valid_to", "ended_by", "end_reason", "version"])
    _touch(held)
    data = {**about(held), "owner": held.owner_id}
    record_event(kind="strategic.ended", by=by, table=TABLE, row=held.pk, data=data, after={"reason": text})
    return offer_undo(by=by, label=_("Salió del registro de estratégicos"), kind=UNDO, data={"entry": held.pk})


def undo_end(by: User, data: dict[str, Any]) -> Undone:
    """Registered with kernel.undo. Raises UnableToUndo."""
    held = StrategicCustomer.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=data["entry"]).first()
    if held is None:
        raise UnableToUndo("not_allowed")
    if held.valid_to is None:
        raise UnableToUndo("changed_since")
    held.valid_to, held.ended_by, held.end_reason = None, None, ""
    held.version += 1
    try:
        with transaction.atomic():
            held.save(update_fields=["valid_to", "ended_by", "end_reason", "version"])
    except IntegrityError as error:
        raise UnableToUndo("changed_since") from error
    _touch(held)
    record_event(kind="strategic.restored", by=by, table=TABLE, row=held.pk, data=about(held))
    return Undone(restored=1)


def follow_merge(merged: Sequence[Regrouping]) -> None:
    """Declared entries go with the record they were declared of; one whose kind the customer already has stays where it is."""
    for regrouping in _about_entries(merged):
        _move(regrouping.others, regrouping.customer)


def follow_parting(parted: Sequence[Regrouping]) -> None:
    for regrouping in _about_entries(parted):
        _move(regrouping.others, regrouping.party)


def _about_entries(regroupings: Sequence[Regrouping]) -> list[Regrouping]:
    """Those whose records were declared at all: a run tells of thousands."""
    records = [record for regrouping in regroupings for record in regrouping.others]
    declared = set(StrategicCustomer.objects.filter(born_with__in=records).values_list("born_with", flat=True))
    return [regrouping for regrouping in regroupings if not declared.isdisjoint(regrouping.others)]


def _move(records: Sequence[int], customer: int) -> None:
    for entry in StrategicCustomer.objects.filter(born_with__in=records).exclude(customer=customer).order_by("pk"):
        held = StrategicCustomer.objects.open().filter(customer=customer, kind=entry.kind)
        if entry.valid_to is not None or not held.exists():
            StrategicCustomer.objects.filter(pk=entry.pk).update(customer=customer)


def about(entry: StrategicCustomer) -> dict[str, Any]:
    """What an event says without a personal word."""
    return {"party": entry.customer_id, "kind": entry.kind}


def values(entry: StrategicCustomer) -> dict[str, Any]:
    """What a person may change, as an event keeps it."""
    return {"owner": entry.owner_id, "plan": entry.plan, "review_on": entry.review_on.isoformat()}


def last_look(entry: StrategicCustomer) -> date:
    """The day of the last review, else of the entry: from it on the year counts."""
    last = entry.reviews.order_by("-on", "-pk").values_list("on", flat=True).first()
    return max(last, entry.valid_from) if last else entry.valid_from


def _held(entry: StrategicCustomer, by: User) -> StrategicCustomer:
    """The open row, locked, if `by` may see its customer."""
    rows = StrategicCustomer.objects.visible_to(by).select_for_update(of=("self",)).select_related("customer")
    held = rows.filter(pk=entry.pk).first()
    if held is None:
        raise UnableToKeepStrategic("not_visible")
    if held.valid_to is not None:
        raise UnableToKeepStrategic("already_ended")
    return held


def _check_customer(customer: Party, by: User) -> None:
    seen = Party.objects.visible_to(by).filter(pk=customer.pk)
    if row_rule(by).nothing or not seen.exists():
        raise UnableToKeepStrategic("not_visible")
    if not seen.current().exists():
        raise UnableToKeepStrategic("not_current")


def _ensure_new(entry: StrategicCustomer) -> None:
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise UnableToKeepStrategic("already_there") from error


def _care(care: Care, customer: Party, *, since: date, on: date, kept: date | None = None) -> dict[str, Any]:
    """The columns; a day of review that stays as it was may be past."""
    if care.owner is not None:
        if not care.owner.is_active:
            raise UnableToKeepStrategic("unknown_owner")
        if not Party.objects.visible_to(care.owner).filter(pk=customer.canonical_id or customer.pk).exists():
            raise UnableToKeepStrategic("owner_cannot_see")
    due = care.review_on if care.review_on == kept else _review_day(care.review_on, since=since, on=on)
    return {"owner": care.owner, "plan": _text(care.plan, required=False), "review_on": due}


def _review_day(day: date, *, since: date, on: date) -> date:
    if day <= on:
        raise UnableToKeepStrategic("review_past")
    if day > max(next_review(since), on):
        raise UnableToKeepStrategic("review_too_far")
    return day


def _evidence(evidence: Evidence, *, by: User, on: date) -> dict[str, Any]:
    if evidence.said_on > on:
        raise UnableToKeepStrategic("future")
    other = evidence.other
    if other is not None and not Party.objects.visible_to(by).filter(pk=other.pk).exists():
        raise UnableToKeepStrategic("unknown_other")
    return {"text": _text(evidence.text, required=True), "said_on": evidence.said_on, "other": other}


def _text(text: str, *, required: bool) -> str:
    if not text.strip() and not required:
        return ""
    try:
        return read_text(text, longest=LONGEST_TEXT)
    except UnableToReadText as error:
        raise UnableToKeepStrategic("no_evidence" if error.code == "nothing_written" else error.code) from error


def _touch(entry: StrategicCustomer) -> None:
    """The customer's card says whether they are on the register, and is made again."""
    party = entry.customer.canonical_id or entry.customer_id
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=party, party=party)
