"""What people ask about their data: taken in with its due date, and every step until it is answered."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from lazo.identify.models import ConsentEntry, DataRequest, DataRequestStep, Party
from lazo.identify.models.data_request import CLOSING
from lazo.identify.operations.written_text import UnableToReadText, read_text
from lazo.identify.rights_clock import days_between, last_day
from lazo.identify.rights_rules import rule_of
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import Company, User

TABLE = "identify_datarequest"
LONGEST = 4_000
Step = DataRequestStep.Kind


class UnableToHandleRequest(Exception):
    """`code` is not_visible, not_allowed, not_current, unknown_kind, unknown_way, unknown_purpose, no_purpose, future, closed, paused,
    not_paused, no_pause (the law knows none), no_extension, already_extended, no_reason, not_identified, bad_assignee, wrong_kind,
    text_too_long or bad_characters.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def open_request(
    *,
    party: Party,
    kind: str,
    way: str,
    received_on: date,
    on: date,
    by: User | None,
    said: str = "",
    purposes: Collection[str] = (),
) -> DataRequest:
    """Write down what a customer asks, received not after today, `on`; the last day to answer follows from their country.

    `by` null: the customer wrote it themselves. Writes one event, `data_request.opened`. Raises UnableToHandleRequest.
    """
    _check_new(party, kind, way, purposes, by)
    if received_on > on:
        raise UnableToHandleRequest("future")
    country = party.country or Company.objects.values_list("country", flat=True).first() or ""
    rule = rule_of(country=country, kind=kind, on=received_on)
    request = DataRequest.objects.create(
        party=party,
        kind=kind,
        way=way,
        country=country,
        received_on=received_on,
        due_on=last_day(received_on, rule.days, unit=rule.unit, country=country),
        law=rule.law,
        days=rule.days,
        unit=rule.unit,
        said=_read(said),
        purposes=sorted(set(purposes)),
        made_by=by,
    )
    _record(request, by, kind="data_request.opened", right=kind, due_on=request.due_on.isoformat())
    return request


@transaction.atomic
def assign_request(*, request: DataRequest, assignee: User | None, by: User, on: date) -> None:
    """Say who answers it; null: nobody yet. Raises UnableToHandleRequest (bad_assignee: who cannot see the customer)."""
    held = _held(request, by)
    if assignee is not None and not DataRequest.objects.visible_to(assignee).filter(pk=held.pk).exists():
        raise UnableToHandleRequest("bad_assignee")
    DataRequest.objects.filter(pk=held.pk).update(assignee=assignee)
    _step(held, Step.ASSIGNED, by, on)
    _record(held, by, kind="data_request.assigned", assignee=assignee.pk if assignee else None)


@transaction.atomic
def confirm_identity(*, request: DataRequest, note: str, by: User, on: date) -> None:
    """Say how one knows that whoever asks is the customer: nothing is handed over or erased before. Raises UnableToHandleRequest."""
    held = _held(request, by)
    _step(held, Step.IDENTITY, by, on, _reason(note))
    _record(held, by, kind="data_request.identified")


@transaction.atomic
def pause_request(*, request: DataRequest, note: str, by: User, on: date) -> None:
    """Stop the clock because the customer must tell us something, where the law of their country lets it stop."""
    held = _held(request, by)
    if held.paused_on is not None:
        raise UnableToHandleRequest("paused")
    if not rule_of(country=held.country, kind=held.kind, on=held.received_on).pauses:
        raise UnableToHandleRequest("no_pause")
    _step(held, Step.PAUSED, by, on, _reason(note))
    DataRequest.objects.filter(pk=held.pk).update(paused_on=on)
    _record(held, by, kind="data_request.paused")


@transaction.atomic
def resume_request(*, request: DataRequest, by: User | None, on: date, note: str = "") -> None:
    """Let the clock go on: the days it stood still are added. Raises UnableToHandleRequest."""
    held = _held(request, by)
    if held.paused_on is None:
        raise UnableToHandleRequest("not_paused")
    stood = days_between(held.paused_on, on, unit=held.unit, country=held.country)
    unit = DataRequest.Unit.DAYS if held.unit == DataRequest.Unit.MONTHS else held.unit
    due_on = last_day(held.due_on, stood, unit=unit, country=held.country) if stood else held.due_on
    _step(held, Step.RESUMED, by, on, _read(note))
    DataRequest.objects.filter(pk=held.pk).update(paused_on=None, due_on=due_on)
    _record(held, by, kind="data_request.resumed", due_on=due_on.isoformat())


