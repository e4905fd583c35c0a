"""The history of a customer as its page and the page of the customer show it: filters, search, a page of lines."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lazo.identify.models import Party, TraitDefinition
from lazo.interact.queries.timeline import Timeline, timeline
from lazo.interact.queries.timeline_moment import Moment
from lazo.interact.queries.timeline_strands import Group
from lazo.web.context import company_of, formats_for
from lazo.web.reader import reader
from lazo.web.timeline_words import GROUP_NAMES, PARAMETERS, Period, Teller, keys_of_traits
from lazo.web.today import today

LONGEST_TEXT = 80
SHORT_PAGE = 12


@dataclass(frozen=True)
class Chip:
    """A filter: `n` entries; one of none is left out unless it is the one chosen."""

    name: str
    n: int
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class HistoryQuestion:
    """What the address asks: `kind` as it is written there, `text` sought, `after` where the page before ended."""

    party: Party
    kind: str
    text: str
    after: str

    @property
    def group(self) -> Group | None:
        return PARAMETERS.get(self.kind)

    def address(self, **changes: str) -> str:
        """The page of the history with some of its parameters changed; blank ones are left out."""
        said = {"tipo": self.kind, "buscar": self.text} | changes
        query = urlencode({name: value for name, value in said.items() if value})
        address = reverse("web:history", args=[self.party.pk])
        return f"{address}?{query}" if query else address


def history_question(request: HttpRequest, party: Party) -> HistoryQuestion:
    """What nobody can have meant is left out."""
    kind = request.GET.get("tipo", "")
    text = " ".join(request.GET.get("buscar", "").split())[:LONGEST_TEXT]
    return HistoryQuestion(party, kind if kind in PARAMETERS else "", text, request.GET.get("despues", ""))


def history_context(request: HttpRequest, question: HistoryQuestion, *, size: int) -> dict[str, Any]:
    """What `_timeline.html` shows: `chips`, `periods`, `following` (the address of the next page, blank at the end)."""
    zone = _zone(request)
    after = Moment.from_text(question.after)
    found = timeline(
        party=question.party,
        user=reader(request),
        zone=zone,
        group=question.group,
        text=question.text,
        after=after,
        size=size,
    )
    return {
        "history": found,
        "chips": _chips(found, question),
        "periods": _periods(request, found, after, zone),
        "question": question,
        "is_continued": after is not None,
        "following": question.address(despues=found.following.as_text()) if found.following else "",
    }


def _periods(request: HttpRequest, found: Timeline, after: Moment | None, zone: ZoneInfo) -> list[Period]:
    keys = keys_of_traits(found.entries)
    traits = dict(TraitDefinition.objects.filter(key__in=keys).values_list("key", "name")) if keys else {}
    teller = Teller(formats_for(company_of(request)), today(request), zone, traits)
    return teller.periods(found.entries, going_on=teller.period(after.day) if after else "")


def _chips(found: Timeline, question: HistoryQuestion) -> list[Chip]:
    everything = Chip(_("Todo"), found.total, question.address(tipo=""), not question.kind)
    chips = [
        Chip(str(GROUP_NAMES[group]), found.counts[group], question.address(tipo=kind), question.kind == kind)
        for kind, group in PARAMETERS.items()
    ]
    return [everything, *(chip for chip in chips if chip.n or chip.is_chosen)]


def _zone(request: HttpRequest) -> ZoneInfo:
    company = company_of(request)
    return ZoneInfo(company.time_zone) if company else ZoneInfo(timezone.get_current_timezone_name())
