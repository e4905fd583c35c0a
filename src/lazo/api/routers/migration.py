"""From which class to which customers went between two dated snapshots."""

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.problem import FieldError, Problem
from lazo.api.shape import Cursor, Id, Limit
from lazo.differentiate.migration.matrix import Migration, Part, migrants, migration, way_of
from lazo.differentiate.migration.scheme import Scheme, UnableToFindScheme, scheme_of, schemes
from lazo.differentiate.migration.snapshot import Snapshot, UnableToReadSnapshot, snapshot_of, snapshots

router = Router()
SchemeKey = Annotated[str, Field(max_length=40, description="of /migration-schemes")]
PlaceKey = Annotated[str, Field(max_length=40, description="a class of the scheme, LOST, or ABSENT; blank: anywhere")]


class MigrationClassOut(Schema):
    """Who goes to a higher `rank` rises."""

    key: str
    label: str
    rank: int


class MigrationSchemeOut(Schema):
    key: str
    label: str
    classes: list[MigrationClassOut]


class MigrationSchemesOut(Schema):
    data: list[MigrationSchemeOut]
    next: str | None = None


class MigrationSnapshotOut(Schema):
    run: int
    on: date


class MigrationSnapshotsOut(Schema):
    data: list[MigrationSnapshotOut]
    next: str | None = None


class MigrationCellOut(Schema):
    """`origin` ABSENT: new; `destination` LOST: lost, ABSENT: no longer there. `change`: sum of the change of value, minor units of the base currency."""

    origin: str
    destination: str
    way: str
    customers: int
    row_share: float
    change: int


class MigrationPartOut(Schema):
    customers: int
    change: int


class MigrationKpisOut(Schema):
    """`base` are those who were in a class before; `moved` the change of value of all who changed class, came or left."""

    base: int
    upgraded: MigrationPartOut
    downgraded: MigrationPartOut
    stayed: MigrationPartOut
    lost: MigrationPartOut
    gone: MigrationPartOut
    new: MigrationPartOut
    returned: MigrationPartOut
    moved: int


class MigrationOut(Schema):
    """Only cells with somebody; they add up to `total`. `measure`: clv or value_365d."""

    scheme: str
    before: MigrationSnapshotOut
    after: MigrationSnapshotOut
    measure: str
    cells: list[MigrationCellOut]
    total: MigrationPartOut
    kpis: MigrationKpisOut


class MigrantOut(Schema):
    """`before` and `after`: value, minor units of the base currency."""

    customer: int
    origin: str
    destination: str
    before: int
    after: int


class MigrantsOut(Schema):
    data: list[MigrantOut]
    next: str | None = None
    total: int


class MigrationQuestion(Schema):
    """`before` and `after` are runs of /migration-snapshots; nothing said: the last two months by value tier."""

    scheme: SchemeKey = "tier"
    before: Id | None = None
    after: Id | None = None


class MigrantQuestion(MigrationQuestion):
    origin: PlaceKey = ""
    destination: PlaceKey = ""
    limit: Limit = 50
    cursor: Cursor = ""


@router.get("/migration-schemes", response=MigrationSchemesOut)
def list_schemes(request: HttpRequest) -> HttpResponse:
    """By which classes migration can be told."""
    caller(request, "scores:read")
    return page(
        {
            "key": one.key,
            "label": str(one.label),
            "classes": [{"key": each.key, "label": str(each.label), "rank": each.rank} for each in one.classes],
        }
        for one in schemes()
    )


@router.get("/migration-snapshots", response=MigrationSnapshotsOut)
def list_snapshots(request: HttpRequest) -> HttpResponse:
    """The dated snapshots, one a month, the newest first."""
    caller(request, "scores:read")
    return page({"run": one.run, "on": one.on} for one in snapshots(settings.WORKSPACE))


@router.get("/migration", response=MigrationOut)
def get_migration(request: HttpRequest, asked: Query[MigrationQuestion]) -> HttpResponse:
    """The matrix of the customers the person may see."""
    user = caller(request, "scores:read")
    scheme, before, after = _named(asked)
    found = migration(user=user, scheme=scheme, before=before, after=after)
    kpis = found.kpis()
    parts = ("upgraded", "downgraded", "stayed", "lost", "gone", "new", "returned")
    told = {name: _part(getattr(kpis, name)) for name in parts}
    return answer(
        {
            "scheme": scheme.key,
            "before": {"run": before.run, "on": before.on},
            "after": {"run": after.run, "on": after.on},
            "measure": found.measure,
            "cells": _cells(found),
            "total": _part(found.total),
            "kpis": {"base": kpis.base, "moved": kpis.moved, **told},
        }
    )


@router.get("/migration/customers", response=MigrantsOut)
def list_migrants(request: HttpRequest, asked: Query[MigrantQuestion]) -> HttpResponse:
    """Who is in a cell, the largest change of value first."""
    user = caller(request, "scores:read")
    scheme, before, after = _named(asked)
    start = read_cursor(asked.cursor, int)[0] if asked.cursor else 0
    if start < 0:
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")])
    origin, destination = _place(scheme, asked.origin, "origin"), _place(scheme, asked.destination, "destination")
    found = migrants(
        user=user, scheme=scheme, before=before, after=after, origin=origin, destination=destination, start=start,
        size=asked.limit,
    )  # fmt: skip
    end = start + asked.limit
    rows = [
        {
            "customer": row.customer,
            "origin": scheme.keys[row.origin],
            "destination": scheme.keys[row.destination],
            "before": row.before,
            "after": row.after,
        }
        for row in found.rows
    ]
    return page(rows, next_cursor=make_cursor(end) if end < found.total else "", total=found.total)


def _named(asked: MigrationQuestion) -> tuple[Scheme, Snapshot, Snapshot]:
    """The scheme and the two snapshots. Raises Problem 422 for what is not there, 409 before there are two."""
    try:
        scheme = scheme_of(asked.scheme)
    except UnableToFindScheme as error:
        raise Problem(422, "invalid", [FieldError("scheme", error.code)]) from error
    after = _snapshot(asked.after, "after") or next(iter(snapshots(settings.WORKSPACE)), None)
    earlier = (one for one in snapshots(settings.WORKSPACE) if after and one.on < after.on)
    before = _snapshot(asked.before, "before") or next(earlier, None)
    if before is None or after is None or before.run == after.run:
        raise Problem(409, "one_snapshot")
    return scheme, before, after


def _snapshot(run: int | None, field: str) -> Snapshot | None:
    if run is None:
        return None
    try:
        return snapshot_of(settings.WORKSPACE, run)
    except UnableToReadSnapshot as error:
        raise Problem(422, "invalid", [FieldError(field, error.code)]) from error


def _place(scheme: Scheme, key: str, field: str) -> int | None:
    if not key:
        return None
    if key not in scheme.keys:
        raise Problem(422, "invalid", [FieldError(field, "bad_value")])
    return scheme.keys.index(key)


def _cells(found: Migration) -> list[dict[str, Any]]:
    keys = found.scheme.keys
    return [
        {
            "origin": keys[origin],
            "destination": keys[destination],
            "way": way_of(found.scheme, origin, destination),
            "row_share": found.share(origin, destination),
            **_part(part),
        }
        for origin, row in enumerate(found.cells)
        for destination, part in enumerate(row)
        if part.customers
    ]


def _part(part: Part) -> dict[str, int]:
    return {"customers": part.customers, "change": part.change}
