"""Everything that happened with a customer, told together: purchases, notes, messages, places, permissions, changes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from lazo.api.answer import page
from lazo.api.caller import caller
from lazo.api.company import company, zone_of
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_party
from lazo.api.problem import FieldError, Problem
from lazo.api.shape import Cursor, Id, ShortText
from lazo.interact.queries.timeline import LARGEST_PAGE, Entry, timeline
from lazo.interact.queries.timeline_moment import Moment
from lazo.interact.queries.timeline_strands import Group

router = Router()
Groups = Literal["purchases", "messages", "notes", "to_dos", "cycle", "consent", "inferred", "changes"]
Size = Annotated[int, Field(ge=1, le=LARGEST_PAGE)]


class HistoryQuestion(Schema):
    """Of one group or all, with these words; at most a hundred a page."""

    group: Groups | None = None
    q: ShortText = ""
    cursor: Cursor = ""
    limit: Size = 25


class EntryOut(Schema):
    """`kind` says what `id` is the number of; its own door tells the rest."""

    kind: str
    group: str
    id: int
    on: date
    at: datetime | None = None


class HistoryOut(Schema):
    """`counts`: of all pages, by group."""

    data: list[EntryOut]
    next: str | None = None
    counts: dict[str, int]


@router.get("/customers/{customer}/history", response=HistoryOut)
def get_history(request: HttpRequest, customer: Id, asked: Query[HistoryQuestion]) -> HttpResponse:
    """The newest first, of one group or all, with the words of `q`."""
    user = caller(request, "customers:read")
    found = timeline(
        party=found_party(user, customer),
        user=user,
        zone=zone_of(company()),
        group=Group(asked.group) if asked.group else None,
        text=asked.q,
        after=_moment(asked.cursor) if asked.cursor else None,
        size=asked.limit,
    )
    following = make_cursor(found.following.as_text()) if found.following else ""
    counts = {str(name): count for name, count in found.counts.items()}
    return page([_row(one) for one in found.entries], next_cursor=following, counts=counts)


def _moment(cursor: str) -> Moment:
    found = Moment.from_text(read_cursor(cursor, str)[0])
    if found is None:
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")])
    return found


def _row(one: Entry) -> dict[str, Any]:
    return {"kind": one.kind, "group": str(one.group), "id": one.row.pk, "on": one.moment.day, "at": one.moment.at}
