"""Days on which the company is closed, beyond the public holidays."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import ClosedDay, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo, register_undo

LONGEST_REASON = 120
UNDO = "company.day_opened"


class UnableToCloseDay(ValueError):
    """`code` is no_reason, too_long or already_closed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def close_day(*, day: date, country: str, reason: str, by: User) -> ClosedDay:
    """Say that nobody works on `day` in `country` (ISO; blank: everywhere). Raises UnableToCloseDay."""
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise UnableToCloseDay("too_long" if reason else "no_reason")
    closed, is_new = ClosedDay.objects.get_or_create(day=day, country=country, defaults={"reason": reason})
    if not is_new:
        raise UnableToCloseDay("already_closed")
    said = {"day": day.isoformat(), "country": country, "reason": reason}
    record_event(kind="company.day_closed", by=by, table="company", row=1, after=said)
    return closed


@transaction.atomic
def open_day(*, closed: ClosedDay, by: User) -> str:
    """Work on that day after all. Returns the token that takes it back."""
    said = {"day": closed.day.isoformat(), "country": closed.country, "reason": closed.reason}
    closed.delete()
    record_event(kind="company.day_opened", by=by, table="company", row=1, before=said)
    return offer_undo(by=by, label=_("Día abierto"), kind=UNDO, data=said)


def undo_opening(by: User, data: dict[str, Any]) -> Undone:
    """Close the day again, unless somebody did since. Raises UnableToUndo."""
    if not may(by, "may_administer"):
        raise UnableToUndo("not_allowed")
    try:
        close_day(day=date.fromisoformat(data["day"]), country=data["country"], reason=data["reason"], by=by)
    except UnableToCloseDay as error:
        raise UnableToUndo("changed_since") from error
    return Undone(1)


register_undo(UNDO, undo_opening)
