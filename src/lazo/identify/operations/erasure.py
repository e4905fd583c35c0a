"""Erasing a person: asked for, looked for again, and what is left accepted. What it does is in `erasure_run`."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from lazo.identify.erased_keys import source_keys_of
from lazo.identify.models import DataRequest, DataRequestStep, Erasure, Party
from lazo.identify.operations.data_request import UnableToHandleRequest, close, held_request
from lazo.identify.operations.suppression import remember_keys
from lazo.identify.queries.erasure import batches_of, keys_of, known_values
from lazo.identify.queries.parties import family_of
from lazo.identify.suppression_registries import ERASED
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.jobs import enqueue
from lazo.kernel.models import User

JOB = "identify.erase"


class UnableToErase(Exception):
    """`code` is wrong_name, already_running, nothing_left (there is no finished search to accept) or what UnableToHandleRequest says."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def start_erasure(*, request: DataRequest, name: str, by: User, on: date) -> Erasure:
    """Enqueue the erasure that a request of cancellation asks for; `name` is the customer's name as it is shown, typed again.

    From here on the customer is on the list of the erased: imports, programs and forms keep them out unless somebody lets them in. It cannot be undone. Writes one event,
    `party.erasure_started`. Raises UnableToErase.
    """
    held = _held(request, by)
    party = held.party
    if Erasure.objects.filter(party=party, finished_at=None).exists():
        raise UnableToErase("already_running")
    if _plain(name) != _plain(shown_name(party)):
        raise UnableToErase("wrong_name")
    family = family_of(party)
    remember_keys(key=ERASED, keys=[*keys_of(family), *source_keys_of(family)], on=on)
    erasure = Erasure.objects.create(
        party=party, request=held, family=family, values=known_values(family), batches=batches_of(family), by=by
    )
    record_event(kind="party.erasure_started", by=by, table="identify_party", row=party.pk, data={"request": held.pk})
    return _enqueue(erasure, by, on)


@transaction.atomic
def search_again(*, request: DataRequest, by: User, on: date) -> Erasure:
    """Look again for what an erasure left, after somebody took it away by hand. Raises UnableToErase."""
    erasure = _left(_held(request, by))
    erasure.report = {}
    erasure.save(update_fields=["report"])
    return _enqueue(erasure, by, on)


@transaction.atomic
def accept_remaining(*, request: DataRequest, note: str, by: User, on: date) -> None:
    """Close an erasure although something is left, with the reason: the texts that were looked for go. Raises UnableToErase."""
    held = _held(request, by)
    erasure = _left(held)
    if not note.strip():
        raise UnableToErase("no_reason")
    finish_erasure(erasure, erasure.report, by=by, on=on, note=note)


def shown_name(party: Party) -> str:
    """What is typed to confirm: the name, or the number of who has none."""
    return party.name or str(party.pk)


def _held(request: DataRequest, by: User) -> DataRequest:
    if not may(by, "may_erase"):
        raise UnableToErase("not_allowed")
    try:
        held = held_request(request, by)
    except UnableToHandleRequest as error:
        raise UnableToErase(error.code) from error
    if held.kind != DataRequest.Kind.ERASURE:
        raise UnableToErase("wrong_kind")
    return held


def _left(request: DataRequest) -> Erasure:
    erasure = Erasure.objects.filter(request=request, finished_at=None).first()
    if erasure is None or not erasure.report.get("remaining"):
        raise UnableToErase("nothing_left")
    return erasure


def _enqueue(erasure: Erasure, by: User, on: date) -> Erasure:
    arguments = {"erasure": erasure.pk, "on": on.isoformat()}
    erasure.job = enqueue(JOB, by=by, arguments=arguments, key=f"erase:{erasure.pk}").pk
    erasure.save(update_fields=["job"])
    return erasure


def finish_erasure(erasure: Erasure, report: dict[str, Any], *, by: User | None, on: date, note: str) -> None:
    """Forget what was looked for, keep what was done, and close the request; part of a larger operation."""
    Erasure.objects.filter(pk=erasure.pk).update(values=[], batches=[], report=report, finished_at=Now())
    if erasure.request is not None:
        close(erasure.request, DataRequestStep.Kind.DONE, by=by, on=on, note=note)
    told = {"erased": sum(report["erased"].values()), "remaining": sum(report["remaining"].values())}
    record_event(kind="party.erased", by=by, table="identify_party", row=erasure.party_id, data=told)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