@transaction.atomic
def extend_request(*, request: DataRequest, note: str, by: User, on: date) -> None:
    """Take the longer term that the law allows once, with a reason for the customer. Raises UnableToHandleRequest."""
    held = _held(request, by)
    rule = rule_of(country=held.country, kind=held.kind, on=held.received_on)
    if not rule.extension:
        raise UnableToHandleRequest("no_extension")
    reason = _reason(note)
    if held.steps.filter(kind=Step.EXTENDED).exists():
        raise UnableToHandleRequest("already_extended")
    _step(held, Step.EXTENDED, by, on, reason)
    due_on = last_day(held.due_on, rule.extension, unit=held.unit, country=held.country)
    DataRequest.objects.filter(pk=held.pk).update(due_on=due_on)
    _record(held, by, kind="data_request.extended", due_on=due_on.isoformat())


@transaction.atomic
def refuse_request(*, request: DataRequest, note: str, by: User, on: date) -> None:
    """Close it without doing it, with the reason told to the customer, such as a duty to keep invoices."""
    held = _held(request, by, needs="may_erase")
    close(held, Step.REFUSED, by=by, on=on, note=_reason(note))


@transaction.atomic
def drop_request(*, request: DataRequest, note: str, by: User, on: date) -> None:
    """Close it because the customer takes it back."""
    close(_held(request, by), Step.DROPPED, by=by, on=on, note=_reason(note))


@transaction.atomic
def finish_request(*, request: DataRequest, note: str, by: User, on: date) -> None:
    """Close it as done, with what was done: data handed over or corrected. An erasure closes itself.

    Raises UnableToHandleRequest (not_identified, wrong_kind).
    """
    held = _held(request, by, needs="may_erase")
    if held.kind in {DataRequest.Kind.ERASURE, DataRequest.Kind.BLOCKING, DataRequest.Kind.OPPOSITION}:
        raise UnableToHandleRequest("wrong_kind")
    require_identity(held)
    close(held, Step.DONE, by=by, on=on, note=_reason(note))


def close(request: DataRequest, kind: DataRequestStep.Kind, *, by: User | None, on: date, note: str) -> None:
    """Part of a larger operation: the step after which there is none, and its event."""
    try:
        with transaction.atomic():
            _step(request, kind, by, on, note)
    except IntegrityError as error:
        raise UnableToHandleRequest("closed") from error
    DataRequest.objects.filter(pk=request.pk).update(paused_on=None)
    _record(request, by, kind="data_request.closed", outcome=kind)


def held_request(request: DataRequest, by: User) -> DataRequest:
    """The row, locked, of a request that `by` may see and carry out, its identity confirmed. Raises UnableToHandleRequest."""
    held = _held(request, by, needs="may_erase")
    require_identity(held)
    return held


def require_identity(request: DataRequest) -> None:
    if not request.steps.filter(kind=Step.IDENTITY).exists():
        raise UnableToHandleRequest("not_identified")


def note_delivery(request: DataRequest, *, by: User | None, on: date) -> None:
    """Say that the customer's data were gathered, part of a larger operation."""
    _step(request, Step.DELIVERED, by, on)


def _check_new(party: Party, kind: str, way: str, purposes: Collection[str], by: User | None) -> None:
    if by is not None and not Party.objects.visible_to(by).filter(pk=party.pk).exists():
        raise UnableToHandleRequest("not_visible")
    if not Party.objects.current().filter(pk=party.pk).exists():
        raise UnableToHandleRequest("not_current")
    if kind not in DataRequest.Kind.values:
        raise UnableToHandleRequest("unknown_kind")
    if way not in DataRequest.Way.values:
        raise UnableToHandleRequest("unknown_way")
    if not set(purposes) <= set(ConsentEntry.Purpose.values):
        raise UnableToHandleRequest("unknown_purpose")
    if kind == DataRequest.Kind.OPPOSITION and not purposes:
        raise UnableToHandleRequest("no_purpose")


def _held(request: DataRequest, by: User | None, *, needs: str = "") -> DataRequest:
    rows = DataRequest.objects.all() if by is None else DataRequest.objects.visible_to(by)
    held = rows.select_for_update().filter(pk=request.pk).first()
    if held is None:
        raise UnableToHandleRequest("not_visible")
    if needs and by is not None and not may(by, needs):
        raise UnableToHandleRequest("not_allowed")
    if held.steps.filter(kind__in=CLOSING).exists():
        raise UnableToHandleRequest("closed")
    return held


def _step(request: DataRequest, kind: DataRequestStep.Kind, by: User | None, on: date, note: str = "") -> None:
    DataRequestStep.objects.create(request=request, kind=kind, by=by, on=on, note=note)


def _record(request: DataRequest, by: User | None, *, kind: str, **data: Any) -> None:
    told = {"request": request.pk, **data}
    record_event(kind=kind, by=by, table="identify_party", row=request.party_id, data=told)


def _reason(note: str) -> str:
    if not note.strip():
        raise UnableToHandleRequest("no_reason")
    return _read(note)


def _read(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return read_text(text, longest=LONGEST)
    except UnableToReadText as error:
        raise UnableToHandleRequest(error.code) from error
