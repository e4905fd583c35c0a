"""Tables to learn from: handed over, described, looked at by the guard, let go."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile

from lazo.api.answer import answer, nothing, page
from lazo.api.caller import caller
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_row
from lazo.api.problem import Problem, refused
from lazo.api.schemas.model import ChoicesIn, LabelTableOut, LabelTablesOut, TriedOut
from lazo.api.shape import Cursor, Id, Limit, ShortText
from lazo.differentiate.models import LabelTable
from lazo.differentiate.operations.label_table import (
    UnableToDescribeTable,
    UnableToReceiveTable,
    UnableToRemoveTable,
    describe_table,
    receive_table,
    remove_table,
)
from lazo.differentiate.queries.propensity import try_choices
from lazo.kernel.models import User

router = Router()


@router.get("/label-tables", response=LabelTablesOut)
def list_label_tables(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> HttpResponse:
    """The newest first, for who may import."""
    _importer(request)
    rows = LabelTable.objects.order_by("-pk")
    if cursor:
        rows = rows.filter(pk__lt=read_cursor(cursor, int)[0])
    found = list(rows[: limit + 1])
    following = make_cursor(found[limit - 1].pk) if len(found) > limit else ""
    return page([_row(one) for one in found[:limit]], next_cursor=following)


@router.post("/label-tables", response={201: LabelTableOut})
def add_label_table(
    request: HttpRequest, file: Annotated[UploadedFile, File(...)], name: Form[ShortText] = ""
) -> HttpResponse:
    """Hand a table over, in any format that imports take. It changes no customer."""
    user = _importer(request)
    try:
        made = receive_table(name=name, file_name=str(file.name), stream=file, by=user)  # type: ignore[arg-type]  # it reads as one
    except UnableToReceiveTable as error:
        raise refused(error, pointers={"": "/file"}) from error
    return answer(_row(made), status=201, version=made.version, location=f"/api/v1/label-tables/{made.pk}")


@router.get("/label-tables/{table}", response=LabelTableOut)
def get_label_table(request: HttpRequest, table: Id) -> HttpResponse:
    """One table: its columns and what was decided of them."""
    _importer(request)
    found = _found(table)
    return answer(_row(found), version=found.version)


@router.put("/label-tables/{table}/choices", response=LabelTableOut)
def describe(request: HttpRequest, table: Id, payload: ChoicesIn) -> HttpResponse:
    """Say which column is what happened, who, when, and of which columns it is known when they are."""
    user, found = _importer(request), _found(table)
    try:
        held = describe_table(
            table=found, choices=payload.model_dump(exclude={"version"}), version=payload.version, by=user
        )
    except UnableToDescribeTable as error:
        if error.code == "stale":
            raise Problem(409, "stale", params={"version": found.version}) from error
        raise refused(error) from error
    return answer(_row(held), version=held.version)


@router.get("/label-tables/{table}/findings", response=TriedOut)
def try_label_table(request: HttpRequest, table: Id) -> HttpResponse:
    """What the guard finds by the choices made, and of how many ids the customer is known."""
    from lazo.analytics.propensity.labels import UnableToReadLabel

    _importer(request)
    found = _found(table)
    if not found.choices:
        raise Problem(409, "not_described")
    try:
        tried = try_choices(found, found.choices)
    except UnableToReadLabel as error:
        raise refused(error) from error
    names = ("rows", "yes", "open_rows", "ids", "matched", "findings")
    return answer({name: getattr(tried, name) for name in names})


@router.delete("/label-tables/{table}", response={204: None})
def remove(request: HttpRequest, table: Id) -> HttpResponse:
    """Let go of a table from which no model learns."""
    user = _importer(request)
    try:
        remove_table(table=_found(table), by=user)
    except UnableToRemoveTable as error:
        raise refused(error) from error
    return nothing()


def _importer(request: HttpRequest) -> User:
    return caller(request, "imports:write", permission="may_import")


def _found(number: int) -> LabelTable:
    found: LabelTable = found_row(LabelTable.objects.all(), number)
    return found


def _row(table: LabelTable) -> dict[str, Any]:
    names = ("name", "file_name", "rows", "columns", "choices", "version", "created_at")
    return {"id": table.pk, **{name: getattr(table, name) for name in names}}
