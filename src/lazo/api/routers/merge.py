"""Customers of several records: who was joined to whom and why, joined and parted, set apart, and the values that hold."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from lazo.api.answer import answer, nothing, page
from lazo.api.caller import caller
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_party, found_row, named_party
from lazo.api.newest import newest_page
from lazo.api.problem import refused
from lazo.api.shape import Body, Cursor, Id, Limit, Name
from lazo.identify.models import Apart, Merge, Party
from lazo.identify.models.party import stands_for_visible
from lazo.identify.operations.apart import UnableToSetApart, UnableToTakeBackApart, set_apart, take_back_apart
from lazo.identify.operations.merge import (
    Split,
    UnableToMerge,
    UnableToSplit,
    merge_parties,
    split_party,
    undo_merge,
)
from lazo.identify.queries.golden_record import golden_record, plain_value
from lazo.identify.queries.merges import MergeLine, latest_merges, merges_of
from lazo.identify.queries.survivorship import Told
from lazo.kernel.models import User

router = Router()


class MergeOut(Schema):
    """`left` and `right` are the records that were found to be one; `customer` kept its number. `by` blank: a run did it. `undone_at` null: it stands."""

    id: int
    customer: int
    party: int
    left: int
    left_name: str
    right: int
    right_name: str
    at: datetime
    by: str
    run: int | None = None
    probability: float | None = None
    sentence: str
    undone_at: datetime | None = None
    undone_by: str


class MergesOut(Schema):
    data: list[MergeOut]
    next: str | None = None


class MergeIn(Body):
    """Two records of the same person or company; `force` is the reason, where something speaks against it."""

    one: Id
    other: Id
    force: Name = ""


class MergedOut(Schema):
    """`undo` is a token for /undos."""

    merge: int
    customer: int
    party: int
    undo: str


class SplitIn(Body):
    """`record` leaves its customer; with `apart` it is remembered that they are not the same."""

    record: Id
    apart: bool = True


class SplitOut(Schema):
    """`party` is a customer again with `others`; `stayed` counts what was written meanwhile and stays with `customer`."""

    customer: int
    party: int
    family: list[int]
    others: list[int]
    stayed: dict[str, int]
    undo: str


class ApartIn(Body):
    one: Id
    other: Id
    note: Name = ""


class ApartOut(Schema):
    id: int
    left: int
    right: int
    note: str
    by: int
    at: datetime
    undo: str = ""


class ApartsOut(Schema):
    data: list[ApartOut]
    next: str | None = None


class ToldOut(Schema):
    """A value with where it came from. `kind`: VERIFIED, OBSERVED, DECLARED, APPENDED, INFERRED."""

    value: str | None = None
    kind: str
    record: int
    source: str
    by: str
    at: datetime


class GoldenFieldOut(Schema):
    """Values that differ only in capitals, accents, punctuation or spaces are one, shown as the best written: `written` is whose letters are shown
    where they are not those of `holds`' own record, `spellings` the other ways.
    """

    field: str
    holds: ToldOut | None = None
    losing: list[ToldOut]
    written: ToldOut | None = None
    spellings: list[ToldOut]


class GoldenOut(Schema):
    """Of every field the value that holds among all records, and those that do not. The document is not told: read the customer."""

    customer: int
    records: int
    fields: list[GoldenFieldOut]


@router.get("/merges", response=MergesOut)
def list_merges(
    request: HttpRequest,
    customer: Id | None = None,
    undone: bool | None = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> HttpResponse:
    """The newest first; of one customer those that stand."""
    user = caller(request, "customers:read")
    if customer is not None:
        return page(_row(one) for one in merges_of(party=found_party(user, customer), user=user))
    before = read_cursor(cursor, int)[0] if cursor else None
    size = min(limit, 499)
    found = latest_merges(user=user, before=before, size=size + 1, undone=undone)
    following = make_cursor(found[size - 1].id) if len(found) > size else ""
    return page((_row(one) for one in found[:size]), next_cursor=following)


@router.post("/merges", response={201: MergedOut})
def merge(request: HttpRequest, payload: MergeIn) -> HttpResponse:
    """Let two records be of one customer. Whose number stays follows from their history."""
    user = caller(request, "customers:write")
    one, other = _records(user, payload)
    try:
        done = merge_parties(one=one, other=other, by=user, force=payload.force)
    except UnableToMerge as error:
        raise refused(error, pointers={"": "/other"}) from error
    made = done.merge
    row = {"merge": made.pk, "customer": made.customer_id, "party": made.party_id, "undo": done.undo}
    return answer(row, status=201)


@router.delete("/merges/{merge}", response=SplitOut)
def undo(request: HttpRequest, merge: Id, apart: bool = True) -> HttpResponse:
    """Let the two records be of two customers again. With `apart` it is remembered that they are not the same."""
    user = caller(request, "customers:write")
    found = found_row(Merge.objects.visible_to(user), merge)
    try:
        return answer(_split(undo_merge(merge=found, by=user, apart=apart)))
    except UnableToSplit as error:
        raise refused(error) from error


@router.post("/splits", response={201: SplitOut})
def split(request: HttpRequest, payload: SplitIn) -> HttpResponse:
    """Let a record leave its customer, with whatever was found to be it."""
    user = caller(request, "customers:write")
    named_party(user, payload.record, "/record")
    try:
        done = split_party(party=Party.objects.get(pk=payload.record), by=user, apart=payload.apart)
    except UnableToSplit as error:
        raise refused(error, pointers={"": "/record"}) from error
    return answer(_split(done), status=201)


@router.get("/aparts", response=ApartsOut)
def list_aparts(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> HttpResponse:
    """What people said is not the same, the newest first."""
    user = caller(request, "customers:read")
    rows = Apart.objects.standing().filter(stands_for_visible(user, "left", "right"))
    return newest_page(rows, _apart, limit=limit, cursor=cursor)


@router.post("/aparts", response={201: ApartOut})
def keep_apart(request: HttpRequest, payload: ApartIn) -> HttpResponse:
    """Remember for ever that two records are not of the same customer."""
    user = caller(request, "customers:write")
    one, other = _records(user, payload)
    try:
        done = set_apart(one=one, other=other, by=user, note=payload.note)
    except UnableToSetApart as error:
        raise refused(error, pointers={"": "/other"}) from error
    return answer(_apart(done.apart) | {"undo": done.undo}, status=201)


@router.delete("/aparts/{apart}", response={204: None})
def forget_apart(request: HttpRequest, apart: Id) -> HttpResponse:
    """Forget it: the next run may propose or join them."""
    user = caller(request, "customers:write")
    found = found_row(Apart.objects.filter(stands_for_visible(user, "left", "right")), apart)
    try:
        take_back_apart(apart=found, by=user)
    except UnableToTakeBackApart as error:
        raise refused(error) from error
    return nothing()


@router.get("/customers/{customer}/golden-record", response=GoldenOut)
def get_golden_record(request: HttpRequest, customer: Id) -> HttpResponse:
    """Of every field the value that holds, and those that lose, with source and date."""
    user = caller(request, "customers:read")
    view = golden_record(party=found_party(user, customer))
    fields = [
        {
            "field": one.field,
            "holds": _told(one.holds) if one.holds else None,
            "losing": [_told(told) for told in one.losing],
            "written": _told(one.written) if one.written else None,
            "spellings": [_told(told) for told in one.spellings],
        }
        for one in view.fields.values()
        if one.field != "document"
    ]
    return answer({"customer": view.customer, "records": view.records, "fields": fields})


def _records(user: User, payload: MergeIn | ApartIn) -> tuple[Party, Party]:
    """The two records themselves, not whom they stand for. Raises Problem 422 for one whose customer the person does not see."""
    for field in ("one", "other"):
        named_party(user, getattr(payload, field), f"/{field}")
    found = Party.objects.in_bulk([payload.one, payload.other])
    return found[payload.one], found[payload.other]


def _told(told: Told[Any]) -> dict[str, Any]:
    return {
        "value": plain_value(told.value),
        "kind": told.kind,
        "record": told.record,
        "source": told.source,
        "by": told.by,
        "at": told.at,
    }


def _row(one: MergeLine) -> dict[str, Any]:
    return {
        "id": one.id,
        "customer": one.customer,
        "party": one.party,
        "left": one.left_id,
        "left_name": one.left_name,
        "right": one.right_id,
        "right_name": one.right_name,
        "at": one.at,
        "by": one.by,
        "run": one.run,
        "probability": one.probability,
        "sentence": one.sentence,
        "undone_at": one.undone_at,
        "undone_by": one.undone_by,
    }


def _split(done: Split) -> dict[str, Any]:
    return {
        "customer": done.customer,
        "party": done.party,
        "family": list(done.family),
        "others": list(done.others),
        "stayed": done.stayed,
        "undo": done.undo,
    }


def _apart(one: Apart) -> dict[str, Any]:
    return {"id": one.pk, "left": one.left_id, "right": one.right_id, "note": one.note, "by": one.by_id, "at": one.at}
