"""The trail of events as administrators read it: who did what to which row, when, and what it was before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from lazo.kernel.access import row_rule
from lazo.kernel.models import Event, User

SIZE = 50
SYSTEM = "sistema"
OF_HOUSE = ("", "user", "role", "team", "company", "job", "kernel_exchangerate")
"""Tables whose events name no customer."""


@dataclass(frozen=True)
class AuditQuestion:
    """What is asked of the trail; blank everywhere is all of it."""

    who: str = ""
    kind: str = ""
    table: str = ""
    row: str = ""
    since: str = ""
    until: str = ""
    before: str = ""

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "AuditQuestion":
        names = ("quien", "tipo", "tabla", "fila", "desde", "hasta", "antes")
        return cls(*(str(data.get(name, "")).strip()[:60] for name in names))

    def params(self) -> dict[str, str]:
        """The address of the question, without the page."""
        names = {
            "quien": self.who, "tipo": self.kind, "tabla": self.table, "fila": self.row,
            "desde": self.since, "hasta": self.until,
        }  # fmt: skip
        return {name: value for name, value in names.items() if value}


@dataclass(frozen=True)
class FieldChange:
    """One field of an event; None: it was not, or is not, said."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class AuditPage:
    events: tuple[Event, ...]
    next: int | None


def audit_page(*, user: User, question: AuditQuestion, zone: str) -> AuditPage:
    """Up to fifty events, the newest first; `next` is where the following page begins, null at the end."""
    found = asked_events(user=user, question=question, zone=zone)
    if question.before.isdecimal():
        found = found.filter(pk__lt=int(question.before))
    rows = tuple(found[: SIZE + 1])
    return AuditPage(rows[:SIZE], rows[SIZE - 1].pk if len(rows) > SIZE else None)


def asked_events(*, user: User, question: AuditQuestion, zone: str) -> QuerySet[Event]:
    """The events that fit, the newest first, with who and with before and after.

    Whoever administers without seeing all customers reads only what names none.
    """
    found = Event.objects.select_related("by", "detail").order_by("-id")
    if not row_rule(user).everything:
        found = found.filter(table__in=OF_HOUSE)
    if question.who:
        found = found.filter(by=None) if question.who == SYSTEM else found.filter(by=_number(question.who))
    if question.kind:
        exact = "." in question.kind
        found = found.filter(kind=question.kind) if exact else found.filter(kind__startswith=f"{question.kind}.")
    if question.table:
        found = found.filter(table=question.table)
    if question.row:
        found = found.filter(row=_number(question.row))
    return _dated(found, question, ZoneInfo(zone))


def changes(event: Event) -> tuple[FieldChange, ...]:
    """What the event says of before and after, field by field."""
    detail = getattr(event, "detail", None)
    before: dict[str, Any] = (detail.before if detail else None) or {}
    after: dict[str, Any] = (detail.after if detail else None) or {}
    names = [*before, *(name for name in after if name not in before)]
    return tuple(FieldChange(name, before.get(name), after.get(name)) for name in names)


def audit_lines(*, user: User, question: AuditQuestion, zone: str) -> Iterator[tuple[object, ...]]:
    """The same as rows of a file, a thousand at a time: number, instant, who, kind, table, row, data, before, after."""
    yield ("evento", "instante", "quien", "tipo", "tabla", "fila", "datos", "antes", "despues")
    found = asked_events(user=user, question=question, zone=zone)
    for event in found.iterator(chunk_size=1000):
        detail = getattr(event, "detail", None)
        who = event.by.email if event.by else SYSTEM
        said = (detail.before, detail.after) if detail else (None, None)
        yield (event.pk, event.at.isoformat(), who, event.kind, event.table, event.row, event.data, *said)


def _dated(found: QuerySet[Event], question: AuditQuestion, zone: ZoneInfo) -> QuerySet[Event]:
    since, until = _day(question.since), _day(question.until)
    if since:
        found = found.filter(at__gte=datetime.combine(since, time.min, zone))
    if until:
        found = found.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, zone))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    """A number of a row; what is none fits no row."""
    return int(text) if text.isdecimal() and len(text) < 19 else -1
