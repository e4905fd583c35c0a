"""What is to be done, by whom, by when."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from lazo.api.answer import answer, nothing
from lazo.api.caller import caller
from lazo.api.found import found_party, found_row, named_party
from lazo.api.newest import newest_page
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.shape import Body, Cursor, Day, Id, Limit, LongText
from lazo.identify.queries.parties import family_of
from lazo.interact.models import ToDo
from lazo.interact.operations.to_do import (
    ToDoDetails,
    UnableToWriteToDo,
    add_to_do,
    complete_to_do,
    delete_to_do,
    edit_to_do,
    reassign_to_do,
    reopen_to_do,
)
from lazo.kernel.models import User

router = Router()
POINTERS = {
    "untitled": "/title",
    "too_long": "/title",
    "bad_characters": "/title",
    "text_too_long": "/text",
    "unknown_assignee": "/assignee",
    "assignee_cannot_see": "/assignee",
}


class ToDoOut(Schema):
    """`customer` null: about nobody in particular; `done_at` null: open."""

    id: int
    title: str
    text: str
    due_on: date | None = None
    customer: int | None = None
    assignee: int
    made_by: int | None = None
    created_at: datetime
    done_at: datetime | None = None
    done_by: int | None = None


class ToDosOut(Schema):
    data: list[ToDoOut]
    next: str | None = None


class ToDoQuestion(Schema):
    """Of a customer, of who does it, open or done; nothing said: all."""

    customer: Id | None = None
    assignee: Id | None = None
    open: bool | None = None
    limit: Limit = 50
    cursor: Cursor = ""


class ToDoIn(Body):
    """`assignee` null: the caller."""

    title: Annotated[str, Field(min_length=1, max_length=240)]
    text: LongText = ""
    due_on: Day | None = None
    customer: Id | None = None
    assignee: Id | None = None


class ToDoPatch(Body):
    """Only the fields that change."""

    title: Annotated[str, Field(min_length=1, max_length=240)] = ""
    text: LongText = ""
    due_on: Day | None = None
    assignee: Id | None = None


@router.get("/to-dos", response=ToDosOut)
def list_to_dos(request: HttpRequest, asked: Query[ToDoQuestion]) -> HttpResponse:
    """Those the person may see, the newest first: of a customer, of somebody, open or done."""
    user = caller(request, "customers:read")
    rows = _rows(user)
    if asked.customer is not None:
        rows = rows.filter(party_id__in=family_of(found_party(user, asked.customer)))
    if asked.assignee is not None:
        rows = rows.filter(assignee_id=asked.assignee)
    if asked.open is not None:
        rows = rows.filter(completion__isnull=asked.open)
    return newest_page(rows, _row, limit=asked.limit, cursor=asked.cursor)


@router.post("/to-dos", response={201: ToDoOut})
def create_to_do(request: HttpRequest, payload: ToDoIn) -> HttpResponse:
    """Write down what somebody is to do."""
    user = caller(request, "customers:write")
    party = None if payload.customer is None else named_party(user, payload.customer, "/customer")
    details = ToDoDetails(payload.title, payload.due_on, payload.text)
    try:
        made = add_to_do(details=details, by=user, assignee=_assignee(payload.assignee), party=party)
    except UnableToWriteToDo as error:
        raise _refused(error) from error
    return answer(_row(_found(user, made.pk)), status=201)


@router.patch("/to-dos/{to_do}", response=ToDoOut)
def change_to_do(request: HttpRequest, to_do: Id, payload: ToDoPatch) -> HttpResponse:
    """Another title, text, day, or somebody else who does it."""
    user = caller(request, "customers:write")
    held, said = _found(user, to_do), payload.model_dump(exclude_unset=True)
    kept = {"title": held.title, "text": held.text, "due_on": held.due_on}
    wanted: dict[str, Any] = {name: said.get(name, value) for name, value in kept.items()}
    details = ToDoDetails(**wanted)
    try:
        if said.keys() & kept.keys():
            edit_to_do(to_do=held, details=details, by=user)
        assignee = _assignee(said.get("assignee"))
        if assignee is not None:
            reassign_to_do(to_do=held, assignee=assignee, by=user)
    except UnableToWriteToDo as error:
        raise _refused(error) from error
    return answer(_row(_found(user, to_do)))


@router.delete("/to-dos/{to_do}", response={204: None})
def remove_to_do(request: HttpRequest, to_do: Id) -> HttpResponse:
    """Take it away."""
    user = caller(request, "customers:write")
    delete_to_do(to_do=_found(user, to_do), by=user)
    return nothing()


@router.post("/to-dos/{to_do}/completion", response={201: ToDoOut})
def complete(request: HttpRequest, to_do: Id) -> HttpResponse:
    """It is done."""
    user = caller(request, "customers:write")
    try:
        complete_to_do(to_do=_found(user, to_do), by=user, at=timezone.now())
    except UnableToWriteToDo as error:
        raise _refused(error) from error
    return answer(_row(_found(user, to_do)), status=201)


@router.delete("/to-dos/{to_do}/completion", response=ToDoOut)
def reopen(request: HttpRequest, to_do: Id) -> HttpResponse:
    """It is still to be done."""
    user = caller(request, "customers:write")
    try:
        reopen_to_do(to_do=_found(user, to_do), by=user)
    except UnableToWriteToDo as error:
        raise _refused(error) from error
    return answer(_row(_found(user, to_do)))


def _rows(user: User) -> Any:
    return ToDo.objects.visible_to(user).select_related("completion")


def _found(user: User, number: int) -> ToDo:
    found: ToDo = found_row(_rows(user), number)
    return found


def _assignee(number: int | None) -> User | None:
    if number is None:
        return None
    found = User.objects.filter(pk=number).first()
    if found is None:
        raise Problem(422, "invalid", [FieldError("/assignee", "unknown_assignee")])
    return found


def _refused(error: UnableToWriteToDo) -> Problem:
    return refused(error, pointers={"": POINTERS.get(error.code, "")})


def _row(one: ToDo) -> dict[str, Any]:
    done = getattr(one, "completion", None)
    return {
        "id": one.pk,
        "title": one.title,
        "text": one.text,
        "due_on": one.due_on,
        "customer": one.party_id,
        "assignee": one.assignee_id,
        "made_by": one.made_by_id,
        "created_at": one.created_at,
        "done_at": done.at if done else None,
        "done_by": done.by_id if done else None,
    }
