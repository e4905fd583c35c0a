"""Lines of the trail, ready to be shown."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from lazo.kernel.models import Event
from lazo.web.event_words import EVENT_WORDS, ROWS
from lazo.web.queries.audit import FieldChange, changes
from lazo.web.words_of_fields import FIELD_WORDS

LONGEST = 200
NOTHING: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class AuditLine:
    """When (`hour` in the company's zone, as `at`), who, what in words, on which row (with its page), the data and the changes."""

    number: int
    at: datetime
    hour: str
    who: str
    kind: str
    words: str
    row: str
    href: str
    table: str
    row_id: int | None
    data: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str, str], ...]


def audit_line(event: Event, zone: ZoneInfo) -> AuditLine:
    label, route = ROWS.get(event.table, (_("Fila"), ""))
    row = "" if event.row is None else _("%(what)s %(number)s") % {"what": label, "number": event.row}
    at = event.at.astimezone(zone)
    return AuditLine(
        number=event.pk,
        at=at,
        hour=f"{at:%H:%M}",
        who=event.by.name if event.by else _("El sistema"),
        kind=event.kind,
        words=str(EVENT_WORDS.get(event.kind, event.kind)),
        row=row,
        href=_address(route, event.row),
        table=event.table,
        row_id=event.row,
        data=tuple((name, _written(value)) for name, value in event.data.items()),
        changes=tuple(_change(one) for one in changes(event) if not _is_empty(one)),
    )


def _address(route: str, row: int | None) -> str:
    if not route or row is None:
        return ""
    try:
        return reverse(route, args=[row])
    except NoReverseMatch:
        return ""


def _is_empty(change: FieldChange) -> bool:
    return change.before in NOTHING and change.after in NOTHING


def _change(change: FieldChange) -> tuple[str, str, str]:
    return str(FIELD_WORDS.get(change.name, change.name)), _written(change.before), _written(change.after)


def _written(value: Any) -> str:
    """A value as text: nothing is a dash, what is long is cut."""
    if value in NOTHING:
        return "–"
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
