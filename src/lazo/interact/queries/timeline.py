"""Everything that happened with a customer, the newest first, in pages of which each begins where the last one ended."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value, prefetch_related_objects
from django.db.models.functions import Coalesce

from lazo.identify.models import Merge, Party
from lazo.identify.models.golden_record import as_it_holds
from lazo.identify.queries.parties import family_of
from lazo.interact.queries.timeline_moment import Clock, Moment
from lazo.interact.queries.timeline_strands import STRANDS, Group, Strand
from lazo.kernel.access import row_rule
from lazo.kernel.models import Event, User
from lazo.kernel.prepared import Prepared, PreparedRows

PAGE, LARGEST_PAGE = 25, 100
ALIKE = {"a": "aáàâãä", "e": "eéèêë", "i": "iíìîï", "o": "oóòôõö", "u": "uúùûü", "n": "nñ", "c": "cç"}


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `kind` is that of its strand, which says what `row` is.

    `other` is the party at the other end of a relation or of a merge that was undone, None when there is none or the reader may not see it.
    """

    kind: str
    group: Group
    moment: Moment
    row: Any
    other: Party | None = None


@dataclass(frozen=True)
class Timeline:
    """`entries` in order; `following` asks for the next page, None at the end; `counts` are of all pages, by group."""

    entries: tuple[Entry, ...]
    following: Moment | None
    counts: dict[Group, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def timeline(
    *,
    party: Party,
    user: User,
    zone: ZoneInfo,
    group: Group | None = None,
    text: str = "",
    after: Moment | None = None,
    size: int = PAGE,
) -> Timeline:
    """A page of the history of all records found to be `party`, whom the caller has shown to be visible to `user`.

    `zone` is the company's, for the day of an instant; `group` None is everything; `text` is sought in what people wrote and bought,
    accents and capitals aside; `after` is where the page before ended. At most a hundred entries; the number of queries does not grow
    with them. Who is at the other end of a relation is named only to who may see them.
    """
    family, size = family_of(party), min(max(size, 1), LARGEST_PAGE)
    question = _Question(family, zone, text, after, size)
    numbers = _numbers(family, text)
    wanted = [(rank, strand) for rank, strand in enumerate(STRANDS) if numbers[rank] and group in {None, strand.group}]
    found = [entry for rank, strand in wanted for entry in question.entries(strand, rank)]
    found.sort(key=lambda entry: entry.moment.order)
    shown = found[:size]
    return Timeline(
        entries=_with_others(shown, family, user),
        following=shown[-1].moment if len(found) > size else None,
        counts=_by_group(numbers),
    )


def counts_of(*, family: list[int], text: str = "") -> dict[Group, int]:
    """How many entries of each group the history of the records `family` has, in one query."""
    return _by_group(_numbers(family, text))


def _numbers(family: list[int], text: str) -> list[int]:
    """How many entries each strand has: those that have none, most of a usual history, are not asked for any."""
    row = _numbers_of(family, text).first() if text else _all_numbers.first(family)
    return list(row or [0] * len(STRANDS))


def _numbers_of(family: list[int], text: str = "") -> "QuerySet[Party, tuple[Any, ...]]":
    columns = {f"n{rank}": _counted(_sought(strand, family, text)) for rank, strand in enumerate(STRANDS)}
    return Party.objects.filter(pk=family[0]).order_by().annotate(**columns).values_list(*columns)


_all_numbers = Prepared(_numbers_of, tuple)


def _by_group(numbers: list[int]) -> dict[Group, int]:
    counts = dict.fromkeys(Group, 0)
    for strand, number in zip(STRANDS, numbers, strict=True):
        counts[strand.group] += number
    return counts


@dataclass(frozen=True)
class _Question:
    """What one page asks of each strand."""

    family: list[int]
    zone: ZoneInfo
    text: str
    after: Moment | None
    size: int

    def entries(self, strand: Strand, rank: int) -> list[Entry]:
        clock = Clock(strand.day, strand.at)
        rows = self._latest(rank) if not self.text and self.after is None else self._later(strand, rank, clock)
        return [Entry(strand.kind, strand.group, clock.moment(row, rank, self.zone), row) for row in rows]

    def _latest(self, rank: int) -> list[Any]:
        """The first page of everything, which every page of a customer shows."""
        rows = _first_page(rank, self.size)(self.family)
        fetched = getattr(STRANDS[rank].rows(self.family), "_prefetch_related_lookups", ())
        if fetched:
            prefetch_related_objects(rows, *fetched)
        return rows

    def _later(self, strand: Strand, rank: int, clock: Clock) -> QuerySet[Any]:
        rows = _sought(strand, self.family, self.text)
        if self.after is not None:
            rows = rows.filter(clock.after(self.after, rank, self.zone))
        return rows.order_by(*clock.ordering())[: self.size + 1]


@cache
def _first_page(rank: int, size: int) -> PreparedRows[Any]:
    strand = STRANDS[rank]
    ordering = Clock(strand.day, strand.at).ordering()
    return PreparedRows(
        lambda family: strand.rows(family).prefetch_related(None).order_by(*ordering)[: size + 1], tuple
    )


def _sought(strand: Strand, family: list[int], text: str) -> QuerySet[Any]:
    rows = strand.rows(family)
    if not text:
        return rows
    return rows.filter(strand.sought(_pattern(text))) if strand.sought else rows.none()


def _counted(rows: QuerySet[Any]) -> Coalesce | Value:
    if rows.query.is_empty():
        return Value(0)
    one = rows.prefetch_related(None).select_related(None).order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(one.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())


def _pattern(text: str) -> str:
    """A regular expression both databases read, for `text` with or without its accents."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one))
    return "".join(f"[{ALIKE[one]}]" if one in ALIKE else re.escape(one) for one in plain)


def _with_others(entries: list[Entry], family: list[int], user: User) -> tuple[Entry, ...]:
    ends = {entry.moment: _other_end(entry.row, family) for entry in entries if isinstance(entry.row, Event | Merge)}
    wanted = {number for number in ends.values() if number is not None}
    if not wanted:
        return tuple(entries)
    born = Party.objects.filter(pk__in=wanted).values_list("pk", "canonical_id")
    today = {number: canonical or number for number, canonical in born}
    parties = Party.objects.filter(row_rule(user).as_q(customer="id"), pk__in=set(today.values()))
    seen = {party.pk: as_it_holds(party) for party in parties.select_related("golden")}
    return tuple(
        Entry(entry.kind, entry.group, entry.moment, entry.row, seen.get(today.get(ends.get(entry.moment) or 0, 0)))
        for entry in entries
    )


def _other_end(event: Event | Merge, family: list[int]) -> int | None:
    """The party of a relation's event, or of a merge that was undone, that is not the customer; None of others."""
    if isinstance(event, Merge):
        return next((end for end in (event.left_id, event.right_id) if end not in family), None)
    ends = [event.data.get("origin"), event.data.get("target")]
    return next((end for end in ends if isinstance(end, int) and end not in family), None)
