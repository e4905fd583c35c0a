"""Calls with a customer: what came of them, how long they took, what was said."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.identify.models import Interaction, Party
from lazo.identify.models.interaction import CALL
from lazo.identify.operations.hand_interaction import (
    UnableToWrite,
    last_event_of,
    offer_way_back,
    rewrite,
    take_away,
    undo_of_removal,
    undo_of_rewriting,
    write,
)
from lazo.identify.operations.written_text import UnableToReadText, read_text
from lazo.kernel.models import User
from lazo.kernel.undo import offer_undo

UNDO, UNDO_EDIT = "call.deleted", "call.edited"
undo_delete, undo_edit = undo_of_removal(event="call.restored"), undo_of_rewriting(event="call.edited")
CHANNEL = "phone"
LONGEST_CALL = 24 * 60


@dataclass(frozen=True)
class CallDetails:
    """`minutes` from 0 to a day's, null when nobody counted; `text` may be blank."""

    direction: str
    outcome: str
    minutes: int | None = None
    text: str = ""


class UnableToLogCall(Exception):
    """`code` is bad_direction, bad_outcome, bad_minutes, or what UnableToReadText or UnableToWrite says."""

    def __init__(self, code: str, *, kept: Interaction | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.kept = kept


@transaction.atomic
def log_call(*, party: Party, call: CallDetails, by: User, on: date, at: datetime | None = None) -> Interaction:
    """Write down a call with a customer, dated `on` (and `at`, an aware instant); an interaction of kind `call` with its author.

    `direction` is one of Interaction.Direction, `outcome` one of Interaction.Outcome. Raises UnableToLogCall.
    """
    try:
        return write(party=party, by=by, on=on, at=at, event="call.logged", told=_told(call))
    except (UnableToReadText, UnableToWrite) as error:
        raise UnableToLogCall(error.code) from error


@transaction.atomic
def edit_call(*, call: Interaction, version: int, details: CallDetails, by: User) -> Interaction:
    """Correct a call; only its author may, or who administers. Raises UnableToLogCall."""
    try:
        return rewrite(row=call, version=version, by=by, event="call.edited", told=_told(details))
    except UnableToReadText as error:
        raise UnableToLogCall(error.code) from error
    except UnableToWrite as error:
        raise UnableToLogCall(error.code, kept=error.kept) from error


@transaction.atomic
def mend_call(*, call: Interaction, version: int, details: CallDetails, by: User) -> str:
    """`edit_call`, with the way back: the token that takes it back, blank when nothing changed. Raises UnableToLogCall."""
    last = last_event_of(call, by=by)
    row = edit_call(call=call, version=version, details=details, by=by)
    return offer_way_back(row=row, since=last, by=by, label=_("Llamada cambiada"), kind=UNDO_EDIT)


@transaction.atomic
def delete_call(*, call: Interaction, by: User) -> str:
    """Take a call away; gives the token under which `by` can have it back. Raises UnableToLogCall."""
    try:
        event = take_away(row=call, by=by, event="call.deleted")
    except UnableToWrite as error:
        raise UnableToLogCall(error.code) from error
    return offer_undo(by=by, label=_("Llamada borrada"), kind=UNDO, data={"event": event.pk})


def _told(call: CallDetails) -> dict[str, Any]:
    if call.direction not in Interaction.Direction.values:
        raise UnableToLogCall("bad_direction")
    if call.outcome not in Interaction.Outcome.values:
        raise UnableToLogCall("bad_outcome")
    if call.minutes is not None and not 0 <= call.minutes <= LONGEST_CALL:
        raise UnableToLogCall("bad_minutes")
    return {
        "kind": CALL,
        "channel": CHANNEL,
        "direction": call.direction,
        "outcome": call.outcome,
        "minutes": call.minutes,
        "text": read_text(call.text) if call.text.strip() else "",
    }
