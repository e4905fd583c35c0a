"""Days on which the company is closed, beyond the public holidays."""

from datetime import date

from django.db import transaction

from lazo.kernel.events import record_event
from lazo.kernel.models import ClosedDay, User

LONGEST_REASON = 120


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
def open_day(*, closed: ClosedDay, by: User) -> None:
    """Work on that day after all."""
    said = {"day": closed.day.isoformat(), "country": closed.country, "reason": closed.reason}
    closed.delete()
    record_event(kind="company.day_opened", by=by, table="company", row=1, before=said)
