"""A customer's history in words: what happened, how, and when, one line an entry."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lazo.interact.queries.timeline import Entry
from lazo.interact.queries.timeline_strands import Group
from lazo.web.formats import Formats
from lazo.web.timeline_entries import Telling, told
from lazo.web.timeline_line import Line

WEEK = 7
GROUP_NAMES: dict[Group, str | Promise] = {
    Group.MESSAGES: gettext_lazy("Mensajes"),
    Group.PURCHASES: gettext_lazy("Compras"),
    Group.NOTES: gettext_lazy("Notas y llamadas"),
    Group.TO_DOS: gettext_lazy("Pendientes"),
    Group.CYCLE: gettext_lazy("Ciclo"),
    Group.CONSENT: gettext_lazy("Permisos"),
    Group.INFERRED: gettext_lazy("Inferido"),
    Group.CHANGES: gettext_lazy("Cambios"),
}
"""In the order of the filters."""

PARAMETERS = {
    "mensajes": Group.MESSAGES,
    "compras": Group.PURCHASES,
    "notas": Group.NOTES,
    "pendientes": Group.TO_DOS,
    "ciclo": Group.CYCLE,
    "permisos": Group.CONSENT,
    "inferido": Group.INFERRED,
    "cambios": Group.CHANGES,
}
"""How addresses say it."""


@dataclass(frozen=True)
class Period:
    """A week or a month of the history; `name` is blank where a page goes on with the one before."""

    name: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Teller:
    """Who tells: how the company writes, which day it is there, what traits and areas are called."""

    formats: Formats
    today: date
    zone: ZoneInfo
    traits: dict[str, str]

    def periods(self, entries: Iterable[Entry], *, going_on: str = "") -> list[Period]:
        """The entries by week and month; `going_on` is the period with which the page before ended."""
        telling, found = Telling(self.formats, self.today, self.traits), []
        for name, together in groupby(entries, key=lambda entry: self.period(entry.moment.day)):
            lines = [self._dated(told(entry, telling), entry) for entry in together]
            found.append(Period("" if name == going_on else name, lines))
        return found

    def period(self, day: date) -> str:
        """`Esta semana`, `Octubre`, `Octubre de 2024`."""
        if day > self.today:
            return _("Más adelante")
        if (self.today - day).days < WEEK:
            return _("Últimos siete días")
        name = self.formats.month(day)
        if day.year == self.today.year:
            name = format_date(day, "LLLL", locale=self.formats.words)
        return name[:1].upper() + name[1:]

    def _dated(self, line: Line, entry: Entry) -> Line:
        return replace(line, day=entry.moment.day, when=self._when(entry.moment.day, entry.moment.at))

    def _when(self, day: date, at: datetime | None) -> str:
        """`hoy, 18:42`, `lun 17, 18:42` in the last week, `8 nov`; midnight is a day without an hour."""
        here = at.astimezone(self.zone) if at else None
        hour = f"{here:%H:%M}" if here and (here.hour or here.minute) else ""
        if not 0 <= (self.today - day).days < WEEK:
            return self.formats.day(day, self.today)
        name = self.formats.day(day, self.today)
        if (self.today - day).days > 1:
            name = format_date(day, "EEE d", locale=self.formats.words)
        return ", ".join(part for part in (name.replace(".", ""), hour) if part)


def keys_of_traits(entries: Iterable[Entry]) -> set[str]:
    """The keys of the traits whose change the entries tell."""
    return {_trait_of(entry.row) for entry in entries if entry.kind == "change"} - {""}


def _trait_of(event: Any) -> str:
    return str(event.data.get("trait") or "")
