"""Data kept and not used: a customer blocked, an opposition carried out, and both lifted."""

from datetime import date

from django.db import transaction
from django.db.models.functions import Now

from lazo.identify.models import ConsentEntry, DataRequest, DataRequestStep, Party, PartyBlock
from lazo.identify.operations.consent import Permission, withdraw_consent
from lazo.identify.operations.data_request import UnableToHandleRequest, close, held_request
from lazo.identify.queries.parties import family_of
from lazo.kernel.access import may
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User

Scope = PartyBlock.Scope
Kind = DataRequest.Kind


class UnableToBlock(Exception):
    """`code` is not_visible, not_allowed, not_current or not_blocked."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def block_party(*, party: Party, by: User, scope: str = Scope.ALL, request: DataRequest | None = None) -> None:
    """Keep a customer's data without using them: no list, audience or score has them (`scope` SCORES: no score alone).

    Every record of the customer is blocked, so that none is used if they are taken apart. One that is blocked stays as it is. Writes one
    event, `party.blocked`. Raises UnableToBlock.
    """
    held = _held(party, by)
    family = family_of(held)
    blocked = set(PartyBlock.objects.filter(party_id__in=family, scope=scope, lifted_at=None).values_list("party_id"))
    PartyBlock.objects.bulk_create(
        PartyBlock(party_id=one, scope=scope, request=request, by=by) for one in family if (one,) not in blocked
    )
    _tell(family)
    record_event(kind="party.blocked", by=by, table="identify_party", row=held.pk, data={"scope": scope})


@transaction.atomic
def lift_block(*, party: Party, by: User) -> None:
    """Let a customer's data be used again. Writes one event, `party.unblocked`. Raises UnableToBlock."""
    held = _held(party, by)
    family = family_of(held)
    lifted = PartyBlock.objects.filter(party_id__in=family, lifted_at=None).update(lifted_at=Now(), lifted_by=by)
    if not lifted:
        raise UnableToBlock("not_blocked")
    _tell(family)
    record_event(kind="party.unblocked", by=by, table="identify_party", row=held.pk)


@transaction.atomic
def carry_out_blocking(*, request: DataRequest, note: str, by: User, on: date) -> None:
    """Block the customer who asks for it, and close the request. Raises UnableToHandleRequest."""
    held = held_request(request, by)
    if held.kind != Kind.BLOCKING:
        raise UnableToHandleRequest("wrong_kind")
    block_party(party=held.party, by=by, request=held)
    close(held, DataRequestStep.Kind.DONE, by=by, on=on, note=note)


@transaction.atomic
def carry_out_opposition(*, request: DataRequest, note: str, by: User, on: date) -> None:
    """Write that the customer no longer allows what they oppose, by any channel, and close the request.

    Who opposes ofertas by profile leaves the scores too. Raises UnableToHandleRequest.
    """
    held = held_request(request, by)
    if held.kind != Kind.OPPOSITION:
        raise UnableToHandleRequest("wrong_kind")
    for purpose in held.purposes:
        withdraw_consent(
            party=held.party,
            permission=Permission(purpose, tuple(ConsentEntry.Channel.values)),
            evidence=held.said,
            said_on=held.received_on,
            by=by,
            on=on,
        )
    if ConsentEntry.Purpose.PROFILING in held.purposes:
        block_party(party=held.party, by=by, scope=Scope.SCORES, request=held)
    close(held, DataRequestStep.Kind.DONE, by=by, on=on, note=note)


def _held(party: Party, by: User) -> Party:
    if not may(by, "may_erase"):
        raise UnableToBlock("not_allowed")
    held = Party.objects.visible_to(by).filter(pk=party.pk).first()
    if held is None:
        raise UnableToBlock("not_visible")
    if held.canonical_id is not None or held.retired_at is not None:
        raise UnableToBlock("not_current")
    return held


def _tell(family: list[int]) -> None:
    for one in family:
        note_change(table="parties", operation=Change.Operation.UPDATE, row_from=one)
